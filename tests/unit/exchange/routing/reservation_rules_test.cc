#include "server/exchange/routing/reservation_rules.h"

#include <algorithm>
#include <variant>

#include <gtest/gtest.h>

#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

WorkKey Ticket(std::uint64_t id) { return {WorkKind::kTicket, id, 0}; }

class ReservationRulesTest : public testing::Test {
 protected:
  // Reserved for Ana, who was ready first.
  void SetUp() override {
    driver.Ready("ana");
    driver.Advance(Duration{1'000});
    driver.Ready("bo");
    driver.Enqueue(Ticket(1), "sales");
    ASSERT_EQ(driver.ReservedFor(Ticket(1)), "ana");
    id = driver.ReservationOf(Ticket(1));
  }
  ReservationEnd EndOf(ReservationId reservation) const {
    return driver.state().reservations_over.at(reservation).end;
  }

  WorkDriver driver{DirectedSite()};
  ReservationId id;
};

TEST_F(ReservationRulesTest, ItIsToldAsAFact) {
  driver.Enqueue(Ticket(2), "sales");
  const Effects& effects = driver.last_effects();
  const auto opened = std::find_if(effects.begin(), effects.end(), [](const Effect& effect) {
    return std::holds_alternative<ReservationOpened>(effect);
  });
  ASSERT_NE(opened, effects.end());
  const Reservation& made = std::get<ReservationOpened>(*opened).reservation;
  EXPECT_EQ(made.work, Ticket(2));
  EXPECT_EQ(made.deadline, Instant{Duration{31'000}});

  ASSERT_TRUE(driver.Decline("ana", id));
  const ReservationEnded ended{driver.agent("ana").id, id, Ticket(1), ReservationEnd::kDeclined};
  EXPECT_NE(std::find(driver.last_effects().begin(), driver.last_effects().end(), Effect{ended}),
            driver.last_effects().end());
}

// A ticket that is offered leaves its agent ready for calls.
TEST_F(ReservationRulesTest, AnOfferedTicketLeavesTheAgentReady) {
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
}

TEST_F(ReservationRulesTest, AcceptingMakesTheWorkTheAgents) {
  ASSERT_TRUE(driver.Accept("ana", id));

  EXPECT_TRUE(driver.state().work.empty());
  EXPECT_TRUE(driver.state().reservations.empty());
  EXPECT_EQ(EndOf(id), ReservationEnd::kAccepted);
  EXPECT_EQ(driver.agent("ana").routing.tickets, 1U);
  EXPECT_EQ(driver.agent("ana").routing.handled, 1U);
}

// W5.
TEST_F(ReservationRulesTest, ItEndsByItsDeadlineAndTheItemGoesToTheNext) {
  driver.Advance(Duration{29'999});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
  driver.Advance(Duration{1});
  EXPECT_EQ(EndOf(id), ReservationEnd::kPassed);
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");
}

// W3, W5.
TEST_F(ReservationRulesTest, WhoDeclinedIsAskedAgainAfterAPause) {
  ASSERT_TRUE(driver.Decline("ana", id));
  const ReservationId second = driver.ReservationOf(Ticket(1));
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");
  ASSERT_TRUE(driver.Decline("bo", second));
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");

  driver.Advance(Duration{59'999});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");
  driver.Advance(Duration{1});
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "ana");
  EXPECT_EQ(driver.state().work.at(Ticket(1)).offer_count, 3U);
}

// W7.
TEST_F(ReservationRulesTest, ThreePassesInARowMakeNotReady) {
  driver.Enqueue(Ticket(2), "sales");
  driver.Enqueue(Ticket(3), "sales");
  ASSERT_TRUE(driver.Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  driver.Advance(Duration{30'000});

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "offers passed");
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kDeadline);
  EXPECT_TRUE(driver.state().reservations.empty());
}

// W7.
TEST_F(ReservationRulesTest, ADeclineEndsTheRowOfPasses) {
  ASSERT_TRUE(driver.Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  driver.Advance(Duration{30'000});
  driver.Advance(Duration{60'000});
  driver.Advance(Duration{30'000});
  EXPECT_EQ(driver.agent("ana").routing.passes, 2U);

  driver.Advance(Duration{60'000});
  ASSERT_TRUE(driver.Decline("ana", driver.ReservationOf(Ticket(1))));
  EXPECT_EQ(driver.agent("ana").routing.passes, 0U);
  driver.Advance(Duration{60'000});
  driver.Advance(Duration{30'000});
  EXPECT_EQ(driver.agent("ana").routing.passes, 1U);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
}

TEST_F(ReservationRulesTest, WhoLeavesReadyOrTheDeskIsNotReservedAnyMore) {
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}));
  EXPECT_EQ(EndOf(id), ReservationEnd::kAgentGone);
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");

  const ReservationId second = driver.ReservationOf(Ticket(1));
  ASSERT_TRUE(driver.Command(DeskClosed{"bo", "desk-bo"}));
  EXPECT_EQ(EndOf(second), ReservationEnd::kAgentGone);
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "");
  EXPECT_TRUE(driver.state().work.at(Ticket(1)).passed.empty());
}

// Capacity.
TEST_F(ReservationRulesTest, OfferedAndAcceptedTicketsTogetherStayWithinTheCapacity) {
  ASSERT_TRUE(driver.Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  ASSERT_TRUE(driver.Accept("ana", id));
  for (std::uint64_t ticket = 2; ticket <= 7; ++ticket) driver.Enqueue(Ticket(ticket), "sales");
  EXPECT_EQ(driver.state().reservations.size(), 4U);
  EXPECT_EQ(driver.ReservedFor(Ticket(6)), "");

  driver.Do([&](Step& step) { CountTicket(step, driver.agent("ana"), -1); });
  EXPECT_EQ(driver.ReservedFor(Ticket(6)), "ana");
  EXPECT_EQ(driver.ReservedFor(Ticket(7)), "");
}

TEST(RingAllTest, TheFirstWhoAcceptsHasIt) {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = RoutingStrategy::kRingAll;
  WorkDriver driver(site);
  driver.Ready("ana");
  driver.Ready("bo");
  driver.Enqueue(Ticket(1), "sales");
  const std::set<ReservationId> both = driver.state().work.at(Ticket(1)).reserved;
  ASSERT_EQ(both.size(), 2U);

  ASSERT_TRUE(driver.Decline("ana", *both.begin()));
  EXPECT_EQ(driver.ReservedFor(Ticket(1)), "bo");
  driver.Advance(Duration{10'000});
  ASSERT_TRUE(driver.Accept("bo", *both.rbegin()));
  EXPECT_TRUE(driver.state().work.empty());

  driver.Enqueue(Ticket(2), "sales");
  const std::set<ReservationId> again = driver.state().work.at(Ticket(2)).reserved;
  ASSERT_TRUE(driver.Accept("ana", *again.begin()));
  EXPECT_EQ(driver.state().reservations_over.at(*again.rbegin()).end, ReservationEnd::kTaken);
  EXPECT_EQ(driver.Accept("bo", *again.rbegin()).error().reason, "RESERVATION_OVER");
}

}  // namespace
}  // namespace jackfield::exchange
