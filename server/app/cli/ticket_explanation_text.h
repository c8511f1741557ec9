#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/ticket_explanation.pb.h"

namespace jackfield::cli {

// Why a ticket is where it is, as text for a terminal: the verdict first, then the ticket, how it
// waits and how its clocks stand, then who is asked and what keeps it from them, then the timeline.
// Lines of clocks that ran out begin with '!'. Not escaped.
//
// Thread safety: pure function.
std::vector<std::string> WriteExplanation(const v1::TicketExplanation& explanation);

}  // namespace jackfield::cli
