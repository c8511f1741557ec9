#pragma once

#include <string>

#include "server/exchange/telephony_event.h"

namespace jackfield::test {

// A telephony event as one line, for tests that compare and people who read:
// "Queued call=1.1 leg=1.1 queue=sales". Fields that are empty, false or of the default are left
// out. Source, id and time are not part of it. A snapshot has one further line per item.
//
// Thread safety: pure function.
std::string TextOf(const exchange::TelephonyEventBody& body);

}  // namespace jackfield::test
