#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "server/exchange/routing/router.h"

namespace jackfield::exchange {

// An item as it is declared, for the reference.
struct NaiveItem {
  RoutedItem routed;
  std::int32_t priority = 0;
};

// What Router does, by its definition: all items by their score, tickets last, the first that
// anybody may have, to the best by its strategy.
//
// Thread safety: none; one per test.
class NaiveRouter {
 public:
  explicit NaiveRouter(std::int64_t ageing_per_minute) : ageing_(ageing_per_minute) {}

  std::map<AgentId, RoutedAgent> agents;
  std::map<WorkKey, NaiveItem> items;

  std::optional<Assignment> Next(Instant now) const {
    for (const NaiveItem* item : InOrder(now)) {
      std::vector<const RoutedAgent*> takers;
      for (const auto& [id, agent] : agents) {
        if (MayHave(agent, item->routed)) takers.push_back(&agent);
      }
      if (takers.empty()) continue;
      const auto better = [&](const RoutedAgent* one, const RoutedAgent* other) {
        return IsBetter(*one, *other, item->routed);
      };
      std::sort(takers.begin(), takers.end(), better);
      const bool all = item->routed.strategy == RoutingStrategy::kRingAll;
      Assignment made{item->routed.place.key, {}};
      for (const RoutedAgent* taker : takers) made.agents.push_back(taker->id);
      if (!all) made.agents.resize(1);
      return made;
    }
    return std::nullopt;
  }

 private:
  // In points times milliseconds per minute.
  std::int64_t ScoreOf(const NaiveItem& item, Instant now) const {
    return item.priority * std::int64_t{60'000} +
           ageing_ * (now - item.routed.place.entered).count();
  }

  std::vector<const NaiveItem*> InOrder(Instant now) const {
    std::vector<const NaiveItem*> sorted;
    for (const auto& [key, item] : items) sorted.push_back(&item);
    const auto is_ticket = [](const NaiveItem* item) {
      return item->routed.place.key.kind == WorkKind::kTicket;
    };
    std::sort(sorted.begin(), sorted.end(), [&](const NaiveItem* one, const NaiveItem* other) {
      if (is_ticket(one) != is_ticket(other)) return is_ticket(other);
      const std::int64_t score = ScoreOf(*one, now);
      const std::int64_t others = ScoreOf(*other, now);
      if (score != others) return score > others;
      const WorkPlace& place = one->routed.place;
      const WorkPlace& theirs = other->routed.place;
      if (place.entered != theirs.entered) return place.entered < theirs.entered;
      return place.key < theirs.key;
    });
    return sorted;
  }

  static std::optional<std::uint32_t> RankIn(const RoutedAgent& agent, const RoutedItem& item) {
    std::optional<std::uint32_t> best;
    for (const auto& [queue, rank] : agent.ranks) {
      if (item.queues.contains(queue) && (!best || rank < *best)) best = rank;
    }
    return best;
  }

  static bool MayHave(const RoutedAgent& agent, const RoutedItem& item) {
    if (!agent.free[static_cast<std::size_t>(item.place.key.kind)]) return false;
    if (item.kept_for && item.kept_for != agent.id) return false;
    if (item.passed.contains(agent.id) || !RankIn(agent, item)) return false;
    for (const SkillRequirement& required : item.skills) {
      const auto level = agent.skills.find(required.skill);
      if (level == agent.skills.end() || level->second < required.level_min) return false;
    }
    return true;
  }

  static bool IsBetter(const RoutedAgent& one, const RoutedAgent& other, const RoutedItem& item) {
    switch (item.strategy) {
      case RoutingStrategy::kFewestHandled:
        if (one.handled != other.handled) return one.handled < other.handled;
        break;
      case RoutingStrategy::kLeastTalkTime:
        if (one.talk != other.talk) return one.talk < other.talk;
        break;
      case RoutingStrategy::kRoundRobin:
        if (one.last_offer != other.last_offer) return one.last_offer < other.last_offer;
        break;
      case RoutingStrategy::kRanked:
        if (RankIn(one, item) != RankIn(other, item)) {
          return *RankIn(one, item) < *RankIn(other, item);
        }
        break;
      case RoutingStrategy::kLongestIdle:
      case RoutingStrategy::kRingAll:
        break;
    }
    if (one.idle_since != other.idle_since) return one.idle_since < other.idle_since;
    return one.id < other.id;
  }

  std::int64_t ageing_;
};

}  // namespace jackfield::exchange
