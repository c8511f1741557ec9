#pragma once

#include <functional>

#include "server/base/result.h"
#include "server/exchange/state.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {

// Asks the engine's state one question. Exactly one of both is called: `look` on the engine thread,
// or `refused` when the engine stops or is full (kUnavailable, SERVER_STOPPING). Neither may block.
//
// Thread safety: thread-safe.
void AskEngine(Engine& engine, std::function<void(const exchange::State&)> look,
               std::function<void(const Error&)> refused);

}  // namespace jackfield::grpc_api
