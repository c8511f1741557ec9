#pragma once

#include <string>

#include "server/base/result.h"
#include "server/grpc_api/unary_call.h"
#include "server/ports/requests.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace jackfield::grpc_api {

// Answers a repeated request as the first one was answered. For methods whose repetition would do
// something twice. All are no-ops for a request without id.
//
// Thread safety: thread-safe; blocks on the store.
class RequestLog {
 public:
  static constexpr std::size_t kIdBytesMax = 64;

  explicit RequestLog(Requests& requests) : requests_(requests) {}

  // True: `call` was answered, by the kept answer or an error; nothing is left to do.
  bool Repeats(const UnaryCallPtr& call, const std::string& request_id,
               google::protobuf::Message& response);

  // The same for work that returns its answer: whether `response` is the kept one.
  Result<bool> Recall(const UnaryCallPtr& call, const std::string& request_id,
                      google::protobuf::Message& response);

  // Keeps the answer of a request that was done.
  Status Keep(const UnaryCallPtr& call, const std::string& request_id,
              const google::protobuf::Message& response);

 private:
  Requests& requests_;
};

}  // namespace jackfield::grpc_api
