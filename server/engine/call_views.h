#pragma once

#include <map>

#include "server/base/ids.h"
#include "server/engine/batch_changes.h"
#include "server/exchange/state.h"
#include "server/ports/desk_view.h"

namespace jackfield::engine {

// `call` with the names that its ids stand for.
//
// Thread safety: pure function.
CallView MakeCallView(const exchange::State& state, const exchange::Call& call);

// The views of the calls that a batch concerns, each made once, however many are told of it.
//
// Lifetime: of one batch; `state` and `changes` must not change meanwhile.
//
// Thread safety: none; one per batch.
class CallViews {
 public:
  CallViews(const exchange::State& state, const BatchChanges& changes)
      : state_(state), changes_(changes) {}

  // Empty: the call is not known, or not any more.
  SharedCall Get(CallId id);

 private:
  const exchange::State& state_;
  const BatchChanges& changes_;
  std::map<CallId, SharedCall> views_;
};

}  // namespace jackfield::engine
