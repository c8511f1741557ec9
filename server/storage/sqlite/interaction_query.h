#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/ports/interactions.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// Where a list goes on: before this call, newest first.
struct InteractionPlace {
  WallTime started{Duration{std::numeric_limits<std::int64_t>::max()}};
  CallId call;

  JACKFIELD_FIELDS(started, call)
};

// Everything of the filter, for page tokens.
std::string QuestionOf(const InteractionFilter& filter);

// The next `count` interactions before `place` that fit, newest first, without their parts. Throws
// SQLite::Exception.
std::vector<InteractionRow> FindInteractions(Connection& connection,
                                             const InteractionFilter& filter,
                                             const InteractionPlace& place, std::size_t count);

// See Interactions::Recent(). Throws SQLite::Exception.
std::vector<InteractionRow> FindRecent(Connection& connection, CustomerId customer,
                                       std::size_t count);

// See Interactions::Contacts(). Throws SQLite::Exception.
std::vector<Contact> FindContacts(Connection& connection, CustomerId customer, std::size_t count);

// One interaction without its parts; nullopt: there is none. Throws SQLite::Exception.
std::optional<InteractionRow> LoadInteraction(Connection& connection, CallId call);

}  // namespace jackfield::sqlite
