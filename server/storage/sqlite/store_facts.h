#pragma once

#include <cstdint>
#include <string>

#include "server/base/result.h"
#include "server/storage/sqlite/database.h"

namespace jackfield::sqlite {

// How many customers there are, merged ones left out. Errors: as Database::Read().
//
// Thread safety: thread-safe.
Result<std::int64_t> CountCustomers(Database& database);

// "3.40.1", of the library that the process runs with.
//
// Thread safety: pure function.
std::string LibraryVersion();

}  // namespace jackfield::sqlite
