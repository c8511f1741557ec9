#include "server/exchange/commands/member_rules.h"

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/callback_site.h"
#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::set<CommandKind> kAll = {CommandKind::kPauseMember, CommandKind::kAddMember,
                                    CommandKind::kRemoveMember};

// Ana's phone is a member of "sales", unpaused, and she has signed in and is ready. The switch can
// be told. Commands are written as "pause", "unpause", "add paused", "add", "remove".
class MemberRulesTest : public testing::Test {
 protected:
  void Begin(MemberControl control, std::vector<QueueMember> listed = {}) {
    site_ = SmallSite();
    site_.queues[0].member_control = control;
    site_.agents[0].queues = std::move(listed);
    driver.Configure(site_);
    driver.Tell(LinkUp{"e1", kAll});
    driver.Tell(Snapshot(/*paused=*/false));
    static_cast<void>(driver.Command(DeskOpened{"ana", "desk-1"}));
    Told(driver.Command(SetAgentState{"ana", AgentWish::kReady, "", "ana"}));
    EchoAll();
  }

  // All that the switch holds: the one member.
  static SwitchSnapshot Snapshot(bool paused) {
    SwitchSnapshot snapshot;
    snapshot.queues = {"sales"};
    snapshot.members = {{"sales", "PJSIP/1001", paused, {}}};
    return snapshot;
  }
  static SwitchSnapshot SnapshotWithoutMembers() {
    SwitchSnapshot snapshot;
    snapshot.queues = {"sales"};
    return snapshot;
  }

  std::vector<std::string> Wish(AgentWish wish, const std::string& reason = "") {
    return Told(driver.Command(SetAgentState{"ana", wish, reason, "ana"}));
  }
  // What the switch was told by these effects.
  std::vector<std::string> Told(const Result<Effects>& effects) {
    std::vector<std::string> told;
    for (const Effect& effect : *effects) {
      const auto* issued = std::get_if<CommandIssued>(&effect);
      if (issued == nullptr) continue;
      last_ = issued->command;
      told.push_back(TextOf(issued->command.body));
    }
    return told;
  }
  static std::string TextOf(const CallCommandBody& body) {
    if (const auto* pause = std::get_if<PauseQueueMember>(&body)) {
      return pause->paused ? "pause " + pause->reason : "unpause" + pause->reason;
    }
    if (const auto* add = std::get_if<AddQueueMember>(&body)) {
      return add->paused ? "add paused" : "add";
    }
    return std::holds_alternative<RemoveQueueMember>(body) ? "remove" : "other";
  }

  std::vector<std::string> Hear(bool paused) {
    return Told(driver.Tell(MemberPaused{"sales", "PJSIP/1001", paused, {}}));
  }
  // Whatever was told so far has come back.
  void EchoAll() {
    static_cast<void>(Hear(false));
    driver.Advance(kEchoLimit);
    driver.FireTimers();
  }
  IdleState idle() const { return driver.agent("ana").idle.state; }

  Configuration site_;
  ExchangeDriver driver;
  CallCommand last_;
};

TEST_F(MemberRulesTest, WhereTheSwitchControlsItsMembersItIsToldNothing) {
  Begin(MemberControl::kSwitch);

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), IsEmpty());
}

TEST_F(MemberRulesTest, AQueueThatIsDeclaredNoMoreIsTheSwitchesOwn) {  // F1, F3.
  Begin(MemberControl::kPause);
  site_.queues.clear();
  driver.Configure(site_);

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), IsEmpty());
  EXPECT_THAT(driver.agent("ana").followed, IsEmpty());
}

TEST_F(MemberRulesTest, AStateOfTheDeskIsToldOnceAndItsEchoChangesNothing) {  // F1, F2, F3.
  Begin(MemberControl::kPause);

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), ElementsAre("pause lunch"));
  EXPECT_EQ(last_.body, CallCommandBody(PauseQueueMember{"sales", "PJSIP/1001", true, "lunch"}));
  EXPECT_THAT(Hear(true), IsEmpty());

  EXPECT_EQ(idle(), IdleState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "lunch");
  EXPECT_THAT(Wish(AgentWish::kReady), ElementsAre("unpause"));
  EXPECT_THAT(Hear(false), IsEmpty());
  EXPECT_EQ(idle(), IdleState::kReady);
}

