#pragma once

#include <string>

#include "jackfield/v1/board.pb.h"

// Why agents of the board get no work, or less of it, as text.
namespace jackfield::cli {

// The reason of the agent's state. Of one who is ready: "off hours" outside their working hours,
// or else "paused 1/3" while the switch has them paused in one of three queues. Empty: none. Not
// escaped.
//
// Thread safety: pure function.
std::string WriteReason(const v1::BoardAgent& agent);

}  // namespace jackfield::cli
