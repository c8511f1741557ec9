#include "server/exchange/routing/routing_rules.h"

#include <gtest/gtest.h>

#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

WorkKey Ticket(std::uint64_t id) { return {WorkKind::kTicket, id, 0}; }
WorkKey Callback(std::uint64_t id) { return {WorkKind::kCallback, id, 0}; }

constexpr Duration kSecond{1'000};

// One ticket at a time, so that agents can be without capacity.
Configuration TicketSite() {
  Configuration site = DirectedSite();
  for (AgentConfiguration& agent : site.agents) agent.ticket_capacity = 1;
  return site;
}

// W1.
TEST(RoutingRulesTest, PriorityIsAHeadStartOfSoManyMinutes) {
  WorkDriver driver(TicketSite());
  driver.Enqueue(Ticket(1), "sales", 0);
  driver.Advance(Duration{299'000});
  driver.Enqueue(Ticket(2), "sales", 5);
  driver.Advance(Duration{2'000});
  driver.Enqueue(Ticket(3), "sales", 5);
  driver.Ready("ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "ana");

  driver.Ready("bo");
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");
  EXPECT_EQ(driver.ReservedFor(Ticket(3)), "");
}

// W1: with an ageing of 1, who has waited for 1,000 minutes is passed by nobody who comes.
TEST(RoutingRulesTest, NobodyStarves) {
  WorkDriver driver(TicketSite());
  driver.Enqueue(Ticket(1), "sales", 0);
  driver.Advance(Duration{59'999'000});
  driver.Enqueue(Ticket(2), "sales", 1'000);
  driver.Advance(Duration{2'000});
  driver.Enqueue(Ticket(3), "sales", 1'000);
  driver.Ready("ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "ana");
  driver.Ready("bo");
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");
}

// W1.
TEST(RoutingRulesTest, AChangedPriorityChangesThePlace) {
  WorkDriver driver(TicketSite());
  driver.Enqueue(Ticket(1), "sales", 3);
  driver.Enqueue(Ticket(2), "sales", 2);
  driver.Do([](Step& step) { SetWorkPriority(step, Ticket(2), 4'000); });
  EXPECT_EQ(driver.state().work.at(Ticket(2)).priority, 1'000);

  driver.Ready("ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "ana");
}

// W2.
TEST(RoutingRulesTest, TheHighestScoreOfAllQueuesComesFirst) {
  WorkDriver driver(TicketSite());
  driver.Enqueue(Ticket(1), "sales", 1);
  driver.Enqueue(Ticket(2), "claims", 2);
  driver.Ready("ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "ana");
}

// W3.
TEST(RoutingRulesTest, OnlyMembersWhoAreReadyAtADeskAndHaveCapacityAreAsked) {
  WorkDriver driver(TicketSite());
  driver.Ready("chen");  // No member.
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kReady, {}, "ana"}));
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk"}));
  driver.Enqueue(Ticket(1), "sales");
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");

  driver.Ready("bo");
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");
  driver.Enqueue(Ticket(2), "sales");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "");
}

// W3: rings.
TEST(RoutingRulesTest, RequirementsRelaxWithTheTimeWaited) {
  Configuration site = TicketSite();
  site.queues.push_back({.name = "overflow"});
  site.queues[0].routing.rings = {{.skills = {{"english", 50}}},
                                  {.after = 60 * kSecond, .skills = {{"english", 1}}},
                                  {.after = 90 * kSecond, .queues = {"overflow"}}};
  site.agents[0].queues = {{"sales", 1}};
  site.agents[0].skills = {{"english", 49}};
  site.agents[1].queues = {{"overflow", 1}};
  WorkDriver driver(site);
  driver.Ready("ana");
  driver.Ready("bo");
  driver.Enqueue(Ticket(1), "sales");
  driver.Enqueue(Ticket(2), "sales");
  driver.Advance(Duration{59'999});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");

  driver.Advance(Duration{1});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "");
  ASSERT_TRUE(driver.Accept("ana", driver.ReservationOf(Ticket(1))));

  driver.Advance(Duration{29'999});
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "");
  driver.Advance(Duration{1});
  EXPECT_EQ(driver.state().work.at(Ticket(2)).ring, 2U);
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "bo");
}

// W3: rings, of an item that entered long before it was enqueued here.
TEST(RoutingRulesTest, RingsCountFromTheEntry) {
  Configuration site = TicketSite();
  site.queues[0].routing.rings = {{.skills = {{"english", 50}}}, {.after = 60 * kSecond}};
  WorkDriver driver(site);
  driver.Ready("ana");
  driver.Advance(Duration{70'000});
  driver.Do([&](Step& step) {
    EnqueueWork(step, {.key = Ticket(1),
                       .queue = step.state.queue_names.at("sales"),
                       .entered = {Instant{Duration{5'000}}, {}, false}});
  });
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
}

TEST(RoutingRulesTest, AHeldItemKeepsItsPlaceAndIsOfferedToNobody) {
  WorkDriver driver(TicketSite());
  driver.Enqueue(Ticket(1), "sales");
  driver.Enqueue(Ticket(2), "sales");
  driver.Do([](Step& step) { HoldWork(step, Ticket(1), true); });
  driver.Ready("ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");
  EXPECT_EQ(driver.ReservedFor(Ticket(2)), "ana");

  driver.Do([](Step& step) { HoldWork(step, Ticket(2), true); });
  EXPECT_TRUE(driver.state().reservations.empty());
  driver.Do([](Step& step) {
    HoldWork(step, Ticket(1), false);
    HoldWork(step, Ticket(2), false);
  });
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
}

TEST(RoutingRulesTest, WithdrawnWorkLeavesNothingBehind) {
  WorkDriver driver(TicketSite());
  driver.Ready("ana");
  driver.Enqueue(Ticket(1), "sales");
  const ReservationId id = driver.ReservationOf(Ticket(1));
  driver.Do([](Step& step) { WithdrawWork(step, Ticket(1), ReservationEnd::kWithdrawn); });

  EXPECT_TRUE(driver.state().work.empty());
  EXPECT_TRUE(driver.state().reservations.empty());
  EXPECT_EQ(driver.state().reservations_over.at(id).end, ReservationEnd::kWithdrawn);
  EXPECT_EQ(driver.state().timers.Next(), std::nullopt);
}

// W6.
TEST(RoutingRulesTest, ACallTakesBackTheOfferOfATicket) {
  WorkDriver driver(DirectedSite());
  driver.Ready("ana");
  driver.Enqueue(Ticket(1), "sales");
  const ReservationId ticket = driver.ReservationOf(Ticket(1));
  driver.Enqueue(Callback(1), "sales");
  EXPECT_EQ(driver.ReservedFor(Callback(1)), "ana");
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReserved);
  EXPECT_EQ(driver.state().reservations_over.at(ticket).end, ReservationEnd::kPreempted);
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");

  driver.Do([](Step& step) { WithdrawWork(step, Callback(1), ReservationEnd::kWithdrawn); });
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
}

// W2, W6: nothing is offered that is taken back in the same moment, whatever its score.
TEST(RoutingRulesTest, WhoGetsACallIsNotOfferedATicketFirst) {
  WorkDriver driver(DirectedSite());
  driver.Enqueue(Ticket(1), "sales", 1'000);
  driver.Enqueue(Callback(1), "sales");
  driver.Ready("ana");

  EXPECT_EQ(driver.ReservedFor(Callback(1)), "ana");
  EXPECT_EQ(driver.state().work.at(Ticket(1)).offer_count, 0U);
  EXPECT_TRUE(driver.state().reservations_over.empty());
}

// W8.
TEST(RoutingRulesTest, AnItemIsKeptForItsPreferredAgentForAWhile) {
  Configuration site = TicketSite();
  site.queues[0].routing.preferred_limit = 30 * kSecond;
  WorkDriver driver(site);
  driver.Ready("ana");
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk"}));
  driver.Do([&](Step& step) {
    EnqueueWork(step, {.key = Ticket(1),
                       .queue = step.state.queue_names.at("sales"),
                       .entered = step.now,
                       .preferred = step.state.agent_logins.at("bo")});
  });
  driver.Advance(Duration{29'999});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");
  driver.Restart();
  driver.Advance(Duration{1});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
}

// W8.
TEST(RoutingRulesTest, AnItemIsKeptNoLongerWhenThePreferredAgentSignsOff) {
  Configuration site = TicketSite();
  site.queues[0].routing.preferred_limit = 30 * kSecond;
  WorkDriver driver(site);
  driver.Ready("ana");
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk"}));
  driver.Do([&](Step& step) {
    EnqueueWork(step, {.key = Ticket(1),
                       .queue = step.state.queue_names.at("sales"),
                       .entered = step.now,
                       .preferred = step.state.agent_logins.at("bo")});
  });
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");

  ASSERT_TRUE(driver.Command(SetAgentState{"bo", AgentWish::kLoggedOff, {}, "bo"}));
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
}

// W8.
TEST(RoutingRulesTest, NothingIsKeptForWhoWouldNotGetIt) {
  Configuration site = TicketSite();
  site.queues[0].routing.preferred_limit = 30 * kSecond;
  WorkDriver driver(site);
  driver.Ready("ana");
  driver.Ready("chen");  // No member.
  driver.Do([&](Step& step) {
    EnqueueWork(step, {.key = Ticket(1),
                       .queue = step.state.queue_names.at("sales"),
                       .entered = step.now,
                       .preferred = step.state.agent_logins.at("chen")});
  });
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
}

TEST(RoutingRulesTest, WhatTheAgentAnswersIsRefusedByItsCause) {
  WorkDriver driver(TicketSite());
  driver.Ready("ana");
  driver.Enqueue(Ticket(1), "sales");
  const ReservationId id = driver.ReservationOf(Ticket(1));

  EXPECT_EQ(driver.Accept("ana", ReservationId{7}).error().reason, "RESERVATION_NOT_FOUND");
  EXPECT_EQ(driver.Accept("bo", id).error().reason, "RESERVATION_OF_ANOTHER_AGENT");
  EXPECT_EQ(driver.Decline("bo", id).error().reason, "RESERVATION_OF_ANOTHER_AGENT");
  EXPECT_TRUE(driver.Accept("ana", id));
  EXPECT_TRUE(driver.Accept("ana", id));
  EXPECT_EQ(driver.Decline("ana", id).error().reason, "RESERVATION_OVER");
  EXPECT_EQ(driver.agent("ana").routing.tickets, 1U);
}

TEST(RoutingRulesTest, ATimersKeyIsTheItemAndTheAgent) {
  const WorkKey key{WorkKind::kCallback, 77, 63};
  const TimerKey timer = WorkTimer(TimerKind::kPassPause, key, AgentId{12'345});
  EXPECT_EQ(WorkOfTimer(timer), key);
  EXPECT_EQ(AgentOfTimer(timer), AgentId{12'345});
}

// Restored in the middle, it decides as before.
TEST(RoutingRulesTest, ARestartChangesNoDecision) {
  WorkDriver one(TicketSite());
  WorkDriver other(TicketSite());
  for (WorkDriver* driver : {&one, &other}) {
    driver->Enqueue(Ticket(1), "sales", 1);
    driver->Enqueue(Ticket(2), "claims", 2);
    driver->Ready("ana");
    driver->Enqueue(Ticket(3), "sales", 3);
    if (driver == &other) driver->Restart();
    driver->Ready("bo");
    driver->Advance(Duration{31'000});
    if (driver == &other) driver->Restart();
    driver->Advance(Duration{90'000});
  }
  EXPECT_EQ(ToArchive(one.state()), ToArchive(other.state()));
}

}  // namespace
}  // namespace jackfield::exchange
