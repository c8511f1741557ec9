#include "server/engine/own_tickets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::TicketState;
using fakes::kAna;
using fakes::kBen;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr TicketId kOne{1};
constexpr TicketId kTwo{2};

exchange::Ticket TicketOf(TicketId id, AgentId owner, TicketState state) {
  exchange::Ticket ticket;
  ticket.id = id;
  ticket.owner = owner;
  ticket.state = state;
  return ticket;
}

TEST(OwnTicketsTest, ListsWhatIsTheAgentsAndNotDone) {
  exchange::State state;
  const TicketState all[] = {TicketState::kNew, TicketState::kOpen, TicketState::kPending,
                             TicketState::kResolved, TicketState::kClosed};
  for (const TicketState each : all) {
    const TicketId id{state.tickets.size() + 1};
    state.tickets[id] = TicketOf(id, kAna, each);
  }

  const OwnTickets own(state);

  EXPECT_THAT(own.Of(kAna), ElementsAre(TicketId{1}, TicketId{2}, TicketId{3}));
  EXPECT_THAT(own.Of(kBen), IsEmpty());
}

TEST(OwnTicketsTest, TellsWhoHadATicketAndWhoHasItNow) {
  OwnTickets own{exchange::State()};
  exchange::Ticket ticket = TicketOf(kOne, kAna, TicketState::kOpen);

  const OwnTickets::Move begun = own.Follow(kOne, &ticket);
  ticket.owner = kBen;
  const OwnTickets::Move passed = own.Follow(kOne, &ticket);
  const OwnTickets::Move same = own.Follow(kOne, &ticket);

  EXPECT_EQ(begun.before, AgentId{});
  EXPECT_EQ(begun.now, kAna);
  EXPECT_EQ(passed.before, kAna);
  EXPECT_EQ(passed.now, kBen);
  EXPECT_EQ(same.before, kBen);
  EXPECT_EQ(same.now, kBen);
  EXPECT_THAT(own.Of(kAna), IsEmpty());
  EXPECT_THAT(own.Of(kBen), ElementsAre(kOne));
}

TEST(OwnTicketsTest, WhatIsDoneOrForgottenIsOnNoList) {
  OwnTickets own{exchange::State()};
  exchange::Ticket one = TicketOf(kOne, kAna, TicketState::kOpen);
  exchange::Ticket two = TicketOf(kTwo, kAna, TicketState::kPending);
  own.Follow(kOne, &one);
  own.Follow(kTwo, &two);

  one.state = TicketState::kResolved;
  const OwnTickets::Move done = own.Follow(kOne, &one);
  const OwnTickets::Move forgotten = own.Follow(kTwo, nullptr);

  EXPECT_EQ(done.before, kAna);
  EXPECT_EQ(done.now, AgentId{});
  EXPECT_EQ(forgotten.before, kAna);
  EXPECT_THAT(own.Of(kAna), IsEmpty());
}

}  // namespace
}  // namespace jackfield::engine
