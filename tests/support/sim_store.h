#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/ports/store.h"

namespace jackfield::sim {

// A disk in memory: what was committed stays, whatever happens to the process. Keeps the two newest
// snapshots and the whole journal, so that the history can be replayed from its beginning.
//
// Thread safety: none; one per simulation.
class SimStore final : public Store {
 public:
  // Commits fail with kUnavailable from now on, or work again.
  void SetFailing(bool failing) { failing_ = failing; }

  bool failing() const { return failing_; }

  Result<std::optional<Sequence>> FindEvent(std::string_view source,
                                            std::string_view event_id) override;
  Status Commit(const CommitBatch& batch) override;
  Status SaveSnapshot(const StoredSnapshot& snapshot) override;
  Result<std::optional<StoredSnapshot>> LoadSnapshot() override;
  Status ReadJournal(Sequence after,
                     const std::function<Status(const JournalEntry&)>& take) override;
  Result<bool> TrimStep() override { return false; }

  const std::vector<JournalEntry>& journal() const { return journal_; }
  const std::vector<StoredSnapshot>& snapshots() const { return snapshots_; }
  const std::map<CallId, InteractionRow>& interactions() const { return interactions_; }
  const std::map<TicketId, TicketRow>& tickets() const { return tickets_; }
  const std::map<std::pair<TicketId, std::uint32_t>, TicketEntryRow>& ticket_entries() const {
    return ticket_entries_;
  }

 private:
  bool failing_ = false;
  std::vector<JournalEntry> journal_;
  std::map<std::pair<std::string, std::string>, Sequence> events_;
  std::vector<StoredSnapshot> snapshots_;  // Oldest first.
  std::map<CallId, InteractionRow> interactions_;
  std::map<TicketId, TicketRow> tickets_;
  std::map<std::pair<TicketId, std::uint32_t>, TicketEntryRow> ticket_entries_;
};

}  // namespace jackfield::sim
