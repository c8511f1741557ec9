#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/grpc_api/call_control_fixture.h"
#include "tests/support/acting_switch.h"
#include "tests/support/api_site.h"
#include "tests/support/shared_data.h"

// The same in the middle of a whole call centre: the capture captures/dev is played up to a moment
// at which many talk, ring and wait, and stands still. Where there is a shared folder the capture
// must be in it.
namespace jackfield::grpc_api {
namespace {

using exchange::ConnectionState;
using test::ActingSwitch;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// At 9 s PJSIP/1003 talks with a caller of "sales" and PJSIP/1001 is rung for one of "support";
// four others talk, and five callers wait.
constexpr double kManyTalk = 9'000;
// At 5 s the first callers wait in "sales", "billing" and "support", one in each.
constexpr double kFirstWait = 5'000;
// At 20 s no phone rings, and six callers wait in "support".
constexpr double kManyWait = 20'000;

class CallCentreControlTest : public CallControlFixture {
 protected:
  // "agent" and "ben" at these devices.
  static v1::Configuration At(const std::string& agent, const std::string& ben) {
    v1::Configuration centre = Centre();
    for (int i = 0; i < 2; ++i) centre.mutable_agents(i)->clear_device_patterns();
    centre.mutable_agents(0)->add_device_patterns(agent);
    centre.mutable_agents(1)->add_device_patterns(ben);
    return centre;
  }

  // Two agents whom the switch does not know, and the callers of "support" are this server's to
  // distribute.
  static v1::Configuration Directed() {
    v1::Configuration centre = At("PJSIP/1201", "PJSIP/1202");
    v1::QueueConfiguration& support = *centre.mutable_queues(0);
    support.set_queue_id("support");
    support.mutable_source_queues(0)->set_queue("support");
    support.set_mode(v1::QUEUE_MODE_DIRECTED);
    for (int i = 0; i < 2; ++i) centre.mutable_agents(i)->add_queues()->set_queue_id("support");
    return centre;
  }

  void SetUp() override {
    const std::string shared = test::SharedPath("");
    if (!std::filesystem::exists(shared)) GTEST_SKIP() << "no folder at " << shared;
  }

  // Plays the capture up to that moment.
  void PlayUntil(double at_ms) {
    auto capture = test::CallCentreUntil(at_ms);
    ASSERT_TRUE(capture) << "no captures/dev in " << test::SharedPath("");
    pbx_ = std::make_unique<ActingSwitch>(site_, *std::move(capture));
    ASSERT_TRUE(test::AwaitLastCaller(site_));
  }

  void SetStateOf(const std::string& login, v1::AgentStatus::State state) {
    agent_ = site_.SignIn(login);
    SetState(state, state == v1::AgentStatus::STATE_NOT_READY ? "lunch" : "");
  }

  // What connects a caller's channel with one of the devices.
  static std::vector<std::string> Route(const std::string& channel, const std::string& devices) {
    return {"Action: Setvar\r\nChannel: " + channel +
                "\r\nVariable: JACKFIELD_ROUTE_DEVICES\r\nValue: " + devices + "\r\n",
            "Action: Redirect\r\nChannel: " + channel +
                "\r\nContext: jackfield-route\r\nExten: s\r\nPriority: 1\r\n"};
  }
};

TEST_F(CallCentreControlTest, EachCommandActsOnTheChannelOfWhoAskedAndOnNoOther) {
  site_.Apply(At("PJSIP/1003", "PJSIP/1001"));
  ASSERT_NO_FATAL_FAILURE(PlayUntil(kManyTalk));
  const std::string channel = "Channel: PJSIP/1003-00000001\r\n";

  ASSERT_TRUE(AwaitCall("agent", ConnectionState::kConnected));
  Ask(&Stub::ConsultCall, To<v1::ConsultCallRequest>("2001"));
  ASSERT_TRUE(AwaitOutcomes());
  Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("+49 30 901820"));
  v1::DialNumberRequest number;
  number.set_number("5999");
  Ask(&Stub::DialNumber, number);
  Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>());
  agent_ = site_.SignIn("ben");
  EXPECT_EQ(Refusal(&Stub::HangUpCall, Of<v1::HangUpCallRequest>()), "CALL_NOT_OFFERED_TO_AGENT");
  ASSERT_TRUE(AwaitCall("ben", ConnectionState::kAlerting));
  Ask(&Stub::DeclineCall, Of<v1::DeclineCallRequest>());

