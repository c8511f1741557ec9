#pragma once

#include "server/exchange/call.h"
#include "server/exchange/state.h"

// A small call centre as a state, for tests of what is made from states: Ana and Ben in the queue
// "sales" of the source "pbx".
namespace jackfield::fakes {

constexpr AgentId kAna{1};  // Login "ana", "Ana Ruiz".
constexpr AgentId kBen{2};  // Login "ben", without a display name.
constexpr QueueId kSales{1};
constexpr SourceId kPbx{1};

// `seconds` after the sample's beginning, 2026-03-02 09:00:00 UTC, as told by the source.
exchange::Moment At(int seconds);
WallTime WallAt(int seconds);

// Both agents are ready.
exchange::State SampleState();

// A live call `id`, named "call-<id>", whose caller waits in "sales" from `entered` on.
// The reference is valid until the call is erased.
exchange::Call& AddWaitingCall(exchange::State& state, CallId id, int entered);

// An offer of the call at `agent` that rings from `started` on.
exchange::Offer& AddOffer(exchange::State& state, CallId call, AgentId agent, int started);

// `agent` answers the call `at`: leg, offer and connection.
void AnswerCall(exchange::State& state, CallId call, AgentId agent, int at);

// Everybody left `at`.
void EndCall(exchange::State& state, CallId call, int at);

}  // namespace jackfield::fakes
