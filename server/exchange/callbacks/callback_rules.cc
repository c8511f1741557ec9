#include "server/exchange/callbacks/callback_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "server/base/check.h"
#include "server/exchange/agent_rules.h"
#include "server/exchange/calendar/business_time.h"
#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/callbacks/callback_work.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_rules.h"
#include "server/exchange/wire_name.h"

namespace jackfield::exchange {
namespace {

enum class CallbackTimer : std::uint8_t { kLook = 0, kLease = 1, kForget = 2, kDial = 3 };

constexpr std::string_view kLapsedReason = "callback not made";
constexpr Changer kTheRouting{StateCause::kDeadline, "routing"};

TimerKey KeyOf(const Callback& callback, CallbackTimer timer) {
  return {TimerKind::kCallback, callback.id.value, static_cast<std::uint64_t>(timer)};
}

WallTime NowOf(const Step& step) { return TicketMoment(step).wall; }

void SetTimer(Step& step, const Callback& callback, CallbackTimer timer, WallTime at) {
  const Moment now = TicketMoment(step);
  step.state.timers.Set(KeyOf(callback, timer), SourceId{}, now,
                        std::max<Duration>(at - now.wall, Duration{0}));
}

void CancelTimer(Step& step, const Callback& callback, CallbackTimer timer) {
  step.state.timers.Cancel(KeyOf(callback, timer));
}

// It goes into a state in which nobody has it.
void Become(Step& step, Callback& callback, CallbackState state, std::optional<WallTime> due) {
  if (callback.state == state && callback.due == due) return;
  callback.state = state;
  callback.due = due;
  Touch(step, callback);
}

// The others of the same person are held, or not any more (B1).
void SettleSiblings(Step& step, const Callback& callback) {
  for (const CallbackId id : CallbacksOf(step.state, PartyOf(callback))) {
    if (id != callback.id) SettleCallback(step, step.state.callbacks.at(id));
  }
}

// Nobody has it any more.
void Release(Step& step, Callback& callback) {
  CancelLease(step, callback);
  CancelTimer(step, callback, CallbackTimer::kDial);
  if (!callback.attempts.empty()) callback.attempts.back().commanded = {};
  const auto agent = step.state.agents.find(std::exchange(callback.agent, AgentId{}));
  if (agent == step.state.agents.end()) return;
  if (agent->second.routing.callback != callback.id) return;
  agent->second.routing.callback = {};
  RefreshAgent(step, agent->second, StateCause::kCall);
}

// An attempt that its callback's end cuts off: kept where somebody has called.
void DropAttempt(const Step& step, Callback& callback) {
  if (callback.state != CallbackState::kInProgress) return;
  CallbackAttempt& attempt = callback.attempts.back();
  if (attempt.call.empty()) return callback.attempts.pop_back();
  attempt.ended = NowOf(step);
}

CallbackState FinalStateOf(CallbackEnd end) {
  switch (end) {
    case CallbackEnd::kReached:
    case CallbackEnd::kReachedOtherwise:
      return CallbackState::kReached;
    case CallbackEnd::kAttemptsUsed:
    case CallbackEnd::kWrongNumber:
    case CallbackEnd::kExpired:
      return CallbackState::kUnreached;
    case CallbackEnd::kCustomerCalled:
    case CallbackEnd::kTakenBack:
    case CallbackEnd::kDoNotCall:
    case CallbackEnd::kNone:
      return CallbackState::kCancelled;
  }
  return CallbackState::kCancelled;
}

// B5.
Duration PauseAfter(const CallbackPlan& plan, AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::kNoAnswer:
    case AttemptOutcome::kNone:
      return plan.no_answer_pause;
    case AttemptOutcome::kBusy:
      return plan.busy_pause;
    case AttemptOutcome::kNotThem:
      return plan.not_them_pause;
    case AttemptOutcome::kFailed:
      return plan.failed_pause;
    case AttemptOutcome::kReached:
    case AttemptOutcome::kWrongNumber:
    case AttemptOutcome::kLater:
      return Duration{0};
  }
  return plan.no_answer_pause;
}

// B5. After the last of them.
bool IsGivenUp(const CallbackPlan& plan, const std::vector<CallbackAttempt>& attempts) {
  const auto counts = [](const CallbackAttempt& each) {
    return each.outcome != AttemptOutcome::kLater;
  };
  if (attempts.size() >= kCallbackAttemptsMax) return true;
  const auto counted = std::count_if(attempts.begin(), attempts.end(), counts);
  return counts(attempts.back()) &&
         counted >= std::ptrdiff_t{std::clamp(plan.attempts_max, 1U, kCallbackAttemptsMax)};
}

bool IsSignedIn(const Agent& agent) {
  return agent.configured && agent.idle.state != IdleState::kLoggedOff;
}

// What the call says where nobody else does (B4).
AttemptEnd Assumed(const CallbackAttempt& attempt) {
  return {.outcome = attempt.talked ? AttemptOutcome::kReached : AttemptOutcome::kNoAnswer};
}

// B3.
void LetLapse(Step& step, Callback& callback) {
  const AgentId id = callback.agent;
  LoseAttempt(step, callback);
  Agent& agent = step.state.agents.at(id);
  const bool works = !agent.busy.empty() || agent.wrap_up;
  if (works || agent.idle.state != IdleState::kReady || agent.pending) return;
  WishIdle(step, agent, {IdleState::kNotReady, std::string(kLapsedReason), {}}, kTheRouting);
}

void OnLease(Step& step, Callback& callback) {
  if (callback.state != CallbackState::kInProgress || !callback.lease_until) return;
  if (*callback.lease_until > NowOf(step)) {  // The wall clock was set back.
    return SetTimer(step, callback, CallbackTimer::kLease, *callback.lease_until);
  }
  const CallbackAttempt& attempt = callback.attempts.back();
  if (attempt.call.empty()) return LetLapse(step, callback);
  EndAttempt(step, callback, Assumed(attempt));
}

// Older states have no such timer. Where there is one, it begins anew.
void KeepDialLimit(Step& step, const Callback& callback) {
  const bool dials = callback.state == CallbackState::kInProgress &&
                     static_cast<bool>(callback.attempts.back().commanded);
  if (dials) SetTimer(step, callback, CallbackTimer::kDial, NowOf(step) + kCallbackDialLimit);
}

void Forget(Step& step, const Callback& callback) {
  step.state.callback_names.erase(callback.name);
  step.state.callbacks.erase(callback.id);
}

}  // namespace

