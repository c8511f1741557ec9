#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/exchange.h"
#include "server/ports/store.h"

namespace jackfield::engine {

// What a store holds of the exchange.
struct Recovered {
  exchange::Exchange exchange;
  Sequence snapshot;                  // The last entry of the snapshot it began with; none: 0.
  std::size_t snapshot_bytes = 0;     // Of that snapshot.
  std::size_t journal_bytes = 0;      // Of the entries after it.
  std::optional<WallTime> last_wall;  // Of the last entry; nullopt: there is none.
};

// The bytes of a stored snapshot: the exchange after an entry, and when that was.
std::string PackSnapshot(const exchange::Exchange& exchange, WallTime last_wall);

// The newest snapshot with the journal after it. Errors: kUnavailable; kDataLoss.
Result<Recovered> RecoverExchange(Store& store);

// The whole journal from its first entry. Errors: kUnavailable; kDataLoss, also when it was
// trimmed.
Result<Recovered> ReplayJournal(Store& store);

// Whether a replay from the first entry gives the same bytes as `exchange`: rule X1, as a check.
// Errors: as ReplayJournal().
Result<bool> ReplayGives(Store& store, const exchange::Exchange& exchange);

}  // namespace jackfield::engine
