#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "server/exchange/step.h"

// Who is to be called: a person is known by the number, by the customer, and by the key that seals
// what is theirs. Two that share one of these are one party.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

struct Party {
  std::string number_key;  // May be empty.
  CustomerId customer;     // May be none.
  std::uint64_t sealing_key = 0;
};

Party PartyOf(const Callback& callback);

// Who calls, or of a call from here who is called; of a call between agents nobody.
Party PartyOf(const Call& call);

// The live callbacks of the party.
std::set<CallbackId> CallbacksOf(const State& state, const Party& party);

// The live calls of the party, and those to them.
std::set<CallId> CallsOf(const State& state, const Party& party);

// Takes the callback into the state's index, or out of it.
void IndexCallback(State& state, const Callback& callback);
void ForgetParty(State& state, const Callback& callback);

// The live callbacks of those who are on the line in the call, as the index knows them.
std::set<CallbackId> CallbacksOn(const State& state, const Call& call);

// Takes the call into the state's index by who its party is now, and by those of the calls that
// became part of it, or out of it where it is over. To be called after each change of them.
void IndexCall(State& state, Call& call);

// Whether nobody is to be asked to call now: the customer is calling or is called, the call that it
// came from goes on, or an agent has another callback of theirs.
bool IsHeld(const State& state, const Callback& callback);

}  // namespace jackfield::exchange
