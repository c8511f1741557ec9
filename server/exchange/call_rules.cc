#include "server/exchange/call_rules.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "server/exchange/agent_rules.h"
#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/ledger.h"
#include "server/exchange/leg_rules.h"
#include "server/exchange/offer_rules.h"
#include "server/exchange/routing/last_agent.h"
#include "server/exchange/tickets/ticket_rules.h"
#include "server/exchange/tickets/ticket_triggers.h"
#include "server/exchange/wire_name.h"

namespace jackfield::exchange {
namespace {

// How far merged calls are followed to the call that goes on.
constexpr int kMergesFollowedMax = 8;

// FNV-1a: the ids come from our own source, and a collision costs one late event's stub.
std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

bool IsOver(const Source& source, const std::string& switch_id) {
  const std::uint64_t hash = HashOf(switch_id);
  return std::find(source.tombstones.begin(), source.tombstones.end(), hash) !=
         source.tombstones.end();
}

Call* NewCall(Step& step, const std::string& switch_id, Origin origin) {
  if (step.state.calls.size() >= kCallsMax || step.calls_made >= kCallsPerEntryMax) {
    step.Note(Noted::Kind::kLimit, "calls");
    return nullptr;
  }
  const CallId id{step.sequence.value * kCallsPerEntryMax + step.calls_made};
  Call& call = step.state.calls[id];
  call.id = id;
  call.name = WireName(step.names, step.calls_made++);
  call.source = step.source->id;
  call.epoch = step.source->epoch;
  call.switch_id = switch_id;
  call.origin = origin;
  call.began = step.now;
  call.last_event = step.now;
  step.source->calls[switch_id] = id;
  step.state.call_names[call.name] = id;
  step.state.timers.Set({TimerKind::kWatchdog, id.value, 0}, call.source, step.now,
                        step.state.configuration.connected_silence_max);
  if (origin == Origin::kUnknown) step.Note(Noted::Kind::kStub, switch_id);
  step.Tell(CallChanged{id});
  return &call;
}

// C1: the call itself, or the one that it became part of. nullptr: unknown.
Call* Lookup(Step& step, const std::string& switch_id) {
  const auto known = step.source->calls.find(switch_id);
  if (known == step.source->calls.end()) return nullptr;
  Call* call = FindCall(step, known->second);
  for (int merges = 0; call != nullptr && merges < kMergesFollowedMax; ++merges) {
    if (call->end != CallEnd::kTransferred) return call;
    call = FindCall(step, call->parent);
  }
  return call;
}

// The legs that connection `id` answered: of the call, and of the calls that became part of it.
std::vector<std::pair<Call*, Leg*>> LegsAnsweredBy(Step& step, const Call& call,
                                                   const std::string& id) {
  std::vector<std::pair<Call*, Leg*>> legs;
  for (const CallId part : MergedCalls(step.state, call.id)) {
    Call* each = FindCall(step, part);
    if (each == nullptr) continue;
    for (Leg& leg : each->legs) {
      if (leg.state == LegState::kAnswered && leg.agent_connection == id) {
        legs.emplace_back(each, &leg);
      }
    }
  }
  return legs;
}

void FinishHold(Step& step, Call& call, Connection& connection) {
  if (connection.state != ConnectionState::kHold) return;
  const Duration held = Elapsed(connection.since, step.now);
  connection.held += held;
  if (connection.agent) OnHoldOver(step, call, held);
}

// What an agent's connected time counts, and what comes after it.
void FinishTalk(Step& step, Call& call, const std::string& id) {
  const Connection& connection = call.connections.at(id);
  const Queue* queue = nullptr;
  for (const auto& [of, leg] : LegsAnsweredBy(step, call, id)) {
    CompleteLeg(step, *of, *leg, /*by_source=*/false);
    if (queue == nullptr) queue = &step.state.queues.at(leg->queue);
  }
  if (!connection.agent) return;
  Agent& agent = step.state.agents.at(connection.agent);
  const QueueId queue_id = queue != nullptr ? queue->id : QueueId{};
  AgentCounters& counters = CountAgent(step, agent, queue_id, step.now);
  const Duration total = Elapsed(connection.established, step.now);
  const Duration held = std::min(connection.held, total);
  ++counters.completed;
  counters.talk += total - held;
  counters.hold += held;
  agent.routing.talk += total - held;
}

// Before the connection is idle, see BeginWrapUp.
void MaybeWrapUp(Step& step, Call& call, const std::string& id) {
  const AgentId agent = call.connections.at(id).agent;
  if (!agent) return;
  const auto legs = LegsAnsweredBy(step, call, id);
  if (legs.empty()) return;
  BeginWrapUp(step, step.state.agents.at(agent), call, id,
              step.state.queues.at(legs.front().second->queue));
}

bool EverybodyLeft(const Call& call) {
  if (call.caller_connection.empty() || !call.parked_at.empty()) return false;
  for (const Leg& leg : call.legs) {
    if (leg.state == LegState::kWaiting) return false;
  }
  return std::all_of(call.connections.begin(), call.connections.end(), [](const auto& entry) {
    return entry.second.state == ConnectionState::kNull;
  });
}

bool IsMissedBySomebody(const State& state, const Call& call) {
  for (const Offer& offer : call.offers) {
    for (const Missed& missed : state.agents.at(offer.agent).missed) {
      if (missed.call == call.id) return true;
    }
  }
  return false;
}

// A call that is forgotten cannot be listed. For want of room it still counts as missed; after
// kForgetMax it does not.
void DropMissed(Step& step, const Call& call) {
  const bool old = Elapsed(call.ended, step.now) >= kForgetMax;
  for (const Offer& offer : call.offers) {
    Agent& agent = step.state.agents.at(offer.agent);
    const auto gone =
        std::erase_if(agent.missed, [&](const Missed& m) { return m.call == call.id; });
    if (gone == 0) continue;
    step.Tell(AgentChanged{agent.id});
    if (!old) CountOlderMissed(step, agent, static_cast<std::size_t>(gone));
  }
}

void Bury(Step& step, const Call& call) {
  Source& source = step.state.sources.at(call.source);
  const auto known = source.calls.find(call.switch_id);
  if (known == source.calls.end() || known->second != call.id) return;  // Another epoch's.
  source.calls.erase(known);
  if (call.end_inferred) return;  // It may be listed yet.
  const std::uint64_t hash = HashOf(call.switch_id);
  if (source.tombstones.size() < kTombstonesPerSource) {
    source.tombstones.push_back(hash);
  } else {
    source.tombstones[source.tombstone_next] = hash;
    source.tombstone_next = (source.tombstone_next + 1) % kTombstonesPerSource;
  }
}

void MoveConnections(Step& step, Call& from, Call& into) {
  for (auto& [id, connection] : from.connections) {
    if (connection.state == ConnectionState::kNull || into.connections.contains(id)) continue;
    into.connections.emplace(id, connection);
    if (!connection.agent) continue;
    Agent& agent = step.state.agents.at(connection.agent);
    agent.busy.emplace(into.id, id);
  }
  for (auto& [id, connection] : from.connections) {
    connection.state = ConnectionState::kNull;
    if (connection.agent) Release(step, step.state.agents.at(connection.agent), from.id, id);
  }
}

// A connection that was first heard of by an event that does not name its device.
void LearnDevice(Step& step, Call& call, const std::string& id, const std::string& device) {
  Connection& connection = call.connections.at(id);
  if (!connection.device.empty() || device.empty()) return;
  connection.device = device;
  step.Tell(CallChanged{call.id});
  Agent* agent = FindAgentByDevice(step, device);
  if (agent == nullptr) return;
  connection.agent = agent->id;
  if (connection.state != ConnectionState::kNull) Occupy(step, *agent, call, id);
}

}  // namespace

Call* FindCall(Step& step, CallId id) {
  const auto found = step.state.calls.find(id);
  return found == step.state.calls.end() ? nullptr : &found->second;
}

std::vector<CallId> MergedCalls(const State& state, CallId call) {
  std::vector<CallId> all{call};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto known = state.calls.find(all[i]);
    if (known == state.calls.end()) continue;
    for (const CallId child : known->second.children) {
      if (all.size() == kMergedCallsMax) return all;
      all.push_back(child);
    }
  }
  return all;
}

