#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/routing/work.h"

// The reference of the routing: who gets what, written down from the rules W1 to W8 of
// routing_rules.h, without any of the exchange's code. Everything is sorted, and everybody is
// asked, every time.
namespace jackfield::sim {

struct PicturedAgent {
  AgentId id;
  bool free = false;      // Ready, and neither reserved nor busy for a call.
  bool reachable = true;  // Has a phone.
  bool at_desk = false;
  std::uint32_t ticket_room = 0;  // Tickets that they may have besides, not counting open offers.
  std::map<QueueId, std::uint32_t> ranks;  // By queue of which they are a member.
  std::map<std::string, std::uint32_t> skills;
  Instant idle_since{};
  std::uint32_t handled = 0;
  Duration talk{0};
  Instant last_offer{};
};

struct PicturedItem {
  exchange::WorkKey key;
  Instant entered{};
  std::int64_t priority = 0;
  std::set<QueueId> queues;
  exchange::RoutingStrategy strategy = exchange::RoutingStrategy::kLongestIdle;
  std::vector<exchange::SkillRequirement> skills;
  AgentId kept_for;
  std::set<AgentId> barred;    // Let it pass lately, or their phones cannot be rung for it.
  std::set<AgentId> reserved;  // Who has an open offer of it.
  bool held = false;
};

// All that waits and everybody who may take it, at one moment.
struct Picture {
  Instant now{};
  std::int64_t ageing_per_minute = 1;
  std::map<AgentId, PicturedAgent> agents;
  std::map<exchange::WorkKey, PicturedItem> items;
};

struct Given {
  exchange::WorkKey key;
  std::vector<AgentId> agents;

  bool operator==(const Given&) const = default;
};

// Thread safety: pure function, each of them.

// W1. Points, times 60,000.
std::int64_t ScoreOf(const Picture& picture, const PicturedItem& item);

// W3 without what changes with the agent's day: membership and skills.
bool IsFor(const PicturedItem& item, const PicturedAgent& agent);

// W3, W6, W8.
bool MayHave(const Picture& picture, const PicturedItem& item, const PicturedAgent& agent);

// Who gets what from this moment on, in this order (W1 to W4, W6).
std::vector<Given> Distribute(Picture picture);

std::string Text(const exchange::WorkKey& key);
std::string Text(const std::vector<Given>& all);

// A line for each item and agent.
std::string Text(const Picture& picture);

}  // namespace jackfield::sim
