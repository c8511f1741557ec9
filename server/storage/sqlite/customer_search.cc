#include "server/storage/sqlite/customer_search.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace jackfield::sqlite {
namespace {

using Part = SearchPlace::Part;

constexpr std::string_view kAllSql =
    "SELECT id FROM customer WHERE id > ?1 AND merged_into = 0 ORDER BY id LIMIT ?2";
constexpr std::string_view kWordsSql = R"sql(
  SELECT rowid FROM customer_words WHERE customer_words MATCH ?3 AND rowid > ?1
  ORDER BY rowid LIMIT ?2
)sql";
// ?3 ≤ digits < ?4 is a prefix, ?5 ≤ digits < ?6 the same of the reversed digits; ':' follows '9'.
// Each kind is cut at 1000 matches (SqliteCustomers::kNumberMatchesMax).
constexpr std::string_view kNumbersSql = R"sql(
  SELECT id FROM (
    SELECT id FROM (SELECT customer_id AS id FROM customer_number
      WHERE e164 >= '+' || ?3 AND e164 < '+' || ?4 AND e164 <> '' LIMIT 1000)
    UNION SELECT id FROM (SELECT customer_id AS id FROM customer_number
      WHERE national_digits >= ?3 AND national_digits < ?4 AND national_digits <> '' LIMIT 1000)
    UNION SELECT id FROM (SELECT customer_id AS id FROM customer_number
      WHERE digits_reversed >= ?5 AND digits_reversed < ?6 AND digits_reversed <> '' LIMIT 1000)
    UNION SELECT id FROM (SELECT customer_id AS id FROM customer_number
      WHERE extension = ?3 AND extension <> '' LIMIT 1000)
    UNION SELECT id FROM (SELECT rowid AS id FROM customer_words
      WHERE customer_words MATCH ?7 LIMIT 1000))
  WHERE id > ?1 ORDER BY id LIMIT ?2
)sql";

std::vector<CustomerId> Take(Prepared& found) {
  std::vector<CustomerId> ids;
  while (found.Step()) ids.push_back(found.Value<CustomerId>());
  return ids;
}

std::vector<CustomerId> Words(Connection& connection, const std::string& expression,
                              CustomerId after, std::size_t count) {
  auto found = connection.Prepare(kWordsSql);
  return Take(found.Bind(after, count, expression));
}

std::vector<CustomerId> Numbers(Connection& connection, const WordQuery& query, CustomerId after,
                                std::size_t count) {
  const std::string reversed(query.digits.rbegin(), query.digits.rend());
  auto found = connection.Prepare(kNumbersSql);
  return Take(found.Bind(after, count, query.digits, query.digits + ':', reversed, reversed + ':',
                         query.begun));
}

std::vector<CustomerId> MatchesOf(Connection& connection, const WordQuery& query,
                                  const SearchPlace& place, std::size_t count) {
  switch (place.part) {
    case Part::kAll: {
      auto found = connection.Prepare(kAllSql);
      return Take(found.Bind(place.after, count));
    }
    case Part::kWhole:
      return Words(connection, query.whole, place.after, count);
    case Part::kBegun:
      return Words(connection, "(" + query.begun + ") NOT (" + query.whole + ")", place.after,
                   count);
    case Part::kNumbers:
      return Numbers(connection, query, place.after, count);
    case Part::kDone:
      return {};
  }
  return {};
}

}  // namespace

SearchPlace FirstPlace(const WordQuery& query, bool listed) {
  if (listed) return {Part::kAll, {}};
  if (query.empty) return {Part::kDone, {}};
  return {query.digits.empty() ? Part::kWhole : Part::kNumbers, {}};
}

SearchMatches FindMatches(Connection& connection, const WordQuery& query, SearchPlace place,
                          std::size_t count) {
  SearchMatches matches;
  while (place.part != Part::kDone) {
    const std::size_t wanted = count - matches.customers.size();
    // One more than wanted tells whether there are more.
    auto found = MatchesOf(connection, query, place, wanted + 1);
    const bool more = found.size() > wanted;
    if (more) found.resize(wanted);
    matches.customers.insert(matches.customers.end(), found.begin(), found.end());
    if (more) {
      if (!found.empty()) place.after = found.back();
      break;
    }
    place = {place.part == Part::kWhole ? Part::kBegun : Part::kDone, {}};
  }
  matches.next = place;
  return matches;
}

}  // namespace jackfield::sqlite