const Connection* FindConnection(Step& step, const Call& call, const std::string& id) {
  const Connection* found = nullptr;
  const Call* at = &call;
  for (int merges = 0; at != nullptr && merges <= kMergesFollowedMax; ++merges) {
    const auto here = at->connections.find(id);
    if (here != at->connections.end()) found = &here->second;
    at = at->parent ? FindCall(step, at->parent) : nullptr;
  }
  return found;
}

Call* LiveCall(Step& step, const std::string& switch_id) {
  Call* call = Lookup(step, switch_id);
  if (call == nullptr || !call->live()) {
    step.Ignore(call == nullptr ? IgnoreCause::kCallUnknown : IgnoreCause::kCallOver);
    return nullptr;
  }
  call->last_event = step.now;
  return call;
}

Call* LiveOrNewCall(Step& step, const std::string& switch_id, Origin origin) {
  if (Lookup(step, switch_id) != nullptr) {
    Call* call = LiveCall(step, switch_id);
    if (call != nullptr && call->origin == Origin::kUnknown && origin != Origin::kUnknown) {
      call->origin = origin;
      step.Tell(CallChanged{call->id});
    }
    return call;
  }
  if (step.source->calls.contains(switch_id) || IsOver(*step.source, switch_id)) {
    step.Ignore(IgnoreCause::kCallOver);  // C2, X5.
    return nullptr;
  }
  return NewCall(step, switch_id, origin);
}

