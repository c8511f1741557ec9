#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/alert.h"
#include "server/exchange/moment.h"
#include "server/exchange/personal_text.h"
#include "server/exchange/routing/work.h"

// A ticket and its parts as the exchange knows them. Plain data; the rules are in ticket_rules.h
// and its neighbours. Comments and the history are not here: each entry is an effect (TicketNoted),
// and the state only counts them.
namespace jackfield::exchange {

constexpr std::size_t kTicketsMax = 100'000;  // Live, or closed and not yet forgotten.
constexpr std::size_t kTicketTagsMax = 16;
constexpr std::size_t kTicketWatchersMax = 32;
constexpr std::size_t kTicketLinksMax = 32;
constexpr std::size_t kTicketInteractionsMax = 32;  // The newest; the timeline has them all.
constexpr std::uint32_t kTicketReferencesMax = 64;
constexpr std::uint32_t kTicketEntriesMax = 10'000;  // By people; rules may note some more.
constexpr std::uint32_t kValueTierMax = 100;
constexpr std::uint32_t kComplaintSeverityMax = 4;
constexpr std::uint32_t kSatisfactionMax = 5;

// Bytes of texts, as they stand in commands: sealed ones are longer than what was written.
constexpr std::size_t kTicketWordBytesMax = 64;  // A tag, a login, a cause code.
constexpr std::size_t kTicketSubjectBytesMax = 1'024;
constexpr std::size_t kTicketTextBytesMax = 32'768;
constexpr std::size_t kTicketReferenceBytesMax = 4'096;

// Stored and archived: values never change their meaning. The same holds for the enums below.
enum class TicketType : std::uint8_t {
  kQuestion = 1,
  kIncident = 2,
  kComplaint = 3,
  kCallback = 4,
  kTask = 5,
};

enum class TicketPriority : std::uint8_t { kLow = 1, kNormal = 2, kHigh = 3, kUrgent = 4 };

enum class TicketState : std::uint8_t {
  kNew = 1,       // Nobody has worked on it.
  kOpen = 2,      // Somebody works on it, or it waits for somebody.
  kPending = 3,   // It waits for the customer, or for its reminder.
  kResolved = 4,  // Done. Opens again by hand, or by the customer's next contact.
  kClosed = 5,    // Over. Final.
};

// Who may read an entry of the history.
enum class TicketVisibility : std::uint8_t {
  kInternal = 0,
  kPublic = 1,  // Is meant for the customer, or came from them.
};

// What a clock measures. When each begins and stops is in sla.h.
enum class SlaGoal : std::uint8_t { kFirstResponse = 1, kNextResponse = 2, kResolution = 3 };

// How one goal stands. Times are the engine's wall times: calendars are people's.
struct SlaClock {
  Duration goal{0};                       // Open time that it may use; 0: it has no limit.
  std::string calendar;                   // Whose hours count; empty: all hours do.
  std::uint32_t warn_percent = 80;        // Of the goal; 0: no warning.
  WallTime started{};                     // Of its present run.
  std::optional<WallTime> running_since;  // Absent: it stands still.
  Duration used{0};                       // Open time of its run until it last stood still.
  std::optional<WallTime> warn_at;        // Present while it runs to a limit with a warning.
  std::optional<WallTime> due;            // Present while it runs to a limit, or beyond it.
  std::optional<WallTime> stopped;        // It has done its duty; `used` is final.
  bool warned = false;                    // In its present run, as the next.
  bool breached = false;
  std::optional<WallTime> passed;  // When its time passed, in its present run.

  bool operator==(const SlaClock&) const = default;
  JACKFIELD_FIELDS(goal, calendar, warn_percent, started, running_since, used, warn_at, due,
                   stopped, warned, breached, passed)
};

// What belongs to complaints only.
struct Complaint {
  std::uint32_t severity = 0;  // 1, the least, to kComplaintSeverityMax; 0: not judged yet.
  std::string cause;           // A code of the site; may be empty.
  PersonalText promise;        // What was promised to the customer.
  std::int64_t compensation_minor = 0;  // In the currency's smallest unit; not negative.
  std::string currency;  // ISO 4217, e.g. "EUR"; may be empty without a compensation.

