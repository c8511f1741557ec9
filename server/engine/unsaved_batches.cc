#include "server/engine/unsaved_batches.h"

#include <iterator>
#include <utility>
#include <vector>

namespace jackfield::engine {
namespace {

template <typename T>
void Append(std::vector<T> from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::size_t BytesOf(const CommitBatch& batch) {
  const std::size_t rows =
      batch.interactions.size() + batch.queue_intervals.size() + batch.agent_intervals.size() +
      batch.traces.size() + batch.alerts.size() + batch.tickets.size() +
      batch.ticket_entries.size() + batch.ticket_traces.size() + batch.callbacks.size();
  std::size_t bytes = rows * UnsavedBatches::kRowBytes;
  for (const JournalEntry& entry : batch.entries) bytes += sizeof(entry) + entry.input.size();
  return bytes;
}

}  // namespace

void UnsavedBatches::Add(CommitBatch batch) {
  const std::size_t bytes = BytesOf(batch);
  entries_ += batch.entries.size();
  bytes_ += bytes;
  // Never into the first: it may have been tried.
  const bool joins =
      batches_.size() > 1 &&
      batches_.back().commit.entries.size() + batch.entries.size() <= batch_entries_max_;
  if (!joins) {
    batches_.push_back({std::move(batch), bytes});
    return;
  }
  Batch& last = batches_.back();
  Append(std::move(batch.entries), last.commit.entries);
  Append(std::move(batch.interactions), last.commit.interactions);
  Append(std::move(batch.queue_intervals), last.commit.queue_intervals);
  Append(std::move(batch.agent_intervals), last.commit.agent_intervals);
  Append(std::move(batch.traces), last.commit.traces);
  Append(std::move(batch.alerts), last.commit.alerts);
  Append(std::move(batch.tickets), last.commit.tickets);
  Append(std::move(batch.ticket_entries), last.commit.ticket_entries);
  Append(std::move(batch.ticket_traces), last.commit.ticket_traces);
  Append(std::move(batch.callbacks), last.commit.callbacks);
  last.bytes += bytes;
}

void UnsavedBatches::RemoveFront() {
  entries_ -= batches_.front().commit.entries.size();
  bytes_ -= batches_.front().bytes;
  batches_.pop_front();
}

}  // namespace jackfield::engine
