#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "tests/integration/grpc_api/call_control_fixture.h"
#include "tests/support/acting_switch.h"
#include "tests/support/api_site.h"

// Agents act on their calls at an Asterisk that plays what was recorded: from the request to the
// bytes that the switch gets.
namespace jackfield::grpc_api {
namespace {

using test::ActingSwitch;
using test::AmiReplayCapture;
using test::AmiReplayOptions;
using test::ApiSite;
using test::ReasonOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// The agent answers at PJSIP/1004, and the recording stops while they talk.
AmiReplayCapture DirectCallInTalk() {
  return test::Recording("direct_call.ami", "Event: HangupRequest", {"PJSIP/1004"});
}

// A consultation brings the phone that is consulted into the call.
AmiReplayOptions ConsultedPhoneComes() {
  AmiReplayOptions options = ActingSwitch::EverythingSucceeds();
  std::vector<std::string>& blocks = options.answers["Atxfer"];
  blocks.insert(blocks.begin(),
                "Event: Newchannel\r\nPrivilege: call,all\r\nTimestamp: 1795363480.802000\r\n"
                "Channel: PJSIP/trunk-carrier-00000034\r\nChannelState: 0\r\n"
                "ChannelStateDesc: Down\r\nCallerIDNum: <unknown>\r\nExten: s\r\n"
                "Uniqueid: 1795363480.156\r\nLinkedid: 1795363477.154");
  return options;
}

class CallControlTest : public CallControlFixture {};

TEST_F(CallControlTest, EachCommandIsExactlyTheActionExpectedAndNoOther) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected, ConsultedPhoneComes());
  const std::string channel = "Channel: PJSIP/1004-00000033\r\n";

  const std::string consult = Ask(&Stub::ConsultCall, To<v1::ConsultCallRequest>("0049 30 901820"));
  ASSERT_TRUE(AwaitOutcomes());
  const std::string complete = Ask(&Stub::CompleteTransfer, OfBoth<v1::CompleteTransferRequest>());
  const std::string transfer = Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("2001"));
  v1::DialNumberRequest number;
  number.set_number("+49 (30) 90 18 20");
  const std::string dial = Ask(&Stub::DialNumber, number);
  const std::string hang_up = Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>());

  EXPECT_THAT(
      pbx_->AwaitActions(5),
      ElementsAre(Head("Atxfer", consult) + channel +
                      "Context: jackfield-transfer\r\nExten: 004930901820\r\n",
                  Head("Hangup", complete) + channel + "Cause: 16\r\n",
                  Head("BlindTransfer", transfer) + channel +
                      "Context: jackfield-transfer\r\nExten: 2001\r\n",
                  Head("Originate", dial) +
                      "Channel: PJSIP/1004\r\nContext: jackfield-dial\r\nExten: +4930901820\r\n"
                      "Priority: 1\r\nTimeout: 30000\r\nAsync: true\r\n",
                  Head("Hangup", hang_up) + channel + "Cause: 16\r\n"));
  EXPECT_THAT(pbx_->OtherActions(),
              testing::IsSubsetOf({"Login", "Ping", "QueueSummary", "QueueStatus",
                                   "CoreShowChannels", "ListCommands"}));
}

TEST_F(CallControlTest, AConsultationIsCancelledByTheChannelThatConsults) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected, ConsultedPhoneComes());
  const std::string channel = "Channel: PJSIP/1004-00000033\r\n";

  Ask(&Stub::CancelConsultation, Of<v1::CancelConsultationRequest>());
  ASSERT_TRUE(AwaitOutcomes());
  EXPECT_THAT(pbx_->Actions(), IsEmpty()) << "nobody is consulted";
  const std::string consult = Ask(&Stub::ConsultCall, To<v1::ConsultCallRequest>("2001"));
  ASSERT_TRUE(AwaitOutcomes());
  const std::string cancel = Ask(&Stub::CancelConsultation, Of<v1::CancelConsultationRequest>());
  ASSERT_TRUE(AwaitOutcomes());
  Ask(&Stub::CompleteTransfer, OfBoth<v1::CompleteTransferRequest>());
  ASSERT_TRUE(AwaitOutcomes());

  EXPECT_THAT(pbx_->AwaitActions(2),
              ElementsAre(Head("Atxfer", consult) + channel +
                              "Context: jackfield-transfer\r\nExten: 2001\r\n",
                          Head("CancelAtxfer", cancel) + channel));
  EXPECT_THAT(pbx_->Actions(), testing::SizeIs(2)) << "nobody is cut off by a transfer after it";
}

