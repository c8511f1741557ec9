// What the rules ask for of callbacks at the present moment, and which there have to be.

#include <algorithm>
#include <variant>

#include "tests/simulation/routing/callback_book.h"
#include "tests/simulation/routing/callback_person.h"

namespace jackfield::sim {

using exchange::Call;
using exchange::Callback;
using exchange::Direction;
using exchange::Leg;
using exchange::LegState;

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

const exchange::QueueConfiguration& CallbackBook::QueueOf(QueueId queue) const {
  static const exchange::QueueConfiguration kUndeclared;
  const std::string& name = state_->queues.at(queue).configuration.name;
  for (const auto& declared : configuration_.queues) {
    if (declared.name == name) return declared;
  }
  return kUndeclared;
}

const exchange::CallbackPlan& CallbackBook::PlanOf(const Callback& callback) const {
  return QueueOf(callback.queue).callbacks;
}

Hours CallbackBook::HoursOf(const Callback& callback) const {
  const exchange::CallbackPlan& plan = PlanOf(callback);
  std::string name = plan.calendar.empty() ? QueueOf(callback.queue).calendar : plan.calendar;
  const auto country = plan.calendars_by_code.find(callback.calling_code);
  if (country != plan.calendars_by_code.end()) name = country->second;
  return Hours(configuration_, name);
}

bool CallbackBook::IsDue(const Callback& callback) const {
  const WallTime past = wall_;
  return callback.earliest.value_or(past) <= wall_ &&
         callback.next_attempt.value_or(past) <= wall_ && HoursOf(callback).IsOpen(wall_);
}

// B6, and B1 for siblings.
bool CallbackBook::IsHeld(const Callback& callback) const {
  const bool on_the_line = std::any_of(
      live_calls_.begin(), live_calls_.end(),
      [&](const Call* call) { return IsWith(*call, callback) || call->name == callback.call; });
  if (on_the_line) return true;
  return std::any_of(state_->callbacks.begin(), state_->callbacks.end(), [&](const auto& each) {
    const Callback& other = each.second;
    return other.id != callback.id && other.state == exchange::CallbackState::kInProgress &&
           IsSamePerson(other, callback);
  });
}

bool CallbackBook::IsExpired(const Callback& callback) const {
  const WallTime from = std::max(callback.created.wall, callback.earliest.value_or(WallTime{}));
  return wall_ >= from + PlanOf(callback).expire_after;
}

bool CallbackBook::IsSignedIn(AgentId id) const {
  const exchange::Agent& agent = state_->agents.at(id);
  const auto& all = configuration_.agents;
  const bool declared = std::any_of(
      all.begin(), all.end(), [&agent](const auto& each) { return each.login == agent.login; });
  return declared && agent.idle.state != exchange::IdleState::kLoggedOff;
}

bool CallbackBook::IsReady(AgentId id) const {
  return IsSignedIn(id) && state_->agents.at(id).idle.state == exchange::IdleState::kReady;
}

// An agent answered a call of theirs that began after it was made.
bool CallbackBook::HasCalledUs(const Callback& callback) const {
  return std::any_of(state_->calls.begin(), state_->calls.end(), [&](const auto& each) {
    const Call& call = each.second;
    const bool concerns = call.live() || call.ended.at == now_;
    return concerns && IsFromOutside(call) && IsWith(call, callback) &&
           call.began.at > callback.created.at && call.name != callback.call &&
           IsAnswered(call, true);
  });
}

// Somebody called them otherwise, and they talked.
bool CallbackBook::WasTalkedTo(const Callback& callback) const {
  return std::any_of(state_->calls.begin(), state_->calls.end(), [&](const auto& each) {
    const Call& call = each.second;
    return !call.live() && call.ended.at == now_ && call.direction == Direction::kOutbound &&
           IsWith(call, callback) && !call.callback && call.began.at > callback.created.at &&
           IsAnswered(call, true) && IsAnswered(call, false);
  });
}

// A call of the attempt that is over, or of which nobody told the outcome.
bool CallbackBook::HasTalked(const Callback& callback) const {
  const Instant began = callback.attempts.back().began.at;
  return std::any_of(state_->calls.begin(), state_->calls.end(), [&](const auto& each) {
    const Call& call = each.second;
    return call.callback == callback.id && call.began.at >= began && IsAnswered(call, true) &&
           IsAnswered(call, false);
  });
}

}  // namespace jackfield::sim
