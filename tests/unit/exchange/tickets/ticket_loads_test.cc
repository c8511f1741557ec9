#include "server/exchange/tickets/ticket_loads.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr TicketId kFirst{1};
constexpr TicketId kSecond{2};
constexpr Duration kHour{3'600'000};

SetTicketState Into(TicketState state) {
  return {.actor = "ana", .ticket = kFirst, .state = state, .text = PersonalText(7, "why")};
}

class TicketLoadsTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(TicketSite()); }

  QueueId queue(const std::string& name) const { return driver.state().queue_names.at(name); }
  AgentId agent(const std::string& login) const { return driver.state().agent_logins.at(login); }
  QueueTicketLoad Of(const std::string& name) const {
    return TicketLoads(driver.state()).Of(queue(name));
  }
  AgentTicketLoad OfAgent(const std::string& login) const {
    return TicketLoads(driver.state()).Of(agent(login));
  }

  ExchangeDriver driver;
};

TEST_F(TicketLoadsTest, WhereThereAreNoTicketsAllIsNothing) {
  EXPECT_EQ(Of("support"), QueueTicketLoad());
  EXPECT_EQ(OfAgent("ana"), AgentTicketLoad());
}

// Y1, Y2.
TEST_F(TicketLoadsTest, ATicketThatNobodyHasIsOpenAndWaits) {
  driver.Ask(NewTicket("support")).value();
  driver.Advance(kHour);
  driver.Ask(NewTicket("support")).value();

  EXPECT_EQ(
      Of("support"),
      QueueTicketLoad({.open = 2, .waiting = 2, .longest_waiting_since = ExchangeDriver::kStart}));
  EXPECT_EQ(Of("escalations"), QueueTicketLoad());
}

// Y1, Y5.
TEST_F(TicketLoadsTest, ATicketThatSomebodyHasIsOpenAndTheirs) {
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{"ana", kFirst}).value();

  EXPECT_EQ(Of("support"), QueueTicketLoad({.open = 1}));
  EXPECT_EQ(OfAgent("ana"), AgentTicketLoad({.held = 1}));
  EXPECT_EQ(OfAgent("bo"), AgentTicketLoad());
}

// Y1, Y5.
TEST_F(TicketLoadsTest, APendingTicketIsCountedApart) {
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{"ana", kFirst}).value();
  driver.Ask(Into(TicketState::kPending)).value();

  EXPECT_EQ(Of("support"), QueueTicketLoad({.pending = 1}));
  EXPECT_EQ(OfAgent("ana"), AgentTicketLoad({.pending = 1}));
}

TEST_F(TicketLoadsTest, AResolvedTicketIsInNoFigure) {
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{"ana", kFirst}).value();
  driver.Ask(Into(TicketState::kResolved)).value();

  EXPECT_EQ(Of("support"), QueueTicketLoad());
  EXPECT_EQ(OfAgent("ana"), AgentTicketLoad());
}

// Y1.
TEST_F(TicketLoadsTest, ATicketWithoutAQueueIsItsOwnersOnly) {
  driver.Ask(NewTicket()).value();
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "ana"}).value();

  EXPECT_EQ(OfAgent("ana"), AgentTicketLoad({.held = 1}));
  EXPECT_EQ(Of("support"), QueueTicketLoad());
}

// Y2.
TEST_F(TicketLoadsTest, WhatIsGivenBackHasWaitedSinceThen) {
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{"ana", kFirst}).value();
  driver.Advance(kHour);
  driver.Ask(AssignTicket{.ticket = kFirst}).value();

  EXPECT_EQ(Of("support").longest_waiting_since, ExchangeDriver::kStart + kHour);
}

// Y3.
TEST_F(TicketLoadsTest, ATicketThatIsOfferedWaitsUntilItIsAccepted) {
  SignIn(driver, "chen");
  driver.Ask(NewTicket("escalations")).value();
  const Reservation offer = driver.state().reservations.begin()->second;
  EXPECT_EQ(Of("escalations").waiting, 1U);
  EXPECT_EQ(Of("escalations").offered, 1U);

  driver.Ask(AcceptTicket{"chen", offer.id}).value();

  EXPECT_EQ(Of("escalations"), QueueTicketLoad({.open = 1}));
  EXPECT_EQ(OfAgent("chen"), AgentTicketLoad({.held = 1}));
}