  bool operator==(const Complaint&) const = default;
  JACKFIELD_FIELDS(severity, cause, promise, compensation_minor, currency)
};

struct TicketTimes {
  Moment created;
  Moment updated;
  std::optional<Moment> first_response;  // Of the first answer (sla.h, S2).
  std::optional<Moment> resolved;        // The last time; absent: it is not, or not any more.
  std::optional<Moment> closed;

  bool operator==(const TicketTimes&) const = default;
  JACKFIELD_FIELDS(created, updated, first_response, resolved, closed)
};

// How the routing has the ticket at present. Kept by ticket_work.h alone.
struct TicketWork {
  std::optional<Moment> waiting_since;  // Present: it waits for an agent of `queue`.
  QueueId queue;
  std::int32_t priority = 0;             // As the routing knows it.
  std::vector<SkillRequirement> skills;  // As the routing knows them.
  AgentId counted;                       // Whose capacity it takes; none: nobody's.

  bool operator==(const TicketWork&) const = default;
  JACKFIELD_FIELDS(waiting_since, queue, priority, skills, counted)
};

struct Ticket {
  TicketId id;           // Its number for people, too.
  std::string name;      // Wire name without `tickets/`: 32 hexadecimal digits.
  PersonalText subject;  // In the clear (key 0) where a rule made the ticket.
  TicketType type = TicketType::kQuestion;
  TicketPriority priority = TicketPriority::kNormal;
  TicketState state = TicketState::kNew;
  AgentId owner;                          // May be none.
  QueueId queue;                          // May be none: nobody is asked to take it.
  std::vector<SkillRequirement> skills;   // At most kSkillsPerRingMax, no skill twice.
  std::set<std::string> tags;             // Words of the site.
  CustomerId customer;                    // May be none.
  std::uint32_t value_tier = 0;           // Of the customer, as the directory has it; 0: none.
  std::vector<std::string> interactions;  // Names of calls, the newest first.
  std::set<TicketId> links;               // Other tickets, which may be over and forgotten.
  TicketId merged_into;                   // The one that goes on instead; this one is closed.
  std::set<std::string> watchers;         // Logins.
  Complaint complaint;                    // Means something where `type` is kComplaint.
  std::uint32_t satisfaction = 0;  // 1 to kSatisfactionMax, as the customer said; 0: unknown.
  TicketTimes times;
  std::optional<WallTime> reminder;  // In kPending: when it opens again; absent: it waits on.
  std::map<SlaGoal, SlaClock> clocks;
  bool with_supervisors = false;  // Escalated to them, and nobody was given it since.
  bool complaint_told = false;    // Supervisors were told of it as of a high-value customer's.
  std::uint32_t references = 0;   // Attachments; each is an entry of the history.
  std::uint32_t entries = 0;      // Of the history; the newest has this number.
  std::uint64_t revision = 0;     // How often it has changed.
  TicketWork work;
  std::string preferred_agent;  // Login, of the customer, as the directory has it; empty: none.
  std::map<TicketAlertCause, AlertId> alerts;  // Those that are raised (ticket_alerts.h).
  bool open_complaint = false;                 // Of the customer, as the directory has it.

  bool live() const { return state != TicketState::kClosed; }
  // Somebody is to work on it now.
  bool active() const { return state == TicketState::kNew || state == TicketState::kOpen; }