  EXPECT_THAT(
      AwaitUnnumbered(5),
      ElementsAre("Action: Atxfer\r\n" + channel + "Context: jackfield-transfer\r\nExten: 2001\r\n",
                  "Action: BlindTransfer\r\n" + channel +
                      "Context: jackfield-transfer\r\nExten: +4930901820\r\n",
                  "Action: Originate\r\nChannel: PJSIP/1003\r\nContext: jackfield-dial\r\n"
                  "Exten: 5999\r\nPriority: 1\r\nTimeout: 30000\r\nAsync: true\r\n",
                  "Action: Hangup\r\n" + channel + "Cause: 16\r\n",
                  "Action: Hangup\r\nChannel: PJSIP/1001-00000003\r\nCause: 21\r\n"));
}

TEST_F(CallCentreControlTest, WhoBecomesReadyGetsTheCallerWhoHasWaitedLongest) {
  site_.Apply(Directed());
  ASSERT_NO_FATAL_FAILURE(PlayUntil(kManyWait));
  EXPECT_THAT(pbx_->Actions(), IsEmpty());

  SetStateOf("agent", v1::AgentStatus::STATE_READY);
  std::vector<std::string> expected = Route("PJSIP/trunk-carrier-0000000b", "PJSIP/1201");
  EXPECT_EQ(AwaitUnnumbered(2), expected);
  SetStateOf("ben", v1::AgentStatus::STATE_READY);
  for (const std::string& action : Route("PJSIP/trunk-carrier-0000000f", "PJSIP/1202")) {
    expected.push_back(action);
  }

  EXPECT_EQ(AwaitUnnumbered(4), expected);
}

TEST_F(CallCentreControlTest, ACallerWhoIsToRingAtAllIsSentToTheListOfTheirDevices) {
  v1::Configuration centre = Directed();
  centre.mutable_queues(0)->set_strategy(v1::ROUTING_STRATEGY_RING_ALL);
  v1::Configuration nobody = centre;
  for (int i = 0; i < 2; ++i) nobody.mutable_agents(i)->clear_queues();
  site_.Apply(nobody);
  ASSERT_NO_FATAL_FAILURE(PlayUntil(kFirstWait));
  for (const char* login : {"agent", "ben"}) SetStateOf(login, v1::AgentStatus::STATE_READY);

  site_.Apply(centre);

  EXPECT_EQ(AwaitUnnumbered(2),
            Route("Local/18005550101@did-local-00000001;2", "PJSIP/1201&PJSIP/1202"));
}

TEST_F(CallCentreControlTest, ACallerForWhomNobodyIsLeftIsSentToTheConfiguredNumber) {
  v1::Configuration centre = Directed();
  v1::OverflowRule& rule = *centre.mutable_queues(0)->add_overflow_rules();
  rule.set_cause(v1::OverflowRule::CAUSE_NOBODY_SIGNED_IN);
  rule.set_number("*98");
  site_.Apply(centre);
  SetStateOf("agent", v1::AgentStatus::STATE_NOT_READY);
  ASSERT_NO_FATAL_FAILURE(PlayUntil(kFirstWait));
  EXPECT_THAT(pbx_->Actions(), IsEmpty());

  SetStateOf("agent", v1::AgentStatus::STATE_LOGGED_OFF);

  EXPECT_THAT(AwaitUnnumbered(1),
              ElementsAre("Action: Redirect\r\nChannel: Local/18005550101@did-local-00000001;2\r\n"
                          "Context: jackfield-transfer\r\nExten: *98\r\nPriority: 1\r\n"));
}

}  // namespace
}  // namespace jackfield::grpc_api
