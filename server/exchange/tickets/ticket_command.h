#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/personal_text.h"
#include "server/exchange/tickets/ticket.h"

// What people, programs and the pages ask of tickets. `actor` is the login of who asks; queues and
// agents are named as on the wire. Errors are answered at once and change nothing (X2).
//
// All that name a `ticket` fail with kNotFound (TICKET_NOT_FOUND) where no such ticket is live or
// lately closed; with kFailedPrecondition (TICKET_CLOSED) where it is closed, unless they say
// otherwise; and with kAborted (TICKET_CHANGED_MEANWHILE) where `revision` is given and is not the
// ticket's present one. A text that is too long: kInvalidArgument (TEXT_TOO_LONG).
namespace jackfield::exchange {

// Makes a ticket. The first effect is its TicketNoted kCreated, which has its id. Twice makes two:
// who repeats a request asks the store first.
// Errors: kInvalidArgument (SUBJECT_REQUIRED), (PRIORITY_UNKNOWN), (TYPE_UNKNOWN),
// (VALUE_TIER_RANGE), (TAG_INVALID), (SKILL_INVALID), (LOGIN_INVALID), (INTERACTION_INVALID),
// (COMPLAINT_INVALID), (NAME_INVALID), or more tags, skills, watchers or interactions than there
// may be (TICKET_LIMIT); kNotFound (QUEUE_NOT_FOUND), (AGENT_NOT_FOUND); kResourceExhausted
// (TICKETS_FULL).
struct CreateTicket {
  std::string actor;
  PersonalText subject;      // Required.
  PersonalText description;  // The text of the first entry of the history; may be empty.
  TicketVisibility visibility = TicketVisibility::kInternal;  // Of `description`.
  TicketType type = TicketType::kQuestion;
  TicketPriority priority = TicketPriority::kNormal;
  std::string queue;  // Empty: none.
  std::string owner;  // Login of an agent; empty: nobody.
  std::vector<SkillRequirement> skills;
  std::set<std::string> tags;
  CustomerId customer;
  std::uint32_t value_tier = 0;
  std::vector<std::string> interactions;  // Names of calls, the newest first.
  std::set<std::string> watchers;
  Complaint complaint;
  std::string preferred_agent;  // Of the customer; as in TicketCustomer.
  // Its wire name, random, for whoever sealed its texts with a key of its own; empty: one is made.
  std::string name;
  bool open_complaint = false;  // Of the customer; as in TicketCustomer.

  bool operator==(const CreateTicket&) const = default;
  JACKFIELD_FIELDS(actor, subject, description, visibility, type, priority, queue, owner, skills,
                   tags, customer, value_tier, interactions, watchers, complaint, preferred_agent,
                   name, open_complaint)
};

// Whom a ticket is for, and what they are worth.
struct TicketCustomer {
  CustomerId customer;  // None: nobody's.
  std::uint32_t value_tier = 0;
  std::string preferred_agent;  // Login of whom their tickets are kept for; empty: nobody.
  bool open_complaint = false;  // The directory has one of theirs.

  bool operator==(const TicketCustomer&) const = default;
  JACKFIELD_FIELDS(customer, value_tier, preferred_agent, open_complaint)
};

// Changes what is given, all of it or nothing; what is so already stays. Another queue is as by
// MoveTicket.
// Errors: as CreateTicket for each field, and as MoveTicket for another queue.
struct UpdateTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::optional<PersonalText> subject;
  std::optional<TicketType> type;
  std::optional<TicketPriority> priority;
  std::optional<std::vector<SkillRequirement>> skills;
  std::optional<std::set<std::string>> tags;
  std::optional<TicketCustomer> customer;
  std::optional<Complaint> complaint;
  std::optional<std::string> queue;

  bool operator==(const UpdateTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, subject, type, priority, skills, tags, customer,
                   complaint, queue)
};

// Who wrote a comment.
enum class CommentAuthor : std::uint8_t {
  kStaff = 0,
  kCustomer = 1,  // Their words, e.g. by a form. Always public; opens a resolved ticket again.
};

// Adds a comment. Twice adds two.
// Errors: kInvalidArgument (TEXT_REQUIRED); kResourceExhausted (TICKET_HISTORY_FULL).
struct AddComment {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  PersonalText text;  // Required.
  TicketVisibility visibility = TicketVisibility::kInternal;
  CommentAuthor author = CommentAuthor::kStaff;

  bool operator==(const AddComment&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, text, visibility, author)
};

// Gives the ticket to an agent, or takes it back into its queue. The same owner again changes
// nothing.
// Errors: kNotFound (AGENT_NOT_FOUND); kFailedPrecondition (TICKET_RESOLVED).
struct AssignTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::string owner;  // Login of an agent; empty: nobody.

  bool operator==(const AssignTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, owner)
};

// Puts the ticket into another queue, whose agents are to take it: nobody has it then. The same
// queue again changes nothing.
// Errors: kInvalidArgument (QUEUE_REQUIRED); kNotFound (QUEUE_NOT_FOUND); kFailedPrecondition
// (TICKET_RESOLVED).
struct MoveTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::string queue;

  bool operator==(const MoveTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, queue)
};