  bool operator==(const Ticket&) const = default;
  JACKFIELD_FIELDS(id, name, subject, type, priority, state, owner, queue, skills, tags, customer,
                   value_tier, interactions, links, merged_into, watchers, complaint, satisfaction,
                   times, reminder, clocks, with_supervisors, complaint_told, references, entries,
                   revision, work, preferred_agent, alerts, open_complaint)
};

// What an entry of a ticket's history tells.
enum class TicketEntryKind : std::uint8_t {
  kCreated = 1,            // `text` is the description, which may be empty.
  kCommented = 2,          // `text`.
  kStateChanged = 3,       // `before` and `after`; `text` is the resolution, or why.
  kOwnerChanged = 4,       // `before` and `after`: logins; empty: nobody.
  kQueueChanged = 5,       // `before` and `after`: names.
  kPriorityChanged = 6,    // `before` and `after`.
  kTypeChanged = 7,        // `before` and `after`.
  kSubjectChanged = 8,     // `text` is the new one.
  kTagged = 9,             // `before` and `after`: all tags, with spaces between.
  kSkillsChanged = 10,     // `before` and `after`, e.g. "english:50 sales:1".
  kCustomerChanged = 11,   // Names nobody: the ticket has the customer.
  kComplaintChanged = 12,  // `text` is the promise where that is new; `after`: what changed.
  kLinked = 13,            // `after`: the other ticket's number.
  kUnlinked = 14,          // As kLinked.
  kMergedInto = 15,        // `after`: the number of the ticket that goes on.
  kMergedFrom = 16,        // `after`: the number of the ticket that went into this one.
  kInteraction = 17,       // `after`: the call's name.
  kWatched = 18,           // `after`: the watcher.
  kUnwatched = 19,         // As kWatched.
  kAttached = 20,          // `text` is the attachment's name, `reference` its address.
  kRated = 21,             // `after`: 1 to kSatisfactionMax.
  kReminderSet = 22,       // `after`: UTC milliseconds; empty: it has none.
  kSlaWarned = 23,         // `after`: the goal.
  kSlaBreached = 24,       // `after`: the goal.
  kHandedToSupervisors = 25,
};

// Words that stand for who changed a ticket where it was no person with a login.
inline constexpr std::string_view kByCustomer = "(customer)";
inline constexpr std::string_view kBySla = "(sla)";
inline constexpr std::string_view kByTimer = "(timer)";
inline constexpr std::string_view kByTrigger = "(trigger)";
inline constexpr std::string_view kByConfiguration = "(configuration)";

// One entry of a ticket's history: all that a store's row needs. Never changed, never taken back.
struct TicketNoted {
  TicketId ticket;
  std::uint32_t number = 0;  // From 1, without gaps.
  TicketEntryKind what = TicketEntryKind::kCreated;
  std::string who;         // Login, or one of the words above.
  PersonalText text;       // May be empty.
  PersonalText reference;  // Of kAttached.
  TicketVisibility visibility = TicketVisibility::kInternal;
  std::string before;  // Words, numbers and names of the site; nothing of the customer's.
  std::string after;
  Moment at;

  bool operator==(const TicketNoted&) const = default;
};

// The ticket's record has changed: its row in the store, and what desks and boards show of it.
struct TicketChanged {
  TicketId ticket;
  bool operator==(const TicketChanged&) const = default;
};

// What agents are told of a ticket. Supervisors are told by alerts (ticket_alerts.h).
enum class TicketNoticeKind : std::uint8_t {
  kAssigned = 1,     // Somebody else gave it to the agent.
  kReminderDue = 2,  // It has opened again.
  kReopened = 3,     // By the customer's contact, or by hand.
  kCustomerReplied = 4,
  kSlaWarning = 5,
  kSlaBreach = 6,
  kCommented = 7,  // By somebody of the staff.
  kShown = 8,      // A program asks to show it now.
};

// What an agent was told, until they have seen it.
struct WorkNotice {
  NoticeId id;
  TicketId ticket;
  TicketNoticeKind what = TicketNoticeKind::kAssigned;
  std::optional<SlaGoal> goal;  // Of a warning or a breach.
  Moment at;

  bool operator==(const WorkNotice&) const = default;
  JACKFIELD_FIELDS(id, ticket, what, goal, at)
};

}  // namespace jackfield::exchange
