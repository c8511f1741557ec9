#pragma once

#include <string>
#include <vector>

#include "server/base/result.h"

namespace jackfield::sqlite {

// Which SQLite the process runs with. It is loaded at the start, so that it need not be the one
// that the program was built with.
struct LibraryFacts {
  int version = 0;  // 3040001 is 3.40.1.
  bool thread_safe = false;

  // Those of this process.
  static LibraryFacts OfProcess();
};

// Whether a store may be kept with that library; the value is what an operator should know of it.
// Errors: kFailedPrecondition (STORE_LIBRARY_TOO_OLD, STORE_LIBRARY_WITHOUT_THREADS).
//
// Thread safety: pure function.
Result<std::vector<std::string>> CheckLibrary(const LibraryFacts& facts);

}  // namespace jackfield::sqlite