// Brings the ticket into another state (ticket_rules.h, T1). The same state again changes nothing,
// but pending takes over the reminder.
// Errors: kFailedPrecondition (TICKET_STATE_NOT_ALLOWED); kInvalidArgument (STATE_UNKNOWN),
// (RESOLUTION_REQUIRED), (REMINDER_RANGE) when it is not in the future, or more than
// kReminderMax away, (REMINDER_NOT_ALLOWED) with another state than pending.
struct SetTicketState {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  TicketState state = TicketState::kOpen;
  std::optional<WallTime> reminder;  // With kPending: when it opens again. Absent: not by itself.
  PersonalText text;                 // With kResolved: required, how. Else why; may be empty.
  TicketVisibility visibility = TicketVisibility::kInternal;  // Of `text`.

  bool operator==(const SetTicketState&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, state, reminder, text, visibility)
};

// `ticket` becomes part of `into`: its tags, watchers, interactions and links go over as far as
// there is room, and it is closed. Its history stays its own.
// Errors: kInvalidArgument (TICKET_SAME); those of `into` as of `ticket`; kFailedPrecondition
// (TICKET_OF_ANOTHER_CUSTOMER) when both have one, and not the same.
struct MergeTickets {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  TicketId into;

  bool operator==(const MergeTickets&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, into)
};

// Says that two tickets belong together, or do not. Both show it, where `other` is not forgotten.
// `other` may be closed. Again changes nothing.
// Errors: kInvalidArgument (TICKET_SAME); kNotFound (TICKET_NOT_FOUND) also when there never was an
// `other`; kResourceExhausted (TICKET_LINKS_FULL), of either.
struct LinkTickets {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  TicketId other;

  bool operator==(const LinkTickets&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, other)
};
struct UnlinkTickets {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  TicketId other;

  bool operator==(const UnlinkTickets&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, other)
};

// Who began an interaction.
enum class InteractionSide : std::uint8_t {
  kCustomer = 0,  // They called: a contact of theirs.
  kAgent = 1,     // They were called: an answer (sla.h, S2).
};

// Says that a call, or another interaction, belongs to the ticket. Beyond kTicketInteractionsMax
// the oldest leaves the list. Again changes nothing.
// Errors: kInvalidArgument (INTERACTION_INVALID).
struct LinkInteraction {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::string interaction;  // Name: 32 hexadecimal digits.
  InteractionSide side = InteractionSide::kCustomer;

  bool operator==(const LinkInteraction&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, interaction, side)
};

// Has somebody told of escalations and of the customer's contacts, or not any more. Again changes
// nothing.
// Errors: kInvalidArgument (LOGIN_INVALID); kResourceExhausted (TICKET_WATCHERS_FULL).
struct WatchTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::string watcher;  // Login.

  bool operator==(const WatchTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, watcher)
};
struct UnwatchTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::string watcher;

  bool operator==(const UnwatchTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, watcher)
};

// Attaches what is kept elsewhere. Who seals `address` sees to it that it begins with "https://";
// here only one in the clear can be judged.
// Errors: kInvalidArgument (TEXT_REQUIRED), (ADDRESS_INVALID); kResourceExhausted
// (TICKET_REFERENCES_FULL), (TICKET_HISTORY_FULL).
struct AttachReference {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  PersonalText name;     // Required.
  PersonalText address;  // Required. An https URI.
  TicketVisibility visibility = TicketVisibility::kInternal;

  bool operator==(const AttachReference&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, name, address, visibility)
};

// How satisfied the customer is with what was done. Also of a closed ticket, as long as it is
// known; a later word replaces the earlier one.
// Errors: kInvalidArgument (SATISFACTION_RANGE); kFailedPrecondition (TICKET_NOT_RESOLVED).
struct RateTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::uint32_t satisfaction = 0;  // 1 to kSatisfactionMax.

  bool operator==(const RateTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, satisfaction)
};

// The agent `actor` picks the ticket from a queue's list. Their own again changes nothing.
// Errors: kNotFound (AGENT_NOT_FOUND); kFailedPrecondition (TICKET_TAKEN) when somebody has it,
// (TICKET_RESOLVED).
struct TakeTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;

  bool operator==(const TakeTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision)
};

// The agent's answer to an offer of a ticket by the routing.
// Errors: kNotFound (AGENT_NOT_FOUND), and those of AcceptReservation (routing_rules.h).
struct AcceptTicket {
  std::string actor;
  ReservationId reservation;

  bool operator==(const AcceptTicket&) const = default;
  JACKFIELD_FIELDS(actor, reservation)
};
struct DeclineTicket {
  std::string actor;
  ReservationId reservation;

  bool operator==(const DeclineTicket&) const = default;
  JACKFIELD_FIELDS(actor, reservation)
};

// Shows the ticket on the agent's desk, now or when they come. Also a closed one, as long as it is
// known. It is no change of the ticket. The same again shows it again.
// Errors: kNotFound (AGENT_NOT_FOUND); kFailedPrecondition (TICKET_NOT_SEEN_BY_AGENT) when they may
// not see it (ticket_sight.h).
struct ShowTicket {
  std::string actor;
  TicketId ticket;
  std::optional<std::uint64_t> revision;
  std::string agent;  // Login.

  bool operator==(const ShowTicket&) const = default;
  JACKFIELD_FIELDS(actor, ticket, revision, agent)
};

// Grows at its end only (archive, R2).
using TicketCommand = std::variant<CreateTicket, UpdateTicket, AddComment, AssignTicket, MoveTicket,
                                   SetTicketState, MergeTickets, LinkTickets, UnlinkTickets,
                                   LinkInteraction, WatchTicket, UnwatchTicket, AttachReference,
                                   RateTicket, TakeTicket, AcceptTicket, DeclineTicket, ShowTicket>;

}  // namespace jackfield::exchange
