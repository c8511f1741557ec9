#include "server/exchange/leg_rules.h"

#include <algorithm>
#include <utility>

#include "server/base/check.h"
#include "server/exchange/alias_rules.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/expected_wait.h"
#include "server/exchange/ledger.h"
#include "server/exchange/offer_rules.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/routing/overflow_rules.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/ticket_triggers.h"

namespace jackfield::exchange {
namespace {

std::uint32_t IndexOf(const Call& call, const Leg& leg) {
  return static_cast<std::uint32_t>(&leg - call.legs.data());
}

TimerKey ThresholdTimer(const Call& call, const Leg& leg) {
  return {TimerKind::kThreshold, call.id.value, IndexOf(call, leg)};
}

Queue& QueueOf(Step& step, const Leg& leg) { return step.state.queues.at(leg.queue); }

// The leg waits no more: common to every way out.
void StopWaiting(Step& step, Call& call, Leg& leg, LegState state) {
  WithdrawLeg(step, call, leg);
  leg.state = state;
  leg.left = step.now;
  step.state.timers.Cancel(ThresholdTimer(call, leg));
  QueueOf(step, leg).waiting.erase({call.id, IndexOf(call, leg)});
  step.Tell(WaitEnded{leg.queue, call.id});
  const auto party = call.connections.find(leg.connection);
  if (party != call.connections.end() && party->second.state == ConnectionState::kQueued) {
    party->second.state = ConnectionState::kConnected;
    party->second.since = step.now;
  }
  step.Tell(CallChanged{call.id});
}

std::uint64_t& CounterOf(QueueCounters& counters, DequeueCause cause) {
  switch (cause) {
    case DequeueCause::kAbandoned:
      return counters.abandoned;
    case DequeueCause::kTimedOut:
      return counters.timed_out;
    case DequeueCause::kExitKey:
      return counters.exit_key;
    case DequeueCause::kExitEmpty:
      return counters.exit_empty;
    case DequeueCause::kUnseen:
      return counters.lost;
    case DequeueCause::kOverflowed:
      return counters.overflowed;
    case DequeueCause::kUnknown:
    case DequeueCause::kWithdrawn:
      return counters.withdrawn;
  }
  return counters.withdrawn;
}

// As what a ring of the queue ends when the caller has left it.
OfferState RingEndFor(DequeueCause cause) {
  if (cause == DequeueCause::kAbandoned) return OfferState::kCallerGone;
  // The caller waits on, and who is rung may answer all the same.
  if (cause == DequeueCause::kOverflowed) return OfferState::kExpired;
  return OfferState::kCancelled;
}

void CountLeave(QueueCounters& counters, const Queue& queue, const Leg& leg, DequeueCause cause) {
  const Duration waited = Elapsed(leg.entered, leg.left);
  ++CounterOf(counters, cause);
  counters.wait_max = std::max(counters.wait_max, waited);
  if (leg.foretold_p90 && cause == DequeueCause::kOverflowed) ++counters.foretold_overflowed;
  if (cause != DequeueCause::kAbandoned) return;
  if (leg.foretold_p90) ++counters.foretold_abandoned;
  counters.wait_abandoned += waited;
  if (waited <= queue.service_level_threshold()) ++counters.abandoned_within;
  if (waited <= queue.configuration.short_abandon_threshold) ++counters.abandoned_short;
}

// L3: the leg's own times decide, not the moment at which the timer was noticed.
void SettleThreshold(Step& step, Leg& leg, Duration waited) {
  Queue& queue = QueueOf(step, leg);
  const bool passed = waited > queue.service_level_threshold();
  if (passed == leg.passed_threshold) return;
  leg.passed_threshold = passed;
  if (passed) {
    ++CountQueue(step, queue, step.now).passed_threshold;
    return;
  }
  // Taken back where the timer counted it, which may be the next interval.
  Moment counted = leg.entered;
  counted.wall += queue.service_level_threshold() + Duration{1};
  QueueCounters& counters = CountQueue(step, queue, counted);
  if (counters.passed_threshold > 0) --counters.passed_threshold;
}

// L5.
void Foretell(Step& step, const Call& call, const Queue& queue, Leg& leg) {
  const auto expected =
      ExpectWait(LoadOf(step.staffing, queue.id, queue.waiting.size()), queue.handled);
  if (!expected || expected->p90 == Duration{0}) return;
  leg.foretold_p50 = expected->p50;
  leg.foretold_p90 = expected->p90;
  step.Tell(WaitForetold{call.id, queue.id, expected->p50, expected->p90});
}

void CountForetold(QueueCounters& counters, const Leg& leg, Duration waited) {
  if (!leg.foretold_p90) return;
  ++counters.foretold;
  if (waited <= *leg.foretold_p50) ++counters.foretold_p50;
  if (waited <= *leg.foretold_p90) ++counters.foretold_p90;
  counters.wait_foretold += *leg.foretold_p50;
  counters.wait_of_foretold += waited;
}

void BeginStay(Step& step, Call& call, Leg stay) {
  Leg& leg = call.legs.emplace_back(std::move(stay));
  Queue& queue = QueueOf(step, leg);
  const std::uint32_t index = IndexOf(call, leg);
  Foretell(step, call, queue, leg);
  queue.waiting.emplace(call.id, index);
  QueueCounters& counters = CountQueue(step, queue, leg.entered);
  ++counters.offered;  // L1.
  if (leg.foretold_p90) ++counters.foretold_offered;
  step.state.timers.Set(ThresholdTimer(call, leg), call.source, leg.entered,
                        queue.service_level_threshold() + Duration{1});
  step.state.timers.Set({TimerKind::kWatchdog, call.id.value, 0}, call.source, step.now,
                        step.state.configuration.queued_silence_max);
  EnqueueLeg(step, call, leg);
  step.Tell(CallChanged{call.id});
  OverflowOnArrival(step, call, index);
}

}  // namespace

Queue* QueueOf(Step& step, const std::string& name) {
  if (step.source == nullptr || name.empty()) return nullptr;
  if (const QueueId known = MeaningOf(step.state, *step.source, name)) {
    step.source->queues.emplace(name, known);
    return &step.state.queues.at(known);
  }
  if (step.state.queues.size() >= kQueuesMax) {
    step.Note(Noted::Kind::kLimit, "queues");
    return nullptr;
  }
  // Two sources may have queues of one name that the configuration keeps apart.
  const std::string own_name =
      step.state.queue_names.contains(name) ? step.source->name + "." + name : name;
  const QueueId id{step.state.queues.empty() ? 1 : step.state.queues.rbegin()->first.value + 1};
  Queue queue{.id = id};
  queue.configuration.name = own_name;
  step.state.queue_names[own_name] = id;
  step.source->queues.emplace(name, id);
  step.Tell(QueueChanged{id});
  return &step.state.queues.emplace(id, std::move(queue)).first->second;
}

void EnterQueue(Step& step, Call& call, const std::string& connection, Queue& queue,
                const Moment& entered) {
  for (Leg& leg : call.legs) {
    if (leg.state != LegState::kWaiting || leg.connection != connection) continue;
    if (leg.IsIn(queue.id)) return step.Ignore(IgnoreCause::kLegWaitsAlready);  // L2.
    LeaveQueue(step, call, leg, DequeueCause::kUnknown);
  }
  if (call.legs.size() >= kLegsPerCallMax) return step.Note(Noted::Kind::kLimit, "legs of a call");

  BeginStay(step, call, {.queue = queue.id, .connection = connection, .entered = entered});
}

void OverflowLeg(Step& step, Call& call, std::uint32_t index, Queue& to) {
  JACKFIELD_CHECK(call.legs.size() < kLegsPerCallMax);
  Leg& from = call.legs[index];
  Leg next{.queue = to.id, .connection = from.connection, .entered = step.now};
  next.kept_in = from.kept_in ? from.kept_in : from.queue;
  next.place = from.place.value_or(from.entered);
  LeaveQueue(step, call, from, DequeueCause::kOverflowed);
  const auto party = call.connections.find(next.connection);
  if (party != call.connections.end() && party->second.state == ConnectionState::kConnected) {
    party->second.state = ConnectionState::kQueued;
  }
  BeginStay(step, call, std::move(next));
}

Queue& QueueNow(Step& step, const Call& call, Queue& named) {
  const auto leg = std::find_if(call.legs.begin(), call.legs.end(), [&named](const Leg& each) {
    return each.state == LegState::kWaiting && each.IsIn(named.id);
  });
  return leg == call.legs.end() ? named : step.state.queues.at(leg->queue);
}

Leg* WaitingLeg(Call& call, QueueId queue, const std::string& connection) {
  Leg* only = nullptr;
  for (Leg& leg : call.legs) {
    if (leg.state != LegState::kWaiting || !leg.IsIn(queue)) continue;
    if (leg.connection == connection) return &leg;
    only = &leg;
  }
  return connection.empty() ? only : nullptr;
}

void AnswerLeg(Step& step, Call& call, Leg& leg, AgentId agent, const std::string& connection) {
  const Duration waited = Elapsed(leg.entered, step.now);
  AcceptLeg(step, call, leg, agent);
  StopWaiting(step, call, leg, LegState::kAnswered);
  SettleThreshold(step, leg, waited);
  leg.agent = agent;
  leg.agent_connection = connection;
  Queue& queue = QueueOf(step, leg);
  QueueCounters& counters = CountQueue(step, queue, step.now);
  ++counters.answered;
  counters.wait_answered += waited;
  counters.wait_max = std::max(counters.wait_max, waited);
  if (!leg.passed_threshold) ++counters.answered_within;
  CountForetold(counters, leg, waited);
  if (!agent) return;
  Agent& winner = step.state.agents.at(agent);
  ++winner.routing.handled;
  ++CountAgent(step, winner, queue.id, step.now).answered;
}

void LeaveQueue(Step& step, Call& call, Leg& leg, DequeueCause told) {
  const DequeueCause cause = LeaveCauseOf(step, WorkKeyOf(call, leg), told);
  const Duration waited = Elapsed(leg.entered, step.now);
  StopWaiting(step, call, leg, LegState::kLeft);
  leg.cause = cause;
  SettleThreshold(step, leg, waited);
  Queue& queue = QueueOf(step, leg);
  CountLeave(CountQueue(step, queue, step.now), queue, leg, cause);
  CloseOffersOfQueue(step, call, leg.queue, RingEndFor(cause));
  if (cause == DequeueCause::kAbandoned) OnCallerAbandoned(step, call, leg);
  if (cause == DequeueCause::kExitKey) OnLeftByKey(step, call, leg);
}

void LoseLeg(Step& step, Call& call, Leg& leg) {
  StopWaiting(step, call, leg, LegState::kLost);
  ++CountQueue(step, QueueOf(step, leg), step.now).lost;
  CloseOffersOfQueue(step, call, leg.queue, OfferState::kLost);
}

void RefineLeave(Step& step, Call& call, QueueId queue_id, const std::string& connection,
                 DequeueCause cause) {
  const auto leg = std::find_if(call.legs.rbegin(), call.legs.rend(), [&](const Leg& each) {
    return each.IsIn(queue_id) && each.connection == connection;
  });
  const bool refines = leg != call.legs.rend() && leg->state == LegState::kLeft &&
                       leg->cause == DequeueCause::kUnknown && cause != DequeueCause::kUnknown;
  if (!refines) return step.Ignore(IgnoreCause::kLegNotWaiting);
  Queue& queue = step.state.queues.at(leg->queue);
  QueueCounters& counters = CountQueue(step, queue, leg->left);
  if (counters.withdrawn > 0) --counters.withdrawn;
  CountLeave(counters, queue, *leg, cause);
  leg->cause = cause;
  step.Tell(CallChanged{call.id});
  if (cause == DequeueCause::kAbandoned) OnCallerAbandoned(step, call, *leg);
  if (cause == DequeueCause::kExitKey) OnLeftByKey(step, call, *leg);
}

void RefuseCaller(Step& step, Call& call, Queue& queue, RefusalCause cause) {
  if (!call.refusals.emplace(queue.id, cause).second)
    return step.Ignore(IgnoreCause::kRefusalKnown);
  QueueCounters& counters = CountQueue(step, queue, step.now);
  ++(cause == RefusalCause::kFull ? counters.refused_full : counters.refused_empty);
}

void CompleteLeg(Step& step, Call& call, Leg& leg, bool by_source) {
  if (leg.state != LegState::kAnswered || leg.completed_by_source) return;
  if (leg.completed && !by_source) return;
  Duration hold{0};
  if (const Connection* agent = FindConnection(step, call, leg.agent_connection)) {
    hold = agent->held;
    if (agent->state == ConnectionState::kHold) hold += Elapsed(agent->since, step.now);
  }
  const Duration total = Elapsed(leg.left, step.now);
  hold = std::min(hold, total);
  const Duration talk = total - hold;
  Queue& queue = QueueOf(step, leg);
  NoteHandled(queue, call.id, leg.agent, talk - leg.talk + hold - leg.hold);
  QueueCounters& counters = CountQueue(step, queue, step.now);
  if (!leg.completed) ++counters.completed;
  counters.talk += talk - leg.talk;  // L4: the difference, where it was counted before.
  counters.hold += hold - leg.hold;
  leg.talk = talk;
  leg.hold = hold;
  leg.completed = step.now;
  leg.completed_by_source = by_source;
  step.Tell(CallChanged{call.id});
}

void MarkTransferred(Step& step, Leg& leg) {
  if (leg.transferred || leg.state != LegState::kAnswered) return;
  leg.transferred = true;
  ++CountQueue(step, QueueOf(step, leg), step.now).transferred_out;
  if (leg.agent) {
    ++CountAgent(step, step.state.agents.at(leg.agent), leg.queue, step.now).transferred_out;
  }
}

void MoveLeg(Step& step, Call& from, Leg& leg, Call& to, const std::string& connection) {
  if (&from == &to) {
    leg.connection = connection;
    return step.Tell(CallChanged{to.id});
  }
  if (to.legs.size() >= kLegsPerCallMax) return step.Note(Noted::Kind::kLimit, "legs of a call");
  Leg moved = leg;
  moved.connection = connection;
  Queue& queue = QueueOf(step, leg);
  queue.waiting.erase({from.id, IndexOf(from, leg)});
  step.Tell(WaitEnded{queue.id, from.id});
  step.state.timers.Cancel(ThresholdTimer(from, leg));
  leg.state = LegState::kMoved;
  leg.left = step.now;
  Leg& arrived = to.legs.emplace_back(std::move(moved));
  queue.waiting.emplace(to.id, IndexOf(to, arrived));
  MoveWork(step, WorkKeyOf(from, leg), WorkKeyOf(to, arrived));
  PriceCaller(step, to);
  if (!arrived.passed_threshold) {
    step.state.timers.Set(ThresholdTimer(to, arrived), to.source, arrived.entered,
                          queue.service_level_threshold() + Duration{1});
  }
  step.Tell(QueueChanged{queue.id});
  step.Tell(CallChanged{from.id});
  step.Tell(CallChanged{to.id});
}

void OnThreshold(Step& step, Call& call, std::uint64_t index) {
  if (index >= call.legs.size()) return;
  Leg& leg = call.legs[index];
  if (leg.state != LegState::kWaiting || leg.passed_threshold) return;
  leg.passed_threshold = true;
  ++CountQueue(step, QueueOf(step, leg), step.now).passed_threshold;
}

}  // namespace jackfield::exchange
