// What boards are told of tickets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/engine/board_hub.h"
#include "tests/support/sample_state.h"
#include "tests/unit/engine/board_hub_fixture.h"

namespace jackfield::engine {
namespace {

using fakes::kAna;
using fakes::kBen;
using fakes::kSales;
using testing::IsEmpty;
using testing::SizeIs;

class BoardHubTicketsTest : public BoardHubFixture {};

// A new ticket that waits in "sales" since `seconds`. Valid until another is added.
exchange::Ticket& AddTicket(exchange::State& state, TicketId id, int seconds) {
  exchange::Ticket& ticket = state.tickets[id];
  ticket.id = id;
  ticket.queue = kSales;
  ticket.work.waiting_since = fakes::At(seconds);
  return ticket;
}

// B3.
TEST_F(BoardHubTicketsTest, AChangedTicketChangesTheRowsOfItsQueueAndItsOwnerAlone) {
  constexpr TicketId kTicket{3};
  AddTicket(state_, kTicket, 5);
  hub_.Watch(state_, fakes::WallAt(6), 0, board_);
  Deliver({exchange::TicketChanged{kTicket}}, 6);
  state_.tickets.at(kTicket).work = {};
  state_.tickets.at(kTicket).owner = kAna;
  Deliver({exchange::TicketChanged{kTicket}}, 7);

  ASSERT_THAT(board_->updates, SizeIs(3));
  ASSERT_THAT(board_->updates[1].queues, SizeIs(1));
  EXPECT_EQ(board_->updates[1].queues[0].tickets.waiting, 1U);
  EXPECT_EQ(board_->updates[1].queues[0].tickets.longest_waiting_since, fakes::WallAt(5));
  EXPECT_THAT(board_->updates[1].agents, IsEmpty());
  ASSERT_THAT(board_->updates[2].queues, SizeIs(1));
  EXPECT_EQ(board_->updates[2].queues[0].tickets, exchange::QueueTicketLoad({.open = 1}));
  ASSERT_THAT(board_->updates[2].agents, SizeIs(1));
  EXPECT_EQ(board_->updates[2].agents[0].login, "ana");
  EXPECT_EQ(board_->updates[2].agents[0].tickets.load.held, 1U);
  EXPECT_EQ(board_->updates[2].agents[0].tickets.capacity, 5U);
}

TEST_F(BoardHubTicketsTest, ATicketWhoseFiguresStayTheSameTellsBoardsNothing) {
  constexpr TicketId kTicket{3};
  AddTicket(state_, kTicket, 5);
  Deliver({exchange::TicketChanged{kTicket}}, 5);
  hub_.Watch(state_, fakes::WallAt(6), 0, board_);
  state_.tickets.at(kTicket).tags = {"late"};

  Deliver({exchange::TicketChanged{kTicket}}, 7);

  EXPECT_THAT(board_->updates, SizeIs(1));
}

TEST_F(BoardHubTicketsTest, AnOfferedTicketIsToldOfItsQueueAndOfTheAgentWhoIsAsked) {
  constexpr TicketId kTicket{3};
  constexpr ReservationId kOffer{9};
  const exchange::WorkKey key{exchange::WorkKind::kTicket, kTicket.value, 0};
  AddTicket(state_, kTicket, 5);
  Deliver({exchange::TicketChanged{kTicket}}, 5);
  hub_.Watch(state_, fakes::WallAt(6), 0, board_);
  state_.work[key].reserved = {kOffer};
  state_.agents[kBen].routing.reserved_tickets = {kOffer};
  Deliver({exchange::ReservationOpened{{.id = kOffer, .work = key, .agent = kBen}}}, 7);
  state_.work[key].reserved.clear();
  state_.agents[kBen].routing.reserved_tickets.clear();
  Deliver({exchange::ReservationEnded{kBen, kOffer, key, exchange::ReservationEnd::kDeclined}}, 8);

  ASSERT_THAT(board_->updates, SizeIs(3));
  ASSERT_THAT(board_->updates[1].agents, SizeIs(1));
  EXPECT_EQ(board_->updates[1].agents[0].login, "ben");
  EXPECT_EQ(board_->updates[1].agents[0].tickets.offered, 1U);
  EXPECT_EQ(board_->updates[1].queues[0].tickets.offered, 1U);
  EXPECT_EQ(board_->updates[2].agents[0].tickets.offered, 0U);
  EXPECT_EQ(board_->updates[2].queues[0].tickets.offered, 0U);
}

TEST_F(BoardHubTicketsTest, TicketsOfBeforeARestartAreCounted) {
  AddTicket(state_, TicketId{3}, 5);
  AddTicket(state_, TicketId{4}, 2).owner = kBen;
  state_.tickets.at(TicketId{4}).work = {};
  BoardHub recovered{state_};

  recovered.Watch(state_, fakes::WallAt(6), 0, board_);

  EXPECT_EQ(board_->updates[0].queues[0].tickets.open, 2U);
  EXPECT_EQ(board_->updates[0].queues[0].tickets.waiting, 1U);
  EXPECT_EQ(board_->updates[0].agents[1].tickets.load.held, 1U);
}

}  // namespace
}  // namespace jackfield::engine
