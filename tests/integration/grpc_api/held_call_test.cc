#include "server/grpc_api/held_call.h"

#include <chrono>
#include <memory>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/session_service.grpc.pb.h"

namespace jackfield::grpc_api {
namespace {

// Answers at once, and keeps hold of the last call.
//
// Thread safety: none; one per test, one call at a time.
class HoldingService final : public v1::SessionService::CallbackService {
 public:
  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest*,
                                   v1::WhoAmIResponse*) override {
    held = std::make_unique<HeldCall>(*context);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  std::unique_ptr<HeldCall> held;
};

class HeldCallTest : public testing::Test {
 protected:
  HeldCallTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::SessionService::NewStub(server_->InProcessChannel({}));
  }

  grpc::Status Call() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    v1::WhoAmIResponse response;
    return stub_->WhoAmI(&context, {}, &response);
  }

  HoldingService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::SessionService::Stub> stub_;
};

// The address sanitizer sees it when gRPC has freed the call.
TEST_F(HeldCallTest, ACallThatHasEndedIsCutOffWithoutHarm) {
  ASSERT_TRUE(Call().ok());

  service_.held->CutOff();

  EXPECT_TRUE(Call().ok());
}

}  // namespace
}  // namespace jackfield::grpc_api