TEST_F(CallControlTest, WhoIsHeldIsNotCutOffWhileNobodyIsConsulted) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);

  const std::string consult = Ask(&Stub::ConsultCall, To<v1::ConsultCallRequest>("2001"));
  ASSERT_TRUE(AwaitOutcomes());
  Ask(&Stub::CompleteTransfer, OfBoth<v1::CompleteTransferRequest>());
  ASSERT_TRUE(AwaitOutcomes());

  EXPECT_THAT(pbx_->Actions(), ElementsAre(HasSubstr(Head("Atxfer", consult))));
}

TEST_F(CallControlTest, ACallThatRingsIsDeclinedByTheCauseOfARefusal) {
  Play(test::Recording("direct_call.ami", "Event: DialEnd", {}),
       exchange::ConnectionState::kAlerting);

  const std::string decline = Ask(&Stub::DeclineCall, Of<v1::DeclineCallRequest>());

  EXPECT_THAT(pbx_->AwaitActions(1), ElementsAre(Head("Hangup", decline) +
                                                 "Channel: PJSIP/1004-00000033\r\nCause: 21\r\n"));
}

TEST_F(CallControlTest, ACallerOfAQueueIsTransferredByTheAgentsOwnChannel) {
  Play(test::Recording("answered_then_blind_transfer.ami", "Event: BlindTransfer",
                       {"Local/2002@agents"}),
       exchange::ConnectionState::kConnected);

  const std::string transfer = Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("5999"));

  EXPECT_THAT(pbx_->AwaitActions(1), ElementsAre(Head("BlindTransfer", transfer) +
                                                 "Channel: Local/2002@agents-00000002;1\r\n"
                                                 "Context: jackfield-transfer\r\nExten: 5999\r\n"));
}

TEST_F(CallControlTest, WhatTheSwitchCannotDoIsRefusedAndNothingIsSent) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);

  EXPECT_EQ(Refusal(&Stub::HoldCall, Of<v1::HoldCallRequest>()), "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(Refusal(&Stub::ConferenceCall, OfBoth<v1::ConferenceCallRequest>()),
            "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(Refusal(&Stub::AnswerCall, Of<v1::AnswerCallRequest>()), "COMMAND_NOT_POSSIBLE");
  EXPECT_EQ(Refusal(&Stub::DeclineCall, Of<v1::DeclineCallRequest>()), "COMMAND_NOT_POSSIBLE");
  EXPECT_EQ(Refusal(&Stub::RetrieveCall, Of<v1::RetrieveCallRequest>()), "COMMAND_NOT_POSSIBLE");
  EXPECT_THAT(pbx_->Actions(), IsEmpty());
}

TEST_F(CallControlTest, ACallOfSomebodyElseIsNotTheirsToEnd) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  agent_ = site_.SignIn("ben");

  EXPECT_EQ(Refusal(&Stub::HangUpCall, Of<v1::HangUpCallRequest>()), "CALL_NOT_OFFERED_TO_AGENT");
  EXPECT_EQ(Refusal(&Stub::TransferCall, To<v1::TransferCallRequest>("2001")),
            "CALL_NOT_OFFERED_TO_AGENT");
  EXPECT_EQ(Refusal(&Stub::CancelConsultation, Of<v1::CancelConsultationRequest>()),
            "CALL_NOT_OFFERED_TO_AGENT");
  call_ = "calls/0123456789abcdef0123456789abcdef";
  EXPECT_EQ(Refusal(&Stub::HangUpCall, Of<v1::HangUpCallRequest>()), "CALL_NOT_FOUND");
  EXPECT_THAT(pbx_->Actions(), IsEmpty());
}

