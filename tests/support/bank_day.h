#pragma once

#include <optional>
#include <vector>

#include "jackfield/v1/call_event.pb.h"
#include "jackfield/v1/configuration.pb.h"

#include "server/base/time.h"

namespace jackfield::test {

// A day of a real call centre: a bank's in Israel, 1 August 1999, 2,375 calls, as call events of
// the source "pbx". What its log does not tell is added by rule, so that every figure counts
// something: every 7th answered call is held for 10 s, before every 11th another agent does not
// answer, every 23rd is transferred, some of those who left the queue did not hang up but timed out
// or pressed a key, some were refused; agents are paused in turn by the hour.

// Midnight of that day in Jerusalem.
constexpr WallTime kBankMidnight{Duration{933'454'800'000}};

// Its queues, agents and time zone.
v1::Configuration BankCentre();

// The events in the order of their times; nullopt: the data is not there.
std::optional<std::vector<v1::CallEvent>> BankDay();

}  // namespace jackfield::test
