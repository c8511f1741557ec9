#include "server/grpc_api/ticket_explanation_words.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::TicketEntryKind;

constexpr Duration kHour{3'600'000};

TicketEntryRow Entry(TicketEntryKind what, const std::string& who, const std::string& before,
                     const std::string& after) {
  TicketEntryRow entry;
  entry.what = what;
  entry.who = who;
  entry.before = before;
  entry.after = after;
  return entry;
}

TEST(TicketExplanationWordsTest, EntriesSayWhoDidWhat) {
  EXPECT_EQ(WordsOf(Entry(TicketEntryKind::kOwnerChanged, "chief", "", "ana")),
            "chief gave it to ana");
  EXPECT_EQ(WordsOf(Entry(TicketEntryKind::kOwnerChanged, "ana", "ben", "ana")),
            "ana took it from ben");
  EXPECT_EQ(WordsOf(Entry(TicketEntryKind::kOwnerChanged, "chief", "ana", "")),
            "chief took it from ana");
  EXPECT_EQ(WordsOf(Entry(TicketEntryKind::kQueueChanged, "(sla)", "sales", "escalations")),
            "The escalation changed the queue from sales to escalations");
  EXPECT_EQ(WordsOf(Entry(TicketEntryKind::kStateChanged, "(timer)", "pending", "open")),
            "A timer changed the state from pending to open");
  EXPECT_EQ(WordsOf(Entry(TicketEntryKind::kSlaBreached, "(sla)", "", "first response")),
            "The time of the first response ran out");
}

TEST(TicketExplanationWordsTest, AClockSaysItsGoalAndHowItStands) {
  exchange::SlaClock clock;
  clock.goal = 8 * kHour;
  clock.calendar = "office";
  clock.running_since = WallTime{};
  EXPECT_EQ(WordsOf(exchange::SlaGoal::kFirstResponse, clock, "gold"),
            "first response: 8 h of the hours of office, by the policy gold; it runs");

  clock.warned = true;
  clock.running_since.reset();
  clock.used = kHour;
  EXPECT_EQ(WordsOf(exchange::SlaGoal::kResolution, clock, ""),
            "resolution: 8 h of the hours of office; it has warned; it stands still after 1 h");

  clock.calendar.clear();
  clock.breached = true;
  clock.stopped = WallTime{};
  EXPECT_EQ(WordsOf(exchange::SlaGoal::kResolution, clock, ""),
            "resolution: 8 h of all hours; the time ran out, and it was stopped late");
}

}  // namespace
}  // namespace jackfield::grpc_api
