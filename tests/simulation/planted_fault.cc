#include "tests/simulation/planted_fault.h"

#include <utility>

namespace jackfield::sim {

std::string_view NameOf(Planted planted) {
  switch (planted) {
    case Planted::kNone:
      return "None";
    case Planted::kForgottenDedup:
      return "ForgottenDedup";
    case Planted::kSwappedEvents:
      return "SwappedEvents";
    case Planted::kSwallowedEvent:
      return "SwallowedEvent";
    case Planted::kStoppedClock:
      return "StoppedClock";
    case Planted::kDroppedSourceTime:
      return "DroppedSourceTime";
    case Planted::kIgnoredEpoch:
      return "IgnoredEpoch";
    case Planted::kIgnoredSnapshot:
      return "IgnoredSnapshot";
    case Planted::kAckBeforeCommit:
      return "AckBeforeCommit";
    case Planted::kStaleSnapshot:
      return "StaleSnapshot";
    case Planted::kSkippedEntry:
      return "SkippedEntry";
    case Planted::kSwappedEntries:
      return "SwappedEntries";
    case Planted::kPopTwice:
      return "PopTwice";
    case Planted::kPopNeverClosed:
      return "PopNeverClosed";
  }
  return "";
}

DeskFault DeskFaultOf(Planted planted) {
  if (planted == Planted::kPopTwice) return DeskFault::kPopTwice;
  if (planted == Planted::kPopNeverClosed) return DeskFault::kPopNeverClosed;
  return DeskFault::kNone;
}

Result<std::optional<Sequence>> FaultyStore::FindEvent(std::string_view source,
                                                       std::string_view event_id) {
  if (planted_ == Planted::kForgottenDedup) return std::nullopt;
  for (const JournalEntry& entry : unwritten_.entries) {
    if (entry.source == source && entry.event_id == event_id) return entry.sequence;
  }
  return disk_.FindEvent(source, event_id);
}

Status FaultyStore::Commit(const CommitBatch& batch) {
  CommitBatch taken = batch;
  if (planted_ == Planted::kForgottenDedup) {
    for (JournalEntry& entry : taken.entries) entry.event_id.clear();
  }
  if (planted_ != Planted::kAckBeforeCommit) return disk_.Commit(taken);
  std::swap(taken, unwritten_);
  return taken.entries.empty() ? Status() : disk_.Commit(taken);
}

Status FaultyStore::SaveSnapshot(const StoredSnapshot& snapshot) {
  if (!unwritten_.entries.empty()) {
    if (Status written = disk_.Commit(unwritten_); !written) return written;
    unwritten_ = {};
  }
  return disk_.SaveSnapshot(snapshot);
}

Result<std::optional<StoredSnapshot>> FaultyStore::LoadSnapshot() {
  auto newest = disk_.LoadSnapshot();
  if (planted_ == Planted::kStaleSnapshot && disk_.snapshots().size() > 1) {
    (*newest)->state = disk_.snapshots().front().state;
  }
  return newest;
}

Status FaultyStore::ReadJournal(Sequence after,
                                const std::function<Status(const JournalEntry&)>& take) {
  std::vector<JournalEntry> entries;
  const Status read = disk_.ReadJournal(after, [&](const JournalEntry& entry) -> Status {
    entries.push_back(entry);
    return {};
  });
  if (!read) return read;
  const std::size_t middle = entries.size() / 2;
  if (planted_ == Planted::kSwappedEntries && entries.size() > 2) {
    std::swap(entries[middle].input, entries[middle - 1].input);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (planted_ == Planted::kSkippedEntry && entries.size() > 2 && i == middle) continue;
    if (Status taken = take(entries[i]); !taken) return taken;
  }
  return {};
}

}  // namespace jackfield::sim
