#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/routing/work.h"

// What is kept of how a ticket was offered, so that it can be explained later: codes and names, and
// nothing about the customer. All else that happened to it is in its history.
namespace jackfield {

enum class TicketTraceKind : std::uint8_t {
  kOffered = 0,  // To `agent`, as a ticket of `queue`.
  kEnded = 1,    // The offer was over; `end` says how.
};

// Why it was this agent: what the queue's strategy goes by, as it was when the offer was made.
struct OfferChoice {
  exchange::RoutingStrategy strategy = exchange::RoutingStrategy::kLongestIdle;
  bool preferred = false;     // The ticket was kept for the agent.
  Duration idle{0};           // Since the agent became Ready.
  std::uint32_t handled = 0;  // Items since the agent signed in.
  Duration talk{0};           // Since the agent signed in.
  std::uint32_t rank = 0;     // In the queue; 0: no declared member.

  bool operator==(const OfferChoice&) const = default;
  JACKFIELD_FIELDS(strategy, preferred, idle, handled, talk, rank)
};

struct TicketTraceStep {
  TicketTraceKind kind = TicketTraceKind::kOffered;
  WallTime at{};
  Sequence sequence;  // The journal entry.
  ReservationId reservation;
  std::string agent;         // Login.
  std::string queue;         // Name. Of kOffered, as all that follows up to `choice`.
  std::uint32_t number = 0;  // Offers of this wait so far, with this one.
  Duration waited{0};
  std::int32_t priority = 0;
  std::uint32_t ring = 0;                          // Of the queue's rings, counted from 0.
  std::vector<exchange::SkillRequirement> skills;  // That were asked for.
  std::uint32_t passed = 0;                        // Agents who were not asked again yet.
  OfferChoice choice;
  exchange::ReservationEnd end = exchange::ReservationEnd::kNone;  // Of kEnded.

  bool operator==(const TicketTraceStep&) const = default;
  JACKFIELD_FIELDS(kind, at, sequence, reservation, agent, queue, number, waited, priority, ring,
                   skills, passed, choice, end)
};

// The steps of one ticket that one commit adds.
struct TicketTraceRow {
  TicketId ticket;
  Sequence sequence;  // The last entry of the commit: with `ticket` the row's identity.
  WallTime at{};
  std::vector<TicketTraceStep> steps;

  bool operator==(const TicketTraceRow&) const = default;
};

}  // namespace jackfield