void ConfirmEnd(Step& step, const std::string& switch_id) {
  const auto known = step.source->calls.find(switch_id);
  Call* call = known == step.source->calls.end() ? nullptr : FindCall(step, known->second);
  if (call != nullptr && !call->live()) call->end_inferred = false;
}

Call* ListedCall(Step& step, const std::string& switch_id, Origin origin) {
  const Call* known = Lookup(step, switch_id);
  if (known != nullptr && !known->live() && known->end_inferred) {
    step.source->calls.erase(switch_id);
  }
  return LiveOrNewCall(step, switch_id, origin);
}

Connection* TouchConnection(Step& step, Call& call, const std::string& id,
                            const std::string& device) {
  const auto known = call.connections.find(id);
  if (known != call.connections.end()) {
    LearnDevice(step, call, id, device);
    return &known->second;
  }
  if (call.connections.size() >= kConnectionsPerCallMax) {
    const auto over =
        std::find_if(call.connections.begin(), call.connections.end(),
                     [](const auto& e) { return e.second.state == ConnectionState::kNull; });
    if (over == call.connections.end()) {
      step.Note(Noted::Kind::kLimit, "connections of a call");
      return nullptr;
    }
    call.connections.erase(over);
  }
  Connection& connection = call.connections[id];
  connection.device = device;
  connection.state = ConnectionState::kInitiated;
  connection.since = step.now;
  if (const Agent* agent = FindAgentByDevice(step, device)) connection.agent = agent->id;
  step.Tell(CallChanged{call.id});
  return &connection;
}

void SetConnectionState(Step& step, Call& call, const std::string& id, ConnectionState state) {
  const auto known = call.connections.find(id);
  // An offer outlives its connection where calls with connections of one id were merged.
  if (known == call.connections.end() || known->second.state == state) return;
  Connection& connection = known->second;
  FinishHold(step, call, connection);
  const bool answered = state == ConnectionState::kConnected &&
                        connection.state != ConnectionState::kHold &&
                        connection.state != ConnectionState::kQueued;
  if (answered) connection.established = step.now;
  connection.state = state;
  connection.since = step.now;
  step.Tell(CallChanged{call.id});
  if (!connection.agent) return;
  Agent& agent = step.state.agents.at(connection.agent);
  if (state == ConnectionState::kNull) {
    Release(step, agent, call.id, id);
  } else {
    Occupy(step, agent, call, id);
  }
  if (!answered) return;
  NoteTalk(step, call.caller.customer, connection.agent);
  OnCustomerAnswered(step, call);
  OnCallbackAnswered(step, call);
}

void ClearConnection(Step& step, Call& call, const std::string& id) {
  const auto known = call.connections.find(id);
  if (known == call.connections.end() || known->second.state == ConnectionState::kNull) {
    return step.Ignore(IgnoreCause::kConnectionUnknown);
  }
  Connection& connection = known->second;
  // Also where the source said of a ringing connection that it does something else.
  if (OpenOfferAt(call, id) != nullptr) EndRing(step, call, id, RingEnd::kUnknown);
  for (Leg& leg : call.legs) {
    if (leg.state == LegState::kWaiting && leg.connection == id) {
      LeaveQueue(step, call, leg, DequeueCause::kAbandoned);
    }
  }
  const bool talked = connection.established != Moment{};
  if (connection.state == ConnectionState::kHold) {
    FinishHold(step, call, connection);
    connection.since = step.now;
  }
  if (talked) {
    FinishTalk(step, call, id);
    MaybeWrapUp(step, call, id);
  }
  SetConnectionState(step, call, id, ConnectionState::kNull);
  connection.cleared = true;
}

