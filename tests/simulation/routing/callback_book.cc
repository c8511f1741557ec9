#include "tests/simulation/routing/callback_book.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "tests/simulation/routing/callback_person.h"

namespace jackfield::sim {

using exchange::Call;
using exchange::Callback;
using exchange::CallbackState;
using exchange::Leg;
using exchange::LegState;

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
  forbidden_ = nullptr;
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
  forbidden_ = std::get_if<exchange::ForbidCallbacks>(&command);
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
  if (!IsHad(is)) {
    talked_.erase(is.id);
  } else if (HasTalked(is)) {
    talked_.insert(is.id);
  }
}

void CallbackBook::JudgeState(const Callback& is) {
  if (IsForbidden(is)) Fail(is, "is to be called, and must not be");
  if (HasCalledUs(is)) Fail(is, "is to be called, and an agent answered the customer (B6)");
  if (IsHad(is)) return JudgeHolder(is);
  if (IsExpired(is, wall_)) Fail(is, "has expired, and is not over (B5)");
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

// N1: what has to have been made.
void CallbackBook::JudgeMissing(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    const auto* changed = std::get_if<exchange::CallChanged>(&effect);
    if (changed == nullptr) continue;
    const auto found = state_->calls.find(changed->call);
    if (found == state_->calls.end() || !IsFromOutside(found->second)) continue;
    const Call& call = found->second;
    for (std::size_t index = 0; index < call.legs.size(); ++index) {
      const Leg& leg = call.legs[index];
      const bool by_key =
          leg.state == LegState::kLeft && leg.cause == exchange::DequeueCause::kExitKey;
      if (!by_key || !left_by_key_.emplace(call.id, index).second) continue;
      if (QueueOf(leg.queue).callbacks.on_exit_key) ExpectOne(call, leg);
    }
  }
  for (const exchange::Effect& effect : effects) {
    const auto* ended = std::get_if<exchange::CallEnded>(&effect);
    if (ended == nullptr || ended->end != exchange::CallEnd::kCleared) continue;
    const Call& call = state_->calls.at(ended->call);
    const bool left = std::all_of(call.legs.begin(), call.legs.end(), [](const Leg& leg) {
      return leg.state == LegState::kLeft && leg.cause != exchange::DequeueCause::kOverflowed;
    });
    const bool missed = IsFromOutside(call) && !call.legs.empty() && left &&
                        !IsAnswered(call, true) && !call.caller.do_not_call;
    if (!missed || !QueueOf(call.legs.back().queue).callbacks.on_missed_call) continue;
    ExpectOne(call, call.legs.back());
  }
}

void CallbackBook::ExpectOne(const Call& call, const Leg& leg) {
  if (call.caller.number.empty()) return;
  const bool there =
      std::any_of(state_->callbacks.begin(), state_->callbacks.end(), [&](const auto& each) {
        const Callback& callback = each.second;
        const bool now = callback.live() || callback.created.at == now_ || callback.ended == wall_;
        return now && callback.queue == leg.queue && callback.number_key == call.caller.number_key;
      });
  if (there || !wrong_.empty()) return;
  wrong_ = "at " + std::to_string(now_.time_since_epoch().count()) + " ms: call " +
           std::to_string(call.id.value) + " left its queue, and makes no callback (N1)";
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
