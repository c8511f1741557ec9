#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/store.h"

namespace jackfield::fakes {

// A store in memory. It outlives the engines that a test starts and drops on it, as a disk would,
// and fails or waits where the test tells it to.
//
// Thread safety: thread-safe: the engine uses it on its thread, the test looks from another.
class FakeStore final : public Store {
 public:
  Result<std::optional<Sequence>> FindEvent(std::string_view source,
                                            std::string_view event_id) override
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits while SetBlocked(); fails while SetFailing(). Checks S2 and that sequences have no gaps.
  Status Commit(const CommitBatch& batch) override ABSL_LOCKS_EXCLUDED(mutex_);
  Status SaveSnapshot(const StoredSnapshot& snapshot) override ABSL_LOCKS_EXCLUDED(mutex_);
  Result<std::optional<StoredSnapshot>> LoadSnapshot() override ABSL_LOCKS_EXCLUDED(mutex_);
  Status ReadJournal(Sequence after,
                     const std::function<Status(const JournalEntry&)>& take) override
      ABSL_LOCKS_EXCLUDED(mutex_);
  Result<bool> TrimStep() override ABSL_LOCKS_EXCLUDED(mutex_);

  // While set, everything fails with it. nullopt: heals.
  void SetFailing(std::optional<Error> error) ABSL_LOCKS_EXCLUDED(mutex_);
  void SetBlocked(bool blocked) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes an entry out of the journal, as damage would.
  void Lose(Sequence sequence) ABSL_LOCKS_EXCLUDED(mutex_);

  // Waits until a commit was tried for the `count`-th time, successful or not, or is being held up.
  // False: not within 10 s.
  bool AwaitCommitsTried(std::size_t count) ABSL_LOCKS_EXCLUDED(mutex_);

  std::vector<JournalEntry> journal() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::size_t commits() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::size_t snapshots() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::optional<InteractionRow> interaction(CallId call) const ABSL_LOCKS_EXCLUDED(mutex_);
  // In the order of their commits.
  std::vector<CallTraceRow> traces() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<QueueIntervalRow> queue_intervals() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<AgentIntervalRow> agent_intervals() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<AlertRow> alerts() const ABSL_LOCKS_EXCLUDED(mutex_);    // The oldest first.
  std::vector<TicketRow> tickets() const ABSL_LOCKS_EXCLUDED(mutex_);  // By number.
  std::vector<TicketEntryRow> ticket_entries() const ABSL_LOCKS_EXCLUDED(mutex_);  // As those.
  // In the order of their commits.
  std::vector<TicketTraceRow> ticket_traces() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<CallbackRow> callbacks() const ABSL_LOCKS_EXCLUDED(mutex_);  // By number.

 private:
  mutable absl::Mutex mutex_;
  std::optional<Error> failing_ ABSL_GUARDED_BY(mutex_);
  bool blocked_ ABSL_GUARDED_BY(mutex_) = false;
  std::size_t commits_tried_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<JournalEntry> journal_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, std::string>, Sequence> events_ ABSL_GUARDED_BY(mutex_);
  std::vector<StoredSnapshot> snapshots_ ABSL_GUARDED_BY(mutex_);
  std::map<CallId, InteractionRow> interactions_ ABSL_GUARDED_BY(mutex_);
  std::vector<CallTraceRow> traces_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, WallTime>, QueueIntervalRow> queue_rows_ ABSL_GUARDED_BY(mutex_);
  std::map<std::tuple<std::string, std::string, WallTime>, AgentIntervalRow> agent_rows_
      ABSL_GUARDED_BY(mutex_);
  std::vector<TicketTraceRow> ticket_traces_ ABSL_GUARDED_BY(mutex_);
  std::map<AlertId, AlertRow> alerts_ ABSL_GUARDED_BY(mutex_);
  std::map<TicketId, TicketRow> tickets_ ABSL_GUARDED_BY(mutex_);
  std::map<CallbackId, CallbackRow> callbacks_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<TicketId, std::uint32_t>, TicketEntryRow> ticket_entries_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::fakes