TEST_F(MemberRulesTest, EchoesThatComeAfterTheNextStateChangeNothing) {  // F3.
  Begin(MemberControl::kPause);

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), ElementsAre("pause lunch"));
  EXPECT_THAT(Wish(AgentWish::kReady), ElementsAre("unpause"));
  EXPECT_THAT(Hear(true), IsEmpty());
  EXPECT_EQ(idle(), IdleState::kReady);
  EXPECT_THAT(Hear(false), IsEmpty());

  EXPECT_EQ(idle(), IdleState::kReady);
  EXPECT_FALSE(driver.agent("ana").memberships.begin()->second.paused);
}

TEST_F(MemberRulesTest, APauseThatIsMadeAtTheSwitchChangesTheDeskAndIsNotToldBack) {  // F3.
  Begin(MemberControl::kPause);

  EXPECT_THAT(Hear(true), IsEmpty());
  EXPECT_EQ(idle(), IdleState::kNotReady);
  EXPECT_THAT(Hear(false), IsEmpty());
  EXPECT_EQ(idle(), IdleState::kReady);
}

TEST_F(MemberRulesTest, WhatTheSwitchRefusesIsNotToldAgainUntilTheDeskChanges) {  // F2.
  Begin(MemberControl::kPause);
  Wish(AgentWish::kNotReady, "lunch");

  EXPECT_THAT(
      Told(driver.Tell(CommandResult{last_.id, CommandOutcome::kRefused, "SWITCH_REFUSED"})),
      IsEmpty());
  EXPECT_THAT(Told(driver.Command(SetPopMode{"ana", PopMode::kOff})), IsEmpty());
  EXPECT_THAT(Told(driver.Tell(Snapshot(/*paused=*/true))), IsEmpty());
  EXPECT_THAT(Wish(AgentWish::kReady), ElementsAre("unpause"));
}

TEST_F(MemberRulesTest, AWishForAfterTheCallIsToldDuringTheCallAndTheDeskKeepsIt) {  // F1.
  Begin(MemberControl::kPause);
  driver.Tell(Delivered{"c1", "c1-ana", "PJSIP/1001", {}, {}});
  driver.Tell(Established{"c1", "c1-ana", "PJSIP/1001", {}, {}});

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), ElementsAre("pause lunch"));
  EXPECT_THAT(Hear(true), IsEmpty());
  EXPECT_TRUE(driver.agent("ana").pending.has_value());
  EXPECT_THAT(Told(driver.Tell(CallCleared{"c1"})), IsEmpty());

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "lunch");
}

