#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/exchange/state.h"
#include "tests/simulation/oracle.h"

// What the exchange holds, in the words of the oracle.
//
// Thread safety: pure function, each of them.
namespace jackfield::sim {

Expectation LiveOf(const exchange::State& state, const std::string& source);
Expectation LogOf(const exchange::State& state, const std::string& source, bool with_times);
Expectation CountsOf(const exchange::State& state, bool with_times);
std::map<std::string, std::set<std::string>> BusyOf(const exchange::State& state);
// Of the offers that count.
std::map<std::string, std::set<std::string>> RingingOf(
    const exchange::State& state,
    const std::function<bool(OfferId)>& counts = [](OfferId) { return true; });

// Calls, as "source/epoch/id", and connections, as "source/epoch/id connection", that the source
// said are over.
std::set<std::string> OverOf(const exchange::State& state, const std::string& source);

// Connections of live calls whose ring was only inferred to be over: an offer's deadline, or the
// answer of another. A snapshot that says they still ring does not open the offer again.
std::set<std::string> RungOutOf(const exchange::State& state, const std::string& source);

// The first rule that the state breaks by itself, whatever happened: "" when it breaks none.
std::string BrokenRule(const exchange::State& state);

// The first difference; "" when there is none.
std::string Difference(const Expectation& expected, const Expectation& got);

}  // namespace jackfield::sim
