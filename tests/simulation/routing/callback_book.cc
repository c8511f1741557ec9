#include "tests/simulation/routing/callback_book.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "tests/simulation/routing/callback_person.h"

namespace jackfield::sim {
namespace {

using exchange::AttemptOutcome;
using exchange::Call;
using exchange::Callback;
using exchange::CallbackEnd;
using exchange::CallbackOrigin;
using exchange::CallbackState;
using exchange::Direction;
using exchange::Leg;
using exchange::LegState;

constexpr char kNotMade[] = "callback not made";  // Why who lets a lease run out is Not Ready.

bool IsHad(const Callback& callback) { return callback.state == CallbackState::kInProgress; }

}  // namespace

void CallbackBook::Take(const exchange::Input& input, const exchange::Effects& effects,
                        const exchange::State& after) {
  state_ = &after;
  now_ = after.now;
  wall_ = input.wall;
  if (const auto* declared = std::get_if<exchange::Configuration>(&input.body)) {
    configuration_ = *declared;
  }
  by_people_ = std::holds_alternative<exchange::DeskCommand>(input.body);
  const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body);
  of_many_ = event != nullptr && std::holds_alternative<exchange::SwitchSnapshot>(event->body);
  Note(effects);
  if (const auto* command = std::get_if<exchange::CallbackCommand>(&input.body)) {
    NoteCommand(*command);
  }
  waiting_.clear();
  holders_.clear();
  for (const auto& [id, is] : after.callbacks) {
    const auto was = known_.find(id);
    Judge(was == known_.end() ? nullptr : &was->second, is);
    if (was == known_.end()) {
      known_.emplace(id, is);
    } else if (was->second != is) {
      was->second = is;
    }
  }
  JudgeSingle();
  JudgeMissing(effects);
  JudgeDialled(effects);
}

void CallbackBook::Note(const exchange::Effects& effects) {
  accepted_.clear();
  taken_.clear();
  returned_.clear();
  given_back_.clear();
  moved_.clear();
  cancelled_.clear();
  created_.clear();
  completed_ = nullptr;
  rescheduled_ = nullptr;
  forbids_ = false;
  live_calls_.clear();
  for (const auto& [id, call] : state_->calls) {
    if (call.live()) live_calls_.push_back(&call);
  }
  for (const exchange::Effect& effect : effects) {
    const auto* ended = std::get_if<exchange::ReservationEnded>(&effect);
    if (ended == nullptr || ended->work.kind != exchange::WorkKind::kCallback) continue;
    if (ended->end != exchange::ReservationEnd::kAccepted) continue;
    accepted_[CallbackId{ended->work.id}] = ended->agent;
  }
}

void CallbackBook::NoteCommand(const exchange::CallbackCommand& command) {
  if (const auto* create = std::get_if<exchange::CreateCallback>(&command)) {
    created_.push_back(create);
  }
  if (const auto* import = std::get_if<exchange::ImportCallbacks>(&command)) {
    for (const auto& row : import->rows) created_.push_back(&row);
  }
  if (const auto* cancel = std::get_if<exchange::CancelCallback>(&command)) {
    cancelled_.insert(cancel->callback);
  }
  if (const auto* take = std::get_if<exchange::TakeCallback>(&command)) {
    taken_[take->callback] = take->actor;
  }
  if (const auto* back = std::get_if<exchange::ReturnCallback>(&command)) {
    given_back_.insert(back->callback);
    returned_[back->callback] = state_->agent_logins.at(back->actor);
  }
  rescheduled_ = std::get_if<exchange::RescheduleCallback>(&command);
  if (rescheduled_ != nullptr) moved_.insert(rescheduled_->callback);
  completed_ = std::get_if<exchange::CompleteAttempt>(&command);
  forbids_ = std::holds_alternative<exchange::ForbidCallbacks>(command);
}

void CallbackBook::Fail(const Callback& callback, const std::string& what) {
  if (!wrong_.empty()) return;
  wrong_ = "at " + std::to_string(now_.time_since_epoch().count()) + " ms: callback " +
           std::to_string(callback.id.value) + " " + what;
}