TEST_F(MemberRulesTest, WrapUpIsAPauseThatLeavesTheAgentReady) {  // F1.
  Begin(MemberControl::kPause);
  driver.Tell(Queued{"c1", "c1-caller", "sales"});
  driver.Tell(Delivered{"c1", "c1-ana", "PJSIP/1001", "sales", "c1-caller"});
  driver.Tell(Established{"c1", "c1-ana", "PJSIP/1001", "sales", "c1-caller"});

  EXPECT_THAT(Told(driver.Tell(CallCleared{"c1"})), ElementsAre("pause wrap-up"));
  EXPECT_THAT(Hear(true), IsEmpty());
  EXPECT_EQ(driver.agent("ana").state, AgentState::kWorkingAfterCall);
  driver.Advance(Duration{10'000} + Timers::kLateEvents + Duration{1});
  EXPECT_THAT(Told(driver.FireTimers()), ElementsAre("unpause"));
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
}

TEST_F(MemberRulesTest, WhoHasACallbackIsPausedUntilItIsDone) {  // F1.
  Begin(MemberControl::kPause, {{"sales", 1}});
  CreateCallback wanted = NewCallbackFor();
  wanted.queue = "sales";
  driver.Ask(wanted).value();

  EXPECT_THAT(Told(driver.Ask(AcceptCallback{"ana", OfferTo(driver, "ana")})),
              ElementsAre("pause callback"));
  EXPECT_THAT(Hear(true), IsEmpty());
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReserved);
  EXPECT_THAT(Told(Complete(driver, "ana", 1, AttemptOutcome::kBusy)), ElementsAre("unpause"));
}

TEST_F(MemberRulesTest, ASwitchThatRestartsIsToldAgainWhatHolds) {  // F4.
  Begin(MemberControl::kPause);
  Wish(AgentWish::kNotReady, "lunch");
  Hear(true);
  driver.Tell(LinkDown{});
  driver.Advance(Duration{60'000});

  EXPECT_THAT(Told(driver.Tell(LinkUp{"e2", kAll})), IsEmpty());
  EXPECT_THAT(Told(driver.Tell(Snapshot(/*paused=*/false))), ElementsAre("pause lunch"));
  EXPECT_EQ(idle(), IdleState::kNotReady);
  EXPECT_THAT(Hear(true), IsEmpty());
  EXPECT_THAT(Told(driver.Tell(Snapshot(/*paused=*/true))), IsEmpty());
}

TEST_F(MemberRulesTest, AChangeWithoutALinkIsToldWhenTheLinkIsBack) {  // F4.
  Begin(MemberControl::kPause);
  driver.Tell(LinkDown{});

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), IsEmpty());
  driver.Tell(LinkUp{"e1", kAll});
  EXPECT_THAT(Told(driver.Tell(Snapshot(/*paused=*/false))), ElementsAre("pause lunch"));
}

TEST_F(MemberRulesTest, AFirstSnapshotThatNeverComesIsNotWaitedForForEver) {  // F4.
  Begin(MemberControl::kPause);
  driver.Tell(LinkDown{});
  driver.Tell(LinkUp{"e1", kAll});
  driver.Advance(Duration{30'000});

  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), ElementsAre("pause lunch"));
}

TEST_F(MemberRulesTest,
       AChangeBeforeASnapshotThatNeverComesIsToldWhenItIsWaitedForNoLonger) {  // F4.
  Begin(MemberControl::kPause);
  driver.Tell(LinkDown{});
  driver.Tell(LinkUp{"e1", kAll});
  EXPECT_THAT(Wish(AgentWish::kNotReady, "lunch"), IsEmpty());
  driver.Advance(Duration{29'999});
  EXPECT_THAT(Told(driver.FireTimers()), IsEmpty());

  driver.Advance(Duration{1});
  EXPECT_THAT(Told(driver.FireTimers()), ElementsAre("pause lunch"));
}

TEST_F(MemberRulesTest, WhoIsListedIsAMemberWhileSignedIn) {  // F1.
  Begin(MemberControl::kMembership, {{"sales", 1}});

  EXPECT_THAT(Wish(AgentWish::kLoggedOff), ElementsAre("remove"));
  EXPECT_THAT(Told(driver.Tell(MemberRemoved{"sales", "PJSIP/1001"})), IsEmpty());
  EXPECT_EQ(idle(), IdleState::kLoggedOff);
  EXPECT_THAT(Wish(AgentWish::kNotReady), ElementsAre("add paused"));
  EXPECT_THAT(Told(driver.Tell(MemberAdded{"sales", "PJSIP/1001", true, {}})), IsEmpty());
  EXPECT_EQ(idle(), IdleState::kNotReady);
  EXPECT_THAT(Wish(AgentWish::kReady), ElementsAre("unpause"));
}

TEST_F(MemberRulesTest, WhomTheSwitchHasTakenOutIsNotPutBackWithoutANewReason) {  // F2.
  Begin(MemberControl::kMembership, {{"sales", 1}});

  EXPECT_THAT(Told(driver.Tell(MemberRemoved{"sales", "PJSIP/1001"})), IsEmpty());
  EXPECT_THAT(Wish(AgentWish::kNotReady), IsEmpty());
  Wish(AgentWish::kLoggedOff);
  EXPECT_THAT(Wish(AgentWish::kReady), ElementsAre("add"));
}

TEST_F(MemberRulesTest, AMemberThatARestartedSwitchHasForgottenIsAddedAgain) {  // F4.
  Begin(MemberControl::kMembership, {{"sales", 1}});
  driver.Tell(LinkDown{});

  driver.Tell(LinkUp{"e2", kAll});
  EXPECT_THAT(Told(driver.Tell(SnapshotWithoutMembers())), ElementsAre("add"));
  EXPECT_EQ(idle(), IdleState::kReady);
}

}  // namespace
}  // namespace jackfield::exchange
