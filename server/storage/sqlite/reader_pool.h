#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// The read-only connections, opened when they are first needed and lent to one thread at a time.
//
// Thread safety: thread-safe. Outlives its loans.
class ReaderPool {
 public:
  static constexpr std::chrono::milliseconds kWaitMax{2000};

  // A connection on loan, given back when this ends.
  //
  // Thread safety: none; one per read.
  class Loan {
   public:
    Loan(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    ~Loan() {
      if (connection_) pool_->GiveBack(std::move(connection_), keep_);
    }
    Loan(Loan&&) = default;
    Loan& operator=(Loan&&) = delete;

    Connection& operator*() { return *connection_; }
    // It is closed instead of being lent again.
    void Spoil() { keep_ = false; }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;
    bool keep_ = true;
  };

  ReaderPool(std::string path, std::size_t readers_max, std::chrono::milliseconds busy_timeout)
      : path_(std::move(path)), readers_max_(readers_max), busy_timeout_(busy_timeout) {}

  // Waits at most kWaitMax while all are lent.
  // Errors: kUnavailable, also when the file cannot be opened.
  Result<Loan> Borrow() ABSL_LOCKS_EXCLUDED(mutex_);

  // Makes all reads that run now fail with kUnavailable.
  void InterruptAll() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void GiveBack(std::unique_ptr<Connection> connection, bool keep) ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return lent_ < readers_max_; }

  const std::string path_;
  const std::size_t readers_max_;
  const std::chrono::milliseconds busy_timeout_;
  absl::Mutex mutex_;
  std::size_t lent_ ABSL_GUARDED_BY(mutex_) = 0;  // Also those that are being opened.
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  std::vector<Connection*> busy_ ABSL_GUARDED_BY(mutex_);  // Owned by their loans.
};

}  // namespace jackfield::sqlite
