#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/stubs/logging.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"

#include "tests/integration/grpc_api/call_control_fixture.h"
#include "tests/support/acting_switch.h"
#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"

// What must not happen at an Asterisk: that a text of a person says something to it, that it is
// told twice, or that it and the desks tell each other the same for ever.
namespace jackfield::grpc_api {
namespace {

using exchange::ConnectionState;
using test::ActingSwitch;
using test::AmiReplayCapture;
using test::AmiReplayOptions;
using test::ApiSite;
using test::DeskClient;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using std::string_literals::operator""s;

// The agent answers at PJSIP/1004, and the recording stops while they talk.
AmiReplayCapture DirectCallInTalk() {
  return test::Recording("direct_call.ami", "Event: HangupRequest", {"PJSIP/1004"});
}

// The queue "sales" without members.
AmiReplayCapture NobodyIsAMember() {
  return test::Recording("direct_call.ami", "Event: HangupRequest", {});
}

// What the switch says of a channel that is not there any more: both of the direct call have ended.
std::vector<std::string> Gone() {
  const auto hangup = [](const std::string& channel, const std::string& id) {
    return "Event: Hangup\r\nPrivilege: call,all\r\nChannel: " + channel +
           "\r\nChannelState: 6\r\nChannelStateDesc: Up\r\nUniqueid: " + id +
           "\r\nLinkedid: 1795363477.154\r\nCause: 16\r\nCause-txt: Normal Clearing";
  };
  return {"Response: Error\r\nActionID: {id}\r\nMessage: No such channel",
          hangup("PJSIP/1004-00000033", "1795363478.155"),
          hangup("PJSIP/trunk-carrier-00000032", "1795363477.154")};
}

// What the switch tells when a device becomes a member of "sales", or no longer is one.
std::string MemberEvent(const std::string& event, const std::string& device) {
  return "Event: " + event + "\r\nPrivilege: agent,all\r\nQueue: sales\r\nMemberName: " + device +
         "\r\nInterface: " + device + "\r\nStateInterface: " + device +
         "\r\nMembership: dynamic\r\nPenalty: 0\r\nCallsTaken: 0\r\nLastCall: 0\r\nLastPause: 0\r\n"
         "LoginTime: 1795363470\r\nInCall: 0\r\nStatus: 1\r\nPaused: 0\r\nPausedReason: \r\n"
         "Ringinuse: 0\r\nWrapuptime: 0";
}

class CallControlLimitsTest : public CallControlFixture {
 protected:
  template <typename Request, typename Response>
  bool IsRefused(Method<Request, Response> method, const Request& request) {
    Response response;
    return !(stub_.get()->*method)(ApiSite::Context(agent_).get(), request, &response).ok();
  }

