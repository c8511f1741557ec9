#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/ports/callbacks.h"
#include "server/storage/sqlite/connection.h"

// Callbacks. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::callback_table {

// Where a page ends: the next one begins with what is older.
struct Place {
  std::int64_t created_ms = 0;
  CallbackId callback;

  JACKFIELD_FIELDS(created_ms, callback)
};

// Writes the row over what stands there.
void Save(Connection& connection, const CallbackRow& row);

// nullopt: there is none.
std::optional<CallbackRow> Load(Connection& connection, CallbackId id);
std::optional<CallbackRow> LoadByName(Connection& connection, std::string_view name);

// Those that fit and come after `place`, the newest first, at most `count`.
std::vector<CallbackRow> Find(Connection& connection, const CallbackFilter& filter,
                              const std::optional<Place>& place, std::size_t count);

}  // namespace jackfield::sqlite::callback_table