TEST_F(CallControlTest, ARepeatedRequestIsAnsweredAsBeforeAndSentOnce) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  v1::TransferCallRequest request = To<v1::TransferCallRequest>("2001");
  request.set_request_id("r1\r\nAction: Command");  // Is kept, and goes to no switch.

  const std::string first = Ask(&Stub::TransferCall, request);
  const std::string again = Ask(&Stub::TransferCall, request);
  const std::string hang_up = Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>());

  EXPECT_EQ(first, again);
  EXPECT_THAT(pbx_->AwaitActions(2), ElementsAre(HasSubstr(Head("BlindTransfer", first)),
                                                 HasSubstr(Head("Hangup", hang_up))));
}

// CR, LF and what separates or is evaluated: in each field that somebody writes.
TEST_F(CallControlTest, HostileTextsInAnyFieldReachNoSwitch) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  const std::string own = call_;
  for (const std::string hostile : {"2001\r\nAction: Command",
                                    "2001\r\n",
                                    "2001\n",
                                    "2001\r",
                                    "\r\n2001",
                                    "2001;2002",
                                    "2001;",
                                    "2001,2002",
                                    "2001,n,System(id)",
                                    "2001$",
                                    "$2001",
                                    "${SHELL(id)}",
                                    "$[1+1]",
                                    "2001|2",
                                    "2001&PJSIP/1002",
                                    "2001@from-pstn",
                                    "2001\t",
                                    "2001\x01",
                                    "2001\\n",
                                    "2001\"",
                                    "2001`id`",
                                    "2001\x7F",
                                    "2001\xE2\x80\xA8"
                                    "Action: Command",
                                    "2001(m)",
                                    "*432001",
                                    "#1",
                                    "hello"}) {
    call_ = own;
    v1::DialNumberRequest number;
    number.set_number(hostile);
    EXPECT_NE(Refusal(&Stub::DialNumber, number), "") << hostile;
    EXPECT_NE(Refusal(&Stub::TransferCall, To<v1::TransferCallRequest>(hostile)), "") << hostile;
    EXPECT_NE(Refusal(&Stub::ConsultCall, To<v1::ConsultCallRequest>(hostile)), "") << hostile;
    call_ = "calls/" + hostile;
    EXPECT_NE(Refusal(&Stub::HangUpCall, Of<v1::HangUpCallRequest>()), "") << hostile;
    EXPECT_NE(Refusal(&Stub::CompleteTransfer, OfBoth<v1::CompleteTransferRequest>()), "")
        << hostile;
    EXPECT_NE(Refusal(&Stub::CancelConsultation, Of<v1::CancelConsultationRequest>()), "")
        << hostile;
  }

  EXPECT_THAT(pbx_->Actions(), IsEmpty());
  EXPECT_THAT(AuditLines(), IsEmpty());
}

TEST_F(CallControlTest, ANumberIsDialledWhereTheRulesOfTheTeamAllowIt) {
  v1::Configuration centre = Centre();
  centre.mutable_agents(0)->set_team("night");
  centre.mutable_dial_rules(0)->clear_prefixes();
  centre.mutable_dial_rules(0)->add_prefixes("+");
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  site_.Apply(centre);
  const auto dial = [this](const char* text) {
    v1::DialNumberRequest number;
    number.set_number(text);
    return Refusal(&Stub::DialNumber, number);
  };

  EXPECT_EQ(dial("0900 1 123456"), "NUMBER_NOT_ALLOWED");  // Premium rate.
  EXPECT_EQ(dial("2001"), "NUMBER_NOT_ALLOWED");           // No prefix of extensions.
  v1::DialRule& of_night = *centre.add_dial_rules();
  of_night.set_team("night");
  of_night.add_prefixes("+4930");
  of_night.add_prefixes("20");
  site_.Apply(centre);

  EXPECT_EQ(dial("+49 40 66969732"), "NUMBER_NOT_ALLOWED");
  EXPECT_EQ(dial("3001"), "NUMBER_NOT_ALLOWED");
  EXPECT_THAT(pbx_->Actions(), IsEmpty());
  EXPECT_EQ(dial("2001"), "");
  EXPECT_EQ(dial("030 901820"), "");
  EXPECT_EQ(pbx_->AwaitActions(2).size(), 2U);
}

