#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "server/base/result.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// The digest of all that a database says, whatever its pages look like: BLAKE2b-256 over the schema
// version and every row of every table, tables by name, rows by primary key, each value with its
// type. Equal contents have equal digests. Left out is what follows from the rest (indices, the
// index of words) and the note of a backup about itself.
//
// `on_row` is called with the count of rows so far after each kRowsPerCall rows, and ends the work
// by returning false.
//
// Errors: kAborted when `on_row` ended it; kUnavailable, kDataLoss. Throws nothing.
//
// Thread safety: as the connection. Reads everything: minutes for a large database. For a digest of
// one moment the caller holds a transaction, or nobody writes.
constexpr std::int64_t kRowsPerCall = 1'000;
Result<std::string> ContentDigest(Connection& connection,
                                  const std::function<bool(std::int64_t rows)>& on_row);

}  // namespace jackfield::sqlite
