#pragma once

#include <cstdint>

#include "server/base/time.h"
#include "server/exchange/state.h"
#include "server/ports/board_view.h"

namespace jackfield::engine {

// What an agent is for one of its queues.
enum class MemberPart : std::uint8_t {
  kAway = 0,  // Not ready, or logged off.
  kReady = 1,
  kPaused = 2,  // In this queue.
  kBusy = 3,    // Rung, talking or in wrap-up.
};

// The agents of a queue, by their part.
struct StaffCount {
  std::uint32_t members = 0;
  std::uint32_t ready = 0;
  std::uint32_t paused = 0;
  std::uint32_t busy = 0;

  void Add(MemberPart part);
  void Remove(MemberPart part);  // Requires that it was added.
};

// All are pure functions of the state; agents, queues and sources are of that state.

MemberPart PartOf(const exchange::Agent& agent, const exchange::Membership& membership);

// The queue's figures since midnight UTC of `interval`, that interval included.
exchange::QueueCounters DayCounters(const exchange::Queue& queue, WallTime interval);

// Whether a link that was there is lost. A source that only publishes single events has none.
bool LinkLost(const exchange::Source& source);

BoardQueue MakeBoardQueue(const exchange::State& state, const exchange::Queue& queue,
                          const StaffCount& staff, WallTime interval);
BoardAgent MakeBoardAgent(const exchange::State& state, const exchange::Agent& agent);
BoardSource MakeBoardSource(const exchange::Source& source);

}  // namespace jackfield::engine
