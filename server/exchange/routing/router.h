#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/routing/work.h"

namespace jackfield::exchange {

constexpr std::size_t kWorkKinds = 3;

// A higher ageing counts as this one, so that every place in the order has 64 bits.
constexpr std::uint32_t kAgeingPerMinuteMax = 1'000'000;

// Where an item stands among all: the least comes first, tickets after calls and callbacks (W6). As
// all age alike, the score `priority + ageing × waited` orders, at any time, as `ageing × entered -
// priority` does, which does not change. That number is `place`, in points × milliseconds per
// minute, and so without a fraction.
struct WorkPlace {
  bool after_calls = false;
  std::int64_t place = 0;
  Instant entered{};
  WorkKey key;

  auto operator<=>(const WorkPlace&) const = default;
};

// Thread safety: pure function.
WorkPlace PlaceOf(const WorkKey& key, Instant entered, std::int32_t priority,
                  std::uint32_t ageing_per_minute);

// What decides whether an agent may have an item, and which agent gets it.
struct RoutedAgent {
  AgentId id;
  std::map<QueueId, std::uint32_t> ranks;  // By queue of which the agent is a member.
  std::map<std::string, std::uint32_t> skills;
  std::array<bool, kWorkKinds> free{};  // Has capacity left for one more of this WorkKind.
  Instant idle_since{};
  std::uint32_t handled = 0;
  Duration talk{0};
  Instant last_offer{};

  bool operator==(const RoutedAgent&) const = default;
};

// An item that may be given to somebody now.
struct RoutedItem {
  WorkPlace place;
  std::set<QueueId> queues;  // Whose members are asked.
  RoutingStrategy strategy = RoutingStrategy::kLongestIdle;
  std::vector<SkillRequirement> skills;
  AgentId kept_for;          // Nobody else gets it; may be none.
  std::set<AgentId> passed;  // They do not get it.
};

// An item and who gets it: one agent, or for RoutingStrategy::kRingAll all who may have it, the
// longest idle first.
struct Assignment {
  WorkKey key;
  std::vector<AgentId> agents;

  bool operator==(const Assignment&) const = default;
};

// Finds who gets what (W1 to W4, W8), fast where there are many of both. Follows from the state;
// it is no part of it.
//
// Items that ask for the same (queues, skills, …) form a class, in the order of their places. Who
// becomes free looks at the fronts of the classes of their queues; an item that comes looks at the
// free members of its queues, in the order of its strategy. What was looked at and found nobody is
// not looked at again before it changes: it can go to nobody who has not changed, either (W4).
//
// Thread safety: none; one per state.
class Router {
 public:
  // Adds the agent, or takes over what they are now.
  void PutAgent(const RoutedAgent& agent);
  // The agent is free for nothing; what else was put stays as it was. Cheaper than PutAgent().
  void SetBusy(AgentId id);
  void RemoveAgent(AgentId id);

  void PutItem(const RoutedItem& item);
  void RemoveItem(const WorkKey& key);

  // The first item that anybody may have, and who gets it. Nullopt: nobody may have any. The same
  // again until the item or the agents change: whoever takes it says so by PutAgent and RemoveItem.
  std::optional<Assignment> Next();

  // The items that are kept for the agent.
  std::vector<WorkKey> KeptFor(AgentId id) const;

 private:
  using SkillNumber = std::uint32_t;
  using ClassNumber = std::size_t;

  // An agent's place among those who are free: the least is asked first.
  struct Turn {
    std::int64_t by_strategy = 0;
    Instant idle_since{};
    AgentId id;

    auto operator<=>(const Turn&) const = default;
  };
  struct ClassKey {
    WorkKind kind = WorkKind::kCall;
    RoutingStrategy strategy = RoutingStrategy::kLongestIdle;
    AgentId kept_for;
    std::vector<QueueId> queues;                                // In order.
    std::vector<std::pair<SkillNumber, std::uint32_t>> skills;  // In order.

