#pragma once

#include <string>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/storage/sqlite/backup_file.h"

namespace jackfield::sqlite {

struct Restored {
  BackupNote note;
  std::string kept;  // Where what stood in its place is now; empty: nothing did.
};

// Puts a backup in the place of the database `database_path`, while no server runs.
//
// Rules:
//  R1. The backup is read back whole first; a damaged one changes nothing.
//  R2. What stood there is kept beside it, as `<path>.before-restore-<time>`.
//  R3. Cut off at any moment, the old database or the new one stands there, whole, and never one
//      with the other's log.
//
// Errors: kFailedPrecondition (STORE_IN_USE) while a server runs, (STORE_TOO_NEW) when a newer
// program made the backup; those of VerifyBackup(); kUnavailable, kResourceExhausted.
//
// Thread safety: thread-safe; blocks for as long as the disk takes.
Result<Restored> RestoreBackup(const std::string& backup, const std::string& database_path,
                               WallTime now, const OnBackupStep& on_step);

}  // namespace jackfield::sqlite
