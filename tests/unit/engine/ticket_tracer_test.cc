#include "server/engine/ticket_tracer.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"
#include "tests/support/ticket_site.h"

namespace jackfield::engine {
namespace {

using exchange::ExchangeDriver;
using exchange::ReservationEnd;
using testing::IsEmpty;
using testing::SizeIs;

class TicketTracerTest : public testing::Test {
 protected:
  TicketTracerTest() {
    exchange::Configuration site = exchange::TicketSite();
    site.agents[0].skills = {{"english", 80}};
    driver_.Configure(site);
    exchange::SignIn(driver_, "ana");
    driver_.Advance(Duration{60'000});
  }

  template <typename Command>
  void Ask(Command command) {
    const auto effects = driver_.Ask(exchange::TicketCommand(std::move(command)));
    ASSERT_TRUE(effects);
    exchange::Input input;
    input.wall = ExchangeDriver::kStart + driver_.now();
    tracer_.Take(driver_.state().last, input, *effects, driver_.state());
  }
  void Make() {
    exchange::CreateTicket ticket = exchange::NewTicket("support");
    ticket.skills = {{"english", 50}};
    Ask(ticket);
  }
  ReservationId Offer() const { return driver_.state().reservations.begin()->first; }
  std::vector<TicketTraceRow> TakeRows() {
    return tracer_.TakeRows(driver_.state().last, ExchangeDriver::kStart + driver_.now());
  }

  ExchangeDriver driver_;
  TicketTracer tracer_;
};

TEST_F(TicketTracerTest, AnOfferTellsWhatWasAskedForAndWhatDecided) {
  Make();

  const std::vector<TicketTraceRow> rows = TakeRows();

  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].ticket, TicketId{1});
  EXPECT_EQ(rows[0].sequence, driver_.state().last);
  ASSERT_THAT(rows[0].steps, SizeIs(1));
  const ReservationTraceStep& step = rows[0].steps[0];
  EXPECT_EQ(step.kind, ReservationTraceKind::kOffered);
  EXPECT_EQ(step.at, ExchangeDriver::kStart + Duration{60'000});
  EXPECT_EQ(step.sequence, driver_.state().last);
  EXPECT_EQ(step.reservation, Offer());
  EXPECT_EQ(step.agent, "ana");
  EXPECT_EQ(step.queue, "support");
  EXPECT_EQ(step.number, 1U);
  EXPECT_EQ(step.waited, Duration{0});
  EXPECT_EQ(step.priority, 100);
  EXPECT_EQ(step.skills, (std::vector<exchange::SkillRequirement>{{"english", 50}}));
  EXPECT_EQ(step.choice.strategy, exchange::RoutingStrategy::kLongestIdle);
  EXPECT_EQ(step.choice.idle, Duration{60'000});
  EXPECT_EQ(step.choice.rank, 1U);
  EXPECT_FALSE(step.choice.preferred);
}

TEST_F(TicketTracerTest, TheEndOfAnOfferSaysHow) {
  Make();
  TakeRows();
  const ReservationId offer = Offer();
  driver_.Advance(Duration{5'000});

  Ask(exchange::DeclineTicket{"ana", offer});

  const std::vector<TicketTraceRow> rows = TakeRows();
  ASSERT_THAT(rows, SizeIs(1));
  ASSERT_THAT(rows[0].steps, SizeIs(1));
  EXPECT_EQ(rows[0].steps[0].kind, ReservationTraceKind::kEnded);
  EXPECT_EQ(rows[0].steps[0].at, ExchangeDriver::kStart + Duration{65'000});
  EXPECT_EQ(rows[0].steps[0].reservation, offer);
  EXPECT_EQ(rows[0].steps[0].agent, "ana");
  EXPECT_EQ(rows[0].steps[0].end, ReservationEnd::kDeclined);
}

TEST_F(TicketTracerTest, WhatWasTakenIsNotTakenAgain) {
  Make();

  EXPECT_THAT(TakeRows(), SizeIs(1));
  EXPECT_THAT(TakeRows(), IsEmpty());
}

TEST_F(TicketTracerTest, OffersOfCallsAreNone) {
  exchange::ReservationOpened call;
  call.reservation.work = {exchange::WorkKind::kCall, 1, 0};

  tracer_.Take(Sequence{9}, {}, {call}, driver_.state());

  EXPECT_THAT(TakeRows(), IsEmpty());
}

// T1.
TEST_F(TicketTracerTest, WhatIsOfferedWithoutEndIsKeptUpToALimit) {
  Make();
  const exchange::ReservationEnded ended{AgentId{1}, Offer(), {exchange::WorkKind::kTicket, 1, 0}};
  const exchange::Effects many(TicketTracer::kStepsPerTicketMax + 5, ended);

  tracer_.Take(Sequence{9}, {}, many, driver_.state());

  EXPECT_THAT(TakeRows().at(0).steps, SizeIs(TicketTracer::kStepsPerTicketMax));
}

}  // namespace
}  // namespace jackfield::engine
