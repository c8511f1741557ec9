#include "server/storage/sqlite/failure.h"

#include <sqlite3.h>

namespace jackfield::sqlite {
namespace {

constexpr int kPrimaryCodeMask = 0xff;

ErrorCode CodeOf(int primary) {
  switch (primary) {
    case SQLITE_FULL:
      return ErrorCode::kResourceExhausted;
    case SQLITE_CONSTRAINT:
      return ErrorCode::kAlreadyExists;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_NOMEM:
      return ErrorCode::kUnavailable;
    default:
      return ErrorCode::kDataLoss;
  }
}

}  // namespace

Error FailureOf(const SQLite::Exception& cause) {
  const ErrorCode code = CodeOf(cause.getErrorCode() & kPrimaryCodeMask);
  const bool full = code == ErrorCode::kResourceExhausted;
  return Error{code, std::string("SQLite: ") + cause.what(),
               full ? "STORE_FULL" : "STORE_UNAVAILABLE"};
}

bool IsLocked(const SQLite::Exception& cause) {
  const int primary = cause.getErrorCode() & kPrimaryCodeMask;
  return primary == SQLITE_BUSY || primary == SQLITE_LOCKED;
}

bool BreaksConnection(const SQLite::Exception& cause) {
  const int primary = cause.getErrorCode() & kPrimaryCodeMask;
  return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB ||
         primary == SQLITE_CANTOPEN;
}

}  // namespace jackfield::sqlite
