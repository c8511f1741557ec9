#pragma once

#include "server/ports/interaction_row.h"
#include "server/storage/sqlite/connection.h"

// The log of interactions. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::interaction_table {

// Writes the row, with its legs, offers and records, over what stands there.
void Save(Connection& connection, const InteractionRow& row);

// The columns of `interaction`, in the order of ReadRow().
constexpr char kColumns[] = R"sql(
  i.call_id, i.name, i.source, i.switch_id, i.direction, i.origin, i.presentation,
  i.number_key, i.number, i.caller_name_key, i.caller_name, i.e164_key, i.e164, i.match,
  i.customer_id, i.candidates, i.candidate_count, i.dialled_key, i.dialled, i.attached,
  i.started_at_ms, i.ended_at_ms, i.end_cause, i.parent_id, i.talk_ms, i.hold_ms, i.agent, i.queue
)sql";

// Reads the next columns as a row without its parts.
InteractionRow ReadRow(Prepared& found);

// Fills in legs, offers and records of the row.
void LoadParts(Connection& connection, InteractionRow& row);

}  // namespace jackfield::sqlite::interaction_table
