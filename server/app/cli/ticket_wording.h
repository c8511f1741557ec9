#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/timestamp.pb.h>

#include "jackfield/v1/ticket.pb.h"

#include "server/base/time.h"

// Tickets as people read them. All are pure functions.
namespace jackfield::cli {

// "2 h 10 min", "3 d 4 h", "5 min", "less than 1 min". Never negative.
std::string WriteRough(Duration span);

// How a clock stands: "due in 2 h 10 min", "breached 5 min ago", "stands still", "met".
std::string WriteClock(const v1::TicketClock& clock, const google::protobuf::Timestamp& now);

// The clock that matters most, with its name: one that is breached and runs, else the one that is
// due first; empty: there is none.
std::string WriteNextClock(const v1::Ticket& ticket, const google::protobuf::Timestamp& now);

// What an entry of the history tells, without its text: "state: open, was new".
std::string WriteEntry(const v1::TicketEntry& entry);

// The name of the ticket that somebody means by "17", "#17", "tickets/17" or its id.
std::string TicketName(std::string_view word);

}  // namespace jackfield::cli