TEST_F(CallControlTest, WhoDialsTooOftenIsToldHowLongToWait) {
  v1::Configuration centre = Centre();
  centre.mutable_dial_rules(0)->set_dial_count_per_minute_max(2);
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  site_.Apply(centre);
  v1::DialNumberRequest number;
  number.set_number("2001");
  v1::DialNumberResponse response;

  Ask(&Stub::DialNumber, number);
  Ask(&Stub::DialNumber, number);
  const grpc::Status third = stub_->DialNumber(ApiSite::Context(agent_).get(), number, &response);

  EXPECT_EQ(third.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(third), "DIAL_THROTTLED");
  EXPECT_GT(test::RetryDelayOf(third), std::chrono::seconds(50));
  EXPECT_EQ(pbx_->AwaitActions(2).size(), 2U);
}

TEST_F(CallControlTest, ConsultationsAndTransfersCountAsCalls) {
  v1::Configuration centre = Centre();
  centre.mutable_dial_rules(0)->set_dial_count_per_minute_max(2);
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  site_.Apply(centre);
  v1::DialNumberRequest number;
  number.set_number("2001");

  Ask(&Stub::ConsultCall, To<v1::ConsultCallRequest>("2001"));
  ASSERT_TRUE(AwaitOutcomes());
  Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("2001"));
  ASSERT_TRUE(AwaitOutcomes());

  EXPECT_EQ(Refusal(&Stub::TransferCall, To<v1::TransferCallRequest>("2001")), "DIAL_THROTTLED");
  EXPECT_EQ(Refusal(&Stub::ConsultCall, To<v1::ConsultCallRequest>("2001")), "DIAL_THROTTLED");
  EXPECT_EQ(Refusal(&Stub::DialNumber, number), "DIAL_THROTTLED");
  EXPECT_EQ(pbx_->Actions().size(), 2U);
}

TEST_F(CallControlTest, WhatCallsANumberIsInTheAuditTrailBeforeWithoutTheNumber) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  v1::DialNumberRequest number;
  number.set_number("030 901820");

  Ask(&Stub::DialNumber, number);
  Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("030 901821"));

  EXPECT_THAT(AuditLines(), ElementsAre("agent calls.dial agents/agent to +********20",
                                        "agent calls.transfer " + call_ + " to +********21"));
}

TEST_F(CallControlTest, APauseFollowsTheStateOfTheDesk) {
  v1::Configuration centre = Centre();
  centre.mutable_queues(0)->set_member_control(v1::QUEUE_MEMBER_CONTROL_PAUSE);
  site_.Apply(centre);
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  const std::string member = "Queue: sales\r\nInterface: PJSIP/1004\r\n";
  EXPECT_THAT(pbx_->AwaitActions(1),  // Who has not signed in is not to be rung.
              ElementsAre(EndsWith(member + "Paused: true\r\nReason: \r\n")));

  SetState(v1::AgentStatus::STATE_READY, "");
  EXPECT_EQ(pbx_->AwaitActions(2).size(), 2U);
  SetState(v1::AgentStatus::STATE_NOT_READY, "lunch");

  EXPECT_THAT(pbx_->AwaitActions(3),
              ElementsAre(StartsWith("Action: QueuePause\r\n"),
                          EndsWith(member + "Paused: false\r\nReason: \r\n"),
                          EndsWith(member + "Paused: true\r\nReason: lunch\r\n")));
}

TEST_F(CallControlTest, WithoutALinkNothingIsWaitedFor) {
  Play(DirectCallInTalk(), exchange::ConnectionState::kConnected);
  pbx_.reset();
  ASSERT_TRUE(test::AwaitState(site_, [](const exchange::State& state) {
    return state.sources.at(state.source_names.at("pbx")).link_lost();
  }));

  EXPECT_EQ(Refusal(&Stub::HangUpCall, Of<v1::HangUpCallRequest>()), "SOURCE_NOT_CONNECTED");
}

}  // namespace
}  // namespace jackfield::grpc_api
