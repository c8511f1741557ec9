#include "tests/support/sim_store.h"

namespace jackfield::sim {

Result<std::optional<Sequence>> SimStore::FindEvent(std::string_view source,
                                                    std::string_view event_id) {
  const auto found = events_.find({std::string(source), std::string(event_id)});
  return found == events_.end() ? std::nullopt : std::optional(found->second);
}

Status SimStore::Commit(const CommitBatch& batch) {
  if (failing_) return Fail(ErrorCode::kUnavailable, "the simulated disk fails");
  std::uint64_t next = journal_.size() + 1;
  for (const JournalEntry& entry : batch.entries) {
    if (entry.sequence.value != next++) return Fail(ErrorCode::kDataLoss, "a gap in the journal");
    if (!entry.event_id.empty() && events_.contains({entry.source, entry.event_id})) {
      return Fail(ErrorCode::kDataLoss, "an event stands in the journal twice");  // S2
    }
  }
  for (const JournalEntry& entry : batch.entries) {
    if (!entry.event_id.empty()) {
      events_.emplace(std::pair(entry.source, entry.event_id), entry.sequence);
    }
    journal_.push_back(entry);
  }
  for (const InteractionRow& row : batch.interactions) interactions_[row.call] = row;
  for (const TicketRow& row : batch.tickets) tickets_[row.ticket] = row;
  for (const TicketEntryRow& row : batch.ticket_entries) {
    ticket_entries_[{row.ticket, row.number}] = row;
  }
  return {};
}

Status SimStore::SaveSnapshot(const StoredSnapshot& snapshot) {
  if (failing_) return Fail(ErrorCode::kUnavailable, "the simulated disk fails");
  snapshots_.push_back(snapshot);
  if (snapshots_.size() > 2) snapshots_.erase(snapshots_.begin());
  return {};
}

Result<std::optional<StoredSnapshot>> SimStore::LoadSnapshot() {
  if (snapshots_.empty()) return std::optional<StoredSnapshot>{};
  return std::optional<StoredSnapshot>(snapshots_.back());
}

Status SimStore::ReadJournal(Sequence after,
                             const std::function<Status(const JournalEntry&)>& take) {
  for (std::size_t i = after.value; i < journal_.size(); ++i) {
    if (Status taken = take(journal_[i]); !taken) return taken;
  }
  return {};
}

}  // namespace jackfield::sim
