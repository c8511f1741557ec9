#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/ports/alerts.h"
#include "server/ports/call_trace.h"
#include "server/ports/callback_row.h"
#include "server/ports/interaction_row.h"
#include "server/ports/ticket_row.h"
#include "server/ports/ticket_trace.h"

namespace jackfield {

struct JournalEntry {
  Sequence sequence;
  std::string source;    // Empty unless it is a telephony event.
  std::string event_id;  // The source's; empty: none.
  std::string input;     // ToArchive(exchange::Input).
};

// One group commit: entries and the views that they change. Views are absolute rows, so that a
// batch that is written twice leaves what it would leave once.
struct CommitBatch {
  std::vector<JournalEntry> entries;  // In order, without gaps, right after what is stored.
  std::vector<InteractionRow> interactions;
  std::vector<QueueIntervalRow> queue_intervals;
  std::vector<AgentIntervalRow> agent_intervals;
  std::vector<CallTraceRow> traces;
  std::vector<AlertRow> alerts;
  std::vector<TicketRow> tickets;
  std::vector<TicketEntryRow> ticket_entries;
  std::vector<TicketTraceRow> ticket_traces;
  std::vector<CallbackRow> callbacks;
};

struct StoredSnapshot {
  Sequence sequence;  // The last entry it contains.
  std::string state;  // The engine's own form: the exchange, and when its last entry was.
};

// Where the engine keeps what must not be lost.
//
// Rules:
//  S1. Commit() is one transaction and returns only when it is on the disk.
//  S2. (source, event_id) stands in the journal once.
//  S3. After a failed Commit() nothing of the batch is stored, and it may be tried again as it is.
//
// Thread safety: confined to the engine thread, but for SaveSnapshot(), which one other thread may
// call beside it.
class Store {
 public:
  virtual ~Store() = default;

  // The entry that the event became; nullopt: it is not remembered. Errors: kUnavailable.
  virtual Result<std::optional<Sequence>> FindEvent(std::string_view source,
                                                    std::string_view event_id) = 0;

  // Errors: kUnavailable (locked, I/O), kResourceExhausted (disk full), kDataLoss.
  virtual Status Commit(const CommitBatch& batch) = 0;

  // What is left to do after a Commit(), once its outcome was told: a little of it when nothing
  // else waits (`idle`), otherwise only what cannot be put off. A failure loses nothing.
  virtual void Settle(bool idle) { static_cast<void>(idle); }

  // Takes its time, and no other operation waits for it long; before it returns, the snapshot does
  // not count. Errors: as Commit().
  virtual Status SaveSnapshot(const StoredSnapshot& snapshot) = 0;

  // The newest snapshot that reads back whole; nullopt: none yet. Errors: kDataLoss.
  virtual Result<std::optional<StoredSnapshot>> LoadSnapshot() = 0;

  // Calls `take` with each entry after `after`, in order, until it fails.
  // Errors: those of `take`; kDataLoss when an entry is damaged or missing.
  virtual Status ReadJournal(Sequence after,
                             const std::function<Status(const JournalEntry&)>& take) = 0;

  // Deletes one small step of entries that are older than both newest snapshots and than the
  // retention time, and of traces and cleared alerts that are too old. Returns whether there is
  // more to delete.
  virtual Result<bool> TrimStep() = 0;
};

}  // namespace jackfield
