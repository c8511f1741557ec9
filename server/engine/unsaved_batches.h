#pragma once

#include <cstddef>
#include <deque>

#include "server/ports/store.h"

namespace jackfield::engine {

// What was applied and could not be committed yet, in order. Small batches are put together, so
// that an hour of them is written in few transactions.
//
// Flow: at most kEntriesMax entries and about kBytesMax bytes; then full() is true, and nothing is
// to be added.
//
// Thread safety: confined to the engine thread.
class UnsavedBatches {
 public:
  static constexpr std::size_t kEntriesMax = 200'000;
  static constexpr std::size_t kBytesMax = std::size_t{128} << 20;
  static constexpr std::size_t kRowBytes = 1'024;  // What a row of a view is reckoned with.

  // How many entries one batch may come to.
  explicit UnsavedBatches(std::size_t batch_entries_max) : batch_entries_max_(batch_entries_max) {}

  void Add(CommitBatch batch);

  // The oldest batch. It stays as it is until it is removed (S3). Requires !empty().
  const CommitBatch& front() const { return batches_.front().commit; }
  void RemoveFront();

  bool empty() const { return batches_.empty(); }
  bool full() const { return entries_ >= kEntriesMax || bytes_ >= kBytesMax; }
  std::size_t entries() const { return entries_; }

 private:
  struct Batch {
    CommitBatch commit;
    std::size_t bytes = 0;
  };

  const std::size_t batch_entries_max_;
  std::deque<Batch> batches_;
  std::size_t entries_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace jackfield::engine
