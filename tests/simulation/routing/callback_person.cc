#include "tests/simulation/routing/callback_person.h"

#include <algorithm>

namespace jackfield::sim {

using exchange::Call;
using exchange::Callback;
using exchange::Direction;

bool IsHad(const Callback& callback) {
  return callback.state == exchange::CallbackState::kInProgress;
}

bool IsFromOutside(const Call& call) {
  return call.direction != Direction::kOutbound && call.direction != Direction::kInternal;
}

bool IsSamePerson(const Callback& one, const Callback& other) {
  return (!one.number_key.empty() && one.number_key == other.number_key) ||
         (one.customer && one.customer == other.customer) ||
         (one.number.key != 0 && one.number.key == other.number.key);
}

bool IsWith(const Call& call, const Callback& callback) {
  const std::uint64_t key = callback.number.key;
  if (call.direction == Direction::kInternal) return false;
  if (call.direction == Direction::kOutbound) return key != 0 && call.dialled.key == key;
  const exchange::Caller& caller = call.caller;
  return (!callback.number_key.empty() && caller.number_key == callback.number_key) ||
         (callback.customer && caller.customer == callback.customer) ||
         (key != 0 && caller.number.key == key);
}

bool IsAnswered(const Call& call, bool by_agent) {
  return std::any_of(call.connections.begin(), call.connections.end(), [by_agent](auto& each) {
    const exchange::Connection& connection = each.second;
    return static_cast<bool>(connection.agent) == by_agent &&
           connection.established != exchange::Moment{};
  });
}

}  // namespace jackfield::sim