    auto operator<=>(const ClassKey&) const = default;
  };
  struct ItemClass {
    ClassKey key;
    std::set<WorkPlace> items;  // Empty: the number is free for another class.
  };
  using Fronts = std::set<std::pair<WorkPlace, ClassNumber>>;
  struct ItemEntry {
    ClassNumber of = 0;
    WorkPlace place;
    std::set<AgentId> passed;
  };
  struct AgentEntry {
    RoutedAgent agent;
    std::vector<std::uint32_t> levels;  // By number of the skill; none: 0.
  };
  struct Skill {
    std::string name;
    std::size_t uses = 0;  // By agents and classes; 0: the number is free for another skill.
  };
  using TurnsKey = std::pair<WorkKind, RoutingStrategy>;
  struct QueueEntry {
    std::set<AgentId> members;
    std::map<TurnsKey, std::set<Turn>> turns;  // The free members; made for items that ask for it.
    std::array<Fronts, kWorkKinds> fronts;     // Of the classes that nothing is kept for.
  };
  using KeptKey = std::pair<AgentId, WorkKind>;

  static bool HasSkills(const AgentEntry& agent, const ClassKey& asked);
  static bool IsMember(const AgentEntry& agent, const ClassKey& asked);
  static Turn TurnOf(const RoutedAgent& agent, RoutingStrategy strategy, std::uint32_t rank);
  // The first, or all of them.
  static std::vector<AgentId> TakersBy(const std::set<Turn>& turns, RoutingStrategy strategy);

  // A number is the skill's for as long as agents or classes use it.
  SkillNumber NumberOf(const std::string& skill);
  void DropSkill(SkillNumber number);
  void DropSkills(const RoutedAgent& agent);
  ClassKey ClassOf(const RoutedItem& item);
  ClassNumber FindClass(const ClassKey& key);

  // The agent's part in the turns of their queues.
  void AddTurns(const RoutedAgent& agent);
  void RemoveTurns(const RoutedAgent& agent);
  void MakeTurns(QueueEntry& queue, QueueId id, const TurnsKey& key);

  void AddFront(ClassNumber number);
  void RemoveFront(ClassNumber number);

  // Whether an agent who is free, and a member, may have the item.
  bool MayHave(const AgentEntry& agent, const ItemEntry& item) const;

  // The first item that the agent may have.
  std::optional<WorkPlace> FirstFor(const AgentEntry& agent) const;
  void FirstOf(const AgentEntry& agent, const Fronts& fronts,
               std::optional<WorkPlace>& first) const;

  // Who gets the item: as Assignment::agents; empty: nobody may have it.
  std::vector<AgentId> TakersOf(const ItemEntry& item) const;
  std::optional<Turn> FirstTurn(const std::set<Turn>& turns, const ItemEntry& item) const;
  std::set<Turn> AllTurns(const ItemEntry& item) const;
  // The same for an item that has not changed, the first of `matched_agents_`: only agents who
  // have changed may have it (W4), and those have it as their first.
  std::vector<AgentId> TakersOfUnchanged(const ItemEntry& item) const;

  void LookAtAgents();
  std::optional<WorkPlace> FirstOfAgents();

  std::unordered_map<std::uint64_t, AgentEntry> agents_;  // By id; never gone through.
  std::map<WorkKey, ItemEntry> items_;
  std::map<QueueId, QueueEntry> queues_;
  std::map<std::string, SkillNumber> skill_numbers_;
  std::vector<Skill> skills_;
  std::vector<SkillNumber> free_skills_;
  std::map<ClassKey, ClassNumber> class_numbers_;
  std::vector<ItemClass> classes_;
  std::vector<ClassNumber> free_classes_;
  std::map<KeptKey, Fronts> kept_;

  // What has changed and was not looked at, and what was looked at and found somebody.
  std::set<WorkPlace> changed_items_;
  std::set<AgentId> changed_agents_;
  std::set<std::pair<WorkPlace, AgentId>> matched_agents_;  // With their first item at that time.
};

}  // namespace jackfield::exchange
