#pragma once

#include "server/engine/batch_changes.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/exchange/effect.h"
#include "server/exchange/state.h"
#include "server/ports/callback_row.h"
#include "server/ports/engine.h"
#include "server/ports/store.h"

namespace jackfield::engine {

// What the store, the desks and those who asked are told of callbacks. Pure functions of the state.

CallbackRow ProjectCallback(const exchange::State& state, const exchange::Callback& callback);

// Puts the rows that the batch changed into `batch`: each callback as it is after it.
void ProjectCallbacks(const exchange::State& state, const BatchChanges& changes,
                      CommitBatch& batch);

// What `command` did; `effects` are its own, `state` is the state right after it, of which
// `made_before` callbacks were made before it.
CallbackReceipt ReceiptOf(const exchange::State& state, const exchange::CallbackCommand& command,
                          const exchange::Effects& effects, std::uint64_t made_before);

}  // namespace jackfield::engine
