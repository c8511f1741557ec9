#pragma once

#include <string>

#include "server/exchange/state.h"

namespace jackfield::sim {

// The first difference in what two exchanges hold of work, reservations, agents, callbacks and
// tickets; "" when there is none. Of reservations the ids do not count: they name the entry that
// made them.
//
// Thread safety: pure function.
std::string RoutingDifference(const exchange::State& on_time, const exchange::State& late);

}  // namespace jackfield::sim
