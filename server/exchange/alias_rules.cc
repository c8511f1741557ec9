#include "server/exchange/alias_rules.h"

#include <algorithm>
#include <map>
#include <set>
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

// The queue that the switch means by the name under which the leg waits.
QueueId KnownAs(const Leg& leg) { return leg.kept_in ? leg.kept_in : leg.queue; }

// The legs of the source's live calls.
template <typename Visit>
void VisitLegs(Step& step, const Visit& visit) {
  for (const auto& [switch_id, id] : step.source->calls) {
    Call& call = step.state.calls.at(id);
    if (!call.live()) continue;
    for (Leg& leg : call.legs) visit(leg);
  }
}

bool HasLegs(Step& step, QueueId queue) {
  bool has = false;
  VisitLegs(step, [&](const Leg& leg) { has = has || KnownAs(leg) == queue; });
  return has;
}

bool LeavesMembers(const Step& step, QueueId queue) {
  return !HasNameFor(step.source->queues, queue) && HasMembers(step, queue);
}

// Q2. From the queue that a name meant to the one that it means now, all at once: names may have
// changed places.
void MoveOn(Step& step, const std::map<QueueId, QueueId>& moves) {
  VisitLegs(step, [&moves](Leg& leg) {
    const auto move = moves.find(KnownAs(leg));
    if (move != moves.end()) leg.kept_in = move->second;
  });
  for (const auto& [before, now] : moves) {
    if (LeavesMembers(step, before)) MoveMembers(step, before, now);
  }
}

// Q3. Whether it is known where those go who came by one of the names.
bool LeadToOneQueue(const Step& step, const std::set<std::string>& names) {
  if (names.size() == 1) return true;
  const QueueId first = MeaningOf(step.state, *step.source, *names.begin());
  return first && std::all_of(names.begin(), names.end(), [&](const std::string& name) {
           return MeaningOf(step.state, *step.source, name) == first;
         });
}

std::map<QueueId, std::set<std::string>> ByQueue(const Names& names) {
  std::map<QueueId, std::set<std::string>> by_queue;
  for (const auto& [name, queue] : names) by_queue[queue].insert(name);
  return by_queue;
}

// Where who came by a name in `before` goes. No queue is made for nobody.
std::map<QueueId, QueueId> MovesFrom(Step& step, const Names& before) {
  std::map<QueueId, QueueId> moves;
  for (const auto& [queue, names] : ByQueue(before)) {
    if (!LeadToOneQueue(step, names)) continue;
    if (!LeavesMembers(step, queue) && !HasLegs(step, queue)) continue;
    const Queue* now = QueueOf(step, *names.begin());
    if (now != nullptr && now->id != queue) moves.emplace(queue, now->id);
  }
  return moves;
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
    MoveOn(step, MovesFrom(step, before));
  }
  step.source = source;
}

}  // namespace jackfield::exchange
