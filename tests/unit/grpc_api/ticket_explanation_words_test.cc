#include "server/grpc_api/ticket_explanation_words.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;
using exchange::RoutingStrategy;
using exchange::TicketEntryKind;

constexpr Duration kHour{3'600'000};

TicketTraceStep Offered(RoutingStrategy strategy) {
  TicketTraceStep step;
  step.agent = "ana";
  step.queue = "sales";
  step.number = 1;
  step.waited = Duration{2'000};
  step.choice = {strategy, false, Duration{300'000}, 4, Duration{60'000}, 2};
  return step;
}

TicketEntryRow Entry(TicketEntryKind what, const std::string& who, const std::string& before,
                     const std::string& after) {
  TicketEntryRow entry;
  entry.what = what;
  entry.who = who;
  entry.before = before;
  entry.after = after;
  return entry;
}

TEST(TicketExplanationWordsTest, SpansAreRough) {
  EXPECT_EQ(RoughWords(Duration{-5}), "0 s");
  EXPECT_EQ(RoughWords(Duration{59'999}), "59 s");
  EXPECT_EQ(RoughWords(Duration{60'000}), "1 min");
  EXPECT_EQ(RoughWords(kHour + Duration{300'000}), "1 h 5 min");
  EXPECT_EQ(RoughWords(8 * kHour), "8 h");
  EXPECT_EQ(RoughWords(51 * kHour), "2 d 3 h");
}

TEST(TicketExplanationWordsTest, AnOfferSaysWhatTheStrategyWentBy) {
  const std::string head = "Offered to ana of the queue sales after 2 s of waiting";
  const std::string among = head + ": of those who could have it, ana ";
  EXPECT_EQ(WordsOf(Offered(RoutingStrategy::kLongestIdle)),
            among + "was idle the longest, for 5 min");
  EXPECT_EQ(WordsOf(Offered(RoutingStrategy::kFewestHandled)),
            among + "handled the fewest since signing in, 4");
  EXPECT_EQ(WordsOf(Offered(RoutingStrategy::kLeastTalkTime)),
            among + "talked the least since signing in, 1 min");
  EXPECT_EQ(WordsOf(Offered(RoutingStrategy::kRanked)), among + "has rank 2");
  EXPECT_EQ(WordsOf(Offered(RoutingStrategy::kRoundRobin)),
            among + "had the last offer the longest ago");

  TicketTraceStep kept = Offered(RoutingStrategy::kLongestIdle);
  kept.choice.preferred = true;
  EXPECT_EQ(WordsOf(kept), head + ": it was kept for them, as the preferred agent");
}

TEST(TicketExplanationWordsTest, AnOfferSaysWhatWasAskedFor) {
  TicketTraceStep step = Offered(RoutingStrategy::kRanked);
  step.number = 3;
  step.ring = 1;
  step.passed = 2;
  step.skills = {{"english", 50}, {"sales", 1}};

  EXPECT_EQ(WordsOf(step),
            "Offered to ana of the queue sales after 2 s of waiting, offer 3: of those who could "
            "have it, ana has rank 2; asked for english:50 and sales:1; ring 2 of the queue; 2 "
            "agents had let it pass");
}

TEST(TicketExplanationWordsTest, TheEndOfAnOfferSaysHow) {
  TicketTraceStep step;
  step.kind = TicketTraceKind::kEnded;
  step.agent = "ana";
  step.end = exchange::ReservationEnd::kPreempted;

  EXPECT_EQ(WordsOf(step), "The offer to ana was over: a call came for the agent");
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

TEST(TicketExplanationWordsTest, WhatKeepsATicketFromAnAgentIsNamed) {
  EXPECT_EQ(WordsOf(exchange::AgentStanding{"ana", AgentObstacle::kSkill, {"english", 50}}),
            "ana lacks english:50");
  EXPECT_EQ(WordsOf(exchange::AgentStanding{"ana", AgentObstacle::kNotReady, {}}),
            "ana is not ready");
  EXPECT_EQ(WordsOf(exchange::AgentStanding{"ana", AgentObstacle::kOffHours, {}}),
            "ana is outside working hours");
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
