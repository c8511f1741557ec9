#include "server/storage/sqlite/interaction_claims.h"

namespace jackfield::sqlite::interaction_claims {
namespace {

constexpr std::string_view kIsThereSql = R"sql(
  SELECT 1 FROM interaction WHERE number_lookup = ?1 AND number_lookup <> x'' AND owner_id = 0
  LIMIT 1
)sql";
constexpr std::string_view kNoteSql =
    "INSERT OR IGNORE INTO interaction_claim (customer_id, number_lookup) VALUES (?1, ?2)";
constexpr std::string_view kNextSql =
    "SELECT customer_id, number_lookup FROM interaction_claim LIMIT 1";
constexpr std::string_view kNextOfSql =
    "SELECT customer_id, number_lookup FROM interaction_claim WHERE customer_id = ?1 LIMIT 1";
constexpr std::string_view kSharedE164Sql = R"sql(
  SELECT 1 FROM customer_number AS n WHERE n.e164 = ?1 AND n.e164 <> '' AND n.customer_id <> ?2
    AND NOT EXISTS (SELECT 1 FROM caller_choice AS c WHERE c.number_lookup = ?3
                    AND c.customer_id = n.customer_id AND c.denied <> 0)
  LIMIT 1
)sql";
constexpr std::string_view kSharedExtensionSql = R"sql(
  SELECT 1 FROM customer_number AS n WHERE n.extension = ?1 AND n.extension <> '' AND n.e164 = ''
    AND n.customer_id <> ?2
    AND NOT EXISTS (SELECT 1 FROM caller_choice AS c WHERE c.number_lookup = ?3
                    AND c.customer_id = n.customer_id AND c.denied <> 0)
  LIMIT 1
)sql";
constexpr std::string_view kTakeSql = R"sql(
  UPDATE interaction SET claimed_by = ?1 WHERE call_id IN
    (SELECT call_id FROM interaction WHERE number_lookup = ?2 AND number_lookup <> x''
       AND owner_id = 0 AND denied_id <> ?1 LIMIT ?3)
)sql";
constexpr std::string_view kCountSql =
    "SELECT count(*) FROM interaction WHERE owner_id = ?1 AND owner_id <> 0 AND claimed_by = ?1";
constexpr std::string_view kDeleteSql =
    "DELETE FROM interaction_claim WHERE customer_id = ?1 AND number_lookup = ?2";

}  // namespace

void Note(Connection& connection, CustomerId customer, std::string_view number_key) {
  {
    auto there = connection.Prepare(kIsThereSql);
    if (!there.Bind(Blob{number_key}).Step()) return;
  }
  connection.Prepare(kNoteSql).Bind(customer, Blob{number_key}).Run();
}

std::optional<Claim> Next(Connection& connection, std::optional<CustomerId> customer) {
  auto found = connection.Prepare(customer ? kNextOfSql : kNextSql);
  if (customer) found.Bind(*customer);
  if (!found.Step()) return std::nullopt;
  Claim claim;
  found.Read(claim.customer, claim.number_key);
  return claim;
}

bool IsShared(Connection& connection, const Claim& claim, const CustomerNumber& number) {
  const bool inside = number.e164.empty();
  auto found = connection.Prepare(inside ? kSharedExtensionSql : kSharedE164Sql);
  return found.Bind(inside ? number.extension : number.e164, claim.customer, Blob{claim.number_key})
      .Step();
}

std::int64_t Take(Connection& connection, const Claim& claim, std::size_t count) {
  return connection.Prepare(kTakeSql).Bind(claim.customer, Blob{claim.number_key}, count).Run();
}

std::int64_t CountOf(Connection& connection, CustomerId customer) {
  auto counted = connection.Prepare(kCountSql);
  std::int64_t count = 0;
  if (counted.Bind(customer).Step()) counted.Read(count);
  return count;
}

void Delete(Connection& connection, const Claim& claim) {
  connection.Prepare(kDeleteSql).Bind(claim.customer, Blob{claim.number_key}).Run();
}

}  // namespace jackfield::sqlite::interaction_claims
