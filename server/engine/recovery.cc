#include "server/engine/recovery.h"

#include <utility>

namespace jackfield::engine {
namespace {

// What a snapshot of the store holds.
struct PackedSnapshot {
  WallTime last_wall{};
  std::string exchange;

  JACKFIELD_FIELDS(last_wall, exchange)
};

Status Replay(Store& store, Recovered& recovered) {
  return store.ReadJournal(
      recovered.exchange.state().last, [&recovered](const JournalEntry& entry) -> Status {
        const Sequence expected{recovered.exchange.state().last.value + 1};
        if (entry.sequence != expected) {
          return Fail(ErrorCode::kDataLoss, "JOURNAL_INCOMPLETE",
                      "journal entry " + std::to_string(expected.value) + " is missing");
        }
        auto input = FromArchive<exchange::Input>(entry.input);
        if (!input) return Fail(input);
        if (auto applied = recovered.exchange.Apply(entry.sequence, *input); !applied) {
          // X2: a refused input is never journaled, so that this journal is of other rules.
          return Fail(ErrorCode::kDataLoss, "JOURNAL_REFUSED",
                      "journal entry " + std::to_string(entry.sequence.value) +
                          " is refused on replay: " + applied.error().message);
        }
        recovered.last_wall = input->wall;
        recovered.journal_bytes += entry.input.size();
        return {};
      });
}

}  // namespace

std::string PackSnapshot(const exchange::Exchange& exchange, WallTime last_wall) {
  return ToArchive(PackedSnapshot{last_wall, exchange.Save()});
}

Result<Recovered> RecoverExchange(Store& store) {
  Recovered recovered;
  auto snapshot = store.LoadSnapshot();
  if (!snapshot) return Fail(snapshot);
  if (*snapshot) {
    auto packed = FromArchive<PackedSnapshot>((*snapshot)->state);
    if (!packed) return Fail(packed);
    auto restored = exchange::Exchange::Restore(packed->exchange);
    if (!restored) return Fail(restored);
    if (restored->state().last != (*snapshot)->sequence) {
      return Fail(ErrorCode::kDataLoss, "SNAPSHOT_MISLABELLED",
                  "the snapshot is not of the journal entry that it names");
    }
    recovered.exchange = std::move(*restored);
    recovered.snapshot = (*snapshot)->sequence;
    recovered.snapshot_bytes = (*snapshot)->state.size();
    recovered.last_wall = packed->last_wall;
  }
  if (auto replayed = Replay(store, recovered); !replayed) return Fail(replayed);
  return recovered;
}

Result<Recovered> ReplayJournal(Store& store) {
  Recovered recovered;
  if (auto replayed = Replay(store, recovered); !replayed) return Fail(replayed);
  return recovered;
}

Result<bool> ReplayGives(Store& store, const exchange::Exchange& exchange) {
  auto replayed = ReplayJournal(store);
  if (!replayed) return Fail(replayed);
  return replayed->exchange.Save() == exchange.Save();
}

}  // namespace jackfield::engine
