#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/exchange/agent_rules.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/caller_rules.h"
#include "server/exchange/commands/member_rules.h"
#include "server/exchange/device.h"
#include "server/exchange/leg_rules.h"
#include "server/exchange/offer_rules.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/telephony_rules.h"

// The switch's truth wins: after a snapshot the exchange holds of this source what the switch
// holds.
namespace jackfield::exchange {
namespace {

std::vector<CallId> LiveCallsOf(const Step& step) {
  std::vector<CallId> live;
  for (const auto& [switch_id, id] : step.source->calls) {
    if (step.state.calls.at(id).live()) live.push_back(id);
  }
  return live;
}

void CloseCallsNotIn(Step& step, const SwitchSnapshot& snapshot) {
  std::set<std::string> there;
  for (const SnapshotCall& call : snapshot.calls) there.insert(call.call);
  for (const SnapshotWaiting& waiting : snapshot.waiting) there.insert(waiting.call);
  for (const CallId id : LiveCallsOf(step)) {
    Call& call = step.state.calls.at(id);
    const bool listed = there.contains(call.switch_id) ||
                        std::any_of(call.children.begin(), call.children.end(), [&](CallId child) {
                          const Call* merged = FindCall(step, child);
                          return merged != nullptr && there.contains(merged->switch_id);
                        });
    if (!listed) EndCall(step, call, CallEnd::kLost);
  }
}

// The connections of `call` that the switch does not list. Not C4: it lists the call.
void ClearConnectionsNotIn(Step& step, Call& call, const std::set<std::string>& there) {
  std::vector<std::string> gone;
  for (const auto& [id, connection] : call.connections) {
    const bool live = connection.state != ConnectionState::kNull;
    if (live && !there.contains(id)) gone.push_back(id);
  }
  for (const std::string& id : gone) {
    for (Leg& leg : call.legs) {  // Nobody knows how the wait ended.
      if (leg.state == LegState::kWaiting && leg.connection == id) LoseLeg(step, call, leg);
    }
    ClearConnection(step, call, id);
  }
}

// The callers that the switch lists as waiting. By call: a waiting caller is rung for by its queue.
using Waiting = std::map<CallId, const SnapshotWaiting*>;

// A ring that was answered while nobody listened, by a queue that has let its caller go.
void AnswerUnheard(Step& step, Call& call, const std::string& connection, QueueId queue) {
  Leg* leg = WaitingLeg(call, queue, {});
  if (leg == nullptr) return;
  const AgentId agent = call.connections.at(connection).agent;
  AnswerOffers(step, call, connection, agent, queue);
  AnswerLeg(step, call, *leg, agent, connection);
}

// Who talks. `waits`: the switch says that the caller waits.
void TakeTalks(Step& step, Call& call, const SnapshotCall& listed, bool waits) {
  for (const SnapshotConnection& each : listed.connections) {
    if (each.ringing) continue;
    const auto known = call.connections.find(each.connection);
    const bool wrongly_over = known != call.connections.end() &&
                              known->second.state == ConnectionState::kNull &&
                              !known->second.cleared;
    if (wrongly_over) known->second.state = ConnectionState::kInitiated;  // C3.
    const Offer* rang = OpenOfferAt(call, each.connection);
    const QueueId queue = rang == nullptr ? QueueId{} : rang->queue;
    ApplyTelephony(step, Established{listed.call, each.connection, each.device, {}, {}});
    if (queue && !waits) AnswerUnheard(step, call, each.connection, queue);
  }
}

void TakeRings(Step& step, const SnapshotCall& listed, const std::string& queue) {
  for (const SnapshotConnection& each : listed.connections) {
    if (!each.ringing) continue;
    ApplyTelephony(step, Delivered{listed.call, each.connection, each.device, queue, {}});
  }
}

void ReconcileCalls(Step& step, const SwitchSnapshot& snapshot) {
  // A call that others became part of may be listed under the id of each (C1).
  std::map<CallId, std::set<std::string>> there;
  std::vector<std::pair<Call*, const SnapshotCall*>> found;
  for (const SnapshotCall& listed : snapshot.calls) {
    Call* call = ListedCall(step, listed.call, Origin::kUnknown);
    if (call == nullptr) continue;
    if (call->dialled.empty() && !listed.dialled.empty()) {
      call->dialled = listed.dialled;
      OnDialled(step, *call);
    }
    if (call->caller.number.empty()) LearnCaller(step, *call, listed.caller);
    for (const SnapshotConnection& each : listed.connections) {
      there[call->id].insert(each.connection);
    }
    found.emplace_back(call, &listed);
  }
  Waiting waiting;
  for (const SnapshotWaiting& each : snapshot.waiting) {
    const Call* call = ListedCall(step, each.call, Origin::kSnapshot);
    if (call != nullptr) waiting[call->id] = &each;
  }
  // First who answered: the caller's side may be one that lists do not name.
  for (const auto& [call, listed] : found) {
    TakeTalks(step, *call, *listed, waiting.contains(call->id));
  }
  for (const auto& [id, connections] : there) {
    ClearConnectionsNotIn(step, step.state.calls.at(id), connections);
  }
  for (const auto& [call, listed] : found) {
    const auto waits = waiting.find(call->id);
    TakeRings(step, *listed, waits == waiting.end() ? std::string() : waits->second->queue);
  }
}

// Of others the source tells nothing any more (Q3).
std::set<QueueId> NamedQueues(const Source& source) {
  std::set<QueueId> named;
  for (const auto& [name, queue] : source.queues) named.insert(queue);
  return named;
}

// Of all queues: the switch may list the one that it has the caller in, and not know the other
// (V2).
void LoseWaitingNotIn(Step& step, const SwitchSnapshot& snapshot) {
  std::set<QueueId> listed;
  for (const std::string& name : snapshot.queues) {
    const Queue* queue = QueueOf(step, name);
    if (queue != nullptr) listed.insert(queue->id);
  }
  const std::set<QueueId> named = NamedQueues(*step.source);
  const auto is_told = [&](QueueId queue) {
    return listed.contains(queue) || (!listed.empty() && !named.contains(queue));
  };
  std::set<std::pair<QueueId, std::string>> there;
  for (const SnapshotWaiting& each : snapshot.waiting) {
    const Queue* queue = QueueOf(step, each.queue);
    if (queue != nullptr) there.emplace(queue->id, each.leg);
  }
  for (const auto& [queue_id, queue] : step.state.queues) {
    const auto waiting = queue.waiting;
    for (const auto& [id, index] : waiting) {
      Call& call = step.state.calls.at(id);
      Leg& leg = call.legs[index];
      const QueueId kept_in = leg.kept_in ? leg.kept_in : queue_id;
      const bool of_source = call.source == step.source->id && is_told(kept_in);
      if (!of_source || there.contains({kept_in, leg.connection})) continue;
      if (!IsBeingRouted(step.state, call, leg)) LoseLeg(step, call, leg);  // W10.
    }
  }
}

void ReconcileWaiting(Step& step, const SwitchSnapshot& snapshot) {
  LoseWaitingNotIn(step, snapshot);
  for (const SnapshotWaiting& each : snapshot.waiting) {
    Call* call = ListedCall(step, each.call, Origin::kSnapshot);
    Queue* queue = QueueOf(step, each.queue);
    if (call == nullptr || queue == nullptr) continue;
    if (WaitingLeg(*call, queue->id, each.leg) != nullptr) continue;
    Moment entered = step.now;
    entered.at -= std::min(each.waited, Duration(entered.at.time_since_epoch()));
    entered.wall -= each.waited;
    EnterQueue(step, *call, each.leg, *queue, entered);
    if (call->caller_connection.empty()) call->caller_connection = each.leg;
    if (TouchConnection(step, *call, each.leg, {}) == nullptr) continue;
    SetConnectionState(step, *call, each.leg, ConnectionState::kQueued);
  }
}

void ReconcileMembers(Step& step, const SwitchSnapshot& snapshot) {
  std::map<std::string, std::set<std::string>> there;  // Queue → devices.
  for (const MemberAdded& member : snapshot.members) {
    there[member.queue].insert(NormaliseDevice(member.device));
  }
  for (const std::string& name : snapshot.queues) {
    Queue* queue = QueueOf(step, name);
    if (queue == nullptr) continue;
    std::erase_if(queue->foreign_members, [&](const ForeignMember& member) {
      const bool gone = member.first == step.source->id && !there[name].contains(member.second);
      if (gone) queue->foreign_paused.erase(member);
      return gone;
    });
    step.Tell(QueueChanged{queue->id});
    for (auto& [id, agent] : step.state.agents) {
      const auto membership = agent.memberships.find(queue->id);
      if (membership == agent.memberships.end()) continue;
      const SourceId reporter = membership->second.source;
      if (reporter && reporter != step.source->id) continue;  // Another switch has the queue, too.
      const std::string device = membership->second.device;
      if (!there[name].contains(device)) RemoveMember(step, {name, device});
    }
  }
  for (const MemberAdded& member : snapshot.members) AddMember(step, member);
  if (!snapshot.queues.empty()) DropMembersNotIn(step, NamedQueues(*step.source));
}

}  // namespace

void Reconcile(Step& step, const SwitchSnapshot& snapshot) {
  CloseCallsNotIn(step, snapshot);
  ReconcileCalls(step, snapshot);
  ReconcileWaiting(step, snapshot);
  ReconcileMembers(step, snapshot);
  TellMembersAnew(step);
}

void LoseCallsOfSource(Step& step) {
  for (const CallId id : LiveCallsOf(step)) {
    EndCall(step, step.state.calls.at(id), CallEnd::kLost);
  }
}

}  // namespace jackfield::exchange
