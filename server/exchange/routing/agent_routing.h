#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"

namespace jackfield::exchange {

// What decides which work an agent gets: as declared, and as it went since the agent signed in.
// Plain data; part of the agent.
struct AgentRouting {
  std::map<std::string, std::uint32_t> skills;  // Level by skill, as declared.
  std::map<QueueId, std::uint32_t> ranks;       // Queues that declare the agent as a member.
  std::uint32_t ticket_capacity = 5;
  std::uint32_t tickets = 0;                 // Accepted, and not yet done.
  std::set<ReservationId> reserved_calls;    // Open, of calls and callbacks.
  std::set<ReservationId> reserved_tickets;  // Open.
  std::uint32_t passes = 0;                  // Offers passed in a row (W7).
  std::uint32_t handled = 0;                 // Items since signing in.
  Duration talk{0};                          // Since signing in; without hold.
  Instant idle_since{};                      // Of the present, or the last, time of being Ready.
  Instant last_offer{};                      // When the last reservation was made; 0: never.
  CallbackId callback;                       // That the agent has accepted; none: no attempt.
  std::string calendar;                      // Of the working hours, as declared; empty: none.
  bool off_hours = false;                    // Outside of them (working_hours.h).

  bool operator==(const AgentRouting&) const = default;
  JACKFIELD_FIELDS(skills, ranks, ticket_capacity, tickets, reserved_calls, reserved_tickets,
                   passes, handled, talk, idle_since, last_offer, callback, calendar, off_hours)
};

}  // namespace jackfield::exchange
