#include <gtest/gtest.h>

#include "server/exchange/commands/command_rules.h"
#include "server/exchange/routing/call_work_rules.h"
#include "tests/unit/exchange/routing/call_work_driver.h"

namespace jackfield::exchange {
namespace {

class CallWorkLinkTest : public CallWorkTest {};

// W4.
TEST_F(CallWorkLinkTest, ACallerWhoseLinkIsDownWaitsAndIsRoutedWhenItIsBack) {
  driver->Tell(LinkDown{});
  Wait("c1");
  EXPECT_EQ(ReservedFor("c1"), "");
  EXPECT_EQ(driver->state().work.size(), 1U);
  EXPECT_TRUE(driver->state().commands.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);

  driver->Tell(LinkUp{"epoch", kRoutes});

  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(LastRoute(), (RouteCall{"c1", "c1-caller", {"PJSIP/1001"}}));
}

// W4.
TEST_F(CallWorkLinkTest, ACallerWhoseSourceDoesNotRouteWaitsUntilItSaysThatItDoes) {
  driver->Tell(LinkUp{"epoch", std::set{CommandKind::kHold}});
  Wait("c1");
  EXPECT_EQ(ReservedFor("c1"), "");
  EXPECT_TRUE(driver->state().commands.empty());

  driver->Tell(LinkUp{"epoch", kRoutes});

  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W4. A caller of another source does not wait for it.
TEST_F(CallWorkLinkTest, AnAgentIsFreeForOthersWhileTheSwitchOfACallerIsAway) {
  driver->Tell(LinkDown{});
  Wait("c1");
  WorkDriver rules(driver->state());
  rules.Enqueue({WorkKind::kTicket, 1, 0}, "sales");

  EXPECT_EQ(rules.ReservedFor({WorkKind::kTicket, 1, 0}), "ana");
}

// W4, W5. Nobody is asked again and again whom the switch cannot ring.
TEST_F(CallWorkLinkTest, ACallerWhoseLinkBreaksWhileTheyAreRoutedKeepsThePlaceAndWaits) {
  Wait("c1");
  driver->Tell(LinkDown{});
  Pass(Duration{30'000});
  Pass(Duration{120'000});

  EXPECT_EQ(ReservedFor("c1"), "");
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->state().work.begin()->second.offer_count, 1U);
  EXPECT_TRUE(driver->state().work.begin()->second.passed.empty());

  driver->Tell(LinkUp{"epoch", kRoutes});
  EXPECT_EQ(driver->state().work.begin()->second.reserved.size(), 1U);
}

// W4, X1.
TEST_F(CallWorkLinkTest, ACallerWhoWaitsForTheLinkDoesSoAfterARestart) {
  driver->Tell(LinkDown{});
  Wait("c1");
  driver->Restart();
  Ready("ana");
  EXPECT_EQ(ReservedFor("c1"), "");

  driver->Tell(LinkUp{"epoch", kRoutes});
  EXPECT_NE(ReservedFor("c1"), "");
}

// W4, V1. They may be sent to another queue meanwhile, and wait there.
TEST_F(CallWorkLinkTest, ACallerWhoseLinkIsDownOverflowsToAnotherQueue) {
  Configuration site = DirectedSite();
  site.queues[0].routing.overflow = {
      {.cause = OverflowCause::kWait, .limit = Duration{10'000}, .queue = "claims"}};
  Begin(site);
  driver->Tell(LinkDown{});
  Wait("c1");
  Pass(Duration{10'000});

  ASSERT_EQ(driver->state().work.size(), 1U);
  EXPECT_EQ(driver->state().work.begin()->second.queue, driver->queue("claims").id);
  EXPECT_TRUE(driver->state().commands.empty());
}

// W4.
TEST_F(CallWorkLinkTest, WhileNoMoreCommandsCanBeIssuedNobodyIsReserved) {
  WorkDriver rules(driver->state());
  const SourceId pbx = driver->state().source_names.at("pbx");
  while (rules.state().commands.size() < kCommandsOpenMax) {
    rules.Do([pbx](Step& step) {
      while (IssueCommand(step, {.source = pbx, .body = TakeSnapshot{}})) {
      }
    });
  }
  const WorkKey ticket{WorkKind::kTicket, 1, 0};
  rules.Enqueue(ticket, "sales");
  EXPECT_EQ(rules.ReservedFor(ticket), "");

  const CommandId open = rules.state().commands.begin()->first;
  rules.Do([open](Step& step) { OnCommandDeadline(step, open); });
  EXPECT_EQ(rules.ReservedFor(ticket), "ana");
}

}  // namespace
}  // namespace jackfield::exchange
