#pragma once

#include "server/base/time.h"
#include "server/engine/batch_changes.h"
#include "server/exchange/call.h"
#include "server/exchange/state.h"
#include "server/ports/alerts.h"
#include "server/ports/interaction_row.h"
#include "server/ports/store.h"

namespace jackfield::engine {

// The call's row in the log, as the call is now. Times that still run (the talk of a connected
// agent) are as of the call's last event.
//
// Thread safety: pure function.
InteractionRow ProjectInteraction(const exchange::State& state, const exchange::Call& call);

// How long the connection talked, and how long it held the other side.
struct ConnectedTime {
  Duration talk{0};  // Without `hold`.
  Duration hold{0};
};

// Thread safety: pure function.
ConnectedTime TimeOf(const exchange::Call& call, const exchange::Connection& connection);

// The alert with its names. Thread safety: pure function.
AlertRow ProjectAlert(const exchange::State& state, const exchange::Alert& alert);

// Adds the rows of everything that `changes` names, from the state after the batch.
void ProjectRows(const exchange::State& state, const BatchChanges& changes, CommitBatch& batch);

}  // namespace jackfield::engine
