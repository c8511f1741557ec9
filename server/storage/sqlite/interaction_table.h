#pragma once

#include "server/ports/interaction_row.h"
#include "server/storage/sqlite/connection.h"

// The log of interactions. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::interaction_table {

// Writes the row, with its legs, offers and records, over what stands there. Who claimed the call
// stays, unless it is said now that it is not them.
void Save(Connection& connection, const InteractionRow& row);

// Reads the next columns, which are those of `interaction` in its order, as a row without its
// parts.
InteractionRow ReadRow(Prepared& found);

// Fills in legs, offers and records of the row.
void LoadParts(Connection& connection, InteractionRow& row);

// Fills in the records of the row alone.
void LoadAfterCall(Connection& connection, InteractionRow& row);

}  // namespace jackfield::sqlite::interaction_table
