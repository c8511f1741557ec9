// How the life of one callback goes on: from what it was to what it is.

#include <algorithm>
#include <map>
#include <string>

#include "tests/simulation/routing/callback_book.h"
#include "tests/simulation/routing/callback_person.h"

namespace jackfield::sim {
namespace {

using exchange::AttemptOutcome;
using exchange::Call;
using exchange::Callback;
using exchange::CallbackEnd;
using exchange::CallbackOrigin;
using exchange::Direction;
using exchange::Leg;
using exchange::LegState;

constexpr char kNotMade[] = "callback not made";  // Why who lets a lease run out is Not Ready.

}  // namespace

// N1, and what commands ask for.
void CallbackBook::JudgeBirth(const Callback& is) {
  ++tally_["callbacks made"];
  if (is.created.at != now_ || is.created.wall != wall_) Fail(is, "was not made when it was");
  if (now_ - is.since.at != wall_ - is.since.wall) Fail(is, "has a place that is no moment");
  if (!created_.empty()) {
    const bool asked = std::any_of(created_.begin(), created_.end(), [&](const auto* command) {
      return command->number == is.number && command->queue == QueueOf(is.queue).name &&
             command->wait_start.value_or(wall_) == is.since.wall &&
             command->earliest == is.earliest;
    });
    if (!asked) Fail(is, "is not what was asked for");
    return;
  }
  const auto named = state_->call_names.find(is.call);
  if (named == state_->call_names.end()) return Fail(is, "came from nothing");
  const Call& call = state_->calls.at(named->second);
  const bool by_key = is.origin == CallbackOrigin::kQueue;
  const bool from_stay = std::any_of(call.legs.begin(), call.legs.end(), [&](const Leg& leg) {
    const bool left = leg.state == LegState::kLeft && leg.queue == is.queue &&
                      (leg.cause == exchange::DequeueCause::kExitKey) >= by_key;
    return left && leg.place.value_or(leg.entered).at == is.since.at;
  });
  if (!from_stay) Fail(is, "does not have the place of its caller's entry (H2)");
  if (!by_key && (call.live() || IsAnswered(call, true))) Fail(is, "was missed, and was not (N1)");
  if (!by_key && call.caller.do_not_call) Fail(is, "is of somebody who is not to be called (N1)");
  const exchange::CallbackPlan& plan = PlanOf(is);
  if (!(by_key ? plan.on_exit_key : plan.on_missed_call)) Fail(is, "is not in the plan (N1)");
  if (is.calling_code != call.caller.calling_code) Fail(is, "is of another country (H1)");
  ++tally_[by_key ? "callbacks by key" : "callbacks of missed calls"];
}

// Nobody had it, and nobody has.
void CallbackBook::JudgeTimes(const Callback& was, const Callback& is) {
  if (is.attempts != was.attempts || is.lost_count != was.lost_count) {
    Fail(is, "was attempted, and nobody had it (B2)");
  }
  if (rescheduled_ == nullptr || rescheduled_->callback != is.id) {
    const bool same = is.earliest == was.earliest && is.next_attempt == was.next_attempt;
    if (!same) Fail(is, "has another time than before");
  } else if (is.earliest != rescheduled_->earliest || is.next_attempt) {
    Fail(is, "has not the time that was asked for");
  }
}

void CallbackBook::JudgeBegin(const Callback& was, const Callback& is) {
  ++tally_["callbacks begun"];
  const auto accepted = accepted_.find(is.id);
  const auto taken = taken_.find(is.id);
  const bool by_offer = accepted != accepted_.end() && accepted->second == is.agent;
  const bool by_hand = taken != taken_.end() && taken->second == state_->agents.at(is.agent).login;
  if (!by_offer && !by_hand) Fail(is, "is somebody's who did not take it");
  if (!IsDue(was)) Fail(is, "was begun outside its time, or the customer's hours (H1)");
  if (IsHeld(was)) Fail(is, "was begun while it is held (B6)");
  if (is.attempts.size() != was.attempts.size() + 1 || is.attempts.back().began.at != now_) {
    Fail(is, "was begun, and its attempts are wrong");
  }
  const WallTime until = wall_ + PlanOf(is).lease;
  const WallTime expected = HoursOf(is).FirstClosed(wall_, until);
  if (is.lease_until != expected) Fail(is, "has a wrong lease (B2, H1)");
}

// The same agent has it.
void CallbackBook::JudgeLease(const Callback& was, const Callback& is) {
  const exchange::CallbackAttempt& attempt = is.attempts.back();
  if (is.agent != was.agent || is.attempts.size() != was.attempts.size()) {
    return Fail(is, "changed hands (B2)");
  }
  if (is.lease_until == was.lease_until && attempt.call == was.attempts.back().call) return;
  if (attempt.call.empty()) return Fail(is, "has another lease than before (B2)");
  if (is.lease_until && *is.lease_until != wall_ + PlanOf(is).outcome_limit) {
    return Fail(is, "has a wrong time for its outcome (B4)");
  }
  if (attempt.call == was.attempts.back().call) return;
  const Call& call = state_->calls.at(state_->call_names.at(attempt.call));
  const bool theirs = std::any_of(call.connections.begin(), call.connections.end(),
                                  [&](auto& each) { return each.second.agent == is.agent; });
  const bool of_attempt =
      call.direction == Direction::kOutbound && call.began.at >= attempt.began.at;
  if (!theirs || !of_attempt) Fail(is, "has a call that is not its attempt's (N3)");
  if (!was.attempts.back().commanded && !IsWith(call, is)) Fail(is, "has another's call (N3)");
  ++tally_["callbacks called"];
}

// B3.
void CallbackBook::JudgeLoss(const Callback& was, const Callback& is) {
  ++tally_["leases lost"];
  const exchange::Agent& agent = state_->agents.at(was.agent);
  if (!was.attempts.back().call.empty()) Fail(is, "was called, and counts as never begun (B3)");
  const bool one_less = is.attempts.size() + 1 == was.attempts.size();
  if (!one_less || is.lost_count != was.lost_count + 1) Fail(is, "has a wrong count of leases");
  if (is.next_attempt != was.next_attempt || is.earliest != was.earliest) {
    Fail(is, "was lost, and does not go back to its place (B3)");
  }
  if (given_back_.contains(is.id)) return;
  const bool lapsed = was.lease_until && *was.lease_until <= wall_;
  const bool works = !agent.busy.empty() || agent.wrap_up || agent.pending;
  if (lapsed && !works && IsReady(agent.id)) Fail(is, "ran out, and its agent is Ready (B3)");
  // By themselves, and not because the exchange thinks that they are not there.
  const bool left = !IsReady(agent.id) && (by_people_ || agent.idle.reason != kNotMade);
  if (!lapsed && !left) Fail(is, "was lost before its lease is over (B3)");
}

// B5.
void CallbackBook::JudgeAttempt(const Callback& was, const Callback& is) {
  ++tally_["attempts that did not reach"];
  const exchange::CallbackAttempt& last = is.attempts.back();
  const exchange::CallbackPlan& plan = PlanOf(is);
  const std::map<AttemptOutcome, Duration> pauses{{AttemptOutcome::kNoAnswer, plan.no_answer_pause},
                                                  {AttemptOutcome::kBusy, plan.busy_pause},
                                                  {AttemptOutcome::kNotThem, plan.not_them_pause},
                                                  {AttemptOutcome::kFailed, plan.failed_pause}};
  const auto pause = pauses.find(last.outcome);
  const bool later = last.outcome == AttemptOutcome::kLater;
  if (pause == pauses.end() && !later) return Fail(is, "goes on after an outcome that ends it");
  if (later) JudgeWish(is);
  WallTime next = later ? wall_ : wall_ + pause->second;
  if (completed_ != nullptr && completed_->callback == is.id) {
    next = completed_->next_attempt.value_or(next);
    if (last.outcome != completed_->outcome) Fail(is, "has another outcome than was told");
  } else {
    const bool over = was.lease_until && *was.lease_until <= wall_;
    const bool gone = !IsSignedIn(was.agent);
    if (!over && !gone && !of_many_) Fail(is, "ended, and nobody told an outcome (B4)");
    if (last.outcome != AttemptOutcome::kNoAnswer) Fail(is, "has an outcome of nobody (B4)");
    if (HasTalked(was)) Fail(is, "was talked with, and counts as not reached (B4)");
  }
  if (is.next_attempt != next) Fail(is, "is tried again at a wrong time (B5)");
  if (IsGivenUp(is)) Fail(is, "is tried too often (B5)");
}

// They asked for another time: it is to come, in their hours, and before the callback expires.
void CallbackBook::JudgeWish(const Callback& is) {
  ++tally_["callbacks asked for later"];
  const WallTime at = is.next_attempt.value_or(wall_);
  const bool told = completed_ != nullptr && completed_->callback == is.id;
  if (!told || at <= wall_) Fail(is, "is to be called later, and not at a later time (B5)");
  if (!HoursOf(is).IsOpen(at)) Fail(is, "is to be called outside the customer's hours (H1)");
  if (IsExpired(is, at)) Fail(is, "is to be called when it has expired (B5)");
}

void CallbackBook::JudgeEnd(const Callback& was, const Callback& is) {
  ++tally_["callbacks over " + std::to_string(static_cast<int>(is.end))];
  const bool told = completed_ != nullptr && completed_->callback == is.id;
  const AttemptOutcome outcome =
      is.attempts.empty() ? AttemptOutcome::kNone : is.attempts.back().outcome;
  const auto require = [&](bool is_true) {
    if (!is_true)
      Fail(is, "is over for no true reason (" + std::to_string(static_cast<int>(is.end)) + ")");
  };
  switch (is.end) {
    case CallbackEnd::kReached:
      return require(IsHad(was) && outcome == AttemptOutcome::kReached && (told || HasTalked(was)));
    case CallbackEnd::kReachedOtherwise:
      return require(!IsHad(was) && WasTalkedTo(was));
    case CallbackEnd::kCustomerCalled:
      return require(HasCalledUs(was));
    case CallbackEnd::kTakenBack:
      return require(cancelled_.contains(is.id));
    case CallbackEnd::kAttemptsUsed:
      return require(IsHad(was) && IsGivenUp(is) && outcome != AttemptOutcome::kReached);
    case CallbackEnd::kWrongNumber:
      return require(told && outcome == AttemptOutcome::kWrongNumber);
    case CallbackEnd::kExpired:
      return require(IsExpired(is, wall_));
    case CallbackEnd::kDoNotCall:
      return require(IsForbidden(is));
    case CallbackEnd::kNone:
      return require(false);
  }
}

}  // namespace jackfield::sim
