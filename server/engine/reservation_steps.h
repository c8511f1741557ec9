#pragma once

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/effect.h"
#include "server/exchange/state.h"
#include "server/ports/reservation_trace.h"

// What the traces of calls and tickets keep of reservations. Both are pure functions.
namespace jackfield::engine {

// `state` is the one right after entry `sequence`, which opened it.
ReservationTraceStep OpenedStep(Sequence sequence, const exchange::Reservation& opened,
                                const exchange::State& state);

// By entry `sequence`, at `at`.
ReservationTraceStep EndedStep(Sequence sequence, WallTime at,
                               const exchange::ReservationEnded& ended,
                               const exchange::State& state);

}  // namespace jackfield::engine
