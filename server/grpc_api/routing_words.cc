#include "server/grpc_api/routing_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;
using exchange::ReservationEnd;
using exchange::RoutingStrategy;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kNamedMax = 10;

std::string Two(std::int64_t large, const char* unit, std::int64_t small, const char* part) {
  std::string text = std::to_string(large) + unit;
  if (small > 0) text += " " + std::to_string(small) + part;
  return text;
}

std::string Times(std::uint32_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string_view EndWords(ReservationEnd end) {
  switch (end) {
    case ReservationEnd::kNone:
      return "it is open";
    case ReservationEnd::kAccepted:
      return "accepted";
    case ReservationEnd::kDeclined:
      return "declined";
    case ReservationEnd::kPassed:
      return "not answered by its deadline";
    case ReservationEnd::kTaken:
      return "another agent took it";
    case ReservationEnd::kWithdrawn:
      return "the work was not to be distributed any more, or not so";
    case ReservationEnd::kUndeliverable:
      return "it could not be delivered";
    case ReservationEnd::kAgentGone:
      return "the agent was no longer ready";
    case ReservationEnd::kPreempted:
      return "a call came for the agent";
  }
  return "";
}

// What the strategy went by.
std::string ChoiceWords(const OfferChoice& choice) {
  switch (choice.strategy) {
    case RoutingStrategy::kLongestIdle:
      return "was idle the longest, for " + RoughWords(choice.idle);
    case RoutingStrategy::kFewestHandled:
      return "handled the fewest since signing in, " + std::to_string(choice.handled);
    case RoutingStrategy::kLeastTalkTime:
      return "talked the least since signing in, " + RoughWords(choice.talk);
    case RoutingStrategy::kRoundRobin:
      return "had the last offer the longest ago";
    case RoutingStrategy::kRanked:
      return choice.rank == 0 ? "comes next by rank" : "has rank " + std::to_string(choice.rank);
    case RoutingStrategy::kRingAll:
      return "is one of all who could have it";
  }
  return "";
}

std::string OfferedWords(const ReservationTraceStep& step) {
  std::string text = "Offered to " + step.agent;
  if (!step.queue.empty()) text += " of the queue " + step.queue;
  text += " after " + RoughWords(step.waited) + " of waiting";
  if (step.number > 1) text += ", offer " + std::to_string(step.number);
  text += step.choice.preferred
              ? ": it was kept for them, as the preferred agent"
              : ": of those who could have it, " + step.agent + " " + ChoiceWords(step.choice);
  if (!step.skills.empty()) text += "; asked for " + WordsOf(step.skills);
  if (step.ring > 0) text += "; ring " + std::to_string(step.ring + 1) + " of the queue";
  if (step.passed > 0) text += "; " + Times(step.passed, "agent") + " had let it pass";
  return text;
}

std::string_view ShortWords(AgentObstacle obstacle) {
  switch (obstacle) {
    case AgentObstacle::kNone:
      return "free";
    case AgentObstacle::kHasOffer:
      return "offered";
    case AgentObstacle::kSkill:
      return "without the skills";
    case AgentObstacle::kSignedOff:
      return "not signed in";
    case AgentObstacle::kPaused:
      return "paused";
    case AgentObstacle::kNotReady:
      return "not ready";
    case AgentObstacle::kOffHours:
      return "outside working hours";
    case AgentObstacle::kBusy:
      return "busy with a call";
    case AgentObstacle::kNoDesk:
      return "without a desk";
    case AgentObstacle::kFull:
      return "with as many tickets as they may have";
    case AgentObstacle::kPassed:
      return "who let it pass";
    case AgentObstacle::kKeptForOther:
      return "waiting for the preferred agent";
  }
  return "";
}

// "2 not signed in, 1 not ready".
std::string CountsOf(const exchange::WorkStanding& standing) {
  std::string text;
  for (const auto& [obstacle, count] : standing.counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " +
            std::string(ShortWords(obstacle));
  }
  return text;
}

// "ana, ben and 70 more": those of the obstacle; empty: there are none.
std::string AgentsOf(const exchange::WorkStanding& standing, AgentObstacle obstacle) {
  const auto count = standing.counts.find(obstacle);
  std::size_t left = count == standing.counts.end() ? 0 : count->second;
  std::size_t named = 0;
  std::string agents;
  for (const exchange::AgentStanding& agent : standing.agents) {
    if (agent.obstacle != obstacle || left == 0 || named == kNamedMax) continue;
    agents += (agents.empty() ? "" : ", ") + agent.agent;
    ++named;
    --left;
  }
  return left == 0 ? agents : agents + " and " + std::to_string(left) + " more";
}

}  // namespace

