#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/routing/work.h"
#include "server/exchange/state.h"

// How an item of work stands: what is asked for at present, and what is against each of those who
// are asked. For people who want to know why it waits; no rule goes by it.
namespace jackfield::exchange {

// What keeps an agent from an item: the first of these that holds, in this order.
enum class AgentObstacle : std::uint8_t {
  kNone = 0,       // Nothing: the next decision may give it to them.
  kHasOffer = 1,   // It is offered to them.
  kSkill = 2,      // They lack a skill that is asked for.
  kSignedOff = 3,  // They are not signed in, or not declared any more.
  kPaused = 4,     // They are paused in the queue at the switch.
  kNotReady = 5,
  kOffHours = 11,      // It is outside their working hours.
  kBusy = 6,           // They have a call, or are reserved for one, or wrap up.
  kNoDesk = 7,         // No desk of theirs is connected.
  kFull = 8,           // They have as many items of the kind as they may.
  kPassed = 9,         // They let it pass, and are not asked again yet.
  kKeptForOther = 10,  // It is kept for its preferred agent.
};

struct AgentStanding {
  std::string agent;  // Login.
  AgentObstacle obstacle = AgentObstacle::kNone;
  SkillRequirement lacking;  // Of kSkill: the first.

  bool operator==(const AgentStanding&) const = default;
};

struct WorkStanding {
  static constexpr std::size_t kAgentsMax = 100;

  std::string queue;
  WallTime entered{};  // Since when it waits: its place among its equals.
  std::int32_t priority = 0;
  std::size_t ahead = 0;  // Items of the same kind in the queue that come before it.
  RoutingStrategy strategy = RoutingStrategy::kLongestIdle;
  std::uint32_t ring = 0;
  std::vector<SkillRequirement> skills;
  std::vector<std::string> queues;  // Whose members are asked, its own included, by id.
  bool held = false;                // Keeps its place, and is offered to nobody at present.
  bool routable = true;             // Of a caller: the switch can be told to route them.
  std::string kept_for;  // Login of its preferred agent, while it is kept; empty: for nobody.
  std::uint32_t offer_count = 0;
  // Members of the queues: those to whom it is offered, then those to whom it may be, then the
  // others, each by id; the first kAgentsMax.
  std::vector<AgentStanding> agents;
  std::map<AgentObstacle, std::size_t> counts;  // How many members there are of each.

  std::size_t AgentCount() const;

  bool operator==(const WorkStanding&) const = default;
};

// nullopt: it does not wait. Costs as much as there are agents and items.
// Thread safety: pure function.
std::optional<WorkStanding> StandingOf(const State& state, const WorkKey& key);

}  // namespace jackfield::exchange
