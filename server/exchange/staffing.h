#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "server/base/ids.h"
#include "server/exchange/agent.h"
#include "server/exchange/state.h"

namespace jackfield::exchange {

// What an agent is for one of its queues.
enum class MemberPart : std::uint8_t {
  kAway = 0,  // Not ready.
  kReady = 1,
  kPaused = 2,     // In this queue.
  kBusy = 3,       // Reserved, rung, talking or in wrap-up.
  kLoggedOff = 4,  // Or outside their working hours, where Jackfield distributes.
};

// Thread safety: pure function.
MemberPart PartOf(const Agent& agent, const Membership& membership);

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

// How many agents of each queue are ready, busy and away, kept count of, so that a changed agent
// costs as much as it has queues. Follows from the state; it is no part of it.
//
// Thread safety: none; one per state.
class Staffing {
 public:
  Staffing() = default;
  // Counts all agents of `state`.
  explicit Staffing(const State& state);

  // Takes over what the agent is now; returns the queues in which it became something else.
  std::set<QueueId> Recount(const State& state, AgentId id);

  StaffCount Of(QueueId queue) const;

 private:
  std::map<AgentId, std::map<QueueId, MemberPart>> parts_;
  std::map<QueueId, StaffCount> counts_;
};

}  // namespace jackfield::exchange
