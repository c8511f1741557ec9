#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent-client/terminal/desk/number_values.h"
#include "server/base/time.h"

// The work that is offered to an agent, their tickets, and what they may ask of the switch, as
// plain values. As in desk_values.h: names and meaning are those of proto/jackfield/v1, numbers of
// enumerators too, and all texts come from outside.
namespace jackfield::desk {

// What the switch can be asked for. Those that no desk asks for are kNone.
enum class CallCommand : std::uint8_t {
  kNone = 0,
  kAnswer = 1,
  kHold = 2,
  kRetrieve = 3,
  kHangUp = 4,
  kTransfer = 5,
  kConsult = 6,
  kCompleteTransfer = 7,
  kConference = 8,
  kDecline = 9,
  kDial = 10,
  kCancelConsult = 16,
};

// What became of a command. kUnknown: whether it was done is not known.
enum class CommandOutcome : std::uint8_t { kUnknown = 0, kAccepted = 1, kRefused = 2 };

struct CommandEnded {
  std::string command;
  CallCommand kind = CallCommand::kNone;
  CommandOutcome outcome = CommandOutcome::kUnknown;
  std::string message;
};

enum class TicketState : std::uint8_t {
  kUnknown = 0,  // Treated as open.
  kNew = 1,
  kOpen = 2,
  kPending = 3,
  kResolved = 4,
  kClosed = 5,
};

enum class TicketType : std::uint8_t {
  kUnknown = 0,
  kQuestion = 1,
  kIncident = 2,
  kComplaint = 3,
  kCallback = 4,
  kTask = 5,
};

enum class TicketPriority : std::uint8_t {
  kUnknown = 0,
  kLow = 1,
  kNormal = 2,
  kHigh = 3,
  kUrgent = 4,
};

enum class ClockKind : std::uint8_t {
  kUnknown = 0,
  kFirstResponse = 1,
  kNextResponse = 2,
  kResolution = 3,
};

enum class ClockState : std::uint8_t {
  kUnknown = 0,
  kRunning = 1,
  kPaused = 2,
  kMet = 3,
  kBreached = 4,
};

struct TicketClock {
  ClockKind kind = ClockKind::kUnknown;
  ClockState state = ClockState::kUnknown;
  std::optional<WallTime> due;  // Absent while it stands still, and once it is stopped.
  bool warned = false;
  bool stopped = false;
};

struct Complaint {
  int severity = 0;  // 0: not stated.
  std::string cause;
  std::string promised_action;
  std::int64_t compensation_minor_units = 0;  // 0: none.
  std::string compensation_currency_code;
};

struct Ticket {
  std::string name;
  std::int64_t number = 0;
  std::string subject;
  TicketState state = TicketState::kUnknown;
  TicketType type = TicketType::kUnknown;
  TicketPriority priority = TicketPriority::kUnknown;
  std::string customer;
  std::string customer_display_name;
  std::string queue_display_name;
  std::string owner;  // Empty: nobody.
  std::string owner_display_name;
  std::vector<std::string> tags;
  std::optional<WallTime> reminder;
  std::vector<TicketClock> clocks;
  std::optional<Complaint> complaint;
  bool with_supervisors = false;
  int satisfaction = 0;  // How content the customer was, 1 to 5. 0: not asked, or no answer.
  WallTime created{};
  WallTime updated{};
  std::string etag;  // Changes with each change of the ticket.
};

enum class EntryKind : std::uint8_t {
  kUnknown = 0,
  kCreated = 1,
  kCommented = 2,
  kStateChanged = 3,
  kOwnerChanged = 4,
  kQueueChanged = 5,
  kPriorityChanged = 6,
  kTypeChanged = 7,
  kSubjectChanged = 8,
  kTagsChanged = 9,
  kSkillsChanged = 10,
  kCustomerChanged = 11,
  kComplaintChanged = 12,
  kLinked = 13,
  kUnlinked = 14,
  kMergedInto = 15,
  kMergedFrom = 16,
  kInteraction = 17,
  kWatched = 18,
  kUnwatched = 19,
  kAttached = 20,
  kRated = 21,
  kReminderSet = 22,
  kClockWarned = 23,
  kClockBreached = 24,
  kHandedToSupervisors = 25,
};

// One entry of a ticket's history.
struct TicketEntry {
  int number = 0;
  EntryKind kind = EntryKind::kUnknown;
  WallTime time{};
  std::string actor;
  std::string actor_display_name;
  bool is_public = false;  // The customer may read `text`.
  std::string text;
  std::string before;
  std::string after;
  std::string uri;
};

enum class CallbackState : std::uint8_t {
  kUnknown = 0,
  kWaiting = 1,
  kScheduled = 2,
  kInProgress = 3,
  kReached = 4,
  kUnreached = 5,
  kCancelled = 6,
};

enum class CallbackOrigin : std::uint8_t {
  kUnknown = 0,
  kQueue = 1,
  kMissedCall = 2,
  kPromise = 3,
  kList = 4,
};

// Where callbacks are, as people ask for them: those that are not over, those that are due, those
// that wait for their time, and those that somebody has.
enum class CallbackGroup : std::uint8_t { kLive, kDue, kLater, kInProgress };

// How an attempt ended. kNone: it has not.
enum class AttemptOutcome : std::uint8_t {
  kNone = 0,
  kReached = 1,
  kNoAnswer = 2,
  kBusy = 3,
  kNotThem = 4,
  kWrongNumber = 5,
  kFailed = 6,
  kLater = 7,  // They asked to be called at another time.
};

struct CallbackAttempt {
  std::string agent;
  std::optional<WallTime> start;  // Absent: not dialled.
  AttemptOutcome outcome = AttemptOutcome::kNone;
  bool assumed = false;  // Nobody told the outcome.
};

// Somebody who is to be called.
struct Callback {
  std::string name;
  Number number;
  std::string display_name;
  std::string customer;
  std::string queue_display_name;
  std::string note;
  CallbackState state = CallbackState::kUnknown;
  CallbackOrigin origin = CallbackOrigin::kUnknown;
  std::string agent;                      // Who has it. Empty: nobody.
  std::string preferred;                  // Whom it is kept for. Empty: anybody.
  std::vector<CallbackAttempt> attempts;  // The first first.
  std::optional<WallTime> waiting_since;
  std::optional<WallTime> earliest;  // Not before.
  std::optional<WallTime> next_attempt;
  // Until when who has it is to call, or to tell the outcome. Absent: they are calling.
  std::optional<WallTime> lease;
  bool held = false;  // The customer is calling.
};

// Work that is offered, until its deadline.
struct WorkOffer {
  std::string name;
  std::variant<Ticket, Callback> work;
  std::string queue_display_name;
  WallTime start{};
  WallTime deadline{};
};

enum class WorkOfferEnd : std::uint8_t {
  kUnknown = 0,  // Shown as withdrawn.
  kAccepted = 1,
  kDeclined = 2,
  kDeadline = 3,
  kTaken = 4,
  kWithdrawn = 5,
  kCallCame = 6,
  kNotReady = 7,
};

struct WorkOfferClosed {
  std::string name;
  WorkOfferEnd reason = WorkOfferEnd::kUnknown;
};

// Something that an agent is told of their work, until they have seen it.
struct WorkNotice {
  enum class Kind : std::uint8_t {
    kUnknown = 0,
    kReminder = 1,
    kClockWarning = 2,
    kClockBreach = 3,
    kAssigned = 4,
    kComment = 5,
    kReopened = 6,
    kShow = 7,
  };
  std::string name;
  Kind kind = Kind::kUnknown;
  Ticket ticket;
  WallTime time{};
};

}  // namespace jackfield::desk
