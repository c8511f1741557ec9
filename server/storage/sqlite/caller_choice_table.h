#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/ports/caller_memory.h"
#include "server/storage/sqlite/connection.h"

// What agents said of numbers (`caller_choice`). Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::caller_choice_table {

// The last first, each customer once, merged ones as those that they were merged into.
std::vector<CallerChoice> Of(Connection& connection, std::string_view number_key);

// Writes the choice as the last one; the oldest beyond `most` are deleted.
void Save(Connection& connection, std::string_view number_key, const CallerChoice& choice,
          std::size_t most);

// Deletes what was said of the number and the customer; all of it, or only that it is not them.
void Forget(Connection& connection, std::string_view number_key, CustomerId customer);
void Lift(Connection& connection, std::string_view number_key, CustomerId customer);

}  // namespace jackfield::sqlite::caller_choice_table
