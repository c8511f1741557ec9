#pragma once

#include "server/engine/batch_changes.h"
#include "server/exchange/effect.h"
#include "server/exchange/state.h"
#include "server/exchange/tickets/ticket_command.h"
#include "server/ports/engine.h"
#include "server/ports/store.h"
#include "server/ports/ticket_row.h"

namespace jackfield::engine {

// What the store, the desks and those who asked are told of tickets. Pure functions of the state.

// Names of tickets that are forgotten are left out of links.
TicketRow ProjectTicket(const exchange::State& state, const exchange::Ticket& ticket);
TicketEntryRow ProjectTicketEntry(const exchange::TicketNoted& entry);

// Puts the rows that the batch changed into `batch`: each ticket as it is after it, and each entry
// of a history.
void ProjectTickets(const exchange::State& state, const BatchChanges& changes, CommitBatch& batch);

// What `command` did; `effects` are its own, `state` is the state right after it.
TicketReceipt ReceiptOf(const exchange::State& state, const exchange::TicketCommand& command,
                        const exchange::Effects& effects);

}  // namespace jackfield::engine
