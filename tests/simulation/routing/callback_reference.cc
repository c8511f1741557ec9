// What the rules ask for of callbacks at the present moment.

#include <algorithm>

#include "tests/simulation/routing/callback_book.h"
#include "tests/simulation/routing/callback_person.h"

namespace jackfield::sim {

using exchange::Call;
using exchange::Callback;
using exchange::Direction;

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
    return other.id != callback.id && IsHad(other) && IsSamePerson(other, callback);
  });
}

bool CallbackBook::IsExpired(const Callback& callback, WallTime at) const {
  const WallTime from = std::max(callback.created.wall, callback.earliest.value_or(WallTime{}));
  return at >= from + PlanOf(callback).expire_after;
}

// After its last attempt. One after which they asked for another time does not count, until there
// are as many as may ever be (B5).
bool CallbackBook::IsGivenUp(const Callback& callback) const {
  constexpr std::size_t kAttemptsMax = 16;
  const auto& attempts = callback.attempts;
  if (attempts.size() >= kAttemptsMax) return true;
  if (attempts.back().outcome == exchange::AttemptOutcome::kLater) return false;
  const auto counted = std::count_if(attempts.begin(), attempts.end(), [](const auto& each) {
    return each.outcome != exchange::AttemptOutcome::kLater;
  });
  return counted >= std::ptrdiff_t{PlanOf(callback).attempts_max};
}

// By their customer; where none is known, by their number. Who asked for it in the queue is called.
bool CallbackBook::IsForbidden(const Callback& callback) const {
  if (forbidden_ == nullptr || callback.origin == exchange::CallbackOrigin::kQueue) return false;
  const auto& customers = forbidden_->customers;
  const auto& keys = forbidden_->number_keys;
  return callback.customer ? std::count(customers.begin(), customers.end(), callback.customer) > 0
                           : std::count(keys.begin(), keys.end(), callback.number_key) > 0;
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

// In any call of the attempt: the exchange forgets the first while the agent tries again.
bool CallbackBook::HasTalked(const Callback& callback) const {
  if (talked_.contains(callback.id)) return true;
  const Instant began = callback.attempts.back().began.at;
  return std::any_of(state_->calls.begin(), state_->calls.end(), [&](const auto& each) {
    const Call& call = each.second;
    return call.callback == callback.id && call.began.at >= began && IsAnswered(call, true) &&
           IsAnswered(call, false);
  });
}

}  // namespace jackfield::sim
