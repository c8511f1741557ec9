#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/moment.h"
#include "server/exchange/personal_text.h"

// Somebody who is to be called, and the attempts to reach them, as the exchange knows them. Plain
// data; the rules are in callback_rules.h.
namespace jackfield::exchange {

constexpr std::size_t kCallbacksMax = 50'000;      // Live, or over and not yet forgotten.
constexpr std::size_t kCallbacksPerPartyMax = 16;  // Live ones of one number, or one customer.
constexpr std::size_t kCallbackListMax = 1'000;    // Rows of one import.

// Bytes of texts, as they stand in commands: sealed ones are longer than what was written.
constexpr std::size_t kCallbackNumberBytesMax = 512;
constexpr std::size_t kCallbackNoteBytesMax = 4'096;
constexpr std::size_t kCallbackListNameBytesMax = 256;

// Stored and archived: values never change their meaning. The same holds for the enums below.
enum class CallbackState : std::uint8_t {
  kWaiting = 1,     // For an agent.
  kScheduled = 2,   // For the time of the next attempt, or for the customer's hours.
  kInProgress = 3,  // An agent has it.
  kReached = 4,     // Final, as the next two.
  kUnreached = 5,
  kCancelled = 6,
};

enum class CallbackOrigin : std::uint8_t {
  kQueue = 1,       // The caller left the queue for it.
  kMissedCall = 2,  // The caller gave up, or nobody answered.
  kPromise = 3,     // An agent promised it.
  kList = 4,        // It is on a list that is called one by one.
};

// How an attempt ended.
enum class AttemptOutcome : std::uint8_t {
  kNone = 0,  // It has not.
  kReached = 1,
  kNoAnswer = 2,
  kBusy = 3,
  kNotThem = 4,      // A mailbox, or another person.
  kWrongNumber = 5,  // No further attempt is made.
  kFailed = 6,       // The switch could not dial.
  kLater = 7,        // They asked to be called at another time.
};

// Why a callback is over.
enum class CallbackEnd : std::uint8_t {
  kNone = 0,              // It is not.
  kReached = 1,           // By an attempt.
  kReachedOtherwise = 2,  // Somebody called them, or talked with them, without it.
  kCustomerCalled = 3,    // And an agent answered.
  kTakenBack = 4,         // By a person or a program.
  kAttemptsUsed = 5,
  kWrongNumber = 6,
  kExpired = 7,
  kDoNotCall = 8,  // The customer does not want to be called.
};

// The customer was reached, in either direction.
constexpr bool IsRecovered(CallbackEnd end) {
  return end == CallbackEnd::kReached || end == CallbackEnd::kReachedOtherwise ||
         end == CallbackEnd::kCustomerCalled;
}

// One attempt: an agent's lease of the callback, and the call that came of it.
struct CallbackAttempt {
  AgentId agent;
  Moment began;                     // When the agent took it.
  std::optional<WallTime> dialled;  // Absent: no call came about.
  std::string call;                 // Name of the last one; empty: none.
  AttemptOutcome outcome = AttemptOutcome::kNone;
  std::optional<WallTime> ended;
  // By which the agent had it dialled less than kCallbackDialLimit ago: the next call that they
  // make is its.
  CommandId commanded;
  bool talked = false;   // The customer answered, as far as the switch says.
  bool assumed = false;  // Nobody told the outcome: it follows from the call.

  bool operator==(const CallbackAttempt&) const = default;
  JACKFIELD_FIELDS(agent, began, dialled, call, outcome, ended, commanded, talked, assumed)
};

struct Callback {
  CallbackId id;
  std::string name;                // Wire name without `callbacks/`: 32 hexadecimal digits.
  PersonalText number;             // Its sealing key names the person.
  std::string number_key;          // What finds the number (CallerMemory::KeyOf); may be empty.
  std::uint32_t calling_code = 0;  // Country of the number; 0: not known.
  CustomerId customer;             // May be none.
  std::uint32_t value_tier = 0;    // Of the customer, as the directory has it; 0: none.
  QueueId queue;
  CallbackOrigin origin = CallbackOrigin::kPromise;
  CallbackState state = CallbackState::kWaiting;
  PersonalText note;   // May be empty.
  std::string list;    // Name of the list it came with; may be empty.
  std::string call;    // Name of the call it came from; empty: none.
  std::string ticket;  // Wire name of the ticket it belongs to; empty: none.
  AgentId preferred;   // May be none.
  AgentId agent;       // In kInProgress: who has it.
  Moment since;        // Since when the customer waits: its place.
  Moment created;
  std::optional<WallTime> earliest;       // Not before: an appointment.
  std::optional<WallTime> next_attempt;   // Not before: what the last attempt brought.
  std::optional<WallTime> due;            // In kScheduled: when it waits for an agent, at first.
  std::optional<WallTime> lease_until;    // In kInProgress, while no call of it lives.
  std::vector<CallbackAttempt> attempts;  // At most kCallbackAttemptsMax, and the present one.
  std::uint32_t lost_count = 0;           // Leases that ended without a call.
  std::set<CallId> callers;  // Live calls of the customer: nobody is asked to call meanwhile.
  CallbackEnd end = CallbackEnd::kNone;
  std::string ended_by;  // Login, or empty.
  std::optional<WallTime> ended;
  std::uint64_t revision = 0;   // How often it has changed.
  bool open_complaint = false;  // Of the customer, as the directory has it.

  bool live() const { return end == CallbackEnd::kNone; }

  bool operator==(const Callback&) const = default;
  JACKFIELD_FIELDS(id, name, number, number_key, calling_code, customer, value_tier, queue, origin,
                   state, note, list, call, ticket, preferred, agent, since, created, earliest,
                   next_attempt, due, lease_until, attempts, lost_count, callers, end, ended_by,
                   ended, revision, open_complaint)
};

// The callback's record has changed: its row in the store, and what desks and boards show of it.
struct CallbackChanged {
  CallbackId callback;
  bool operator==(const CallbackChanged&) const = default;
};

}  // namespace jackfield::exchange
