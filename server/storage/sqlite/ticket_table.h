#pragma once

#include <cstdint>
#include <optional>

#include "server/ports/ticket_row.h"
#include "server/storage/sqlite/connection.h"

// Tickets and the entries of their histories. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::ticket_table {

// What lists are filtered by, as `ticket_mark.kind` has it.
enum class Mark : std::uint8_t { kTag = 1, kWatcher = 2, kInteraction = 3 };

// Writes the row over what stands there.
void Save(Connection& connection, const TicketRow& row);

// Writes the entry over what stands there. Its text, and with an entry that gives the ticket a
// subject that subject, are noted as to be found by their words (ticket_words.h).
void SaveEntry(Connection& connection, const TicketEntryRow& entry);

// nullopt: there is none.
std::optional<TicketRow> Load(Connection& connection, TicketId id);
std::optional<TicketEntryRow> LoadEntry(Connection& connection, TicketId id, std::uint32_t number);

// Reads the next columns, which are those of a ticket_entry in its order.
TicketEntryRow ReadEntry(Prepared& found);

}  // namespace jackfield::sqlite::ticket_table
