#include "server/storage/sqlite/caller_choice_table.h"

#include <algorithm>

namespace jackfield::sqlite::caller_choice_table {
namespace {

constexpr std::string_view kOfSql = R"sql(
  SELECT coalesce((SELECT nullif(merged_into, 0) FROM customer WHERE id = customer_id),
                  customer_id), denied
  FROM caller_choice WHERE number_lookup = ?1 ORDER BY act DESC
)sql";
constexpr std::string_view kSaveSql = R"sql(
  INSERT INTO caller_choice (number_lookup, customer_id, denied, act)
  VALUES (?1, ?2, ?3,
          (SELECT coalesce(max(act), 0) + 1 FROM caller_choice WHERE number_lookup = ?1))
  ON CONFLICT (number_lookup, customer_id) DO UPDATE SET denied = excluded.denied,
    act = excluded.act
)sql";
constexpr std::string_view kCutSql = R"sql(
  DELETE FROM caller_choice WHERE number_lookup = ?1 AND customer_id IN
    (SELECT customer_id FROM caller_choice WHERE number_lookup = ?1
     ORDER BY act DESC LIMIT -1 OFFSET ?2)
)sql";
constexpr std::string_view kForgetSql =
    "DELETE FROM caller_choice WHERE number_lookup = ?1 AND customer_id = ?2";
constexpr std::string_view kLiftSql =
    "DELETE FROM caller_choice WHERE number_lookup = ?1 AND customer_id = ?2 AND denied <> 0";

}  // namespace

std::vector<CallerChoice> Of(Connection& connection, std::string_view number_key) {
  std::vector<CallerChoice> choices;
  auto found = connection.Prepare(kOfSql);
  found.Bind(Blob{number_key});
  while (found.Step()) {
    CallerChoice choice;
    found.Read(choice.customer, choice.denied);
    const bool known = std::any_of(
        choices.begin(), choices.end(),
        [&choice](const CallerChoice& later) { return later.customer == choice.customer; });
    if (!known) choices.push_back(choice);
  }
  return choices;
}

void Save(Connection& connection, std::string_view number_key, const CallerChoice& choice,
          std::size_t most) {
  connection.Prepare(kSaveSql).Bind(Blob{number_key}, choice.customer, choice.denied).Run();
  connection.Prepare(kCutSql).Bind(Blob{number_key}, most).Run();
}

void Forget(Connection& connection, std::string_view number_key, CustomerId customer) {
  connection.Prepare(kForgetSql).Bind(Blob{number_key}, customer).Run();
}

void Lift(Connection& connection, std::string_view number_key, CustomerId customer) {
  connection.Prepare(kLiftSql).Bind(Blob{number_key}, customer).Run();
}

}  // namespace jackfield::sqlite::caller_choice_table
