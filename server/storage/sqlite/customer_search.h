#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/search_words.h"

namespace jackfield::sqlite {

// Where a search goes on.
struct SearchPlace {
  // What is being listed: everything; or whole words, then begun words; or numbers.
  enum class Part : std::uint8_t { kAll = 0, kWhole = 1, kBegun = 2, kNumbers = 3, kDone = 4 };
  Part part = Part::kAll;
  CustomerId after;

  JACKFIELD_FIELDS(part, after)
};

struct SearchMatches {
  std::vector<CustomerId> customers;  // At most as many as asked for.
  SearchPlace next;                   // kDone: there are no more.
};

// The first place of a search for `query`; `listed` when all customers are wanted.
SearchPlace FirstPlace(const WordQuery& query, bool listed);

// Finds the next `count` matches. Throws SQLite::Exception.
SearchMatches FindMatches(Connection& connection, const WordQuery& query, SearchPlace place,
                          std::size_t count);

}  // namespace jackfield::sqlite
