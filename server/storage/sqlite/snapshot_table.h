#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "server/base/result.h"
#include "server/ports/store.h"
#include "server/storage/sqlite/connection.h"

// Snapshots of the exchange, of which the two newest are kept. Functions throw SQLite::Exception;
// see Caught().
namespace jackfield::sqlite::snapshot_table {

inline constexpr std::size_t kPartBytes = std::size_t{256} << 10;

// A snapshot that is being saved, in the place of the older of the two, in small steps. Until the
// last one it does not count; what is left of one that was cut off goes with the next.
//
// Lifetime: `snapshot` outlives it.
//
// Thread safety: none; one per snapshot.
class Saving {
 public:
  explicit Saving(const StoredSnapshot& snapshot);

  // One step, to be committed before the next. Returns whether there is more to do.
  bool Step(Connection& connection);

 private:
  const StoredSnapshot& snapshot_;
  const std::uint64_t checksum_;
  std::size_t parts_ = 0;  // Written so far.
};

// The newest that is whole; nullopt: none was ever saved. Errors: kDataLoss when all are damaged.
Result<std::optional<StoredSnapshot>> Load(Connection& connection);

// The last entry that all kept snapshots contain; none unless there are two.
Sequence ContainedInAll(Connection& connection);

}  // namespace jackfield::sqlite::snapshot_table
