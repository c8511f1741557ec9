#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/state.h"
#include "server/exchange/tickets/ticket.h"

// How many tickets lie with each queue and each agent at present. Tickets that are resolved or
// closed are in none of these figures.
//
// Rules:
//  Y1. Open is who is new or open; pending is apart. Each ticket that is not done is one of both,
//      in its queue, and with its owner where it has one. A ticket without a queue is in no queue's
//      figures.
//  Y2. Of the open ones, those wait that the routing is to find an agent for (ticket_work.h, Q1),
//      also while they are offered. The oldest is the one whose place is the earliest: what
//      somebody had and gave back has waited since then.
//  Y3. Offered is a waiting ticket that is reserved for one agent or more.
//  Y4. A clock is warned when it has warned and has time left, and breached when its time passed;
//      one that is stopped is neither. A ticket may have several of both.
//  Y5. What an agent holds is what takes of their capacity (ticket_work.h, Q2): the open tickets.
namespace jackfield::exchange {

struct QueueTicketLoad {
  std::uint32_t open = 0;
  std::uint32_t pending = 0;
  std::uint32_t waiting = 0;  // Of `open`.
  std::uint32_t offered = 0;  // Of `waiting`.
  std::uint32_t warned_clocks = 0;
  std::uint32_t breached_clocks = 0;
  std::optional<WallTime> longest_waiting_since;  // Present where `waiting` is not 0.

  bool operator==(const QueueTicketLoad&) const = default;
};

struct AgentTicketLoad {
  std::uint32_t held = 0;
  std::uint32_t pending = 0;

  bool operator==(const AgentTicketLoad&) const = default;
};

// Keeps the count, so that a changed ticket costs as much as finding it among the others, however
// many tickets, queues and agents there are. Follows from the state; it is no part of it.
//
// Thread safety: none; one per state.
class TicketLoads {
 public:
  // Whose figures are others than before.
  struct Changed {
    std::set<QueueId> queues;
    std::set<AgentId> agents;
  };

  TicketLoads() = default;
  // Counts all tickets of `state`.
  explicit TicketLoads(const State& state);

  // Takes over what the ticket is now; of one that is forgotten, nothing. To be called when a
  // ticket has changed, and when a reservation of it was opened or has ended. Twice is as once.
  Changed Recount(const State& state, TicketId id);

  QueueTicketLoad Of(QueueId queue) const;
  AgentTicketLoad Of(AgentId agent) const;

 private:
  // What one ticket adds.
  struct Part {
    QueueId queue;
    AgentId owner;
    bool pending = false;
    std::optional<WallTime> waiting_since;
    bool offered = false;
    std::uint32_t warned_clocks = 0;
    std::uint32_t breached_clocks = 0;

    bool operator==(const Part&) const = default;
  };
  // Of one queue, with its waiting tickets by their place.
  struct Counted {
    QueueTicketLoad load;
    std::set<std::pair<WallTime, TicketId>> waiting;
  };

  // nullopt: the ticket is done, or forgotten.
  static std::optional<Part> PartOf(const State& state, TicketId id);
  void Add(TicketId id, const Part& part);
  void Remove(TicketId id, const Part& part);

  std::map<TicketId, Part> parts_;
  std::map<QueueId, Counted> queues_;
  std::map<AgentId, AgentTicketLoad> agents_;
};

}  // namespace jackfield::exchange
