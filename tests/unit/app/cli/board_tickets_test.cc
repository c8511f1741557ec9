#include "server/app/cli/board_tickets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr WallTime kNow{Duration{1'000'000'000}};

v1::BoardAgent AgentWith(int held, int pending, int offered) {
  v1::BoardAgent agent;
  agent.mutable_tickets()->set_held_count(held);
  agent.mutable_tickets()->set_pending_count(pending);
  agent.mutable_tickets()->set_offered_count(offered);
  agent.mutable_tickets()->set_capacity(5);
  return agent;
}

TEST(BoardTicketsTest, ARowOfAQueueTellsEachFigureUnderItsHeading) {
  v1::BoardQueue queue;
  queue.mutable_queue()->set_name("queues/support");
  v1::BoardQueueTickets& tickets = *queue.mutable_tickets();
  tickets.set_open_count(12);
  tickets.set_waiting_count(4);
  tickets.set_offered_count(1);
  tickets.mutable_longest_waiting_since_time()->set_seconds(1'000'000 - 3'725);
  tickets.set_pending_count(7);
  tickets.set_warned_clock_count(3);
  tickets.set_breached_clock_count(2);

  EXPECT_THAT(TicketCells(queue, kNow),
              ElementsAre("support", "12", "4", "1", "1:02:05", "7", "3", "2"));
  EXPECT_THAT(TicketHeading(), SizeIs(8));
}

TEST(BoardTicketsTest, WhereNoTicketWaitsThereIsNoOldest) {
  v1::BoardQueue queue;
  queue.mutable_queue()->set_name("queues/support");
  queue.mutable_tickets()->set_open_count(1);

  EXPECT_THAT(TicketCells(queue, kNow), ElementsAre("support", "1", "0", "0", "", "0", "0", "0"));
}

TEST(BoardTicketsTest, AnAgentHasTicketsThatAreOpenPendingOrOffered) {
  EXPECT_FALSE(HasTickets(AgentWith(0, 0, 0)));
  EXPECT_TRUE(HasTickets(AgentWith(1, 0, 0)));
  EXPECT_TRUE(HasTickets(AgentWith(0, 1, 0)));
  EXPECT_TRUE(HasTickets(AgentWith(0, 0, 1)));
}

TEST(BoardTicketsTest, ALoadStandsWithItsCapacityAndWhatIsOffered) {
  EXPECT_EQ(WriteTicketLoad(AgentWith(3, 2, 0)), "3/5");
  EXPECT_EQ(WriteTicketLoad(AgentWith(3, 0, 1)), "3/5 +1");
  EXPECT_EQ(WriteTicketLoad(AgentWith(0, 0, 0)), "0/5");
}

}  // namespace
}  // namespace jackfield::cli
