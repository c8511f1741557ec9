#include "tests/bench/routing_load.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include "server/exchange/routing/router.h"

namespace jackfield::bench {
namespace {

using exchange::RoutedAgent;
using exchange::RoutedItem;
using exchange::Router;
using exchange::WorkKey;
using exchange::WorkKind;

constexpr std::size_t kQueuesPerAgent = 5;
constexpr std::size_t kSkillsPerAgent = 5;
constexpr std::uint32_t kLevelMax = 100;
constexpr std::uint32_t kLevelOfAll = 40;  // Asked for; 60 of 100 who have the skill have it.

std::string SkillName(std::size_t number) { return "skill-" + std::to_string(number); }

RoutedAgent AgentOf(std::size_t number, const RoutingSize& size, Dice& dice) {
  RoutedAgent agent{.id = AgentId{number + 1}};
  while (agent.ranks.size() < std::min(kQueuesPerAgent, size.queues)) {
    agent.ranks[QueueId{1 + dice.Below(size.queues)}] = 1;
  }
  while (agent.skills.size() < std::min(kSkillsPerAgent, size.skills)) {
    agent.skills[SkillName(dice.Below(size.skills))] =
        static_cast<std::uint32_t>(1 + dice.Below(kLevelMax));
  }
  return agent;
}

// The router with what waits and who is there, and what each decision does to them.
class Crowd {
 public:
  explicit Crowd(const RoutingSize& size) : size_(size) {
    for (std::size_t i = 0; i < size.agents; ++i) {
      agents_.push_back(AgentOf(i, size, dice_));
      router_.PutAgent(agents_.back());
    }
  }

  // `level` asked of one skill; above kLevelMax, nobody may have the item.
  RoutedItem NewItem(std::uint32_t level) {
    const WorkKey key{WorkKind::kCall, ++item_, 0};
    now_ += Duration{100};
    const auto priority = static_cast<std::int32_t>(dice_.Below(10));
    return {.place = exchange::PlaceOf(key, now_, priority, 1),
            .queues = {QueueId{1 + dice_.Below(size_.queues)}},
            .skills = {{SkillName(dice_.Below(size_.skills)), level}}};
  }
  void Put(const RoutedItem& item) { router_.PutItem(item); }
  void Remove(const WorkKey& key) { router_.RemoveItem(key); }

  void SetFree(std::size_t agent, bool free) {
    agents_[agent].free[0] = free;
    if (free) agents_[agent].idle_since = now_;
    router_.PutAgent(agents_[agent]);
  }
  bool IsFree(std::size_t agent) const { return agents_[agent].free[0]; }
  std::size_t AnyAgent() { return dice_.Below(size_.agents); }

  // Gives away all that can be; returns how many items that were.
  std::size_t Settle() {
    std::size_t given = 0;
    for (auto next = router_.Next(); next; next = router_.Next()) {
      router_.RemoveItem(next->key);
      SetFree(next->agents.front().value - 1, false);
      ++given;
    }
    return given;
  }

