#include "server/grpc_api/routing_words.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;
using exchange::RoutingStrategy;

constexpr Duration kHour{3'600'000};

ReservationTraceStep Offered(RoutingStrategy strategy) {
  ReservationTraceStep step;
  step.agent = "ana";
  step.queue = "sales";
  step.number = 1;
  step.waited = Duration{2'000};
  step.choice = {strategy, false, Duration{300'000}, 4, Duration{60'000}, 2};
  return step;
}

TEST(RoutingWordsTest, SpansAreRough) {
  EXPECT_EQ(RoughWords(Duration{-5}), "0 s");
  EXPECT_EQ(RoughWords(Duration{59'999}), "59 s");
  EXPECT_EQ(RoughWords(Duration{60'000}), "1 min");
  EXPECT_EQ(RoughWords(kHour + Duration{300'000}), "1 h 5 min");
  EXPECT_EQ(RoughWords(8 * kHour), "8 h");
  EXPECT_EQ(RoughWords(51 * kHour), "2 d 3 h");
}

TEST(RoutingWordsTest, AnOfferSaysWhatTheStrategyWentBy) {
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

  ReservationTraceStep kept = Offered(RoutingStrategy::kLongestIdle);
  kept.choice.preferred = true;
  EXPECT_EQ(WordsOf(kept), head + ": it was kept for them, as the preferred agent");
}

TEST(RoutingWordsTest, AnOfferSaysWhatWasAskedFor) {
  ReservationTraceStep step = Offered(RoutingStrategy::kRanked);
  step.number = 3;
  step.ring = 1;
  step.passed = 2;
  step.skills = {{"english", 50}, {"sales", 1}};

  EXPECT_EQ(WordsOf(step),
            "Offered to ana of the queue sales after 2 s of waiting, offer 3: of those who could "
            "have it, ana has rank 2; asked for english:50 and sales:1; ring 2 of the queue; 2 "
            "agents had let it pass");
}

TEST(RoutingWordsTest, TheEndOfAnOfferSaysHow) {
  ReservationTraceStep step;
  step.kind = ReservationTraceKind::kEnded;
  step.agent = "ana";
  step.end = exchange::ReservationEnd::kPreempted;

  EXPECT_EQ(WordsOf(step), "The offer to ana was over: a call came for the agent");
}

TEST(RoutingWordsTest, WhatKeepsWorkFromAnAgentIsNamed) {
  EXPECT_EQ(WordsOf(exchange::AgentStanding{"ana", AgentObstacle::kSkill, {"english", 50}}),
            "ana lacks english:50");
  EXPECT_EQ(WordsOf(exchange::AgentStanding{"ana", AgentObstacle::kNotReady, {}}),
            "ana is not ready");
  EXPECT_EQ(WordsOf(exchange::AgentStanding{"ana", AgentObstacle::kOffHours, {}}),
            "ana is outside working hours");
}

TEST(RoutingWordsTest, HowWorkWaitsSaysWhyNobodyHasItOrWhoIsAsked) {
  exchange::WorkStanding standing;
  standing.queue = "sales";
  standing.skills = {{"english", 50}};
  standing.agents = {{"ana", AgentObstacle::kBusy, {}}, {"ben", AgentObstacle::kSkill, {}}};
  standing.counts = {{AgentObstacle::kBusy, 1}, {AgentObstacle::kSkill, 1}};
  const WallTime now{Duration{12'000}};

  EXPECT_EQ(WordsOf(standing, now),
            "It has waited in sales for 12 s: nobody of 2 can have it now (1 without the skills, 1 "
            "busy with a call). It asks for english:50.");

  standing.routable = false;
  EXPECT_EQ(WordsOf(standing, now),
            "It has waited in sales for 12 s: the switch cannot be told to route it; there is no "
            "link, or it has not said that it routes.");

  standing.agents[0].obstacle = AgentObstacle::kHasOffer;
  standing.counts = {{AgentObstacle::kHasOffer, 1}, {AgentObstacle::kSkill, 1}};
  EXPECT_EQ(WordsOf(standing, now), "It has waited in sales for 12 s, and is offered to ana now.");
}

TEST(RoutingWordsTest, WhereSomebodyIsFreeTheNextDecisionMayBeTheirs) {
  exchange::WorkStanding standing;
  standing.queue = "sales";
  standing.agents = {{"ben", AgentObstacle::kNone, {}}, {"ana", AgentObstacle::kNotReady, {}}};
  standing.counts = {{AgentObstacle::kNone, 1}, {AgentObstacle::kNotReady, 1}};

  EXPECT_EQ(WordsOf(standing, WallTime{Duration{12'000}}),
            "It has waited in sales for 12 s: the next decision may give it to ben (1 free, 1 not "
            "ready).");
}

TEST(RoutingWordsTest, OfManyAgentsAFewAreNamedAndAllAreCounted) {
  exchange::WorkStanding standing;
  standing.queue = "sales";
  for (char letter = 'a'; letter < 'p'; ++letter) {
    standing.agents.push_back({std::string(1, letter), AgentObstacle::kHasOffer, {}});
  }
  standing.counts = {{AgentObstacle::kHasOffer, 120}, {AgentObstacle::kBusy, 200}};

  EXPECT_EQ(WordsOf(standing, WallTime{Duration{12'000}}),
            "It has waited in sales for 12 s, and is offered to a, b, c, d, e, f, g, h, i, j and "
            "110 more now.");
}

}  // namespace
}  // namespace jackfield::grpc_api
