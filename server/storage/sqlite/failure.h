#pragma once

#include <utility>

#include <SQLiteCpp/Exception.h>

#include "server/base/result.h"

namespace jackfield::sqlite {

// What a failure of SQLite means to who asked: kUnavailable (locked, I/O, interrupted: try again),
// kResourceExhausted (disk full), kAlreadyExists (a row that may stand once stands already),
// kDataLoss (damaged, or not ours).
//
// Thread safety: pure function.
Error FailureOf(const SQLite::Exception& cause);

// Whether a connection that failed so must not be used again. Why: after a failed write or sync
// nobody knows what of its pages is on the disk (fault F5).
bool BreaksConnection(const SQLite::Exception& cause);

// Whether a lock of another connection was waited for in vain.
bool IsLocked(const SQLite::Exception& cause);

// Calls `work`, which returns a Result, and turns exceptions of SQLiteCpp into its Error.
template <typename Work>
auto Caught(Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& cause) {
    return tl::unexpected<Error>(FailureOf(cause));
  }
}

}  // namespace jackfield::sqlite
