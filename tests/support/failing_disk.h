#pragma once

namespace jackfield::fakes {

// A disk below SQLite whose syncs fail, or which is full, while a test wants so. For every database
// that is opened while it lives.
//
// Thread safety: none; one per test, made before its databases.
class FailingDisk {
 public:
  FailingDisk();
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  void FailSyncs(bool failing);
  // While set, there is no room for anything that is written.
  void SetFull(bool full);
};

}  // namespace jackfield::fakes
