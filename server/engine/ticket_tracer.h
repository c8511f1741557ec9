#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/state.h"
#include "server/ports/ticket_trace.h"

namespace jackfield::engine {

// Gathers what explains the offers of tickets, from the effects of inputs, until a commit takes it
// along.
//
// Rules:
//  T1. After kStepsPerTicketMax steps of a ticket none is kept. Counted from the start of the
//      process. Why: a ticket that all decline is offered without end, and must not fill the disk.
//
// Flow: bounded by the inputs of a batch.
//
// Thread safety: confined to the engine thread.
class TicketTracer {
 public:
  static constexpr std::uint32_t kStepsPerTicketMax = 400;

  // Entry `sequence` was applied; `state` is the state right after it.
  void Take(Sequence sequence, const exchange::Input& input, const exchange::Effects& effects,
            const exchange::State& state);

  // What was gathered, as rows of the commit that ends with entry `last`.
  std::vector<TicketTraceRow> TakeRows(Sequence last, WallTime wall);

 private:
  void Add(TicketId ticket, ReservationTraceStep step);
  void ForgetBudgets(const exchange::State& state);

  std::map<TicketId, std::vector<ReservationTraceStep>> steps_;
  std::map<TicketId, std::uint32_t> kept_;  // Steps so far.
};

}  // namespace jackfield::engine
