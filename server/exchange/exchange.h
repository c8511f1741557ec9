#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/routing/router.h"
#include "server/exchange/staffing.h"
#include "server/exchange/state.h"

namespace jackfield::exchange {

// The deterministic core of Jackfield: the rules of the call centre.
//
// Rules:
//  X1. The same inputs with the same sequences give the same state, byte for byte, and the same
//      effects. Why: recovery is a replay, and so is every test.
//  X2. An input that is refused (a command) changes nothing and must not be journaled. A
//      telephony event is never refused: what it cannot change is noted and ignored.
//  X3. Time never goes back: an input whose `now` is before the last one counts as at that time.
//  X4. One offer per (call, agent) rings at a time; it ends once; its end is final.
//  X5. An ended call never lives again. Its id is remembered long after the call is forgotten.
//  X6. Every transient state has a timer that the exchange owns: an offer, a wrap-up, a silent
//  call.
//
// Lifetime: owns its state; references from state() are valid until the next Apply().
//
// Thread safety: confined to the engine thread.
class Exchange {
 public:
  Exchange() = default;

  // Applies `input` as entry `sequence` of the journal.
  // Errors: those of the command (desk_command.h, ticket_command.h); none for other inputs.
  Result<Effects> Apply(Sequence sequence, const Input& input);

  // When a TimersDue is to be applied next; nullopt: not needed.
  std::optional<Instant> NextTimer() const { return state_.timers.Next(); }

  // The whole state as bytes, and back. Restore(Save()) is equal to the original, and goes on as
  // it.
  std::string Save() const;
  // Errors: kDataLoss when `bytes` are damaged or of a newer program.
  static Result<Exchange> Restore(std::string_view bytes);

  const State& state() const { return state_; }

  // Lookups by wire name. nullptr: unknown.
  const Call* FindCall(CallId id) const;
  const Call* FindCallByName(std::string_view name) const;
  const Agent* FindAgent(AgentId id) const;
  const Agent* FindAgentByLogin(std::string_view login) const;
  const Queue* FindQueue(QueueId id) const;
  const Ticket* FindTicket(TicketId id) const;
  const Ticket* FindTicketByName(std::string_view name) const;

 private:
  State state_;
  // Follow from `state_`.
  Staffing staffing_;
  Router router_;
};

}  // namespace jackfield::exchange
