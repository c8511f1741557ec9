#include "server/exchange/callbacks/callback_parties.h"

#include <algorithm>
#include <vector>

namespace jackfield::exchange {
namespace {

// The names by which the index knows a party: each kind has its own letter.
std::vector<std::string> NamesOf(const Party& party) {
  std::vector<std::string> names;
  if (!party.number_key.empty()) names.push_back("n" + party.number_key);
  if (party.customer) names.push_back("c" + std::to_string(party.customer.value));
  if (party.sealing_key != 0) names.push_back("k" + std::to_string(party.sealing_key));
  return names;
}

}  // namespace

Party PartyOf(const Callback& callback) {
  return {callback.number_key, callback.customer, callback.number.key};
}

Party PartyOf(const Call& call) {
  if (call.direction == Direction::kOutbound) return {{}, {}, call.dialled.key};
  return {call.caller.number_key, call.caller.customer, call.caller.number.key};
}

std::set<CallbackId> CallbacksOf(const State& state, const Party& party) {
  std::set<CallbackId> all;
  for (const std::string& name : NamesOf(party)) {
    const auto known = state.callbacks_of_party.find(name);
    if (known != state.callbacks_of_party.end()) {
      all.insert(known->second.begin(), known->second.end());
    }
  }
  return all;
}

void IndexCallback(State& state, const Callback& callback) {
  for (const std::string& name : NamesOf(PartyOf(callback))) {
    state.callbacks_of_party[name].insert(callback.id);
  }
}

void ForgetParty(State& state, const Callback& callback) {
  for (const std::string& name : NamesOf(PartyOf(callback))) {
    const auto known = state.callbacks_of_party.find(name);
    if (known == state.callbacks_of_party.end()) continue;
    known->second.erase(callback.id);
    if (known->second.empty()) state.callbacks_of_party.erase(known);
  }
}

bool IsHeld(const State& state, const Callback& callback) {
  if (!callback.callers.empty()) return true;
  const std::set<CallbackId> siblings = CallbacksOf(state, PartyOf(callback));
  return std::any_of(siblings.begin(), siblings.end(), [&](CallbackId id) {
    return id != callback.id && state.callbacks.at(id).state == CallbackState::kInProgress;
  });
}

}  // namespace jackfield::exchange
