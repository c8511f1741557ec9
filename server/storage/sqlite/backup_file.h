#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"

// A backup is one file: the database as it was at one moment, with a note about itself in a table
// of its own. It needs nothing beside it, and sqlite3(1) can read it.
namespace jackfield::sqlite {

// What a backup says of itself.
struct BackupNote {
  int schema = 0;
  WallTime state_at{};  // The moment whose state it holds.
  Sequence last_entry;  // Of the journal.
  std::string digest;   // ContentDigest().

  bool operator==(const BackupNote&) const = default;
};

// How far a long reading is. `done` is in the unit of `total`; total 0: not known.
struct BackupStep {
  std::string_view name;  // "checking" (the structure), "reading" (every row).
  std::int64_t done = 0;
  std::int64_t total = 0;
};
// Returns whether to go on. Called several times a second while rows are read.
using OnBackupStep = std::function<bool(const BackupStep&)>;

// Makes a copy, whose file nobody else uses, a backup: brings it into one file, checks it, reads it
// whole, writes the note into it, and syncs it. `state_at` is the moment of the copy's last step.
// Errors: kDataLoss (BACKUP_DAMAGED) when it does not read back whole; kAborted when `on_step`
// ended it; kUnavailable, kResourceExhausted.
Result<BackupNote> SealBackup(const std::string& path, WallTime state_at,
                              const OnBackupStep& on_step);

// What the backup says of itself, without checking it.
// Errors: kNotFound (BACKUP_NOT_FOUND); kDataLoss (BACKUP_DAMAGED) when it is no backup.
Result<BackupNote> ReadBackupNote(const std::string& path);

// Reads the backup whole: the structure of the file, the checksums of journal and snapshots, and
// the digest, which must be that of the note. Changes nothing.
// Errors: as of SealBackup() and ReadBackupNote().
Result<BackupNote> VerifyBackup(const std::string& path, const OnBackupStep& on_step);

// Takes the note out of a copy of a backup, which is a database again then.
// Errors: kUnavailable, kResourceExhausted, kDataLoss.
Status UnsealBackup(const std::string& path);

}  // namespace jackfield::sqlite
