#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/callbacks/callback.h"
#include "server/exchange/personal_text.h"

// What people and programs ask of callbacks. `actor` is the login of who asks; queues and agents
// are named as on the wire. Errors are answered at once and change nothing (X2).
//
// All that name a `callback` fail with kNotFound (CALLBACK_NOT_FOUND) where no such callback is
// live or was lately, and with kFailedPrecondition (CALLBACK_OVER) where it is over.
namespace jackfield::exchange {

// Makes a callback. The first CallbackChanged names it. Twice makes one: a number has at most one
// live callback in a queue.
// Errors: kInvalidArgument (NUMBER_REQUIRED), (TEXT_TOO_LONG), (ORIGIN_UNKNOWN),
// (VALUE_TIER_RANGE), (CALLING_CODE_RANGE), (WAIT_START_RANGE) when it is in the future or more
// than kCallbackWaitMax ago, (EARLIEST_TIME_RANGE) when it is more than kCallbackAheadMax away,
// (NAME_INVALID); kNotFound (QUEUE_NOT_FOUND), (AGENT_NOT_FOUND); kAlreadyExists (CALLBACK_EXISTS);
// kResourceExhausted (CALLBACKS_FULL), (CALLBACKS_OF_PARTY_FULL).
struct CreateCallback {
  std::string actor;
  PersonalText number;  // Required.
  std::string number_key;
  std::uint32_t calling_code = 0;  // 0: not known.
  CustomerId customer;
  std::uint32_t value_tier = 0;
  std::string queue;  // Required.
  CallbackOrigin origin = CallbackOrigin::kPromise;
  PersonalText note;
  std::string list;
  std::string call;                    // Name of the call it comes from.
  std::string ticket;                  // Wire name.
  std::string preferred;               // Login; empty: anybody.
  std::optional<WallTime> wait_start;  // Absent: now.
  std::optional<WallTime> earliest;    // Absent, or in the past: at once.
  bool open_complaint = false;         // Of the customer.

  bool operator==(const CreateCallback&) const = default;
  JACKFIELD_FIELDS(actor, number, number_key, calling_code, customer, value_tier, queue, origin,
                   note, list, call, ticket, preferred, wait_start, earliest, open_complaint)
};

// Makes callbacks of a list; those that cannot be made are left out, but where a queue or a time is
// wrong none is made: it is that of all. Twice makes each once, as CreateCallback.
// Errors: kInvalidArgument (LIST_LENGTH) with none, or more than kCallbackListMax,
// (EARLIEST_TIME_RANGE); kNotFound (QUEUE_NOT_FOUND).
struct ImportCallbacks {
  std::string actor;
  std::vector<CreateCallback> rows;

  bool operator==(const ImportCallbacks&) const = default;
  JACKFIELD_FIELDS(actor, rows)
};

// Takes it back; an attempt whose call lives goes on, and its outcome is asked of nobody.
// Taking back again changes nothing.
// Errors: kPermissionDenied (CALLBACK_OF_ANOTHER_AGENT) with `spares_others`.
struct CancelCallback {
  std::string actor;
  CallbackId callback;
  bool spares_others = false;  // Not one that another agent than `actor` has.

  bool operator==(const CancelCallback&) const = default;
  JACKFIELD_FIELDS(actor, callback, spares_others)
};

// Moves it to another time, or to another agent.
// Errors: kInvalidArgument (EARLIEST_TIME_RANGE); kNotFound (AGENT_NOT_FOUND); kFailedPrecondition
// (CALLBACK_IN_PROGRESS).
struct RescheduleCallback {
  std::string actor;
  CallbackId callback;
  std::optional<WallTime> earliest;  // Absent: at once.
  std::string preferred;             // Login; empty: anybody.

  bool operator==(const RescheduleCallback&) const = default;
  JACKFIELD_FIELDS(actor, callback, earliest, preferred)
};

// The agent `actor` picks it from a list. Their own again changes nothing.
// Errors: kNotFound (AGENT_NOT_FOUND); kFailedPrecondition (CALLBACK_IN_PROGRESS) when somebody
// has it, (CALLBACK_HELD) while the customer is calling or being called, (CALLBACK_NOT_DUE) before
// its time and outside the customer's hours, (AGENT_NOT_READY) when the agent is not Ready, or has
// another one.
struct TakeCallback {
  std::string actor;
  CallbackId callback;

  bool operator==(const TakeCallback&) const = default;
  JACKFIELD_FIELDS(actor, callback)
};

// The agent gives it back, without having called: it goes to its place, and is not offered to them
// again for a while.
// Errors: kPermissionDenied (CALLBACK_OF_ANOTHER_AGENT); kFailedPrecondition
// (CALLBACK_NOT_IN_PROGRESS), (CALLBACK_DIALLED) when a call came of it: tell its outcome.
struct ReturnCallback {
  std::string actor;
  CallbackId callback;

  bool operator==(const ReturnCallback&) const = default;
  JACKFIELD_FIELDS(actor, callback)
};

// The agent who has it tells how the attempt ended. The same again, of the last attempt, changes
// nothing.
// Errors: kInvalidArgument (OUTCOME_UNKNOWN), (EARLIEST_TIME_RANGE), and of `next_attempt` for
// kLater (TIME_REQUIRED), (TIME_OVER), (TIME_CLOSED) outside the customer's hours, (TIME_EXPIRED)
// when the callback is given up by then or this is the last of kCallbackAttemptsMax;
// kPermissionDenied (CALLBACK_OF_ANOTHER_AGENT); kFailedPrecondition (CALLBACK_NOT_IN_PROGRESS).
struct CompleteAttempt {
  std::string actor;
  CallbackId callback;
  AttemptOutcome outcome = AttemptOutcome::kNone;
  // As the customer wished; required for kLater. Absent: by the plan.
  std::optional<WallTime> next_attempt;

  bool operator==(const CompleteAttempt&) const = default;
  JACKFIELD_FIELDS(actor, callback, outcome, next_attempt)
};

// The agent's answer to an offer of a callback by the routing.
// Errors: kNotFound (AGENT_NOT_FOUND), and those of AcceptReservation (routing_rules.h).
struct AcceptCallback {
  std::string actor;
  ReservationId reservation;

  bool operator==(const AcceptCallback&) const = default;
  JACKFIELD_FIELDS(actor, reservation)
};
struct DeclineCallback {
  std::string actor;
  ReservationId reservation;

  bool operator==(const DeclineCallback&) const = default;
  JACKFIELD_FIELDS(actor, reservation)
};

// The customers do not want to be called: their live callbacks end, but those that they asked for
// themselves (CallbackOrigin::kQueue). Twice is as once.
struct ForbidCallbacks {
  std::string actor;
  std::vector<CustomerId> customers;
  std::vector<std::string> number_keys;  // Of numbers of theirs: callbacks of no known customer.

  bool operator==(const ForbidCallbacks&) const = default;
  JACKFIELD_FIELDS(actor, customers, number_keys)
};

// Grows at its end only (archive, R2).
using CallbackCommand =
    std::variant<CreateCallback, ImportCallbacks, CancelCallback, RescheduleCallback, TakeCallback,
                 ReturnCallback, CompleteAttempt, AcceptCallback, DeclineCallback, ForbidCallbacks>;

}  // namespace jackfield::exchange
