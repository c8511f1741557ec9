#pragma once

#include <cstdint>
#include <string_view>

#include "tests/support/sim_desk.h"
#include "tests/support/sim_store.h"

namespace jackfield::sim {

// Mistakes that a program like this one is prone to, made around it on purpose: a simulation that
// does not notice them proves nothing.
enum class Planted : std::uint8_t {
  kNone,
  kForgottenDedup,     // An event that came again is applied again.
  kSwappedEvents,      // Two events of one call change places.
  kSwallowedEvent,     // An event is acknowledged and never applied.
  kStoppedClock,       // Deadlines are never noticed.
  kDroppedSourceTime,  // The source's time of an event is not carried along.
  kIgnoredEpoch,       // A restart of the switch looks like a lost link.
  kIgnoredSnapshot,    // Snapshots of the switch are not applied.
  kAckBeforeCommit,    // A commit is answered before it is on the disk.
  kStaleSnapshot,      // Recovery begins with an older state than it says.
  kSkippedEntry,       // Recovery leaves out an entry of the journal.
  kSwappedEntries,     // Recovery applies two entries in the wrong order.
  kPopTwice,           // A pop is delivered twice.
  kPopNeverClosed,     // The end of an offer is not delivered.
};

std::string_view NameOf(Planted planted);
DeskFault DeskFaultOf(Planted planted);

// The disk, with the planted mistakes that concern it.
//
// Thread safety: none; one per simulation.
class FaultyStore final : public Store {
 public:
  FaultyStore(SimStore& disk, Planted planted) : disk_(disk), planted_(planted) {}

  // The process died.
  void Crash() { unwritten_ = {}; }

  Result<std::optional<Sequence>> FindEvent(std::string_view source,
                                            std::string_view event_id) override;
  Status Commit(const CommitBatch& batch) override;
  Status SaveSnapshot(const StoredSnapshot& snapshot) override;
  Result<std::optional<StoredSnapshot>> LoadSnapshot() override;
  Status ReadJournal(Sequence after,
                     const std::function<Status(const JournalEntry&)>& take) override;
  Result<bool> TrimStep() override { return disk_.TrimStep(); }

 private:
  SimStore& disk_;
  const Planted planted_;
  CommitBatch unwritten_;  // kAckBeforeCommit.
};

}  // namespace jackfield::sim
