#include "server/storage/sqlite/store_facts.h"

#include <string_view>

#include <sqlite3.h>

namespace jackfield::sqlite {
namespace {

// Both counts are of an index; merged ones are few.
constexpr std::string_view kCountCustomers =
    "SELECT (SELECT count(*) FROM customer) -"
    " (SELECT count(*) FROM customer WHERE merged_into <> 0)";

}  // namespace

Result<std::int64_t> CountCustomers(Database& database) {
  return database.Read([](Connection& connection) -> Result<std::int64_t> {
    return connection.AskNumber(std::string(kCountCustomers));
  });
}

std::string LibraryVersion() { return sqlite3_libversion(); }

}  // namespace jackfield::sqlite