 private:
  const RoutingSize size_;
  Dice dice_;
  Router router_;
  std::vector<RoutedAgent> agents_;
  std::uint64_t item_ = 0;
  Instant now_{Duration{1'000'000}};
};

void TimeFreed(const RoutingSize& size, RoutingTimes& times) {
  Crowd crowd(size);
  for (std::size_t i = 0; i < size.items; ++i) crowd.Put(crowd.NewItem(kLevelOfAll));
  for (std::size_t i = 0; i < size.rounds; ++i) {
    const std::size_t agent = crowd.AnyAgent();
    std::size_t given = 0;
    times.freed.Time([&] {
      crowd.SetFree(agent, true);
      given = crowd.Settle();
    });
    times.matches += given;
    if (given == 0) crowd.SetFree(agent, false);
    for (; given > 0; --given) crowd.Put(crowd.NewItem(kLevelOfAll));
    crowd.Settle();
  }
}

void TimeCame(const RoutingSize& size, RoutingTimes& times) {
  Crowd crowd(size);
  for (std::size_t i = 0; i < size.items; ++i) crowd.Put(crowd.NewItem(kLevelMax + 1));
  for (std::size_t i = 0; i < size.agents; i += 2) crowd.SetFree(i, true);
  crowd.Settle();
  for (std::size_t i = 0; i < size.rounds; ++i) {
    const RoutedItem item = crowd.NewItem(kLevelOfAll);
    std::size_t given = 0;
    times.came.Time([&] {
      crowd.Put(item);
      given = crowd.Settle();
    });
    times.matches += given;
    if (given == 0) crowd.Remove(item.place.key);
    while (given > 0) {
      const std::size_t agent = crowd.AnyAgent();
      if (crowd.IsFree(agent)) continue;
      crowd.SetFree(agent, true);
      crowd.Settle();
      --given;
    }
  }
}

}  // namespace

std::size_t Dice::Below(std::size_t bound) {
  state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;  // Knuth's MMIX.
  return static_cast<std::size_t>(state_ >> 33) % bound;
}

double DecisionTimes::AtShare(double share) const {
  if (spans_.empty()) return 0;
  std::vector<std::chrono::nanoseconds> sorted = spans_;
  const auto rank = std::ceil(share * static_cast<double>(sorted.size()));
  const auto place =
      sorted.begin() + std::max(static_cast<std::ptrdiff_t>(rank) - 1, std::ptrdiff_t{0});
  std::nth_element(sorted.begin(), place, sorted.end());
  return static_cast<double>(place->count()) / 1'000;
}

void DecisionTimes::KeepShorter(const DecisionTimes& again) {
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    spans_[i] = std::min(spans_[i], again.spans_.at(i));
  }
}

void RoutingTimes::KeepShorter(const RoutingTimes& again) {
  freed.KeepShorter(again.freed);
  came.KeepShorter(again.came);
}

std::string DecisionTimes::ToJson() const {
  char text[160];
  std::snprintf(text, sizeof text, R"({"count":%zu,"p50_us":%.2f,"p99_us":%.2f,"max_us":%.2f})",
                spans_.size(), AtShare(0.5), AtShare(0.99), AtShare(1));
  return text;
}

exchange::Configuration RoutingSite(const RoutingSize& size, Dice& dice) {
  exchange::Configuration site;
  for (std::size_t i = 0; i < size.queues; ++i) {
    exchange::QueueConfiguration queue{.name = "queue-" + std::to_string(i + 1)};
    queue.routing.mode = exchange::QueueMode::kDirected;
    queue.routing.priority = static_cast<std::int32_t>(dice.Below(10));
    // Every other queue asks for what nobody has: its callers wait.
    const std::uint32_t level = i % 2 == 0 ? kLevelOfAll : kLevelMax + 1;
    queue.routing.rings = {{.skills = {{SkillName(dice.Below(size.skills)), level}}}};
    site.queues.push_back(std::move(queue));
  }
  for (std::size_t i = 0; i < size.agents; ++i) {
    const RoutedAgent routed = AgentOf(i, size, dice);
    const std::string number = std::to_string(i + 1);
    exchange::AgentConfiguration agent{.login = "agent-" + number, .devices = {"PJSIP/" + number}};
    for (const auto& [queue, rank] : routed.ranks) {
      agent.queues.push_back({"queue-" + std::to_string(queue.value), rank});
    }
    agent.skills = routed.skills;
    site.agents.push_back(std::move(agent));
  }
  return site;
}

RoutingTimes TimeRouter(const RoutingSize& size) {
  RoutingTimes times;
  TimeFreed(size, times);
  TimeCame(size, times);
  return times;
}

DecisionTimes TimeMap(const RoutingSize& size) {
  Dice dice;
  std::map<std::uint64_t, std::uint64_t> map;
  std::vector<std::uint64_t> keys;
  const auto any_key = [&dice] { return dice.Below(std::size_t{1} << 30); };
  while (map.size() < size.agents + size.items) {
    const std::uint64_t key = any_key();
    if (map.emplace(key, key).second) keys.push_back(key);
  }
  DecisionTimes times;
  for (std::size_t i = 0; i < size.rounds; ++i) {
    std::uint64_t& known = keys[dice.Below(keys.size())];
    const std::uint64_t next = any_key();
    if (map.contains(next)) continue;
    times.Time([&] {
      map.erase(known);
      map.emplace(next, next);
    });
    known = next;
  }
  return times;
}

}  // namespace jackfield::bench
