#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/time.h"
#include "server/exchange/tickets/ticket.h"

// What an administrator has declared about tickets. Plain data; the rules are in sla.h and
// ticket_triggers.h.
namespace jackfield::exchange {

constexpr std::size_t kSlaPoliciesMax = 200;
constexpr std::size_t kEscalationStepsMax = 8;  // Of one policy, for a warning and for a breach.
constexpr std::size_t kTicketTriggersMax = 64;
constexpr std::uint32_t kReopenDaysMax = 365;

// What is done when a clock warns, or has run out.
enum class EscalationKind : std::uint8_t {
  kRaisePriority = 1,      // By one; urgent stays urgent.
  kMoveQueue = 2,          // To `queue`: nobody has it then.
  kNotifyOwner = 3,        // Nothing where nobody has it.
  kNotifyWatchers = 4,     // Nothing where nobody watches.
  kHandToSupervisors = 5,  // They are told, and the ticket is marked until it is given to somebody.
};

struct EscalationStep {
  EscalationKind kind = EscalationKind::kNotifyOwner;
  std::string queue;  // Of kMoveQueue.

  bool operator==(const EscalationStep&) const = default;
  JACKFIELD_FIELDS(kind, queue)
};

// Goals of some tickets. The first policy that fits a ticket is its policy.
struct SlaPolicy {
  std::string name;                        // Unique.
  std::set<std::string> queues;            // Empty: any, and tickets in none. As the next.
  std::set<TicketType> types;              // Empty: any.
  std::set<TicketPriority> priorities;     // Empty: any.
  std::uint32_t tier_min = 0;              // Of the customer's value tier, included.
  std::optional<Duration> first_response;  // Of open time; above 0. Absent: no limit.
  std::optional<Duration> next_response;
  std::optional<Duration> resolution;
  std::string calendar;                    // Whose hours count. Empty: all hours do.
  std::uint32_t warn_percent = 80;         // Of a goal, 1 to 99; 0: no warning.
  std::vector<EscalationStep> on_warning;  // In this order, once each for a run of a clock.
  std::vector<EscalationStep> on_breach;

  bool operator==(const SlaPolicy&) const = default;
  JACKFIELD_FIELDS(name, queues, types, priorities, tier_min, first_response, next_response,
                   resolution, calendar, warn_percent, on_warning, on_breach)
};

// What may make a ticket by itself.
enum class TriggerCause : std::uint8_t {
  kMissedCall = 1,   // A call of the queue ended, and no agent had answered it.
  kDisposition = 2,  // An agent completed the wrap-up of a call with `disposition`.
  kAbandoned = 3,    // The caller left the queue unanswered, after `at_least`.
  kLongHold = 4,     // An agent's hold lasted `at_least`; made when it ends.
};

// When a ticket is made, and what it is. Of those of one cause the first that fits makes it.
struct TicketTrigger {
  TriggerCause cause = TriggerCause::kMissedCall;
  std::string queue;  // Of the call. Empty: any, and with kLongHold and kDisposition none, too.
  std::string disposition;  // Code, of kDisposition.
  Duration at_least{0};     // Of kAbandoned and kLongHold.
  TicketType type = TicketType::kTask;
  TicketPriority priority = TicketPriority::kNormal;
  std::string ticket_queue;  // Empty: that of the call.
  std::string subject;  // Empty: words for the cause; with kDisposition the disposition's label.

  bool operator==(const TicketTrigger&) const = default;
  JACKFIELD_FIELDS(cause, queue, disposition, at_least, type, priority, ticket_queue, subject)
};

struct TicketPlan {
  // So long after it was resolved a ticket is opened again by the customer's next contact; then it
  // is closed. 1 to kReopenDaysMax; a day is 24 hours.
  std::uint32_t reopen_days = 7;
  // A complaint of a customer of this value tier or above is told to supervisors at once; 0: none.
  std::uint32_t supervised_tier = 0;
  std::vector<SlaPolicy> sla_policies;  // At most kSlaPoliciesMax.
  std::vector<TicketTrigger> triggers;  // At most kTicketTriggersMax.

  bool operator==(const TicketPlan&) const = default;
  JACKFIELD_FIELDS(reopen_days, supervised_tier, sla_policies, triggers)
};

}  // namespace jackfield::exchange
