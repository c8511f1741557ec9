#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/time.h"
#include "server/exchange/routing/work.h"

// How the work of a queue finds an agent, as the administrator has declared it. Plain data.
namespace jackfield::exchange {

// Who distributes the callers of a queue.
enum class QueueMode : std::uint8_t {
  kObserved = 0,  // The switch; Jackfield follows.
  kDirected = 1,  // Jackfield, by the rules here.
};

// Which of the agents that may have an item gets it. Those who are equal by it: the longest idle,
// then the one who was declared first.
enum class RoutingStrategy : std::uint8_t {
  kLongestIdle = 0,
  kFewestHandled = 1,  // Since they signed in.
  kLeastTalkTime = 2,  // Since they signed in.
  kRoundRobin = 3,     // The one whose last offer is the longest ago.
  kRanked = 4,         // By QueueMember::rank, the lowest first.
  kRingAll = 5,        // All of them; the first who accepts has it.
};

// What is asked of agents from some waiting time on. Relaxes the ring before it, which no longer
// applies.
struct RoutingRing {
  Duration after{0};                     // Of waiting. Rises from ring to ring; the first has 0.
  std::vector<SkillRequirement> skills;  // At most kSkillsPerRingMax, no skill twice.
  std::vector<std::string> queues;       // Whose members are asked besides the queue's own.

  bool operator==(const RoutingRing&) const = default;
  JACKFIELD_FIELDS(after, skills, queues)
};

constexpr std::size_t kOverflowRulesMax = 8;  // Of one queue.

// What makes the callers of a directed queue go elsewhere.
enum class OverflowCause : std::uint8_t {
  kClosed = 1,          // The queue's calendar has it closed. Asked when they come, only.
  kNobodySignedIn = 2,  // None of its members is signed in within their hours, or still busy.
  kLength = 3,          // `callers` wait already. Asked when they come, only.
  kExpectedWait = 4,    // Half of those who come now would wait for `limit`. The same.
  kWait = 5,            // They have waited for `limit`.
};

// Where they go then: to another directed queue, or to a number or extension that the switch sends
// them to. One of the two is given.
struct OverflowRule {
  OverflowCause cause = OverflowCause::kWait;
  Duration limit{0};          // Above 0. Of kWait and kExpectedWait.
  std::uint32_t callers = 0;  // From 1. Of kLength.
  std::string queue;
  std::string number;  // As CheckDialTarget() wants it.

  bool operator==(const OverflowRule&) const = default;
  JACKFIELD_FIELDS(cause, limit, callers, queue, number)
};

// Of one queue.
struct RoutingPlan {
  QueueMode mode = QueueMode::kObserved;
  RoutingStrategy strategy = RoutingStrategy::kLongestIdle;
  std::int32_t priority = 0;           // Of its items, 0 to kWorkPriorityMax.
  std::vector<RoutingRing> rings;      // At most kRingsMax. None: any member, for ever.
  Duration preferred_limit{0};         // How long an item is kept for its preferred agent; 0: not.
  Duration accept_limit{30'000};       // From the offer of a ticket or a callback to its deadline.
  std::vector<OverflowRule> overflow;  // At most kOverflowRulesMax; the first that holds counts.

  bool operator==(const RoutingPlan&) const = default;
  JACKFIELD_FIELDS(mode, strategy, priority, rings, preferred_limit, accept_limit, overflow)
};

// Of the whole site.
struct RoutingRules {
  // Points of score for each minute of waiting, at least 1: with it, nobody starves.
  std::uint32_t ageing_per_minute = 1;
  std::uint32_t passes_max = 3;    // So many passed in a row make Not Ready (W7); 0: never.
  Duration reserve_limit{30'000};  // From a call's reservation until the agent's phone rings.
  Duration pass_pause{60'000};     // For so long, who let an item pass is not asked for it again.
  std::int32_t complaint_priority = 0;        // Added for a customer with an open complaint.
  std::vector<std::int32_t> tier_priorities;  // Added by the customer's value tier, from tier 1 on.
  // So long who talked with a customer last is their preferred agent, where they have no other; 0:
  // never.
  Duration last_agent_limit{0};

  // What the customer adds to the priority of an item of theirs. Tiers that are not listed, and 0
  // (none), add nothing for the tier.
  std::int32_t PointsOf(std::uint32_t value_tier, bool complains) const {
    std::int32_t points = complains ? complaint_priority : 0;
    if (value_tier > 0 && value_tier <= tier_priorities.size()) {
      points += tier_priorities[value_tier - 1];
    }
    return points;
  }

  bool operator==(const RoutingRules&) const = default;
  JACKFIELD_FIELDS(ageing_per_minute, passes_max, reserve_limit, pass_pause, complaint_priority,
                   tier_priorities, last_agent_limit)
};

}  // namespace jackfield::exchange
