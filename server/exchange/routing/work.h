#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/moment.h"

// What waits for an agent, whatever it is: a caller in a directed queue, a ticket, a callback.
// Plain data; the rules are in routing_rules.h.
namespace jackfield::exchange {

constexpr std::int32_t kWorkPriorityMax = 1'000;  // The highest there is; the lowest is 0.
constexpr std::uint32_t kSkillLevelMax = 100;
constexpr std::size_t kSkillsPerRingMax = 8;
constexpr std::size_t kSkillsPerAgentMax = 64;
constexpr std::size_t kRingsMax = 8;  // Of one queue.
constexpr std::size_t kWorkItemsMax = 200'000;

enum class WorkKind : std::uint8_t { kCall = 0, kTicket = 1, kCallback = 2 };

// What an agent's capacity is counted in. Callbacks are calls.
enum class Channel : std::uint8_t { kCall = 0, kTicket = 1 };

constexpr Channel ChannelOf(WorkKind kind) {
  return kind == WorkKind::kTicket ? Channel::kTicket : Channel::kCall;
}

// Names one item. Ordered, so that equals in everything else have an order.
struct WorkKey {
  WorkKind kind = WorkKind::kCall;
  std::uint64_t id = 0;   // CallId, TicketId or CallbackId.
  std::uint32_t leg = 0;  // Index of the call's leg; 0 for the others.

  auto operator<=>(const WorkKey&) const = default;
  JACKFIELD_FIELDS(kind, id, leg)
};

// An agent needs the skill at this level or above. Levels go from 1 to kSkillLevelMax.
struct SkillRequirement {
  std::string skill;
  std::uint32_t level_min = 1;

  auto operator<=>(const SkillRequirement&) const = default;
  JACKFIELD_FIELDS(skill, level_min)
};

// One item that waits, or is reserved for agents.
struct WorkItem {
  WorkKey key;
  QueueId queue;
  Moment entered;                        // Since when it waits: its place among its equals.
  std::int32_t priority = 0;             // 0 to kWorkPriorityMax.
  std::vector<SkillRequirement> skills;  // Its own, besides those of the queue's ring.
  AgentId preferred;  // Whom it is kept for until `preferred_until`; may be none.
  std::optional<Instant> preferred_until;
  std::uint32_t ring = 0;            // Of the queue's rings, the one it has reached.
  std::set<AgentId> passed;          // Who let it pass, and is not asked again for a while.
  std::set<ReservationId> reserved;  // Those that are open.
  std::uint32_t offer_count = 0;     // Reservations made so far.
  bool held = false;                 // Keeps its place, and is offered to nobody.
  // Of a caller. Bit n: the queue's overflow rule n could not be carried out, and is not tried
  // again.
  std::uint32_t overflow_tried = 0;
  // The rule by which the switch was told to take the caller elsewhere, and has not done so yet.
  std::optional<std::uint32_t> diverted_by;

  bool operator==(const WorkItem&) const = default;
  JACKFIELD_FIELDS(key, queue, entered, priority, skills, preferred, preferred_until, ring, passed,
                   reserved, offer_count, held, overflow_tried, diverted_by)
};

// How a reservation ended.
enum class ReservationEnd : std::uint8_t {
  kNone = 0,      // It has not.
  kAccepted = 1,  // The agent took the item.
  kDeclined = 2,
  kPassed = 3,         // The deadline came first.
  kTaken = 4,          // Another agent took it (ring all).
  kWithdrawn = 5,      // The item left the queue.
  kUndeliverable = 6,  // The switch did not ring the agent's phone.
  kAgentGone = 7,      // The agent left Ready otherwise.
  kPreempted = 8,      // A call came for the agent, and the item is a ticket.
};

// An agent is reserved for an item: until accepted, declined or past its deadline.
struct Reservation {
  ReservationId id;
  WorkKey work;
  AgentId agent;
  QueueId queue;
  Moment began;
  Instant deadline{};     // Engine time. It ends then, if not before.
  bool alerting = false;  // A call: the agent's phone rings.
  ReservationEnd end = ReservationEnd::kNone;

  bool operator==(const Reservation&) const = default;
  JACKFIELD_FIELDS(id, work, agent, queue, began, deadline, alerting, end)
};

}  // namespace jackfield::exchange
