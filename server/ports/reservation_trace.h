#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/routing/work.h"

// What is kept of how the routing offered an item of work to an agent, so that it can be explained
// later: codes and names, and nothing about the customer.
namespace jackfield {

enum class ReservationTraceKind : std::uint8_t {
  kOffered = 0,  // To `agent`, as work of `queue`.
  kEnded = 1,    // The offer was over; `end` says how.
};

// Why it was this agent: what the queue's strategy goes by, as it was when the offer was made.
struct OfferChoice {
  exchange::RoutingStrategy strategy = exchange::RoutingStrategy::kLongestIdle;
  bool preferred = false;     // It was kept for the agent.
  Duration idle{0};           // Since the agent became Ready.
  std::uint32_t handled = 0;  // Items since the agent signed in.
  Duration talk{0};           // Since the agent signed in.
  std::uint32_t rank = 0;     // In the queue; 0: no declared member.

  bool operator==(const OfferChoice&) const = default;
  JACKFIELD_FIELDS(strategy, preferred, idle, handled, talk, rank)
};

struct ReservationTraceStep {
  ReservationTraceKind kind = ReservationTraceKind::kOffered;
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

  bool operator==(const ReservationTraceStep&) const = default;
  JACKFIELD_FIELDS(kind, at, sequence, reservation, agent, queue, number, waited, priority, ring,
                   skills, passed, choice, end)
};

}  // namespace jackfield
