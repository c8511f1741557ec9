#pragma once

#include "server/exchange/call.h"
#include "server/exchange/callbacks/callback.h"

// Who is who on the line and in the list, asked of everybody each time.
//
// Thread safety: pure function, each of them.
namespace jackfield::sim {

// An agent has it, for an attempt.
bool IsHad(const exchange::Callback& callback);

bool IsFromOutside(const exchange::Call& call);

// Number, customer or key in common.
bool IsSamePerson(const exchange::Callback& one, const exchange::Callback& other);

// The person calls, or is called.
bool IsWith(const exchange::Call& call, const exchange::Callback& callback);

// An agent, or somebody who is none, was connected.
bool IsAnswered(const exchange::Call& call, bool by_agent);

}  // namespace jackfield::sim
