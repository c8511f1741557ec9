#include "agent-client/terminal/screen/work_wording.h"

#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::screen {
namespace {

constexpr WallTime kNow{Duration{3'600'000}};

desk::TicketClock ClockIn(desk::ClockState state, Duration due_in) {
  return {desk::ClockKind::kFirstResponse, state, kNow + due_in, false, false};
}

TEST(WorkWordingTest, SpansAreSaidRoughly) {
  struct Row {
    std::int64_t ms;
    const char* text;
  };
  constexpr Row kRows[] = {{-1, "less than 1 min"},     {59'999, "less than 1 min"},
                           {60'000, "1 min"},           {3'599'999, "59 min"},
                           {3'600'000, "1 h"},          {7'800'000, "2 h 10 min"},
                           {86'399'999, "23 h 59 min"}, {86'400'000, "1 d"},
                           {273'600'000, "3 d 4 h"},    {86'400'000 + 60'000, "1 d"}};
  for (const Row& row : kRows) EXPECT_EQ(WriteRoughly(Duration{row.ms}), row.text) << row.ms;
}

TEST(WorkWordingTest, AClockSaysHowItStands) {
  EXPECT_EQ(WriteClock(ClockIn(desk::ClockState::kRunning, Duration{7'800'000}), kNow).text,
            "due in 2 h 10 min");
  EXPECT_EQ(WriteClock(ClockIn(desk::ClockState::kRunning, Duration{0}), kNow).text, "due now");
  EXPECT_EQ(WriteClock(ClockIn(desk::ClockState::kBreached, Duration{-300'000}), kNow).text,
            "breached 5 min ago");
  EXPECT_EQ(
      WriteClock({desk::ClockKind::kResolution, desk::ClockState::kPaused, {}, false, false}, kNow)
          .text,
      "stands still");
}

TEST(WorkWordingTest, OfSeveralClocksTheBreachedOneCountsThenTheOneThatIsDueFirst) {
  desk::Ticket ticket;
  EXPECT_EQ(WriteDue(ticket, kNow).text, "");
  ticket.clocks = {ClockIn(desk::ClockState::kRunning, Duration{7'200'000}),
                   ClockIn(desk::ClockState::kRunning, Duration{3'600'000})};
  EXPECT_EQ(WriteDue(ticket, kNow).text, "due in 1 h");
  ticket.clocks.push_back(ClockIn(desk::ClockState::kBreached, Duration{-60'000}));
  EXPECT_EQ(WriteDue(ticket, kNow).text, "breached 1 min ago");
  ticket.clocks.back().stopped = true;
  EXPECT_EQ(WriteDue(ticket, kNow).text, "due in 1 h");
}

TEST(WorkWordingTest, APendingTicketSaysWhenItOpensAgain) {
  desk::Ticket ticket;
  ticket.state = desk::TicketState::kPending;
  ticket.reminder = kNow + Duration{10'800'000};

  EXPECT_EQ(WriteDue(ticket, kNow).text, "opens in 3 h");
}

TEST(WorkWordingTest, AnOfferSaysWhatIsToBeDone) {
  desk::Ticket ticket = desk::TicketOfAna(12);
  ticket.priority = desk::TicketPriority::kUrgent;
  ticket.customer_display_name = "Wang";

  EXPECT_EQ(WriteOffer(desk::OfferOf("workOffers/1", ticket)),
            "Ticket #12 Delivery late · urgent · Wang · Sales");
  EXPECT_EQ(WriteOffer(desk::OfferOfCallback("workOffers/2")),
            "Call back Wang +86 138 0013 8000 · about the invoice · Sales");
}

TEST(WorkWordingTest, AnEntryOfTheHistorySaysWhoAndWhat) {
  desk::TicketEntry entry;
  entry.kind = desk::EntryKind::kStateChanged;
  entry.before = "open";
  entry.after = "pending";
  entry.actor = "(timer)";
  EXPECT_EQ(WriteEntry(entry), "open → pending");
  EXPECT_EQ(WriteActor(entry), "its time");
  entry.kind = desk::EntryKind::kCommented;
  entry.is_public = true;
  entry.actor_display_name = "Ana Vidal";
  EXPECT_EQ(WriteEntry(entry), "comment, for the customer too");
  EXPECT_EQ(WriteActor(entry), "Ana Vidal");
  entry.kind = desk::EntryKind::kOwnerChanged;
  entry.before.clear();
  entry.after = "agents/ana";
  EXPECT_EQ(WriteEntry(entry), "owner none → ana");
}

TEST(WorkWordingTest, WhatIsNotKnownIsNotCalledDone) {
  desk::Toast toast;
  toast.say = desk::Say::kCommandUnknown;
  toast.command = desk::CallCommand::kTransfer;

  EXPECT_EQ(WriteWorkToast(toast), "Transfer: not known whether it was done; look at your phone");
}

}  // namespace
}  // namespace jackfield::screen