void CallbackBook::Judge(const Callback* was, const Callback& is) {
  if (was == nullptr) {
    JudgeBirth(is);
  } else if (!was->live()) {
    if (is.live() || is.end != was->end) Fail(is, "was over, and is otherwise");
    return;
  } else if (is.since != was->since || is.number != was->number || is.queue != was->queue) {
    Fail(is, "is not in its place any more (H2)");
  } else if (!is.live()) {
    JudgeEnd(*was, is);
  } else if (IsHad(*was)) {
    const std::size_t attempts = was->attempts.size();
    if (IsHad(is)) {
      JudgeLease(*was, is);
    } else if (is.attempts.size() < attempts) {
      JudgeLoss(*was, is);
    } else {
      JudgeAttempt(*was, is);
    }
  } else if (IsHad(is)) {
    JudgeBegin(*was, is);
  } else {
    JudgeTimes(*was, is);
  }
  if (is.live()) JudgeState(is);
}

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
  if (pause == pauses.end()) return Fail(is, "goes on after an outcome that ends it");
  WallTime next = wall_ + pause->second;
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
  if (is.attempts.size() >= plan.attempts_max) Fail(is, "is tried too often (B5)");
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
      return require(IsHad(was) && is.attempts.size() >= PlanOf(is).attempts_max &&
                     outcome != AttemptOutcome::kReached);
    case CallbackEnd::kWrongNumber:
      return require(told && outcome == AttemptOutcome::kWrongNumber);
    case CallbackEnd::kExpired:
      return require(IsExpired(is));
    case CallbackEnd::kDoNotCall:
      return require(forbids_ && is.origin != CallbackOrigin::kQueue);
    case CallbackEnd::kNone:
      return require(false);
  }
}

void CallbackBook::JudgeState(const Callback& is) {
  if (HasCalledUs(is)) Fail(is, "is to be called, and an agent answered the customer (B6)");
  if (IsHad(is)) return JudgeHolder(is);
  if (IsExpired(is)) Fail(is, "has expired, and is not over (B5)");
  const bool due = IsDue(is);
  const CallbackState expected = due ? CallbackState::kWaiting : CallbackState::kScheduled;
  if (is.state != expected) Fail(is, due ? "is due, and does not wait" : "waits, and is not due");
  if (!due) return;
  WaitingCallback waiting{.queue = is.queue, .place = is.since.at, .value_tier = is.value_tier};
  if (is.earliest && *is.earliest > is.since.wall) waiting.place = now_ - (wall_ - *is.earliest);
  waiting.open_complaint = is.open_complaint;
  waiting.preferred = is.preferred;
  waiting.preferred_limit = PlanOf(is).preferred_limit;
  waiting.held = IsHeld(is);
  if (waiting.held) ++tally_["callbacks held"];
  waiting_[is.id] = waiting;
}

void CallbackBook::JudgeHolder(const Callback& is) {
  const exchange::Agent& agent = state_->agents.at(is.agent);
  const exchange::CallbackAttempt& attempt = is.attempts.back();
  if (!holders_.insert(is.agent).second) Fail(is, "is one of two that an agent has (B1)");
  if (agent.routing.callback != is.id) Fail(is, "is somebody's who does not know of it");
  if (is.lease_until && *is.lease_until <= wall_) Fail(is, "is leased beyond its time (B2)");
  if (attempt.call.empty()) {
    if (!is.lease_until) Fail(is, "is somebody's for ever (B2)");
    if (!IsReady(agent.id)) Fail(is, "is somebody's who is not Ready (B3)");
    return;
  }
  if (is.lease_until) return;
  const auto named = state_->call_names.find(attempt.call);
  const bool lives = named != state_->call_names.end() && state_->calls.at(named->second).live();
  if (!lives) Fail(is, "is somebody's whose call is over, for ever (B4)");
}

// B1.
void CallbackBook::JudgeSingle() {
  std::vector<const Callback*> live;
  for (const auto& [id, callback] : state_->callbacks) {
    if (callback.live()) live.push_back(&callback);
  }
  for (std::size_t one = 0; one < live.size(); ++one) {
    for (std::size_t other = 0; other < one; ++other) {
      const Callback& first = *live[one];
      const Callback& second = *live[other];
      if (!IsSamePerson(first, second)) continue;
      if (IsHad(first) && IsHad(second)) Fail(first, "and another of one person are had (B1)");
      const bool twins = first.queue == second.queue && first.number_key == second.number_key;
      if (twins) Fail(first, "is there twice (B1)");
    }
  }
}

// H1.
void CallbackBook::JudgeDialled(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    const auto* issued = std::get_if<exchange::CommandIssued>(&effect);
    if (issued == nullptr) continue;
    const auto* dial = std::get_if<exchange::DialNumber>(&issued->command.body);
    if (dial == nullptr) continue;
    for (const auto& [id, callback] : state_->callbacks) {
      const bool its = IsHad(callback) && callback.agent == issued->command.agent &&
                       callback.number == dial->number;
      if (!its) continue;
      ++tally_["callbacks dialled"];
      if (!HoursOf(callback).IsOpen(wall_)) Fail(callback, "is dialled at night (H1)");
    }
  }
}

}  // namespace jackfield::sim
