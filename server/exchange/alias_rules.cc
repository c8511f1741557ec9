#include "server/exchange/alias_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "server/exchange/agent_rules.h"
#include "server/exchange/leg_rules.h"

namespace jackfield::exchange {
namespace {

using Names = std::map<std::string, QueueId>;

SourceId DeclareSource(State& state, const std::string& name) {
  const auto known = state.source_names.find(name);
  if (known != state.source_names.end()) return known->second;
  const SourceId id{state.sources.size() + 1};
  state.sources[id] = Source{.id = id, .name = name};
  state.source_names[name] = id;
  return id;
}

std::map<SourceId, Names> AliasesIn(Step& step, const Configuration& configuration) {
  std::map<SourceId, Names> aliases;
  for (const QueueConfiguration& declared : configuration.queues) {
    const QueueId queue = step.state.queue_names.at(declared.name);
    for (const QueueAlias& alias : declared.aliases) {
      aliases[DeclareSource(step.state, alias.source)][alias.queue] = queue;
    }
  }
  return aliases;
}

bool HasNameFor(const Names& names, QueueId queue) {
  return std::any_of(names.begin(), names.end(),
                     [queue](const auto& entry) { return entry.second == queue; });
}

// The legs of the source's calls for which the switch uses a name of the queue.
template <typename Visit>
void VisitLegs(Step& step, QueueId queue, const Visit& visit) {
  for (const auto& [switch_id, id] : step.source->calls) {
    Call& call = step.state.calls.at(id);
    if (!call.live()) continue;
    for (Leg& leg : call.legs) {
      if ((leg.kept_in ? leg.kept_in : leg.queue) == queue) visit(leg);
    }
  }
}

bool HasLegs(Step& step, QueueId queue) {
  bool has = false;
  VisitLegs(step, queue, [&has](const Leg&) { has = true; });
  return has;
}

// Q2. `name` meant `before`, which has none of its names left.
void MoveOn(Step& step, const std::string& name, QueueId before) {
  const bool moves_members = !HasNameFor(step.source->queues, before) && HasMembers(step, before);
  if (!moves_members && !HasLegs(step, before)) return;
  const Queue* now = QueueOf(step, name);
  if (now == nullptr || now->id == before) return;
  VisitLegs(step, before, [now](Leg& leg) { leg.kept_in = now->id; });
  if (moves_members) MoveMembers(step, before, now->id);
}

// Those of `before` that still mean the same.
Names Surviving(const Step& step, const Names& before) {
  Names surviving;
  for (const auto& [name, queue] : before) {
    if (MeaningOf(step.state, *step.source, name) == queue) surviving.emplace(name, queue);
  }
  return surviving;
}

}  // namespace

QueueId MeaningOf(const State& state, const Source& source, const std::string& name) {
  const auto known = source.queues.find(name);
  if (known != source.queues.end()) return known->second;
  const auto named = state.queue_names.find(name);
  if (named == state.queue_names.end()) return {};
  if (state.queues.at(named->second).configuration.aliases.empty()) return named->second;
  const auto own = state.queue_names.find(source.name + "." + name);
  return own == state.queue_names.end() ? QueueId{} : own->second;
}

void AdoptAliases(Step& step, const Configuration& configuration) {
  for (auto& [id, queue] : step.state.queues) {
    if (!queue.configured) queue.configuration.aliases.clear();
  }
  auto aliases = AliasesIn(step, configuration);
  Source* const source = step.source;
  for (auto& [id, each] : step.state.sources) {
    step.source = &each;
    const Names before = std::exchange(each.queues, std::move(aliases[id]));
    const Names surviving = Surviving(step, before);
    each.queues.insert(surviving.begin(), surviving.end());
    for (const auto& [name, queue] : before) {
      if (!HasNameFor(surviving, queue)) MoveOn(step, name, queue);  // Q3.
    }
  }
  step.source = source;
}

}  // namespace jackfield::exchange
