#pragma once

#include "server/base/time.h"

namespace jackfield::cli {

// Lets Ctrl-C and SIGTERM be noticed where the program waits, instead of ending it anywhere. Call
// it before any thread starts.
//
// Thread safety: pure functions; the signals are those of the process.
void HoldInterruptions();

// Waits. True: an interruption came first, or had come before.
bool InterruptedWithin(Duration limit);

}  // namespace jackfield::cli
