#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"

// Limits of a queue's figures, what is known of those that are beyond theirs, and what supervisors
// are told of tickets. Plain data; the rules are in alert_rules.h and tickets/ticket_alerts.h.
namespace jackfield::exchange {

constexpr std::size_t kAlertRulesMax = 8;  // Of one queue.

// In the order of the contract.
enum class AlertFigure : std::uint8_t {
  kWaitingCount = 1,    // Beyond: more than the limit.
  kLongestWait = 2,     // In seconds. Beyond: more.
  kServiceLevel = 3,    // Of the present interval, 0 to 1. Beyond: less.
  kAbandonedRatio = 4,  // Of the present interval, 0 to 1. Beyond: more.
  kReadyCount = 5,      // Beyond: less.
  kStaffedCount = 6,    // Beyond: less.
};

struct AlertRule {
  AlertFigure figure = AlertFigure::kWaitingCount;
  std::int64_t limit_millionths = 0;  // Of the figure's unit: whole numbers compare exactly.
  Duration raise_after{10'000};
  Duration clear_after{20'000};

  bool operator==(const AlertRule&) const = default;
  JACKFIELD_FIELDS(figure, limit_millionths, raise_after, clear_after)
};

// In the order of the contract.
enum class TicketAlertCause : std::uint8_t {
  kComplaint = 1,   // Of a high-value customer.
  kSlaWarning = 2,  // A goal is nearly missed, and the ticket is with the supervisors.
  kSlaBreach = 3,   // A goal is missed, and the ticket is with the supervisors.
};

// What an alert about a ticket says.
struct TicketAlert {
  TicketId ticket;
  std::string name;  // As Ticket::name.
  TicketAlertCause cause = TicketAlertCause::kComplaint;

  bool operator==(const TicketAlert&) const = default;
  JACKFIELD_FIELDS(ticket, name, cause)
};

// An alert that was raised. Times are the engine's.
struct Alert {
  AlertId id;
  QueueId queue;   // Of a ticket: that in which it was; none: it was in none.
  AlertRule rule;  // As it was when the alert was raised. Means nothing for a ticket, as the next.
  std::int64_t raised_value_millionths = 0;
  WallTime raised{};
  std::optional<WallTime> cleared;
  std::optional<WallTime> acknowledged;  // The first time.
  std::string acknowledged_by;           // Login.
  std::uint64_t revision = 0;            // How often it has changed.
  std::optional<TicketAlert> ticket;     // Present: it is about a ticket, and about no figure.

  bool operator==(const Alert&) const = default;
  JACKFIELD_FIELDS(id, queue, rule, raised_value_millionths, raised, cleared, acknowledged,
                   acknowledged_by, revision, ticket)
};

// How one rule of a queue stands.
struct AlertWatch {
  AlertRule rule;  // As it was last looked at.
  // Since when, without a break, the figure says otherwise than the alert: beyond the limit while
  // none is raised, within it while one is. Absent: they agree.
  std::optional<Instant> differs_since;
  AlertId raised;  // None: none is.

  bool operator==(const AlertWatch&) const = default;
  JACKFIELD_FIELDS(rule, differs_since, raised)
};

}  // namespace jackfield::exchange
