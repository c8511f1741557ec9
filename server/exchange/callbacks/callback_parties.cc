#include "server/exchange/callbacks/callback_parties.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "server/exchange/call_rules.h"

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

template <typename Id>
using Index = std::map<std::string, std::set<Id>>;

template <typename Id>
std::set<Id> Find(const Index<Id>& index, const Party& party) {
  std::set<Id> all;
  for (const std::string& name : NamesOf(party)) {
    const auto known = index.find(name);
    if (known != index.end()) all.insert(known->second.begin(), known->second.end());
  }
  return all;
}

template <typename Id>
void Drop(Index<Id>& index, const std::string& name, Id id) {
  const auto known = index.find(name);
  if (known == index.end()) return;
  known->second.erase(id);
  if (known->second.empty()) index.erase(known);
}

// Who is on the line: the call's own party, and those of all calls that became part of it.
std::set<std::string> NamesOn(const State& state, const Call& call) {
  std::set<std::string> names;
  for (const CallId id : MergedCalls(state, call.id)) {
    const auto part = state.calls.find(id);
    if (part == state.calls.end()) continue;
    for (std::string& name : NamesOf(PartyOf(part->second))) names.insert(std::move(name));
  }
  return names;
}

}  // namespace

Party PartyOf(const Callback& callback) {
  return {callback.number_key, callback.customer, callback.number.key};
}

Party PartyOf(const Call& call) {
  if (call.direction == Direction::kInternal) return {};
  if (call.direction == Direction::kOutbound) return {{}, {}, call.dialled.key};
  return {call.caller.number_key, call.caller.customer, call.caller.number.key};
}

std::set<CallbackId> CallbacksOf(const State& state, const Party& party) {
  return Find(state.callbacks_of_party, party);
}

std::set<CallId> CallsOf(const State& state, const Party& party) {
  return Find(state.calls_of_party, party);
}

std::set<CallbackId> CallbacksOn(const State& state, const Call& call) {
  std::set<CallbackId> all;
  for (const std::string& name : call.parties) {
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
    Drop(state.callbacks_of_party, name, callback.id);
  }
}

void IndexCall(State& state, Call& call) {
  for (const std::string& name : std::exchange(call.parties, {})) {
    Drop(state.calls_of_party, name, call.id);
  }
  if (!call.live()) return;
  call.parties = NamesOn(state, call);
  for (const std::string& name : call.parties) state.calls_of_party[name].insert(call.id);
}

bool IsHeld(const State& state, const Callback& callback) {
  if (!callback.callers.empty()) return true;
  const std::set<CallbackId> siblings = CallbacksOf(state, PartyOf(callback));
  return std::any_of(siblings.begin(), siblings.end(), [&](CallbackId id) {
    return id != callback.id && state.callbacks.at(id).state == CallbackState::kInProgress;
  });
}

}  // namespace jackfield::exchange
