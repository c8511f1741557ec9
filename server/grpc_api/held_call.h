#pragma once

#include <grpc/grpc.h>
#include <grpcpp/server_context.h>

namespace jackfield::grpc_api {

// A call that can be cut off by whoever watches over it, also when gRPC has ended it meanwhile and
// freed its context.
//
// Thread safety: thread-safe.
class HeldCall {
 public:
  explicit HeldCall(grpc::CallbackServerContext& context) : call_(context.c_call()) {
    grpc_call_ref(call_);
  }
  HeldCall(const HeldCall&) = delete;
  HeldCall& operator=(const HeldCall&) = delete;
  ~HeldCall() { grpc_call_unref(call_); }

  // Ends a write that the client does not read, which would keep the call for ever. The client is
  // told RESOURCE_EXHAUSTED. Of a call that has ended, nothing.
  void CutOff() {
    grpc_call_cancel_with_status(call_, GRPC_STATUS_RESOURCE_EXHAUSTED, "SUBSCRIBER_TOO_SLOW",
                                 nullptr);
  }

 private:
  grpc_call* const call_;
};

}  // namespace jackfield::grpc_api
