#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/call_control_service.grpc.pb.h"

#include "tests/support/acting_switch.h"
#include "tests/support/api_site.h"

// Agents act on their calls at an Asterisk that plays what was recorded: from the request to the
// bytes that the switch gets.
namespace jackfield::grpc_api {
namespace {

using test::ActingSwitch;
using test::AmiReplayCapture;
using test::ApiSite;
using test::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The agent answers at PJSIP/1004, and the recording stops while they talk.
AmiReplayCapture DirectCallInTalk() {
  return test::Recording("direct_call.ami", "Event: HangupRequest", {"PJSIP/1004"});
}

class CallControlTest : public testing::Test {
 protected:
  CallControlTest() {
    v1::Configuration centre = ApiSite::SmallCentre();
    centre.mutable_agents(0)->clear_device_patterns();
    centre.mutable_agents(0)->add_device_patterns("PJSIP/1004");
    centre.mutable_agents(0)->add_device_patterns("Local/2002@agents");
    site_.Apply(centre);
    agent_ = site_.SignIn("agent");
  }

  // Plays the recording until the agent's own connection is in `state`.
  void Play(AmiReplayCapture capture, exchange::ConnectionState state) {
    pbx_ = std::make_unique<ActingSwitch>(site_, std::move(capture));
    ASSERT_TRUE(test::AwaitState(site_, [&](const exchange::State& all) {
      for (const auto& [id, call] : all.calls) {
        for (const auto& [name, connection] : call.connections) {
          const bool own = connection.agent == all.agent_logins.at("agent");
          if (own && connection.state == state) call_ = "calls/" + call.name;
        }
      }
      return !call_.empty();
    }));
  }

  template <typename Request, typename Response>
  using Method = grpc::Status (v1::CallControlService::Stub::*)(grpc::ClientContext*,
                                                                const Request&, Response*);

  template <typename Request, typename Response>
  grpc::Status Ask(Method<Request, Response> method, const Request& request, Response& response) {
    return (stub_.get()->*method)(ApiSite::Context(agent_).get(), request, &response);
  }

  ApiSite site_;
  std::string agent_;
  std::unique_ptr<v1::CallControlService::Stub> stub_ =
      v1::CallControlService::NewStub(site_.Connect());
  std::unique_ptr<ActingSwitch> pbx_;
  std::string call_;  // The agent's, `calls/{call}`.
};

TEST_F(CallControlTest, AnAgentWhoHangsUpIsTakenOutOfTheCallByOneAction) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  v1::HangUpCallRequest request;
  request.set_call(call_);
  v1::HangUpCallResponse response;

  const grpc::Status status = Ask(&v1::CallControlService::Stub::HangUpCall, request, response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.command().kind(), v1::CALL_COMMAND_KIND_CLEAR);
  EXPECT_THAT(pbx_->AwaitActions(1),
              ElementsAre("Action: Hangup\r\nActionID: jackfield-command-" +
                          response.command().command_id() +
                          "-1\r\nChannel: PJSIP/1004-00000033\r\nCause: 16\r\n"));
}

}  // namespace
}  // namespace jackfield::grpc_api
