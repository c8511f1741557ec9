#include "server/exchange/callbacks/callback_calls.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "server/exchange/call_rules.h"
#include "server/exchange/callbacks/callback_checks.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/callbacks/callback_work.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_triggers.h"

namespace jackfield::exchange {
namespace {

bool IsFromOutside(const Call& call) {
  return call.direction != Direction::kOutbound && call.direction != Direction::kInternal;
}

// An agent and somebody else were both connected.
bool HasTalked(const Call& call) {
  const auto answered = [](const auto& each) { return each.second.established != Moment{}; };
  bool agent = false;
  bool other = false;
  for (const auto& each : call.connections) {
    if (answered(each)) (each.second.agent ? agent : other) = true;
  }
  return agent && other;
}

bool IsSamePerson(const PersonalText& dialled, const Callback& callback) {
  if (dialled.empty()) return false;
  if (dialled.key != 0) return dialled.key == callback.number.key;
  return dialled == callback.number;
}

void Hold(Callback& callback, Call& call) {
  callback.callers.insert(call.id);
  call.callbacks.insert(callback.id);
}

void LetGo(Step& step, CallbackId id, Call& call) {
  call.callbacks.erase(id);
  Callback* callback = FindCallback(step, id);
  if (callback == nullptr || callback->callers.erase(call.id) == 0) return;
  Touch(step, *callback);
  SettleCallback(step, *callback);
}

// N1.
void MakeOf(Step& step, const Call& call, const Leg& leg, CallbackOrigin origin) {
  const Caller& caller = call.caller;
  if (caller.do_not_call && origin != CallbackOrigin::kQueue) return;
  const Moment place = leg.place.value_or(leg.entered);
  Callback made{.number = caller.e164.empty() ? caller.number : caller.e164,
                .number_key = caller.number_key,
                .calling_code = caller.calling_code,
                .customer = caller.customer,
                .value_tier = caller.customer ? caller.value_tier : 0,
                .queue = leg.queue,
                .origin = origin,
                .call = call.name,
                .since = Moment{place.at, place.wall, false},
                .open_complaint = caller.customer && caller.open_complaint};
  if (made.number.empty() || TwinOf(step.state, made)) return;
  MakeCallback(step, std::move(made));
}

// The callback of whose present attempt it is the call; nullptr: there is none.
Callback* BoundTo(Step& step, const Call& call) {
  Callback* callback = FindCallback(step, call.callback);
  if (callback == nullptr || callback->state != CallbackState::kInProgress) return nullptr;
  return callback->attempts.back().call == call.name ? callback : nullptr;
}

// The call of an attempt is over: the agent is to tell how it went (B4).
void EndBoundCall(Step& step, const Call& call) {
  Callback* callback = BoundTo(step, call);
  if (callback == nullptr) return;
  CallbackAttempt& attempt = callback->attempts.back();
  attempt.talked = attempt.talked || HasTalked(call);
  const Duration limit = CallbackPlanOf(step.state, callback->queue).outcome_limit;
  SetLease(step, *callback, TicketMoment(step).wall + limit);
  Touch(step, *callback);
  const auto agent = step.state.agents.find(callback->agent);
  if (agent != step.state.agents.end()) OnLeaseholderChanged(step, agent->second);
}

// N3. The attempt of `from` goes on in `into`, where that is no other attempt's.
void MoveBinding(Step& step, Call& into, Call& from) {
  Callback* callback = BoundTo(step, from);
  if (callback != nullptr && BoundTo(step, into) != nullptr) {
    EndBoundCall(step, from);
  } else if (callback != nullptr) {
    into.callback = callback->id;
    callback->attempts.back().call = into.name;
    Touch(step, *callback);
  } else if (!into.callback) {
    into.callback = from.callback;
  }
  from.callback = {};
}

}  // namespace

void OnCallbackContact(Step& step, Call& call) {
  if (!call.live()) return;
  IndexCall(step.state, call);
  const std::set<CallbackId> theirs = CallbacksOn(step.state, call);
  const std::set<CallbackId> before = call.callbacks;
  for (const CallbackId id : before) {
    const bool came_from_it = step.state.callbacks.at(id).call == call.name;
    if (!theirs.contains(id) && !came_from_it) LetGo(step, id, call);
  }
  for (const CallbackId id : theirs) {
    if (call.callbacks.contains(id)) continue;
    Callback& callback = step.state.callbacks.at(id);
    if (!callback.live()) continue;  // It has expired meanwhile.
    Hold(callback, call);
    Touch(step, callback);
    SettleCallback(step, callback);
  }
  const bool answered = std::any_of(
      call.connections.begin(), call.connections.end(),
      [](const auto& each) { return each.second.agent && each.second.established != Moment{}; });
  if (answered) OnCallbackAnswered(step, call);
}

void OnCallbackAnswered(Step& step, Call& call) {
  if (!IsFromOutside(call)) return;
  const std::set<CallbackId> held = call.callbacks;
  for (const CallbackId id : held) {
    Callback& callback = step.state.callbacks.at(id);
    const bool made_before = callback.created.at < call.began.at && callback.call != call.name;
    if (made_before) EndCallback(step, callback, CallbackEnd::kCustomerCalled, {});
  }
}

void OnDialled(Step& step, Call& call) {
  OnCallbackContact(step, call);
  for (const auto& [id, connection] : call.connections) {
    const auto agent = step.state.agents.find(connection.agent);
    if (agent == step.state.agents.end() || !agent->second.routing.callback) continue;
    OnLeaseholderChanged(step, agent->second);
  }
}

Result<Callback*> CallbackToDial(Step& step, const Agent& agent, const std::string& number_key) {
  if (number_key.empty() || !agent.routing.callback) return nullptr;
  const Result<Callback*> leased = LeasedCallback(step, agent.routing.callback, agent.login);
  if (!leased || (*leased)->number_key != number_key) return nullptr;
  if (const Status open = CheckHours(step, **leased); !open) return Fail(open);
  if (const Status free = CheckNotDialling(**leased); !free) return Fail(free);
  return leased;
}

void OnDialCommanded(Step& step, Callback& callback, CommandId command) {
  SetDialled(step, callback, command);
}

void OnDialRefused(Step& step, AgentId agent, CommandId command) {
  const auto known = step.state.agents.find(agent);
  if (known == step.state.agents.end()) return;
  Callback* callback = FindCallback(step, known->second.routing.callback);
  if (callback == nullptr || callback->attempts.back().commanded != command) return;
  ClearDialled(step, *callback);
}

void OnLeftByKey(Step& step, Call& call, const Leg& leg) {
  if (!IsFromOutside(call) || !CallbackPlanOf(step.state, leg.queue).on_exit_key) return;
  MakeOf(step, call, leg, CallbackOrigin::kQueue);
}

void OnCallbackCallOver(Step& step, Call& call) {
  IndexCall(step.state, call);
  if (call.end == CallEnd::kTransferred) return;
  if (call.callback) EndBoundCall(step, call);
  if (!call.callback && call.direction == Direction::kOutbound && HasTalked(call)) {
    for (const CallbackId id : CallbacksOf(step.state, PartyOf(call))) {
      Callback& callback = step.state.callbacks.at(id);
      const bool made_before = callback.created.at < call.began.at;
      if (!made_before || callback.state == CallbackState::kInProgress) continue;
      EndCallback(step, callback, CallbackEnd::kReachedOtherwise, {});
    }
  }
  const std::set<CallbackId> held = call.callbacks;
  for (const CallbackId id : held) LetGo(step, id, call);
  const std::optional<QueueId> missed = MissedBy(call);
  if (!missed || !*missed || !CallbackPlanOf(step.state, *missed).on_missed_call) return;
  MakeOf(step, call, call.legs.back(), CallbackOrigin::kMissedCall);
}

void MoveCallbacks(Step& step, Call& into, Call& from) {
  MoveBinding(step, into, from);
  IndexCall(step.state, into);
  const std::set<CallbackId> held = std::exchange(from.callbacks, {});
  for (const CallbackId id : held) {
    Callback& callback = step.state.callbacks.at(id);
    callback.callers.erase(from.id);
    Hold(callback, into);
  }
}

void BindCall(Step& step, Callback& callback, const Agent& agent) {
  CallbackAttempt& attempt = callback.attempts.back();
  const bool calls = !attempt.call.empty() && !callback.lease_until;
  if (calls) return;
  for (const auto& [id, connection] : agent.busy) {
    Call* call = FindCall(step, id);
    if (call == nullptr || call->direction != Direction::kOutbound || call->callback) continue;
    if (call->began.at < attempt.began.at) continue;
    if (!attempt.commanded && !IsSamePerson(call->dialled, callback)) continue;
    call->callback = callback.id;
    attempt.call = call->name;
    if (!attempt.dialled) attempt.dialled = TicketMoment(step).wall;
    CancelLease(step, callback);
    return ClearDialled(step, callback);
  }
}

void HoldForItsCalls(Step& step, Callback& callback) {
  std::set<CallId> calls = CallsOf(step.state, PartyOf(callback));
  const auto known = step.state.call_names.find(callback.call);
  if (known != step.state.call_names.end()) calls.insert(known->second);
  for (const CallId id : calls) {
    Call* call = FindCall(step, id);
    if (call != nullptr && call->live()) Hold(callback, *call);
  }
}

void ForgetCallers(Step& step, Callback& callback) {
  for (const CallId id : std::exchange(callback.callers, {})) {
    if (Call* call = FindCall(step, id); call != nullptr) call->callbacks.erase(callback.id);
  }
}

}  // namespace jackfield::exchange