  // Whether the document is taken.
  bool Takes(const v1::Configuration& configuration) {
    const auto stub = v1::AdminService::NewStub(site_.Connect());
    v1::ApplyConfigurationRequest request;
    *request.mutable_configuration() = configuration;
    v1::ApplyConfigurationResponse response;
    return stub
        ->ApplyConfiguration(ApiSite::Context(site_.SignIn("admin")).get(), request, &response)
        .ok();
  }
};

// Everything that could be taken for something else on the way: each byte that means nothing in a
// number, NUL, what is no UTF-8, and what is too long.
std::vector<std::string> HostileTexts() {
  std::vector<std::string> texts = {"2001\0"s,
                                    "2001\0Action: Command"s,
                                    "2001\xFF",
                                    "2001\xC3",
                                    "\xC0\x8A"
                                    "2001",
                                    "2001\xED\xA0\x80",
                                    "2001\xC2\x85"
                                    "Action: Command",
                                    std::string(65, '1'),
                                    std::string(2'000, '1'),
                                    std::string(100'000, '1')};
  for (int byte = 1; byte < 0x80; ++byte) {
    const std::string_view may_stand = "0123456789*#+ ()/.-";
    const auto letter = static_cast<char>(byte);
    if (may_stand.find(letter) == std::string_view::npos) texts.push_back("20"s + letter + "01");
  }
  return texts;
}

TEST_F(CallControlLimitsTest, NoByteThatIsNotDialledReachesTheSwitch) {
  // The client's own library complains of what is no UTF-8, and sends it.
  const google::protobuf::LogSilencer silence;
  Play(DirectCallInTalk(), ConnectionState::kConnected);
  const std::string own = call_;

  for (const std::string& hostile : HostileTexts()) {
    call_ = own;
    v1::DialNumberRequest number;
    number.set_number(hostile);
    EXPECT_TRUE(IsRefused(&Stub::DialNumber, number)) << hostile;
    EXPECT_TRUE(IsRefused(&Stub::TransferCall, To<v1::TransferCallRequest>(hostile))) << hostile;
    EXPECT_TRUE(IsRefused(&Stub::ConsultCall, To<v1::ConsultCallRequest>(hostile))) << hostile;
    call_ = "calls/" + hostile;
    EXPECT_TRUE(IsRefused(&Stub::HangUpCall, Of<v1::HangUpCallRequest>())) << hostile;
    EXPECT_TRUE(IsRefused(&Stub::CompleteTransfer, OfBoth<v1::CompleteTransferRequest>()))
        << hostile;
  }

  EXPECT_THAT(pbx_->Actions(), IsEmpty());
}

TEST_F(CallControlLimitsTest, WhatPeopleWriteBetweenDigitsIsLeftOut) {
  Play(DirectCallInTalk(), ConnectionState::kConnected);

  for (const char* written : {"20 01", "(20)01", "20/01", "20.01", "20-01"}) {
    Ask(&Stub::TransferCall, To<v1::TransferCallRequest>(written));
  }

  EXPECT_THAT(AwaitUnnumbered(5),
              AllOf(SizeIs(5), Each("Action: BlindTransfer\r\nChannel: PJSIP/1004-00000033\r\n"
                                    "Context: jackfield-transfer\r\nExten: 2001\r\n")));
}

// Names of devices and queues that an administrator wrote are taken, for switches may have any,
// without control characters; this one is sent none that could be taken for something else.
TEST_F(CallControlLimitsTest, NoHostileNameOfTheConfigurationReachesTheSwitch) {
  pbx_ = std::make_unique<ActingSwitch>(site_, NobodyIsAMember());
  std::size_t taken = 0;
  for (const std::string& hostile :
       {"\r\nAction: Command"s, "\n"s, "\r"s, "\0"s, ";x"s, ",n,System(id)"s, "&PJSIP/1"s, "${X}"s,
        "|"s, "\xE2\x80\xA8"s, std::string(100, '1')}) {
    v1::Configuration centre = Centre();
    centre.mutable_agents(0)->set_device_patterns(0, "PJSIP/1004" + hostile);
    centre.mutable_agents(0)->mutable_device_patterns()->RemoveLast();
    centre.mutable_agents(0)->add_queues()->set_queue_id("other");
    centre.mutable_queues(0)->set_queue_id("other");
    centre.mutable_queues(0)->set_member_control(v1::QUEUE_MEMBER_CONTROL_MEMBERSHIP);
    centre.mutable_queues(0)->mutable_source_queues(0)->set_queue("sales" + hostile);
    if (!Takes(centre)) continue;
    ++taken;

    SetState(v1::AgentStatus::STATE_READY, "");
    v1::DialNumberRequest number;
    number.set_number("2001");
    (void)IsRefused(&Stub::DialNumber, number);
    SetState(v1::AgentStatus::STATE_LOGGED_OFF, "");
    EXPECT_TRUE(AwaitOutcomes());
  }

  EXPECT_EQ(taken, 7U);
  EXPECT_THAT(pbx_->Actions(), IsEmpty());
}

TEST_F(CallControlLimitsTest, WithoutAnAnswerTheOutcomeIsUnknownAndEventsTellWhatHappened) {
  AmiReplayOptions options = ActingSwitch::EverythingSucceeds();
  options.answers["Hangup"] = {};
  options.answers["BlindTransfer"] = Gone();
  Play(DirectCallInTalk(), ConnectionState::kConnected, options);
  DeskClient desk(site_, agent_);

  const std::string command = Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>());
  const auto ended = desk.Await(v1::WatchDeskResponse::kCommandEnded).command_ended();

  EXPECT_EQ(ended.command_id(), command);
  EXPECT_EQ(ended.kind(), v1::CALL_COMMAND_KIND_CLEAR);
  EXPECT_EQ(ended.outcome(), v1::CallCommandResult::OUTCOME_UNKNOWN);
  // The agent goes on with a call that is over at the switch.
  const std::string next = Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("2001"));
  EXPECT_TRUE(test::AwaitState(site_, [](const exchange::State& state) {
    return state.calls.empty() || !state.calls.begin()->second.live();
  }));
  EXPECT_THAT(
      pbx_->Actions(),
      ElementsAre(
          Head("Hangup", command) + "Channel: PJSIP/1004-00000033\r\nCause: 16\r\n",
          Head("BlindTransfer", next) +
              "Channel: PJSIP/1004-00000033\r\nContext: jackfield-transfer\r\nExten: 2001\r\n"));
}

TEST_F(CallControlLimitsTest, MembershipFollowsTheDeskOnceAndItsEchoChangesNothing) {
  v1::Configuration centre = Centre();
  centre.mutable_queues(0)->set_member_control(v1::QUEUE_MEMBER_CONTROL_MEMBERSHIP);
  centre.mutable_agents(0)->set_device_patterns(0, "PJSIP/1007");
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  site_.Apply(centre);
  AmiReplayOptions options = ActingSwitch::EverythingSucceeds();
  options.answers["QueueAdd"].push_back(MemberEvent("QueueMemberAdded", "PJSIP/1007"));
  options.answers["QueueRemove"].push_back(MemberEvent("QueueMemberRemoved", "PJSIP/1007"));
  pbx_ = std::make_unique<ActingSwitch>(site_, NobodyIsAMember(), options);
  const std::string member = "Queue: sales\r\nInterface: PJSIP/1007\r\n";

  SetState(v1::AgentStatus::STATE_READY, "");
  EXPECT_THAT(AwaitUnnumbered(1),
              ElementsAre("Action: QueueAdd\r\n" + member + "Paused: false\r\n"));
  SetState(v1::AgentStatus::STATE_NOT_READY, "lunch");
  EXPECT_EQ(AwaitUnnumbered(2).size(), 2U);
  SetState(v1::AgentStatus::STATE_LOGGED_OFF, "");

  EXPECT_THAT(AwaitUnnumbered(3),
              ElementsAre("Action: QueueAdd\r\n" + member + "Paused: false\r\n",
                          "Action: QueuePause\r\n" + member + "Paused: true\r\nReason: lunch\r\n",
                          "Action: QueueRemove\r\n" + member));
  EXPECT_TRUE(AwaitOutcomes());
  EXPECT_EQ(pbx_->Actions().size(), 3U);
}

}  // namespace
}  // namespace jackfield::grpc_api