void EndIfDeserted(Step& step, Call& call) {
  if (!call.live() || !EverybodyLeft(call)) return;
  EndCall(step, call, CallEnd::kCleared);  // C4.
  call.end_inferred = true;
}

void EndCall(Step& step, Call& call, CallEnd end) {
  if (!call.live()) return;
  step.ended.push_back(call.id);
  call.end = end;  // First: nothing below ends it again.
  call.ended = step.now;
  const bool lost = end == CallEnd::kLost || end == CallEnd::kSilent;
  call.end_inferred = lost;
  for (Leg& leg : call.legs) {
    if (leg.state != LegState::kWaiting) continue;
    if (lost)
      LoseLeg(step, call, leg);
    else
      LeaveQueue(step, call, leg, DequeueCause::kAbandoned);
  }
  for (Offer& offer : call.offers) {
    if (offer.state != OfferState::kRinging) continue;
    const AgentId winner = AnsweredSince(call, offer.started);
    const OfferState gone = winner ? OfferState::kAnsweredElsewhere : OfferState::kCallerGone;
    CloseOffer(step, call, offer, lost ? OfferState::kLost : gone, winner);
  }
  for (const auto& [id, connection] : call.connections) {
    if (connection.state != ConnectionState::kNull) ClearConnection(step, call, id);
  }
  call.parked_at.clear();
  step.state.timers.Cancel({TimerKind::kWatchdog, call.id.value, 0});
  step.state.timers.Set({TimerKind::kForget, call.id.value, 0}, call.source, step.now,
                        step.state.calls.size() > kCallsMany ? kForgetSoon : kForgetAfter);
  OnCallOver(step, call);
  OnCallbackCallOver(step, call);
  step.Tell(CallEnded{call.id, end});
  step.Tell(CallChanged{call.id});
}

void MergeCalls(Step& step, Call& into, Call& from) {
  if (&into == &from || !into.live() || !from.live()) return;
  MoveConnections(step, from, into);
  for (std::size_t index = 0; index < from.legs.size(); ++index) {
    Leg& leg = from.legs[index];
    if (leg.state == LegState::kWaiting) MoveLeg(step, from, leg, into, leg.connection);
  }
  MoveOffers(step, from, into);
  from.parent = into.id;
  into.children.push_back(from.id);
  MoveCallbacks(step, into, from);
  into.triggered.insert(from.triggered.begin(), from.triggered.end());
  for (const auto& [id, connection] : into.connections) {
    if (connection.agent) {
      RefreshAgent(step, step.state.agents.at(connection.agent), StateCause::kCall);
    }
  }
  EndCall(step, from, CallEnd::kTransferred);
  step.Tell(CallChanged{into.id});
}

void OnWatchdog(Step& step, Call& call) {
  const Configuration& limits = step.state.configuration;
  const bool waits = std::any_of(call.legs.begin(), call.legs.end(),
                                 [](const Leg& leg) { return leg.state == LegState::kWaiting; });
  const Duration limit = waits ? limits.queued_silence_max : limits.connected_silence_max;
  if (Elapsed(call.last_event, step.now) >= limit) return EndCall(step, call, CallEnd::kSilent);
  step.state.timers.Set({TimerKind::kWatchdog, call.id.value, 0}, call.source, call.last_event,
                        limit);
}

void OnForget(Step& step, Call& call) {
  if (std::find(step.ended.begin(), step.ended.end(), call.id) != step.ended.end()) {
    // After a long silence one entry may end a call and reach its time to be forgotten; its end is
    // to be seen first.
    step.state.timers.Set({TimerKind::kForget, call.id.value, 0}, call.source, step.entry,
                          kForgetAfter);
    return;
  }
  const bool in_wrap_up = std::any_of(call.after.begin(), call.after.end(),
                                      [](const auto& entry) { return entry.second.open; });
  // Its legs may still be talked in, and its id used, as long as the call that goes on is known.
  const bool goes_on = call.parent && FindCall(step, call.parent) != nullptr;
  const bool missed = step.state.calls.size() <= kCallsMany && IsMissedBySomebody(step.state, call);
  const bool wanted = in_wrap_up || goes_on || missed;
  if (wanted && Elapsed(call.ended, step.now) < kForgetMax) {
    step.state.timers.Set({TimerKind::kForget, call.id.value, 0}, call.source, step.now,
                          kForgetAfter);
    return;
  }
  DropMissed(step, call);
  Bury(step, call);
  step.state.call_names.erase(call.name);
  step.state.calls.erase(call.id);
}

}  // namespace jackfield::exchange