std::string RoughWords(Duration span) {
  const std::int64_t seconds = std::max<std::int64_t>(span.count(), 0) / 1'000;
  if (seconds < kMinute) return std::to_string(seconds) + " s";
  if (seconds < kHour) return std::to_string(seconds / kMinute) + " min";
  if (seconds < kDay) return Two(seconds / kHour, " h", seconds % kHour / kMinute, " min");
  return Two(seconds / kDay, " d", seconds % kDay / kHour, " h");
}

std::string WordsOf(const std::vector<exchange::SkillRequirement>& skills) {
  std::string text;
  for (const exchange::SkillRequirement& skill : skills) {
    text += (text.empty() ? "" : " and ") + skill.skill + ":" + std::to_string(skill.level_min);
  }
  return text;
}

std::string WordsOf(const ReservationTraceStep& step) {
  if (step.kind == ReservationTraceKind::kOffered) return OfferedWords(step);
  return "The offer to " + step.agent + " was over: " + std::string(EndWords(step.end));
}

std::string WordsOf(const exchange::AgentStanding& standing) {
  const std::string& who = standing.agent;
  switch (standing.obstacle) {
    case AgentObstacle::kNone:
      return "nothing keeps it from " + who;
    case AgentObstacle::kHasOffer:
      return "it is offered to " + who;
    case AgentObstacle::kSkill:
      return who + " lacks " + WordsOf({standing.lacking});
    case AgentObstacle::kSignedOff:
      return who + " is not signed in";
    case AgentObstacle::kPaused:
      return who + " is paused in the queue";
    case AgentObstacle::kNotReady:
      return who + " is not ready";
    case AgentObstacle::kOffHours:
      return who + " is outside working hours";
    case AgentObstacle::kBusy:
      return who + " is busy with a call";
    case AgentObstacle::kNoDesk:
      return who + " has no desk connected";
    case AgentObstacle::kFull:
      return who + " has as many tickets as they may";
    case AgentObstacle::kPassed:
      return who + " let it pass, and is not asked again yet";
    case AgentObstacle::kKeptForOther:
      return "it is kept for another agent than " + who;
  }
  return {};
}

std::string WordsOf(const exchange::WorkStanding& standing, WallTime now) {
  std::string text =
      "It has waited in " + standing.queue + " for " + RoughWords(Duration(now - standing.entered));
  const std::string offered = AgentsOf(standing, AgentObstacle::kHasOffer);
  if (!offered.empty()) return text + ", and is offered to " + offered + " now.";
  if (standing.held) return text + ", and is held back.";
  if (!standing.routable) {
    return text +
           ": the switch cannot be told to route it; there is no link, or it has not said "
           "that it routes.";
  }
  const std::size_t members = standing.AgentCount();
  if (members == 0) return text + ": no agent is a member of the queue.";
  const std::string free = AgentsOf(standing, AgentObstacle::kNone);
  text += free.empty() ? ": nobody of " + std::to_string(members) + " can have it now ("
                       : ": the next decision may give it to " + free + " (";
  text += CountsOf(standing) + ").";
  if (!standing.skills.empty()) text += " It asks for " + WordsOf(standing.skills) + ".";
  return text;
}

}  // namespace jackfield::grpc_api
