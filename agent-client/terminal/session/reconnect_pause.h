#pragma once

#include <cstdint>

#include "server/base/time.h"

namespace jackfield::client {

// How long to wait before attempt 0, 1, 2, … to come back: 0, 0.5, 1, 2, 4, 8, 10, 10 … s, each
// made up to half as long or as short by `chance`, so that a hall of desks does not come at once.
//
// Thread safety: pure function.
Duration ReconnectPause(int attempt, std::uint32_t chance);

}  // namespace jackfield::client
