#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/tickets/ticket.h"

// Rows of tickets that the engine's commits write and that lists and histories read. Names of
// queues and agents stand in them, not ids: they outlive the configuration. Texts stay sealed.
namespace jackfield {

// Another ticket that belongs to one.
struct TicketLink {
  TicketId ticket;
  std::string name;  // Wire name. Readers know it; a row to be written may lack it.

  bool operator==(const TicketLink&) const = default;
};

// One ticket as it is. Written again, whole, with each change.
struct TicketRow {
  TicketId ticket;   // Its number for people, too.
  std::string name;  // Wire name: 32 hexadecimal digits.
  exchange::PersonalText subject;
  exchange::TicketType type = exchange::TicketType::kQuestion;
  exchange::TicketPriority priority = exchange::TicketPriority::kNormal;
  exchange::TicketState state = exchange::TicketState::kNew;
  std::string owner;  // Login; empty: nobody has it.
  std::string owner_display_name;
  std::string queue;  // Name; empty: it is in none.
  std::string queue_display_name;
  std::vector<exchange::SkillRequirement> skills;
  std::set<std::string> tags;
  CustomerId customer;  // None: nobody's. Readers tell who a merged customer is now.
  std::uint32_t value_tier = 0;
  std::vector<std::string> interactions;  // Names of calls, the newest first; not all of them.
  std::vector<TicketLink> links;          // By number.
  TicketLink merged_into;                 // None: it was not merged.
  std::set<std::string> watchers;         // Logins.
  exchange::Complaint complaint;          // Means something where `type` is kComplaint.
  std::uint32_t satisfaction = 0;         // 0: unknown.
  WallTime created{};
  WallTime updated{};
  std::optional<WallTime> first_response;
  std::optional<WallTime> resolved;  // Absent: it is not, or not any more.
  std::optional<WallTime> closed;
  std::optional<WallTime> reminder;
  std::map<exchange::SlaGoal, exchange::SlaClock> clocks;
  bool with_supervisors = false;
  std::uint32_t references = 0;
  std::uint32_t entries = 0;   // Of the history.
  std::uint64_t revision = 0;  // How often it has changed.

  bool operator==(const TicketRow&) const = default;
};

// One entry of a ticket's history. Never changes.
struct TicketEntryRow {
  TicketId ticket;
  std::uint32_t number = 0;  // From 1.
  exchange::TicketEntryKind what = exchange::TicketEntryKind::kCreated;
  std::string who;  // Login, or one of the words in ticket.h, e.g. kBySla.
  exchange::PersonalText text;
  exchange::PersonalText reference;
  exchange::TicketVisibility visibility = exchange::TicketVisibility::kInternal;
  std::string before;
  std::string after;
  WallTime at{};

  bool operator==(const TicketEntryRow&) const = default;
};

}  // namespace jackfield