Callback* FindCallback(Step& step, CallbackId id) {
  const auto found = step.state.callbacks.find(id);
  return found == step.state.callbacks.end() ? nullptr : &found->second;
}

bool HasRoomForCallback(const Step& step) {
  return step.state.callbacks.size() < kCallbacksMax && step.callbacks_made < kCallbacksPerEntryMax;
}

CallbackId TwinOf(const State& state, const Callback& made) {
  for (const CallbackId id : CallbacksOf(state, PartyOf(made))) {
    const Callback& other = state.callbacks.at(id);
    const bool same_number =
        made.number_key.empty() || other.number_key.empty() || made.number_key == other.number_key;
    if (other.queue == made.queue && same_number) return id;
  }
  return {};
}

Callback* MakeCallback(Step& step, Callback made) {
  if (!HasRoomForCallback(step)) {
    step.Note(Noted::Kind::kLimit, "callbacks");
    return nullptr;
  }
  made.id = CallbackId{++step.state.callbacks_made};
  // Calls and tickets of the same entry have the names before.
  made.name = WireName(step.names, kCallsPerEntryMax + kTicketsPerEntryMax + step.callbacks_made++);
  made.created = TicketMoment(step);
  if (made.since == Moment{}) made.since = made.created;
  step.state.callback_names[made.name] = made.id;
  IndexCallback(step.state, made);
  Callback& callback = step.state.callbacks.emplace(made.id, std::move(made)).first->second;
  Touch(step, callback);
  HoldForItsCalls(step, callback);
  SettleCallback(step, callback);
  return &callback;
}

void SettleCallback(Step& step, Callback& callback) {
  if (!callback.live() || callback.state == CallbackState::kInProgress) return;
  const WallTime now = NowOf(step);
  const WallTime expires = ExpiryOf(step.state, callback);
  if (now >= expires) return EndCallback(step, callback, CallbackEnd::kExpired, {});
  const std::optional<WallTime> chance = NextChance(step.state, callback, now);
  if (!chance || *chance > now) {
    WithdrawCallback(step, callback);
    SetTimer(step, callback, CallbackTimer::kLook, std::min(chance.value_or(expires), expires));
    return Become(step, callback, CallbackState::kScheduled, chance);
  }
  const auto closes = NextClosing(CallingHoursOf(step.state, callback), now);
  SetTimer(step, callback, CallbackTimer::kLook, std::min(closes.value_or(expires), expires));
  Become(step, callback, CallbackState::kWaiting, std::nullopt);
  OfferCallback(step, callback);
}

void BeginAttempt(Step& step, Callback& callback, Agent& agent) {
  JACKFIELD_CHECK(callback.live() && callback.state != CallbackState::kInProgress);
  CancelTimer(step, callback, CallbackTimer::kLook);
  callback.state = CallbackState::kInProgress;
  callback.due.reset();
  callback.agent = agent.id;
  callback.attempts.push_back({.agent = agent.id, .began = TicketMoment(step)});
  agent.routing.callback = callback.id;
  const WallTime now = NowOf(step);
  const WallTime until = now + CallbackPlanOf(step.state, callback.queue).lease;
  const auto closes = NextClosing(CallingHoursOf(step.state, callback), now);
  SetLease(step, callback, std::min(until, closes.value_or(until)));  // H1.
  Touch(step, callback);
  RefreshAgent(step, agent, StateCause::kCall);
  SettleSiblings(step, callback);
}

void LoseAttempt(Step& step, Callback& callback) {
  callback.attempts.pop_back();
  ++callback.lost_count;
  callback.state = CallbackState::kScheduled;
  Release(step, callback);
  Touch(step, callback);
  SettleCallback(step, callback);
  SettleSiblings(step, callback);
}

