#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/ports/customers.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// An external id of a customer; `alias` as in `customer_external_id`.
struct MergedExternalId {
  std::string system;
  std::string id;
  bool alias = false;

  bool operator==(const MergedExternalId&) const = default;
  JACKFIELD_FIELDS(system, id, alias)
};

// What of a record came from another one.
struct MergedParts {
  std::vector<CustomerNumber> numbers;
  std::vector<std::string> email_addresses;
  std::vector<std::string> flags;
  std::map<std::string, std::string> texts;  // "company", "role", … → what stands there.

  bool operator==(const MergedParts&) const = default;
  JACKFIELD_FIELDS(numbers, email_addresses, flags, texts)
};

// What a merge did, and what it took from the record that was merged away.
struct MergeRecord {
  std::vector<CustomerNumber> numbers;         // Of the record that was merged away, …
  std::vector<std::string> email_addresses;    // … in their order.
  std::vector<MergedExternalId> external_ids;  // Its own, with aliases.
  std::vector<CustomerId> merged_before;       // Those that were merged into it before.
  MergedParts added;                           // To the target.

  bool operator==(const MergeRecord&) const = default;
  JACKFIELD_FIELDS(numbers, email_addresses, external_ids, merged_before, added)
};

// What `from` has and `into` has not. Texts that `into` has stay; numbers are the same if written
// alike or equal in E.164; flags go over up to kMergedFlagsMax in all.
//
// Thread safety: pure functions.
MergedParts Missing(const Customer& into, const Customer& from);
Customer With(Customer customer, const MergedParts& parts);
// Takes out what still stands as it was added.
Customer Without(Customer customer, const MergedParts& parts);
// What of `parts` `from` has as well, as it has it.
MergedParts Shared(const MergedParts& parts, const Customer& from);
MergedParts Joined(MergedParts parts, const MergedParts& more);

inline constexpr std::size_t kMergedFlagsMax = 8;  // As many as a record may have over the API.

// Rows of `customer_merge`. Functions throw SQLite::Exception; see Caught().
namespace customer_merge_table {

struct StoredMerge {
  CustomerId customer;  // That was merged away.
  CustomerId target;
  MergeRecord record;
};

void Save(Connection& connection, const StoredMerge& merge);
// nullopt: none is recorded.
std::optional<StoredMerge> Of(Connection& connection, CustomerId customer);
// All that were merged into the target, the oldest record first.
std::vector<StoredMerge> Into(Connection& connection, CustomerId target);
void Delete(Connection& connection, CustomerId customer);

}  // namespace customer_merge_table
}  // namespace jackfield::sqlite
