#include "server/app/cli/ticket_wording.h"

#include <utility>

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

google::protobuf::Timestamp At(std::int64_t seconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  return time;
}

v1::TicketClock Clock(v1::TicketClock::State state, std::int64_t due) {
  v1::TicketClock clock;
  clock.set_kind(v1::TicketClock::KIND_FIRST_RESPONSE);
  clock.set_state(state);
  *clock.mutable_due_time() = At(due);
  return clock;
}

TEST(TicketWordingTest, ASpanIsWrittenInItsTwoLargestUnits) {
  for (const auto& [seconds, text] : {std::pair(-5, "less than 1 min"),
                                      {59, "less than 1 min"},
                                      {60, "1 min"},
                                      {3'599, "59 min"},
                                      {3'600, "1 h"},
                                      {7'800, "2 h 10 min"},
                                      {86'400, "1 d"},
                                      {100'799, "1 d 3 h"}}) {
    EXPECT_EQ(WriteRough(Duration{seconds * 1'000}), text);
  }
}

TEST(TicketWordingTest, AClockSaysHowLongThereIsAndHowLongItIsOver) {
  v1::TicketClock clock = Clock(v1::TicketClock::STATE_RUNNING, 10'000);

  EXPECT_EQ(WriteClock(clock, At(2'200)), "due in 2 h 10 min");
  clock.set_warned(true);
  EXPECT_EQ(WriteClock(clock, At(9'700)), "due in 5 min, warned");
  EXPECT_EQ(WriteClock(clock, At(10'000)), "due now, warned");
  clock.set_state(v1::TicketClock::STATE_BREACHED);
  EXPECT_EQ(WriteClock(clock, At(10'300)), "breached 5 min ago");
}

TEST(TicketWordingTest, AClockThatDoesNotRunSaysWhy) {
  v1::TicketClock clock;
  clock.set_state(v1::TicketClock::STATE_PAUSED);
  EXPECT_EQ(WriteClock(clock, At(0)), "stands still");
  clock.set_state(v1::TicketClock::STATE_BREACHED);
  EXPECT_EQ(WriteClock(clock, At(0)), "breached, stands still");
  *clock.mutable_stop_time() = At(1'767'614'400);
  EXPECT_EQ(WriteClock(clock, At(0)), "breached, stopped 2026-01-05 12:00:00");
  clock.set_state(v1::TicketClock::STATE_MET);
  EXPECT_EQ(WriteClock(clock, At(0)), "met");
}

TEST(TicketWordingTest, TheClockOfAListIsTheOneThatIsDueFirst) {
  v1::Ticket ticket;
  EXPECT_EQ(WriteNextClock(ticket, At(0)), "");

  *ticket.add_clocks() = Clock(v1::TicketClock::STATE_RUNNING, 7'200);
  *ticket.add_clocks() = Clock(v1::TicketClock::STATE_RUNNING, 3'600);
  ticket.mutable_clocks(1)->set_kind(v1::TicketClock::KIND_RESOLUTION);
  v1::TicketClock& met = *ticket.add_clocks();
  met.set_state(v1::TicketClock::STATE_MET);

  EXPECT_EQ(WriteNextClock(ticket, At(0)), "resolution due in 1 h");
}

TEST(TicketWordingTest, AnEntrySaysWhatBecameOfWhat) {
  v1::TicketEntry entry;
  entry.set_kind(v1::TicketEntry::KIND_STATE_CHANGED);
  entry.set_before("new");
  entry.set_after("open");
  EXPECT_EQ(WriteEntry(entry), "state changed: open, was new");

  entry.set_kind(v1::TicketEntry::KIND_OWNER_CHANGED);
  entry.set_before("agents/ana");
  entry.set_after("");
  EXPECT_EQ(WriteEntry(entry), "owner changed: none, was agents/ana");

  entry.Clear();
  entry.set_kind(v1::TicketEntry::KIND_COMMENTED);
  entry.set_visibility(v1::TicketEntry::VISIBILITY_PUBLIC);
  EXPECT_EQ(WriteEntry(entry), "commented (public)");
}

TEST(TicketWordingTest, ATicketIsNamedByItsNumberOrInFull) {
  EXPECT_EQ(TicketName("17"), "tickets/17");
  EXPECT_EQ(TicketName("#17"), "tickets/17");
  EXPECT_EQ(TicketName("tickets/17"), "tickets/17");
}

}  // namespace
}  // namespace jackfield::cli
