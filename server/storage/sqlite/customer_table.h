#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/ports/customers.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/customer_merge.h"

// The directory's rows. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::customer_table {

// nullopt: there is none. Merged ones are found by id and name as they are.
std::optional<Customer> ById(Connection& connection, CustomerId id);
std::optional<CustomerId> IdOfName(Connection& connection, std::string_view name);

// The next customers by name that are not merged away; and how many there are in all.
std::vector<CustomerId> ByName(Connection& connection, std::string_view after, std::size_t count);
std::int64_t Count(Connection& connection);

struct ExternalHolder {
  CustomerId customer;
  bool alias = false;  // The id came with a record that was merged into this customer.
};
std::optional<ExternalHolder> ByExternalId(Connection& connection, std::string_view system,
                                           std::string_view id);

// Adds the record with its numbers and words; `name`, `revision` and times as they are in it.
// Returns its id.
CustomerId Insert(Connection& connection, const Customer& customer);

// Writes `customer` over `before`, which is what is stored.
void Replace(Connection& connection, const Customer& before, const Customer& customer);

// `from` has become part of `into`: from now on its external ids are aliases, its words find
// nothing, and whoever follows `merged_into` comes to `into`.
void MarkMerged(Connection& connection, CustomerId from, CustomerId into);

// A record's external ids with its aliases, and those that were merged into it.
std::vector<MergedExternalId> ExternalIdsOf(Connection& connection, CustomerId customer);
std::vector<CustomerId> MergedInto(Connection& connection, CustomerId customer);

// Undoes MarkMerged(): the external ids that are `from`'s or nobody's become `to`'s again, …
void GiveBackExternalIds(Connection& connection, const std::vector<MergedExternalId>& ids,
                         CustomerId from, CustomerId to);
// … and `customer`, which is as it was before, is a record of its own.
void MarkUnmerged(Connection& connection, const Customer& customer,
                  const std::vector<CustomerId>& merged_before);

// Writes the words that find a record by what it is now.
void Reindex(Connection& connection, CustomerId id);

// Who has a number, by what is known of it.
std::vector<NumberHolder> HoldersOfE164(Connection& connection, std::string_view e164);
std::vector<NumberHolder> HoldersOfNationalDigits(Connection& connection, std::string_view digits);
std::vector<NumberHolder> HoldersOfExtension(Connection& connection, std::string_view extension);

}  // namespace jackfield::sqlite::customer_table
