#pragma once

#include <cstdint>
#include <map>

#include "server/base/time.h"
#include "server/exchange/staffing.h"
#include "server/exchange/state.h"
#include "server/exchange/tickets/ticket_loads.h"
#include "server/ports/board_view.h"

namespace jackfield::engine {

// What is kept count of for a queue's row.
struct QueueTally {
  exchange::StaffCount staff;
  std::uint32_t talking = 0;
  exchange::QueueTicketLoad tickets;
};

// Of when the figures are: starts of the present interval and of the present day of the site.
struct BoardTime {
  WallTime interval{};
  WallTime day{};
};

// Callers connected to an agent, by the queue that they came through.
using Talks = std::map<QueueId, std::uint32_t>;

// All are pure functions of the state; agents, queues and sources are of that state.

// Those of `call`. An answered leg counts until the agent's part is over, also where the call has
// become part of another one.
Talks TalksOf(const exchange::State& state, const exchange::Call& call);

// The figures from the beginning of the day to the end of the interval. Of an agent: those of all
// queues and of none.
exchange::QueueCounters DayCounters(const exchange::Queue& queue, const BoardTime& time);
exchange::AgentCounters DayCounters(const exchange::Agent& agent, const BoardTime& time);

BoardQueue MakeBoardQueue(const exchange::State& state, const exchange::Queue& queue,
                          const QueueTally& tally, const BoardTime& time);
BoardAgent MakeBoardAgent(const exchange::State& state, const exchange::Agent& agent,
                          const exchange::AgentTicketLoad& tickets, const BoardTime& time);
BoardSource MakeBoardSource(const exchange::Source& source);

}  // namespace jackfield::engine
