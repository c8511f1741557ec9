#include "server/telephony/ami/ami_connector.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/telephony/ami/ami_link.h"

namespace jackfield::ami {
namespace {

using test::AmiReplayCapture;
using test::AmiReplayOptions;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A channel event of a caller who stays up.
std::string Caller(std::string_view event, std::string_view more = "") {
  std::string block = "Event: " + std::string(event) +
                      "\r\nPrivilege: call,all\r\nChannel: PJSIP/trunk-00000001\r\n"
                      "ChannelState: 6\r\nChannelStateDesc: Up\r\nCallerIDNum: +4930901820\r\n"
                      "CallerIDName: Ann\r\nExten: 18005550101\r\nUniqueid: 9.1\r\n"
                      "Linkedid: 9.1\r\n";
  return block.append(more).append("\r\n");
}

std::string Pause(std::string_view device) {
  return "Event: QueueMemberPause\r\nPrivilege: agent,all\r\nQueue: sales\r\nInterface: " +
         std::string(device) + "\r\nPaused: 1\r\nPausedReason: Lunch\r\n\r\n";
}

test::AmiReplaySnapshot Status(double at_ms, std::vector<std::string> more = {}) {
  std::vector<std::string> items = {
      "Event: QueueParams\r\nQueue: sales\r\nServiceLevel: 20\r\n",
      "Event: QueueMember\r\nQueue: sales\r\nLocation: PJSIP/1001\r\nPaused: 0\r\n"};
  items.insert(items.end(), more.begin(), more.end());
  return {at_ms, items};
}

constexpr std::string_view kEntry =
    "Event: QueueEntry\r\nQueue: sales\r\nUniqueid: 9.1\r\nWait: 2\r\n";

// A caller joins at 100 ms and waits; nothing else happens until 60 s.
AmiReplayCapture WaitingCaller() {
  return AmiReplayCapture::Make({{50, Caller("Newchannel")},
                                 {100, Caller("QueueCallerJoin", "Queue: sales\r\n")},
                                 {60'000, Pause("PJSIP/1001")}},
                                {Status(0), Status(300, {std::string(kEntry)})});
}

TEST(AmiConnectorTest, LoginBringsLinkThresholdsAndSnapshotThenEvents) {
  const auto capture = WaitingCaller();
  AmiReplayOptions options;
  options.username = "cti";
  options.secret = "right";
  AmiLink link(capture, options);
  link.Start();

  ASSERT_TRUE(link.RunUntil([&] { return link.CountOf("Queued") == 1; }));

  EXPECT_THAT(link.Texts(),
              ElementsAre("LinkUp", "QueueParameters queue=sales threshold_ms=20000",
                          "SwitchSnapshot\n  member queue=sales device=PJSIP/1001\n  queue sales",
                          "Originated call=9.1 direction=inbound number=+4930901820 name=Ann "
                          "dialled=18005550101 connection=9.1",
                          "Queued call=9.1 leg=9.1 queue=sales"));
  EXPECT_TRUE(link.connector().ready());
}

TEST(AmiConnectorTest, RefusedLoginIsTriedAgainAndSaysNothing) {
  const auto capture = WaitingCaller();
  AmiReplayOptions options;
  options.username = "cti";
  options.secret = "another";
  AmiLink link(capture, options);
  EXPECT_FALSE(link.connector().tried());
  link.Start();

  ASSERT_TRUE(link.RunUntil([&] {
    return link.metrics().CountOf("jackfield_ami_sessions_lost_total", "source=pbx") == 2;
  }));

  EXPECT_TRUE(link.events().empty());
  EXPECT_TRUE(link.connector().tried());
}

TEST(AmiConnectorTest, SwitchThatStillLoadsIsWaitedFor) {  // R2.
  const auto capture = WaitingCaller();
  AmiReplayOptions options;
  options.summaries_refused = 1;
  AmiLink link(capture, options);
  link.Start();

  ASSERT_TRUE(link.RunUntil([&] { return link.server().login_count() == 1; }));
  EXPECT_FALSE(link.connector().ready());
  EXPECT_FALSE(link.connector().tried());
  ASSERT_TRUE(link.RunUntil([&] { return link.connector().ready(); }));
  EXPECT_TRUE(link.connector().tried());

  EXPECT_EQ(link.CountOf("LinkUp"), 1);
}

TEST(AmiConnectorTest, AccountWithoutCoreShowChannelsUsesStatus) {
  const auto capture = WaitingCaller();
  AmiReplayOptions options;
  options.no_core_show_channels = true;
  AmiLink link(capture, options);
  link.Start();

  EXPECT_TRUE(link.RunUntil([&] { return link.CountOf("SwitchSnapshot") == 1; }));
}

TEST(AmiConnectorTest, LostLinkIsSaidAndMadeAgainWithAFreshSnapshot) {
  const auto capture = WaitingCaller();
  AmiReplayOptions options;
  options.cuts = {{100, 100}};
  AmiLink link(capture, options);
  link.Start();

  ASSERT_TRUE(link.RunUntil([&] { return link.CountOf("SwitchSnapshot") == 2; }));

  EXPECT_EQ(link.CountOf("LinkDown"), 1);
  EXPECT_EQ(link.CountOf("LinkUp"), 2);
  EXPECT_EQ(link.CountOf("Queued"), 0);
  EXPECT_THAT(link.Texts(), Contains(HasSubstr("waiting queue=sales call=9.1 leg=9.1")));
}

TEST(AmiConnectorTest, LinkOnWhichNothingComesIsGivenUpAndMadeAgain) {
  const auto capture = WaitingCaller();
  AmiReplayOptions options;
  options.mute = true;
  AmiLink link(capture, options, Duration(200));
  link.Start();

  EXPECT_TRUE(link.RunUntil([&] { return link.server().login_count() == 2; }));
}

TEST(AmiConnectorTest, StopEndsTheSession) {
  const auto capture = WaitingCaller();
  AmiLink link(capture, {});
  link.Start();
  ASSERT_TRUE(link.RunUntil([&] { return link.connector().ready(); }));

  link.connector().Stop();

  EXPECT_TRUE(link.RunUntil([&] { return link.run_ended(); }));
  EXPECT_EQ(link.CountOf("LinkDown"), 1);
}

TEST(AmiConnectorTest, StopEndsThePauseBetweenSessions) {
  const auto capture = WaitingCaller();
  AmiLink link(capture, {});
  link.server().Stop();
  link.Start();
  ASSERT_TRUE(link.RunUntil([&] {
    return link.metrics().CountOf("jackfield_ami_sessions_lost_total", "source=pbx") == 1;
  }));

  link.connector().Stop();

  EXPECT_TRUE(link.RunUntil([&] { return link.run_ended(); }, AmiLink::Seconds(1)));
}

// A switch on which a caller waits, and whose login may redirect, besides what each login may.
class AmiActingTest : public testing::Test {
 protected:
  static AmiReplayOptions Answering(std::vector<std::string> to_redirect) {
    AmiReplayOptions options;
    options.answers["Setvar"] = {"Response: Success\r\nActionID: {id}\r\nMessage: Variable Set"};
    options.answers["Redirect"] = std::move(to_redirect);
    return options;
  }
  static constexpr const char* kRedirected =
      "Response: Success\r\nActionID: {id}\r\nMessage: Redirect successful";

  void Start(AmiReplayOptions options, bool acts = true) {
    link_ = std::make_unique<AmiLink>(capture_, std::move(options), Duration(10'000), acts);
    link_->Start();
    ASSERT_TRUE(link_->RunUntil([&] { return link_->CountOf("Queued") == 1; }));
  }
  void Route(Duration left = Duration(5'000)) {
    link_->Carry(exchange::RouteCall{"9.1", "9.1", {"PJSIP/1001", "PJSIP/1002"}}, left);
  }

  // At 1.5 s a link can be cut: there is something to send.
  const AmiReplayCapture capture_ =
      AmiReplayCapture::Make({{50, Caller("Newchannel")},
                              {100, Caller("QueueCallerJoin", "Queue: sales\r\n")},
                              {1'500, Pause("PJSIP/1001")},
                              {60'000, Pause("PJSIP/1001")}},
                             {Status(0), Status(300, {std::string(kEntry)})});
  std::unique_ptr<AmiLink> link_;
};

TEST_F(AmiActingTest, ACommandIsDoneByTheseActionsAndItsOutcomeTold) {
  Start(Answering({kRedirected}));
  EXPECT_TRUE(link_->RunUntil([&] { return link_->CountOf("LinkUp capabilities=10,11,13") == 1; }));

  Route();
  ASSERT_TRUE(link_->RunUntil([&] { return link_->CountOf("CommandResult") == 1; }));

  EXPECT_THAT(link_->Texts(), Contains("CommandResult command=7 outcome=1"));
  EXPECT_THAT(link_->server().actions(),
              ElementsAre("Action: Setvar\r\nActionID: jackfield-command-7-1\r\n"
                          "Channel: PJSIP/trunk-00000001\r\n"
                          "Variable: JACKFIELD_ROUTE_DEVICES\r\n"
                          "Value: PJSIP/1001&PJSIP/1002\r\n",
                          "Action: Redirect\r\nActionID: jackfield-command-7-2\r\n"
                          "Channel: PJSIP/trunk-00000001\r\nContext: jackfield-route\r\n"
                          "Exten: s\r\nPriority: 1\r\n"));
}

TEST_F(AmiActingTest, AHostileTextNeverReachesTheSwitch) {
  Start(Answering({kRedirected}));

  link_->Carry(exchange::RouteCall{"9.1", "9.1", {"PJSIP/1001\r\nAction: Command"}});
  link_->Carry(exchange::DialNumber{"PJSIP/1001", exchange::PersonalText("1,n,System(id)")});
  ASSERT_TRUE(link_->RunUntil([&] { return link_->CountOf("CommandResult") == 2; }));

  EXPECT_THAT(link_->Texts(),
              Contains("CommandResult command=7 outcome=2 reason=ACTION_TEXT_INVALID").Times(2));
  EXPECT_THAT(link_->server().actions(), ElementsAre());
}

TEST_F(AmiActingTest, WithoutAnAnswerTheOutcomeIsUnknownAndNothingIsSentAgain) {
  Start(Answering({}));

  Route(Duration(800));
  ASSERT_TRUE(link_->RunUntil([&] { return link_->CountOf("CommandResult") == 1; }));

  EXPECT_THAT(link_->Texts(), Contains("CommandResult command=7 outcome=3 reason=SWITCH_SILENT"));
  EXPECT_EQ(link_->server().actions().size(), 2U);
}

TEST_F(AmiActingTest, ALinkThatIsLostMakesTheOutcomeUnknownAndAnotherOneDoesNotSendAgain) {
  AmiReplayOptions options = Answering({});
  options.cuts = {{1'500, 100}};
  Start(std::move(options));

  Route();
  ASSERT_TRUE(link_->RunUntil([&] { return link_->CountOf("CommandResult") == 1; }));
  EXPECT_THAT(link_->Texts(), Contains("CommandResult command=7 outcome=3 reason=LINK_LOST"));
  ASSERT_TRUE(link_->RunUntil([&] { return link_->CountOf("SwitchSnapshot") >= 2; }));

  EXPECT_EQ(link_->server().actions().size(), 2U);
}

TEST_F(AmiActingTest, WhatMayNotActIsToldNothingAndRefuses) {
  Start(Answering({kRedirected}), /*acts=*/false);

  Route();

  EXPECT_THAT(link_->Texts(),
              Contains("CommandResult command=7 outcome=2 reason=SOURCE_NOT_CONNECTED"));
  EXPECT_EQ(link_->CountOf("LinkUp capabilities"), 0);
  EXPECT_THAT(link_->server().actions(), ElementsAre());
}

}  // namespace
}  // namespace jackfield::ami
