#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/ports/call_log.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// The next `count` calls of the log; see CallLog::ReadCalls(). `hash_secret` is that of
// SubjectKeys. Throws SQLite::Exception.
CallLogStep ReadCallLog(Connection& connection, const std::string& hash_secret,
                        const CallLogPlace& after, WallTime until, std::size_t count);

}  // namespace jackfield::sqlite
