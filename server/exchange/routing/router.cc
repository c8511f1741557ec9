#include "server/exchange/routing/router.h"

#include <algorithm>

namespace jackfield::exchange {
namespace {

constexpr std::int64_t kMillisecondsPerMinute = 60'000;

constexpr std::array<WorkKind, kWorkKinds> kAllKinds = {WorkKind::kCall, WorkKind::kTicket,
                                                        WorkKind::kCallback};

constexpr std::size_t IndexOf(WorkKind kind) { return static_cast<std::size_t>(kind); }

bool IsFree(const RoutedAgent& agent, WorkKind kind) { return agent.free[IndexOf(kind)]; }

bool IsFreeForAny(const RoutedAgent& agent) {
  return std::any_of(agent.free.begin(), agent.free.end(), [](bool free) { return free; });
}

}  // namespace

WorkPlace PlaceOf(const WorkKey& key, Instant entered, std::int32_t priority,
                  std::uint32_t ageing_per_minute) {
  const std::int64_t ageing = std::clamp(ageing_per_minute, 1U, kAgeingPerMinuteMax);
  const std::int64_t age = entered.time_since_epoch().count() * ageing;
  return {key.kind == WorkKind::kTicket, age - priority * kMillisecondsPerMinute, entered, key};
}

void Router::PutAgent(const RoutedAgent& agent) {
  const auto known = agents_.find(agent.id.value);
  if (known != agents_.end()) {
    if (known->second.agent == agent) return;
    const bool same_queues = known->second.agent.ranks == agent.ranks;
    RemoveTurns(known->second.agent);
    if (!same_queues) RemoveAgent(agent.id);
  }
  AgentEntry& entry = agents_[agent.id.value];
  if (entry.agent.ranks != agent.ranks) {
    for (const auto& [queue, rank] : agent.ranks) queues_[queue].members.insert(agent.id);
  }
  if (entry.agent.skills != agent.skills) {
    DropSkills(entry.agent);
    entry.levels.clear();
    for (const auto& [skill, level] : agent.skills) {
      const SkillNumber number = NumberOf(skill);
      ++skills_[number].uses;
      if (entry.levels.size() <= number) entry.levels.resize(number + 1);
      entry.levels[number] = level;
    }
  }
  entry.agent = agent;
  AddTurns(agent);
  if (IsFreeForAny(agent)) changed_agents_.insert(agent.id);
}

void Router::SetBusy(AgentId id) {
  const auto known = agents_.find(id.value);
  if (known == agents_.end() || !IsFreeForAny(known->second.agent)) return;
  RemoveTurns(known->second.agent);
  known->second.agent.free = {};
}

void Router::RemoveAgent(AgentId id) {
  const auto known = agents_.find(id.value);
  if (known == agents_.end()) return;
  RemoveTurns(known->second.agent);
  for (const auto& [queue, rank] : known->second.agent.ranks) queues_[queue].members.erase(id);
  DropSkills(known->second.agent);
  changed_agents_.erase(id);
  agents_.erase(known);
}

void Router::PutItem(const RoutedItem& item) {
  RemoveItem(item.place.key);
  const ClassNumber number = FindClass(ClassOf(item));
  std::set<WorkPlace>& items = classes_[number].items;
  const bool becomes_front = items.empty() || item.place < *items.begin();
  if (becomes_front) RemoveFront(number);
  items.insert(item.place);
  if (becomes_front) AddFront(number);
  items_[item.place.key] = {number, item.place, item.passed};
  changed_items_.insert(item.place);
}

void Router::RemoveItem(const WorkKey& key) {
  const auto known = items_.find(key);
  if (known == items_.end()) return;
  const ClassNumber number = known->second.of;
  const WorkPlace place = known->second.place;
  ItemClass& of = classes_[number];
  const bool was_front = *of.items.begin() == place;
  if (was_front) RemoveFront(number);
  of.items.erase(place);
  if (was_front) AddFront(number);
  changed_items_.erase(place);
  items_.erase(known);
  if (!of.items.empty()) return;
  class_numbers_.erase(of.key);
  for (const auto& [skill, level_min] : of.key.skills) DropSkill(skill);
  free_classes_.push_back(number);
}

std::optional<Assignment> Router::Next() {
  LookAtAgents();
  const std::optional<WorkPlace> of_agents = FirstOfAgents();
  while (!changed_items_.empty()) {
    const WorkPlace first = *changed_items_.begin();
    if (of_agents && *of_agents < first) break;
    std::vector<AgentId> takers = TakersOf(items_.at(first.key));
    if (!takers.empty()) return Assignment{first.key, std::move(takers)};
    changed_items_.erase(changed_items_.begin());
  }
  if (!of_agents) return std::nullopt;
  return Assignment{of_agents->key, TakersOfUnchanged(items_.at(of_agents->key))};
}

std::vector<WorkKey> Router::KeptFor(AgentId id) const {
  std::vector<WorkKey> keys;
  for (const WorkKind kind : kAllKinds) {
    const auto fronts = kept_.find({id, kind});
    if (fronts == kept_.end()) continue;
    for (const auto& [front, number] : fronts->second) {
      for (const WorkPlace& place : classes_[number].items) keys.push_back(place.key);
    }
  }
  return keys;
}

Router::Turn Router::TurnOf(const RoutedAgent& agent, RoutingStrategy strategy,
                            std::uint32_t rank) {
  Turn turn{0, agent.idle_since, agent.id};
  switch (strategy) {
    case RoutingStrategy::kLongestIdle:
    case RoutingStrategy::kRingAll:
      return turn;
    case RoutingStrategy::kFewestHandled:
      turn.by_strategy = agent.handled;
      return turn;
    case RoutingStrategy::kLeastTalkTime:
      turn.by_strategy = agent.talk.count();
      return turn;
    case RoutingStrategy::kRoundRobin:
      turn.by_strategy = agent.last_offer.time_since_epoch().count();
      return turn;
    case RoutingStrategy::kRanked:
      turn.by_strategy = rank;
      return turn;
  }
  return turn;
}

Router::SkillNumber Router::NumberOf(const std::string& skill) {
  const auto known = skill_numbers_.find(skill);
  if (known != skill_numbers_.end()) return known->second;
  auto number = static_cast<SkillNumber>(skills_.size());
  if (free_skills_.empty()) {
    skills_.emplace_back();
  } else {
    number = free_skills_.back();
    free_skills_.pop_back();
  }
  skills_[number].name = skill;
  skill_numbers_.emplace(skill, number);
  return number;
}

void Router::DropSkill(SkillNumber number) {
  Skill& skill = skills_[number];
  if (--skill.uses > 0) return;
  skill_numbers_.erase(skill.name);
  free_skills_.push_back(number);
}

void Router::DropSkills(const RoutedAgent& agent) {
  for (const auto& [skill, level] : agent.skills) DropSkill(skill_numbers_.at(skill));
}

Router::ClassKey Router::ClassOf(const RoutedItem& item) {
  ClassKey key{.kind = item.place.key.kind, .strategy = item.strategy, .kept_for = item.kept_for};
  key.queues.assign(item.queues.begin(), item.queues.end());
  for (const SkillRequirement& required : item.skills) {
    key.skills.emplace_back(NumberOf(required.skill), required.level_min);
  }
  std::sort(key.skills.begin(), key.skills.end());
  return key;
}

Router::ClassNumber Router::FindClass(const ClassKey& key) {
  const auto known = class_numbers_.find(key);
  if (known != class_numbers_.end()) return known->second;
  ClassNumber number = classes_.size();
  if (free_classes_.empty()) {
    classes_.emplace_back();
  } else {
    number = free_classes_.back();
    free_classes_.pop_back();
  }
  classes_[number].key = key;
  for (const auto& [skill, level_min] : key.skills) ++skills_[skill].uses;
  class_numbers_.emplace(key, number);
  for (const QueueId queue : key.queues) MakeTurns(queues_[queue], queue, {key.kind, key.strategy});
  return number;
}

void Router::AddTurns(const RoutedAgent& agent) {
  for (const auto& [queue, rank] : agent.ranks) {
    for (auto& [key, turns] : queues_[queue].turns) {
      if (IsFree(agent, key.first)) turns.insert(TurnOf(agent, key.second, rank));
    }
  }
}

void Router::RemoveTurns(const RoutedAgent& agent) {
  for (const auto& [queue, rank] : agent.ranks) {
    for (auto& [key, turns] : queues_[queue].turns) {
      if (IsFree(agent, key.first)) turns.erase(TurnOf(agent, key.second, rank));
    }
  }
}

void Router::MakeTurns(QueueEntry& queue, QueueId id, const TurnsKey& key) {
  const auto [made, is_new] = queue.turns.try_emplace(key);
  if (!is_new) return;
  for (const AgentId member : queue.members) {
    const RoutedAgent& agent = agents_.at(member.value).agent;
    if (!IsFree(agent, key.first)) continue;
    made->second.insert(TurnOf(agent, key.second, agent.ranks.at(id)));
  }
}

void Router::AddFront(ClassNumber number) {
  const ItemClass& of = classes_[number];
  if (of.items.empty()) return;
  const std::pair front{*of.items.begin(), number};
  if (of.key.kept_for) {
    kept_[{of.key.kept_for, of.key.kind}].insert(front);
    return;
  }
  for (const QueueId queue : of.key.queues) {
    queues_[queue].fronts[IndexOf(of.key.kind)].insert(front);
  }
}

void Router::RemoveFront(ClassNumber number) {
  const ItemClass& of = classes_[number];
  if (of.items.empty()) return;
  const std::pair front{*of.items.begin(), number};
  if (of.key.kept_for) {
    const auto kept = kept_.find({of.key.kept_for, of.key.kind});
    kept->second.erase(front);
    if (kept->second.empty()) kept_.erase(kept);
    return;
  }
  for (const QueueId queue : of.key.queues) {
    queues_[queue].fronts[IndexOf(of.key.kind)].erase(front);
  }
}

bool Router::HasSkills(const AgentEntry& agent, const ClassKey& asked) {
  return std::all_of(asked.skills.begin(), asked.skills.end(), [&](const auto& required) {
    const auto& [number, level_min] = required;
    return number < agent.levels.size() && agent.levels[number] >= level_min;
  });
}

bool Router::IsMember(const AgentEntry& agent, const ClassKey& asked) {
  return std::any_of(asked.queues.begin(), asked.queues.end(),
                     [&](QueueId queue) { return agent.agent.ranks.contains(queue); });
}

std::optional<WorkPlace> Router::FirstFor(const AgentEntry& agent) const {
  std::optional<WorkPlace> first;
  for (const WorkKind kind : kAllKinds) {
    if (!IsFree(agent.agent, kind)) continue;
    const auto kept = kept_.find({agent.agent.id, kind});
    if (kept != kept_.end()) FirstOf(agent, kept->second, first);
    for (const auto& [queue, rank] : agent.agent.ranks) {
      const auto entry = queues_.find(queue);
      FirstOf(agent, entry->second.fronts[IndexOf(kind)], first);
    }
  }
  return first;
}

void Router::FirstOf(const AgentEntry& agent, const Fronts& fronts,
                     std::optional<WorkPlace>& first) const {
  for (const auto& [front, number] : fronts) {
    if (first && *first <= front) return;
    const ItemClass& of = classes_[number];
    if (!HasSkills(agent, of.key)) continue;
    if (of.key.kept_for && !IsMember(agent, of.key)) continue;
    for (const WorkPlace& place : of.items) {
      if (first && *first <= place) break;
      if (items_.at(place.key).passed.contains(agent.agent.id)) continue;
      first = place;
      break;
    }
  }
}

std::vector<AgentId> Router::TakersBy(const std::set<Turn>& turns, RoutingStrategy strategy) {
  std::vector<AgentId> agents;
  for (const Turn& turn : turns) {
    agents.push_back(turn.id);
    if (strategy != RoutingStrategy::kRingAll) break;
  }
  return agents;
}

std::vector<AgentId> Router::TakersOf(const ItemEntry& item) const {
  const ClassKey& asked = classes_[item.of].key;
  if (asked.kept_for) {
    const auto agent = agents_.find(asked.kept_for.value);
    const bool takes = agent != agents_.end() && IsFree(agent->second.agent, asked.kind) &&
                       IsMember(agent->second, asked) && MayHave(agent->second, item);
    return takes ? std::vector<AgentId>{asked.kept_for} : std::vector<AgentId>{};
  }
  if (asked.strategy == RoutingStrategy::kRingAll) return TakersBy(AllTurns(item), asked.strategy);
  std::optional<Turn> best;
  for (const QueueId queue : asked.queues) {
    const auto& turns = queues_.at(queue).turns.at({asked.kind, asked.strategy});
    const std::optional<Turn> first = FirstTurn(turns, item);
    if (first && (!best || *first < *best)) best = first;
  }
  return best ? std::vector<AgentId>{best->id} : std::vector<AgentId>{};
}

std::optional<Router::Turn> Router::FirstTurn(const std::set<Turn>& turns,
                                              const ItemEntry& item) const {
  const auto first = std::find_if(turns.begin(), turns.end(), [&](const Turn& turn) {
    return MayHave(agents_.at(turn.id.value), item);
  });
  return first == turns.end() ? std::nullopt : std::optional(*first);
}

std::set<Router::Turn> Router::AllTurns(const ItemEntry& item) const {
  const ClassKey& asked = classes_[item.of].key;
  std::set<Turn> all;
  for (const QueueId queue : asked.queues) {
    for (const Turn& turn : queues_.at(queue).turns.at({asked.kind, asked.strategy})) {
      if (MayHave(agents_.at(turn.id.value), item)) all.insert(turn);
    }
  }
  return all;
}

std::vector<AgentId> Router::TakersOfUnchanged(const ItemEntry& item) const {
  const ClassKey& asked = classes_[item.of].key;
  std::set<Turn> turns;
  for (auto matched = matched_agents_.begin();
       matched != matched_agents_.end() && matched->first == item.place; ++matched) {
    const auto known = agents_.find(matched->second.value);
    if (known == agents_.end() || !IsFree(known->second.agent, asked.kind)) continue;
    if (asked.kept_for && asked.kept_for != matched->second) continue;
    if (!MayHave(known->second, item)) continue;
    for (const QueueId queue : asked.queues) {
      const auto rank = known->second.agent.ranks.find(queue);
      if (rank == known->second.agent.ranks.end()) continue;
      turns.insert(TurnOf(known->second.agent, asked.strategy, rank->second));
    }
  }
  return TakersBy(turns, asked.strategy);
}

bool Router::MayHave(const AgentEntry& agent, const ItemEntry& item) const {
  return HasSkills(agent, classes_[item.of].key) && !item.passed.contains(agent.agent.id);
}

void Router::LookAtAgents() {
  for (const AgentId id : changed_agents_) {
    const std::optional<WorkPlace> first = FirstFor(agents_.at(id.value));
    if (first) matched_agents_.emplace(*first, id);
  }
  changed_agents_.clear();
}

std::optional<WorkPlace> Router::FirstOfAgents() {
  while (!matched_agents_.empty()) {
    const auto [place, id] = *matched_agents_.begin();
    const auto agent = agents_.find(id.value);
    std::optional<WorkPlace> first;
    if (agent != agents_.end()) first = FirstFor(agent->second);
    if (first == place) return place;
    matched_agents_.erase(matched_agents_.begin());
    if (first) matched_agents_.emplace(*first, id);
  }
  return std::nullopt;
}

}  // namespace jackfield::exchange