void EndAttempt(Step& step, Callback& callback, const AttemptEnd& end) {
  const CallbackPlan& plan = CallbackPlanOf(step.state, callback.queue);
  CallbackAttempt& attempt = callback.attempts.back();
  attempt.outcome = end.outcome;
  attempt.ended = NowOf(step);
  attempt.assumed = end.who.empty();
  callback.state = CallbackState::kScheduled;
  Release(step, callback);
  Touch(step, callback);
  if (end.outcome == AttemptOutcome::kReached) {
    return EndCallback(step, callback, CallbackEnd::kReached, end.who);
  }
  if (end.outcome == AttemptOutcome::kWrongNumber) {
    return EndCallback(step, callback, CallbackEnd::kWrongNumber, end.who);
  }
  if (IsGivenUp(plan, callback.attempts)) {
    return EndCallback(step, callback, CallbackEnd::kAttemptsUsed, end.who);
  }
  callback.next_attempt = end.next_attempt.value_or(*attempt.ended + PauseAfter(plan, end.outcome));
  SettleCallback(step, callback);
  SettleSiblings(step, callback);
}

void EndCallback(Step& step, Callback& callback, CallbackEnd end, const std::string& who) {
  if (!callback.live()) return;
  WithdrawCallback(step, callback);
  DropAttempt(step, callback);
  callback.end = end;
  callback.state = FinalStateOf(end);
  callback.ended_by = who;
  callback.ended = NowOf(step);
  callback.due.reset();
  callback.next_attempt.reset();
  ForgetParty(step.state, callback);
  ForgetCallers(step, callback);
  Release(step, callback);
  CancelTimer(step, callback, CallbackTimer::kLook);
  // The moment counts from when the end is noticed: it is to be seen by those who look after the
  // step.
  const bool many = step.state.callbacks.size() > kCallbacksMany;
  step.state.timers.Set(KeyOf(callback, CallbackTimer::kForget), SourceId{}, step.clock,
                        many ? kCallbackForgetSoon : kCallbackForgetAfter);
  Touch(step, callback);
  SettleSiblings(step, callback);
}

void SetLease(Step& step, Callback& callback, WallTime until) {
  callback.lease_until = until;
  SetTimer(step, callback, CallbackTimer::kLease, until);
}

void CancelLease(Step& step, Callback& callback) {
  callback.lease_until.reset();
  CancelTimer(step, callback, CallbackTimer::kLease);
}

void SetDialled(Step& step, Callback& callback, CommandId command) {
  callback.attempts.back().commanded = command;
  SetTimer(step, callback, CallbackTimer::kDial, NowOf(step) + kCallbackDialLimit);
  Touch(step, callback);
}

void ClearDialled(Step& step, Callback& callback) {
  callback.attempts.back().commanded = {};
  CancelTimer(step, callback, CallbackTimer::kDial);
  Touch(step, callback);
}

WallTime ExpiryOf(const State& state, const Callback& callback) {
  WallTime from = callback.created.wall;
  if (callback.earliest) from = std::max(from, *callback.earliest);
  return from + CallbackPlanOf(state, callback.queue).expire_after;
}

void OnCallbackAccepted(Step& step, CallbackId id, AgentId agent) {
  Callback* callback = FindCallback(step, id);
  if (callback == nullptr || !callback->live()) return;
  BeginAttempt(step, *callback, step.state.agents.at(agent));
}

void OnLeaseholderChanged(Step& step, const Agent& agent) {
  if (!agent.routing.callback) return;
  Callback* callback = FindCallback(step, agent.routing.callback);
  JACKFIELD_CHECK(callback != nullptr && callback->agent == agent.id);
  BindCall(step, *callback, agent);
  const CallbackAttempt& attempt = callback->attempts.back();
  if (attempt.call.empty()) {
    const bool ready = IsSignedIn(agent) && agent.idle.state == IdleState::kReady;
    if (!ready) LoseAttempt(step, *callback);
    return;
  }
  // Who has called and signs off tells nothing more.
  if (!IsSignedIn(agent) && callback->lease_until) EndAttempt(step, *callback, Assumed(attempt));
}

void Touch(Step& step, Callback& callback) {
  ++callback.revision;
  step.Tell(CallbackChanged{callback.id});
}

void OnCallbackTimer(Step& step, CallbackId id, std::uint64_t detail) {
  Callback* callback = FindCallback(step, id);
  if (callback == nullptr) return;
  switch (static_cast<CallbackTimer>(detail)) {
    case CallbackTimer::kLook:
      return SettleCallback(step, *callback);
    case CallbackTimer::kLease:
      return OnLease(step, *callback);
    case CallbackTimer::kForget:
      return Forget(step, *callback);
    case CallbackTimer::kDial:
      return ClearDialled(step, *callback);
  }
}

void AdoptCallbackPlans(Step& step) {
  for (auto& [id, callback] : step.state.callbacks) {
    SettleCallback(step, callback);
    KeepDialLimit(step, callback);
  }
}

}  // namespace jackfield::exchange
