#include "tests/support/fake_store.h"

#include <absl/time/time.h>

#include "server/base/check.h"

namespace jackfield::fakes {

Result<std::optional<Sequence>> FakeStore::FindEvent(std::string_view source,
                                                     std::string_view event_id) {
  const absl::MutexLock lock(&mutex_);
  if (failing_) return tl::unexpected<Error>(*failing_);
  const auto found = events_.find({std::string(source), std::string(event_id)});
  return found == events_.end() ? std::nullopt : std::optional(found->second);
}

Status FakeStore::Commit(const CommitBatch& batch) {
  const absl::MutexLock lock(&mutex_);
  ++commits_tried_;
  const auto free = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !blocked_; };
  mutex_.Await(absl::Condition(&free));
  if (failing_) return tl::unexpected<Error>(*failing_);
  for (const JournalEntry& entry : batch.entries) {
    JACKFIELD_CHECK(entry.sequence.value == journal_.size() + 1);
    if (!entry.event_id.empty()) {
      const std::pair event(entry.source, entry.event_id);
      JACKFIELD_CHECK(events_.emplace(event, entry.sequence).second);
    }
    journal_.push_back(entry);
  }
  for (const auto& row : batch.interactions) interactions_[row.call] = row;
  for (const auto& row : batch.queue_intervals) queue_rows_[{row.queue, row.interval}] = row;
  for (const auto& row : batch.agent_intervals) {
    agent_rows_[{row.agent, row.queue, row.interval}] = row;
  }
  traces_.insert(traces_.end(), batch.traces.begin(), batch.traces.end());
  for (const auto& row : batch.alerts) alerts_[row.alert.id] = row;
  for (const auto& row : batch.tickets) tickets_[row.ticket] = row;
  for (const auto& row : batch.ticket_entries) ticket_entries_[{row.ticket, row.number}] = row;
  ticket_traces_.insert(ticket_traces_.end(), batch.ticket_traces.begin(),
                        batch.ticket_traces.end());
  for (const auto& row : batch.callbacks) callbacks_[row.callback] = row;
  ++commits_;
  return {};
}

Status FakeStore::SaveSnapshot(const StoredSnapshot& snapshot) {
  const absl::MutexLock lock(&mutex_);
  if (failing_) return tl::unexpected<Error>(*failing_);
  snapshots_.push_back(snapshot);
  return {};
}

Result<std::optional<StoredSnapshot>> FakeStore::LoadSnapshot() {
  const absl::MutexLock lock(&mutex_);
  if (snapshots_.empty()) return std::optional<StoredSnapshot>();
  return std::optional<StoredSnapshot>(snapshots_.back());
}

Status FakeStore::ReadJournal(Sequence after,
                              const std::function<Status(const JournalEntry&)>& take) {
  for (const JournalEntry& entry : journal()) {
    if (entry.sequence <= after) continue;
    if (Status taken = take(entry); !taken) return taken;
  }
  return {};
}

Result<bool> FakeStore::TrimStep() {
  const absl::MutexLock lock(&mutex_);
  if (failing_) return tl::unexpected<Error>(*failing_);
  return false;
}

void FakeStore::SetFailing(std::optional<Error> error) {
  const absl::MutexLock lock(&mutex_);
  failing_ = std::move(error);
}

void FakeStore::SetBlocked(bool blocked) {
  const absl::MutexLock lock(&mutex_);
  blocked_ = blocked;
}

void FakeStore::Lose(Sequence sequence) {
  const absl::MutexLock lock(&mutex_);
  std::erase_if(journal_, [sequence](const auto& entry) { return entry.sequence == sequence; });
}

bool FakeStore::AwaitCommitsTried(std::size_t count) {
  const absl::MutexLock lock(&mutex_);
  const auto tried = [this, count]()
                         ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return commits_tried_ >= count; };
  return mutex_.AwaitWithTimeout(absl::Condition(&tried), absl::Seconds(10));
}

std::vector<JournalEntry> FakeStore::journal() const {
  const absl::MutexLock lock(&mutex_);
  return journal_;
}

std::size_t FakeStore::commits() const {
  const absl::MutexLock lock(&mutex_);
  return commits_;
}

std::size_t FakeStore::snapshots() const {
  const absl::MutexLock lock(&mutex_);
  return snapshots_.size();
}

std::optional<InteractionRow> FakeStore::interaction(CallId call) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = interactions_.find(call);
  return found == interactions_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<CallTraceRow> FakeStore::traces() const {
  const absl::MutexLock lock(&mutex_);
  return traces_;
}

std::vector<QueueIntervalRow> FakeStore::queue_intervals() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<QueueIntervalRow> rows;
  for (const auto& [key, row] : queue_rows_) rows.push_back(row);
  return rows;
}

std::vector<AlertRow> FakeStore::alerts() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<AlertRow> rows;
  for (const auto& [id, row] : alerts_) rows.push_back(row);
  return rows;
}

std::vector<TicketRow> FakeStore::tickets() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<TicketRow> rows;
  for (const auto& [id, row] : tickets_) rows.push_back(row);
  return rows;
}

std::vector<TicketEntryRow> FakeStore::ticket_entries() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<TicketEntryRow> rows;
  for (const auto& [key, row] : ticket_entries_) rows.push_back(row);
  return rows;
}

std::vector<TicketTraceRow> FakeStore::ticket_traces() const {
  const absl::MutexLock lock(&mutex_);
  return ticket_traces_;
}

std::vector<CallbackRow> FakeStore::callbacks() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<CallbackRow> rows;
  for (const auto& [id, row] : callbacks_) rows.push_back(row);
  return rows;
}

std::vector<AgentIntervalRow> FakeStore::agent_intervals() const {
  const absl::MutexLock lock(&mutex_);
  std::vector<AgentIntervalRow> rows;
  for (const auto& [key, row] : agent_rows_) rows.push_back(row);
  return rows;
}

}  // namespace jackfield::fakes
