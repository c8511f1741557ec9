#pragma once

#include <cstdint>
#include <map>

#include "server/base/time.h"
#include "server/exchange/state.h"
#include "server/ports/board_view.h"

namespace jackfield::engine {

// What an agent is for one of its queues.
enum class MemberPart : std::uint8_t {
  kAway = 0,  // Not ready.
  kReady = 1,
  kPaused = 2,  // In this queue.
  kBusy = 3,    // Rung, talking or in wrap-up.
  kLoggedOff = 4,
};

// The agents of a queue, by their part.
struct StaffCount {
  std::uint32_t ready = 0;
  std::uint32_t not_ready = 0;  // Away, or paused in this queue.
  std::uint32_t busy = 0;
  std::uint32_t logged_off = 0;

  void Add(MemberPart part);
  void Remove(MemberPart part);  // Requires that it was added.

  std::uint32_t staffed() const { return ready + not_ready + busy; }

 private:
  std::uint32_t& CountOf(MemberPart part);
};

// What is kept count of for a queue's row.
struct QueueTally {
  StaffCount staff;
  std::uint32_t talking = 0;
};

// Of when the figures are: starts of the present interval and of the present day of the site.
struct BoardTime {
  WallTime interval{};
  WallTime day{};
};

// Callers connected to an agent, by the queue that they came through.
using Talks = std::map<QueueId, std::uint32_t>;

// All are pure functions of the state; agents, queues and sources are of that state.

MemberPart PartOf(const exchange::Agent& agent, const exchange::Membership& membership);

// Those of `call`. An answered leg counts until the agent's part is over, also where the call has
// become part of another one.
Talks TalksOf(const exchange::State& state, const exchange::Call& call);

// The figures from the beginning of the day to the end of the interval. Of an agent: those of all
// queues and of none.
exchange::QueueCounters DayCounters(const exchange::Queue& queue, const BoardTime& time);
exchange::AgentCounters DayCounters(const exchange::Agent& agent, const BoardTime& time);

// Whether a link that was there is lost. A source that only publishes single events has none.
bool LinkLost(const exchange::Source& source);

BoardQueue MakeBoardQueue(const exchange::State& state, const exchange::Queue& queue,
                          const QueueTally& tally, const BoardTime& time);
BoardAgent MakeBoardAgent(const exchange::State& state, const exchange::Agent& agent,
                          const BoardTime& time);
BoardSource MakeBoardSource(const exchange::Source& source);

}  // namespace jackfield::engine
