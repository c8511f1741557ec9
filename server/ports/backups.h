#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield {

// A copy of the whole store, in a file on the server's machine.
struct BackupRecord {
  std::string name;  // Of the file, e.g. "jackfield-20261128T041500Z.db".
  std::string path;
  std::int64_t bytes = 0;
  WallTime state_at{};  // The moment whose state it holds.
  Sequence last_entry;  // Of the journal.
  std::string digest;   // Of all logical rows, lower-case hexadecimal.
  WallTime verified_at{};
};

// How far a long piece of work is. `total` 0: not known.
struct WorkStep {
  std::string_view name;  // A literal: "copying", "checking", "reading".
  std::int64_t done = 0;
  std::int64_t total = 0;
};

// Is told how a piece of work goes on.
//
// Thread safety: confined to the thread of the backups. Must not block.
class BackupWatcher {
 public:
  virtual ~BackupWatcher() = default;

  // Returns whether to go on: nobody waits for it any more otherwise.
  virtual bool OnStep(const WorkStep& step) = 0;

  // It is over; once, last.
  virtual void OnOver(Result<BackupRecord> backup) = 0;
};

// Makes, lists and verifies copies of the store while the server works.
//
// Thread safety: thread-safe.
class Backups {
 public:
  virtual ~Backups() = default;

  // Begins to make a copy, which is verified before it counts. Returns at once; `watcher` is held
  // until OnOver(). What it may be told: kAborted when it ended the work, kResourceExhausted
  // (STORE_FULL), kDataLoss (BACKUP_DAMAGED), kUnavailable.
  // Errors: kAborted (BACKUP_IN_PROGRESS) while another piece of work goes on; kUnavailable
  // (SERVER_STOPPING).
  virtual Status Create(std::shared_ptr<BackupWatcher> watcher) = 0;

  // Begins to read a copy back whole. What `watcher` may be told: kAborted, kDataLoss
  // (BACKUP_DAMAGED), kUnavailable. Errors: as Create(); kNotFound (BACKUP_NOT_FOUND).
  virtual Status Verify(const std::string& name, std::shared_ptr<BackupWatcher> watcher) = 0;

  // The copies in the folder, the newest first, at most kListMax; files that are none are left out.
  // Blocks on the disk. Errors: kUnavailable.
  static constexpr std::size_t kListMax = 1'000;
  virtual Result<std::vector<BackupRecord>> List() = 0;
};

}  // namespace jackfield
