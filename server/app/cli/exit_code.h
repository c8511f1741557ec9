#pragma once

#include "server/base/result.h"

namespace jackfield::cli {

// What `jackfield` ends with. Part of its contract: scripts decide by it.
enum class ExitCode {
  kOk = 0,
  kFailed = 1,
  kUsage = 2,         // The command line is wrong.
  kNotFound = 3,      // What was named does not exist.
  kNoPermission = 4,  // Not signed in, or not allowed.
  kUnreachable = 5,   // The server cannot be reached, or is not ready.
  kPartlyDone = 6,    // Some rows or lines were refused; the rest is done.
};

// Thread safety: pure function.
inline ExitCode ExitCodeOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::kNotFound:
      return ExitCode::kNotFound;
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kPermissionDenied:
      return ExitCode::kNoPermission;
    case ErrorCode::kUnavailable:
      return ExitCode::kUnreachable;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kFailedPrecondition:
    case ErrorCode::kAborted:
    case ErrorCode::kResourceExhausted:
    case ErrorCode::kDeadlineExceeded:
    case ErrorCode::kDataLoss:
      return ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

}  // namespace jackfield::cli