// Y4. To be resolved within 10 h, with a warning after 8; the first answer within 20 h, after 16.
TEST_F(TicketLoadsTest, AClockIsWarnedUntilItsTimePassesAndBreachedUntilItStops) {
  Configuration site = TicketSite();
  site.tickets.sla_policies = {
      {.name = "any", .first_response = 20 * kHour, .resolution = 10 * kHour}};
  driver.Configure(site);
  driver.Ask(NewTicket("support")).value();
  driver.Advance(8 * kHour);
  driver.FireTimers();
  EXPECT_EQ(Of("support").warned_clocks, 1U);
  EXPECT_EQ(Of("support").breached_clocks, 0U);
  driver.Advance(12 * kHour);
  driver.FireTimers();
  EXPECT_EQ(Of("support").warned_clocks, 0U);
  EXPECT_EQ(Of("support").breached_clocks, 2U);

  driver
      .Ask(AddComment{.actor = "ana",
                      .ticket = kFirst,
                      .text = PersonalText(7, "x"),
                      .visibility = TicketVisibility::kPublic})
      .value();

  EXPECT_EQ(Of("support").breached_clocks, 1U);
}

TEST_F(TicketLoadsTest, OnlyWhomAChangeConcernsIsTold) {
  driver.Ask(NewTicket("support")).value();
  driver.Ask(NewTicket("escalations")).value();
  TicketLoads loads(driver.state());
  driver.Ask(TakeTicket{"ana", kFirst}).value();

  const TicketLoads::Changed taken = loads.Recount(driver.state(), kFirst);
  const TicketLoads::Changed again = loads.Recount(driver.state(), kFirst);
  const TicketLoads::Changed other = loads.Recount(driver.state(), kSecond);

  EXPECT_THAT(taken.queues, UnorderedElementsAre(queue("support")));
  EXPECT_THAT(taken.agents, UnorderedElementsAre(agent("ana")));
  EXPECT_THAT(again.queues, IsEmpty());
  EXPECT_THAT(other.queues, IsEmpty());
  EXPECT_THAT(other.agents, IsEmpty());
}

TEST_F(TicketLoadsTest, AMovedTicketLeavesOneQueueAndComesToAnother) {
  driver.Ask(NewTicket("support")).value();
  TicketLoads loads(driver.state());
  driver.Ask(MoveTicket{.ticket = kFirst, .queue = "escalations"}).value();

  const TicketLoads::Changed moved = loads.Recount(driver.state(), kFirst);

  EXPECT_THAT(moved.queues, UnorderedElementsAre(queue("support"), queue("escalations")));
  EXPECT_EQ(loads.Of(queue("support")), QueueTicketLoad());
  EXPECT_EQ(loads.Of(queue("escalations")).waiting, 1U);
}

TEST_F(TicketLoadsTest, ANewPlaceOfAClockConcernsNoAgent) {
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{"ana", kFirst}).value();
  State state = driver.state();
  TicketLoads loads(state);
  state.tickets.at(kFirst).clocks.at(SlaGoal::kResolution).warned = true;

  const TicketLoads::Changed changed = loads.Recount(state, kFirst);

  EXPECT_THAT(changed.queues, UnorderedElementsAre(queue("support")));
  EXPECT_THAT(changed.agents, IsEmpty());
}

TEST_F(TicketLoadsTest, AForgottenTicketIsInNoFigure) {
  driver.Ask(NewTicket("support")).value();
  State state = driver.state();
  TicketLoads loads(state);
  state.tickets.erase(kFirst);

  loads.Recount(state, kFirst);

  EXPECT_EQ(loads.Of(queue("support")), QueueTicketLoad());
}

TEST_F(TicketLoadsTest, ARestartChangesNothing) {
  SignIn(driver, "chen");
  driver.Ask(NewTicket("escalations")).value();
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{"ana", kSecond}).value();
  const QueueTicketLoad before = Of("escalations");

  driver.Restart();

  EXPECT_EQ(Of("escalations"), before);
  EXPECT_EQ(OfAgent("ana"), AgentTicketLoad({.held = 1}));
}

}  // namespace
}  // namespace jackfield::exchange
