#include "server/exchange/agent_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/exchange/call_rules.h"
#include "server/exchange/commands/member_rules.h"
#include "server/exchange/device.h"
#include "server/exchange/each_once.h"
#include "server/exchange/ledger.h"
#include "server/exchange/leg_rules.h"
#include "server/exchange/routing/routing_index.h"

namespace jackfield::exchange {
namespace {

constexpr Changer kTheSwitch{StateCause::kSwitch, "switch"};
constexpr Changer kTheConfiguration{StateCause::kConfiguration, "configuration"};

AgentState VisibleIdle(IdleState idle) {
  switch (idle) {
    case IdleState::kLoggedOff:
      return AgentState::kLoggedOff;
    case IdleState::kNotReady:
      return AgentState::kNotReady;
    case IdleState::kReady:
      return AgentState::kReady;
  }
  return AgentState::kLoggedOff;
}

// A1.
AgentState Derive(const State& state, const Agent& agent) {
  bool held = false;
  bool alerting = false;
  for (const auto& [call_id, connection_id] : agent.busy) {
    const Call& call = state.calls.at(call_id);
    const ConnectionState connection = call.connections.at(connection_id).state;
    if (connection == ConnectionState::kHold) {
      held = true;
    } else if (connection == ConnectionState::kAlerting) {
      alerting = true;
    } else {
      return AgentState::kConnected;
    }
  }
  if (held) return AgentState::kHold;
  if (alerting) return AgentState::kAlerting;
  if (agent.wrap_up) return AgentState::kWorkingAfterCall;
  const bool reserved = !agent.routing.reserved_calls.empty() || agent.routing.callback;
  if (reserved && agent.idle.state == IdleState::kReady) return AgentState::kReserved;
  return VisibleIdle(agent.idle.state);
}

// Reserved counts as ready (A1).
bool IsIdle(AgentState state) {
  return state == AgentState::kReady || state == AgentState::kReserved;
}

void BecomeIdle(Agent& agent, const Idle& idle) {
  const bool logs_off =
      idle.state == IdleState::kLoggedOff && agent.idle.state != IdleState::kLoggedOff;
  if (logs_off) agent.pop_mode = PopMode::kOn;  // A5.
  if (agent.idle.state == IdleState::kLoggedOff) {
    agent.routing.handled = 0;
    agent.routing.talk = Duration{0};
  }
  if (idle.state == IdleState::kReady) agent.routing.passes = 0;  // W7.
  agent.idle = idle;
}

// The queues in which the agent counts, in order: those of the switch, and those that Jackfield
// distributes.
std::vector<QueueId> QueuesOf(const State& state, const Agent& agent) {
  std::vector<QueueId> queues;
  queues.reserve(agent.memberships.size() + agent.routing.ranks.size());
  for (const auto& [queue, membership] : agent.memberships) queues.push_back(queue);
  for (const auto& [queue, rank] : agent.routing.ranks) {
    if (PlanOf(state, queue).mode == QueueMode::kDirected) queues.push_back(queue);
  }
  return EachOnce(std::move(queues));
}

bool PausedEverywhere(const Agent& agent) {
  return std::all_of(agent.memberships.begin(), agent.memberships.end(),
                     [](const auto& entry) { return entry.second.paused; });
}

// A3: what the memberships say.
Idle IdleByMemberships(const Agent& agent) {
  if (agent.memberships.empty()) return Idle{};
  if (!PausedEverywhere(agent)) return Idle{IdleState::kReady, {}, {}};
  return Idle{IdleState::kNotReady, {}, agent.memberships.begin()->second.reason};
}

bool IsMemberBy(SourceId source, const Agent& agent, QueueId queue) {
  const auto membership = agent.memberships.find(queue);
  return membership != agent.memberships.end() && membership->second.source == source;
}

// Remembers a member whose device is nobody's, for when it is declared.
void NoteForeign(Step& step, Queue& queue, const Membership& membership) {
  const ForeignMember member{membership.source, membership.device};
  const bool full = queue.foreign_members.size() >= kForeignMembersMax;
  if (full && !queue.foreign_members.contains(member)) {
    return step.Note(Noted::Kind::kLimit, "members of a queue");
  }
  queue.foreign_members.insert(member);
  queue.foreign_paused.erase(member);
  if (membership.paused) queue.foreign_paused.emplace(member, membership.reason);
}

// `membership` is new.
void Join(Step& step, Agent& agent, QueueId queue, const Membership& membership,
          const Changer& by) {
  agent.memberships.emplace(queue, membership);
  step.Tell(AgentChanged{agent.id});
  if (IsEcho(step, agent, step.state.queues.at(queue), MemberWish::kAdd)) return;
  const bool first = agent.memberships.size() == 1;
  if (first || agent.idle.state == IdleState::kLoggedOff || !membership.paused) {
    SetIdle(step, agent, IdleByMemberships(agent), by);
  }
}

void Leave(Step& step, Agent& agent, QueueId queue, const Changer& by) {
  agent.memberships.erase(queue);
  step.Tell(AgentChanged{agent.id});
  if (IsEcho(step, agent, step.state.queues.at(queue), MemberWish::kRemove)) return;
  if (!agent.memberships.empty()) {
    SetIdle(step, agent, IdleByMemberships(agent), by);
  } else if (agent.desk.empty()) {
    SetIdle(step, agent, Idle{}, by);
  }
}

// Memberships whose device is the agent's no more.
void GiveUpMemberships(Step& step, Agent& agent) {
  const std::map<QueueId, Membership> before = agent.memberships;
  for (const auto& [queue, membership] : before) {
    const auto source = step.state.sources.find(membership.source);
    step.source = source == step.state.sources.end() ? nullptr : &source->second;
    if (FindAgentByDevice(step, membership.device) == &agent) continue;
    Leave(step, agent, queue, kTheConfiguration);
    if (step.source != nullptr) NoteForeign(step, step.state.queues.at(queue), membership);
    step.Tell(QueueChanged{queue});
  }
}

// Members of `queue` whose device has become an agent's.
void AdoptMembers(Step& step, Queue& queue) {
  const std::set<ForeignMember> before = queue.foreign_members;
  for (const ForeignMember& member : before) {
    step.source = &step.state.sources.at(member.first);
    Agent* agent = FindAgentByDevice(step, member.second);
    if (agent == nullptr) continue;
    queue.foreign_members.erase(member);
    Membership membership{.device = member.second, .source = member.first};
    if (const auto paused = queue.foreign_paused.extract(member)) {
      membership.paused = true;
      membership.reason = paused.mapped();
    }
    if (!agent->memberships.contains(queue.id)) {
      Join(step, *agent, queue.id, membership, kTheConfiguration);
    }
    step.Tell(QueueChanged{queue.id});
  }
}

}  // namespace

Agent* FindAgentByDevice(Step& step, const std::string& device) {
  if (device.empty()) return nullptr;
  const auto& devices = step.state.devices;
  auto found = devices.end();
  if (step.source != nullptr) found = devices.find(step.source->name + ":" + device);
  if (found == devices.end()) found = devices.find(device);
  return found == devices.end() ? nullptr : &step.state.agents.at(found->second);
}

void RefreshAgent(Step& step, Agent& agent, StateCause cause) {
  const bool occupied = !agent.busy.empty() || agent.wrap_up.has_value();
  if (!occupied && agent.pending) {  // A2.
    BecomeIdle(agent, *agent.pending);
    agent.pending.reset();
  }
  const StateCause chosen =
      occupied ? StateCause::kUnknown : std::exchange(agent.next_cause, StateCause::kUnknown);
  step.Tell(AgentChanged{agent.id});
  const AgentState next = Derive(step.state, agent);
  if (next == agent.state) return;
  CountAgentTime(step, agent, agent.state, agent.since, step.now);
  if (IsIdle(next) && !IsIdle(agent.state)) agent.routing.idle_since = step.now.at;
  agent.state = next;
  agent.since = step.now;
  agent.cause = chosen == StateCause::kUnknown ? cause : chosen;  // A6.
  for (const QueueId queue : QueuesOf(step.state, agent)) step.Tell(QueueChanged{queue});
}

void SetIdle(Step& step, Agent& agent, const Idle& idle, const Changer& by) {
  const bool occupied = !agent.busy.empty() || agent.wrap_up.has_value();
  const bool same_kind = idle.state == agent.idle.state;
  agent.pending.reset();
  agent.next_cause = StateCause::kUnknown;
  if (idle == agent.idle) return;
  BecomeIdle(agent, idle);
  agent.changed_by = by.name;
  if (occupied) agent.next_cause = by.cause;
  if (!occupied && same_kind) {  // A new reason begins a new time.
    CountAgentTime(step, agent, agent.state, agent.since, step.now);
    agent.since = step.now;
    agent.cause = by.cause;
  }
  RefreshAgent(step, agent, by.cause);
}

void WishIdle(Step& step, Agent& agent, const Idle& idle, const Changer& by) {
  if (agent.busy.empty() && !agent.wrap_up) return SetIdle(step, agent, idle, by);
  agent.changed_by = by.name;
  if (idle == agent.idle) {
    agent.pending.reset();
    agent.next_cause = StateCause::kUnknown;
  } else {
    agent.pending = idle;
    agent.next_cause = by.cause;
  }
  step.Tell(AgentChanged{agent.id});
}

void Occupy(Step& step, Agent& agent, const Call& call, const std::string& connection) {
  agent.busy.emplace(call.id, connection);
  RefreshAgent(step, agent, StateCause::kCall);
}

void Release(Step& step, Agent& agent, CallId call, const std::string& connection) {
  if (agent.busy.erase({call, connection}) > 0) RefreshAgent(step, agent, StateCause::kCall);
}

void BeginWrapUp(Step& step, Agent& agent, Call& call, const std::string& connection,
                 const Queue& queue) {
  AfterCall& after = call.after[agent.id];
  const Duration length = queue.configuration.wrap_up;
  const std::pair ending{call.id, connection};
  const bool elsewhere = std::any_of(agent.busy.begin(), agent.busy.end(),
                                     [&](const auto& busy) { return busy != ending; });
  if (length <= Duration{0} || after.done || elsewhere || agent.wrap_up) return;
  after.open = true;
  after.began = step.now;
  const TimerKey timer{TimerKind::kWrapUpEnd, agent.id.value, 0};
  step.state.timers.Set(timer, call.source, step.now, length);
  agent.wrap_up = WrapUp{call.id, queue.id, step.now,
                         step.state.timers.Estimate(call.source, step.now) + length};
  step.Tell(CallChanged{call.id});
  RefreshAgent(step, agent, StateCause::kCall);
}

void EndWrapUp(Step& step, Agent& agent, StateCause cause) {
  if (!agent.wrap_up) return;
  const WrapUp wrap_up = *agent.wrap_up;
  agent.wrap_up.reset();
  step.state.timers.Cancel({TimerKind::kWrapUpEnd, agent.id.value, 0});
  const Duration worked = Elapsed(wrap_up.began, step.now);
  CountAgent(step, agent, wrap_up.queue, step.now).after_call_work += worked;
  Queue& queue = step.state.queues.at(wrap_up.queue);
  CountQueue(step, queue, step.now).after_call_work += worked;
  NoteAfterCallWork(queue, agent.id, worked);
  if (Call* call = FindCall(step, wrap_up.call); call != nullptr) {
    AfterCall& after = call->after[agent.id];
    after.open = false;
    if (!after.done) after.done = step.now;
    step.Tell(CallChanged{call->id});
  }
  RefreshAgent(step, agent, cause);
}

void CountOlderMissed(Step& step, Agent& agent, std::size_t count) {
  agent.missed_older += static_cast<std::uint32_t>(count);
  step.state.timers.Set({TimerKind::kMissedForget, agent.id.value, 0}, SourceId{}, step.now,
                        kForgetMax);
  step.Tell(AgentChanged{agent.id});
}

void ForgetOlderMissed(Step& step, Agent& agent) {
  agent.missed_older = 0;
  step.state.timers.Cancel({TimerKind::kMissedForget, agent.id.value, 0});
  step.Tell(AgentChanged{agent.id});
}

void AddMember(Step& step, const MemberAdded& added) {
  Queue* queue = QueueOf(step, added.queue);
  if (queue == nullptr) return;
  const Membership membership{NormaliseDevice(added.device), added.paused, added.pause_reason,
                              step.source->id};
  Agent* agent = FindAgentByDevice(step, membership.device);
  step.Tell(QueueChanged{queue->id});
  if (agent == nullptr) return NoteForeign(step, *queue, membership);
  if (!agent->memberships.contains(queue->id)) {
    return Join(step, *agent, queue->id, membership, kTheSwitch);
  }
  PauseMember(step, {added.queue, membership.device, added.paused, added.pause_reason});
}

void RemoveMember(Step& step, const MemberRemoved& removed) {
  Queue* queue = QueueOf(step, removed.queue);
  if (queue == nullptr) return;
  const std::string device = NormaliseDevice(removed.device);
  queue->foreign_members.erase({step.source->id, device});
  queue->foreign_paused.erase({step.source->id, device});
  step.Tell(QueueChanged{queue->id});
  Agent* agent = FindAgentByDevice(step, device);
  if (agent != nullptr && agent->memberships.contains(queue->id)) {
    Leave(step, *agent, queue->id, kTheSwitch);
  }
}

void PauseMember(Step& step, const MemberPaused& paused) {
  Queue* queue = QueueOf(step, paused.queue);
  if (queue == nullptr) return;
  const std::string device = NormaliseDevice(paused.device);
  Agent* agent = FindAgentByDevice(step, device);
  if (agent == nullptr) {
    return NoteForeign(step, *queue, {device, paused.paused, paused.reason, step.source->id});
  }
  if (!agent->memberships.contains(queue->id)) {  // A change says what was before.
    AddMember(step, {paused.queue, paused.device, false, {}});
  }
  const auto membership = agent->memberships.find(queue->id);
  if (membership->second.paused == paused.paused) return;  // Changes nothing (metrics: pauses).
  membership->second.paused = paused.paused;
  membership->second.reason = paused.reason;
  if (paused.paused) ++CountAgent(step, *agent, queue->id, step.now).pauses;
  step.Tell(QueueChanged{queue->id});
  step.Tell(AgentChanged{agent->id});
  const auto told = paused.paused ? MemberWish::kPause : MemberWish::kUnpause;
  if (IsEcho(step, *agent, *queue, told)) return;
  SetIdle(step, *agent, IdleByMemberships(*agent), kTheSwitch);
}

bool HasMembers(const Step& step, QueueId queue) {
  const SourceId source = step.source->id;
  const auto& agents = step.state.agents;
  const auto& foreign = step.state.queues.at(queue).foreign_members;
  return std::any_of(agents.begin(), agents.end(),
                     [&](const auto& each) { return IsMemberBy(source, each.second, queue); }) ||
         std::any_of(foreign.begin(), foreign.end(),
                     [source](const ForeignMember& member) { return member.first == source; });
}

void MoveMembers(Step& step, QueueId from, QueueId to) {
  const SourceId source = step.source->id;
  Queue& left = step.state.queues.at(from);
  const std::set<ForeignMember> foreign = left.foreign_members;
  for (const ForeignMember& member : foreign) {
    if (member.first != source) continue;
    Membership membership{.device = member.second, .source = source};
    left.foreign_members.erase(member);
    if (const auto paused = left.foreign_paused.extract(member)) {
      membership.paused = true;
      membership.reason = paused.mapped();
    }
    NoteForeign(step, step.state.queues.at(to), membership);
  }
  for (auto& [id, agent] : step.state.agents) {
    if (!IsMemberBy(source, agent, from)) continue;
    auto moved = agent.memberships.extract(from);
    moved.key() = to;
    agent.memberships.insert(std::move(moved));
    agent.followed.erase(from);
    step.Tell(AgentChanged{id});
  }
  step.Tell(QueueChanged{from});
  step.Tell(QueueChanged{to});
}

void DropMembersNotIn(Step& step, const std::set<QueueId>& queues) {
  const SourceId source = step.source->id;
  for (auto& [id, queue] : step.state.queues) {
    if (queues.contains(id)) continue;
    const auto dropped = std::erase_if(queue.foreign_members, [&](const ForeignMember& member) {
      if (member.first != source) return false;
      queue.foreign_paused.erase(member);
      return true;
    });
    if (dropped > 0) step.Tell(QueueChanged{id});
  }
  for (auto& [id, agent] : step.state.agents) {
    const std::map<QueueId, Membership> before = agent.memberships;
    for (const auto& [queue, membership] : before) {
      if (membership.source != source || queues.contains(queue)) continue;
      Leave(step, agent, queue, kTheSwitch);
      step.Tell(QueueChanged{queue});
    }
  }
}

void HandOverMemberships(Step& step) {
  Source* const source = step.source;
  for (auto& [id, agent] : step.state.agents) GiveUpMemberships(step, agent);
  for (auto& [id, queue] : step.state.queues) AdoptMembers(step, queue);
  step.source = source;
}

}  // namespace jackfield::exchange
