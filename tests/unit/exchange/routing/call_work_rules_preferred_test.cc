#include <gtest/gtest.h>

#include "server/exchange/routing/call_work_rules.h"
#include "tests/unit/exchange/routing/call_work_driver.h"

namespace jackfield::exchange {
namespace {

class CallWorkPreferredTest : public CallWorkTest {};

// W8.
TEST_F(CallWorkPreferredTest, WhoIsPreferredByWhomTheCallerTurnsOutToBeIsWaitedFor) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  for (const char* login : {"ana", "bo"}) {
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kNotReady, {}, login}));
  }
  Wait("c1");
  driver->Tell(CallInformation{
      .call = "c1", .attached_customer = CustomerId{5}, .attached_standing = {0, false, "bo"}});
  ASSERT_TRUE(driver->Command(SetAgentState{"ana", AgentWish::kReady, {}, "ana"}));
  EXPECT_EQ(ReservedFor("c1"), "");

  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kReady, {}, "bo"}));
  EXPECT_EQ(ReservedFor("c1"), "bo");
}

// W8.
TEST_F(CallWorkPreferredTest, NobodyIsKeptForWhoLetThemPassBeforeTheyTurnedOutToBePreferred) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  ASSERT_EQ(ReservedFor("c1"), "bo");

  driver->Tell(CallInformation{
      .call = "c1", .attached_customer = CustomerId{5}, .attached_standing = {0, false, "ana"}});

  EXPECT_FALSE(driver->state().work.begin()->second.preferred_until);
}

// W8.
TEST_F(CallWorkPreferredTest, TheCallersPreferredAgentComesFirst) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  WaitFor("bo");
  EXPECT_EQ(ReservedFor("c1"), "bo");

  // Who lets it pass is not preferred any more.
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", {}, {}});
  driver->Tell(RingEnded{"c1", "m2", RingEnd::kNoAnswer});
  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W8.
TEST_F(CallWorkPreferredTest, WhoHasLetItPassIsNotWaitedForWhenTheyTurnOutToBePreferred) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  Wait("c1");
  ASSERT_EQ(ReservedFor("c1"), "ana");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  driver->Tell(CallInformation{
      .call = "c1", .attached_customer = CustomerId{5}, .attached_standing = {0, false, "ana"}});
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kReady, {}, "bo"}));

  EXPECT_EQ(ReservedFor("c1"), "bo");
}

// W8.
TEST_F(CallWorkPreferredTest, NobodyIsKeptForWhoIsNoMemberAnyMoreWhenTheirReservationEnds) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  WaitFor("bo");
  site.agents[1].queues.clear();
  driver->Configure(site);
  ASSERT_EQ(ReservedFor("c1"), "bo");

  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));

  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W8.
TEST_F(CallWorkPreferredTest, NobodyIsKeptForWhomTheSwitchCannotRing) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  site.queues[1].aliases = {{"other", "claims"}};
  site.agents[0].devices = {"other:PJSIP/1001"};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}));
  WaitFor("ana");

  EXPECT_EQ(ReservedFor("c1"), "bo");
}

// W8.
TEST_F(CallWorkPreferredTest, NobodyIsKeptAnyLongerForWhoLeftTheQueue) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  WaitFor("bo");
  EXPECT_EQ(ReservedFor("c1"), "");

  site.agents[1].queues.clear();
  driver->Configure(site);
  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W8.
TEST_F(CallWorkPreferredTest, NobodyIsKeptAnyLongerForWhoLacksTheSkillsOfTheNextRing) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  site.queues[0].routing.rings = {{}, {.after = Duration{10'000}, .skills = {{"english", 50}}}};
  site.agents[0].skills = {{"english", 60}};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  WaitFor("bo");
  Pass(Duration{9'999});
  EXPECT_EQ(ReservedFor("c1"), "");

  Pass(Duration{1});
  EXPECT_EQ(ReservedFor("c1"), "ana");
}

}  // namespace
}  // namespace jackfield::exchange
