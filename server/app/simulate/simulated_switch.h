#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "jackfield/v1/call_event.pb.h"

#include "server/app/simulate/prng.h"
#include "server/app/simulate/scenario.h"

namespace jackfield::simulate {

// A telephone system that does not exist: what its callers, queues and agents do, as events.
//
// Rules:
//  S1. The same scenario gives the same events, to the byte. Time is simulated: no clock is asked.
//  S2. Events come in the order of their times, and a call's in an order that a switch could
//  report. S3. An agent has one call at a time, and none while paused or in wrap-up. S4. Every call
//  that begins ends; after `calls_max` calls have, there are no more events.
//
// Callers arrive by a Poisson process whose rate follows the time of day, wait as long as their
// patience lasts, and are answered, missed, declined, abandon, time out, or leave by a key. Calls
// are held, transferred without asking or after a consultation; agents pause.
//
// Thread safety: none; one per simulation.
class SimulatedSwitch {
 public:
  explicit SimulatedSwitch(Scenario scenario);

  // The next event, with its time and its id. Nullopt: there are no more.
  std::optional<v1::CallEvent> Next();

  struct Counts {
    std::int64_t calls = 0;
    std::int64_t answered = 0;
    std::int64_t abandoned = 0;
    std::int64_t left = 0;    // By a key, by the time limit, or not let in.
    std::int64_t missed = 0;  // Rings that nobody answered.
    std::int64_t transferred = 0;
    // Of those above, of calls to an agent's own number, outside the queues.
    std::int64_t answered_directly = 0;
    std::int64_t abandoned_directly = 0;
    std::int64_t missed_directly = 0;
  };
  const Counts& counts() const { return counts_; }
  std::size_t live_calls() const { return calls_.size(); }

 private:
  enum class Act {
    kArrive,
    kAbandon,
    kTimeOut,
    kPressKey,
    kAnswer,
    kMiss,
    kHold,
    kRetrieve,
    kTransfer,
    kConsult,
    kConsultAnswered,
    kCompleteTransfer,
    kHangUp,
    kReady,
    kPause,
    kResume
  };

  // Something that is going to happen. `stage` must still be that of the call (or agent): what was
  // planned for an earlier stage of its life has lapsed.
  struct Plan {
    WallTime at{};
    std::int64_t order = 0;  // Of plans for the same time, the first made is the first done.
    Act act = Act::kArrive;
    std::int64_t call = 0;
    std::size_t agent = 0;
    std::int64_t stage = 0;

    bool operator>(const Plan& other) const {
      return at != other.at ? at > other.at : order > other.order;
    }
  };

  enum class AgentState { kIdle, kRinging, kTalking, kWrapUp, kPaused };
  struct AgentNow {
    AgentState state = AgentState::kIdle;
    std::int64_t call = 0;
    WallTime idle_since{};
    std::int64_t stage = 0;
  };

  struct Ring {
    std::size_t agent = 0;
    std::string connection;
  };
  struct CallNow {
    std::string id;
    std::string caller_connection;
    std::size_t queue = 0;
    bool in_queue = false;  // Waits, or was answered, in `queue`; false: a direct call.
    bool waiting = false;
    std::int64_t stage = 0;  // Grows when the call is answered, transferred or held.
    std::vector<Ring> rings;
    std::size_t agent = 0;  // Who talks.
    std::string agent_connection;
    std::string consultation;   // The other call, while an agent asks.
    std::size_t consulted = 0;  // The agent who is asked.
  };

  void Perform(const Plan& plan);
  void PerformOnCall(const Plan& plan, CallNow& call);
  void PlanAt(WallTime at, Act act, std::int64_t call, std::size_t agent, std::int64_t stage);
  v1::CallEvent& Emit();

  void BeginWorld();
  void PlanArrival();
  void Arrive();
  void SetCaller(v1::OriginatedEvent& originated);
  void CallDirectly(std::int64_t number, CallNow& call);
  void Enqueue(std::int64_t number, CallNow& call, std::size_t queue);
  void Leave(std::int64_t number, CallNow& call, v1::DequeuedEvent::Cause cause);
  void EndRings(CallNow& call, v1::RingEndedEvent::Cause cause);
  void Clear(std::int64_t number);

  void RingAt(std::int64_t number, CallNow& call, std::size_t agent);
  void Answer(const Plan& plan, CallNow& call);
  void Miss(const Plan& plan, CallNow& call);
  void PlanTalk(std::int64_t number, CallNow& call);
  void Hold(const Plan& plan, CallNow& call);
  void Retrieve(const Plan& plan, CallNow& call);
  void Transfer(const Plan& plan, CallNow& call);
  void Consult(const Plan& plan, CallNow& call);
  void ConsultAnswered(const Plan& plan, CallNow& call);
  void CompleteTransfer(const Plan& plan, CallNow& call);
  void HangUp(const Plan& plan, CallNow& call);
  void CompleteLeg(const CallNow& call, bool by_transfer);

  void BeginWrapUp(std::size_t agent, Duration span);
  void MakeReady(std::size_t agent);
  void SetPaused(std::size_t agent, bool paused);
  void PauseSometimes(const Plan& plan);
  void Dispatch();
  std::optional<std::size_t> LongestIdle(std::optional<std::size_t> queue) const;

  const Scenario scenario_;
  Prng prng_;
  WallTime now_{};
  std::priority_queue<Plan, std::vector<Plan>, std::greater<>> plans_;
  std::int64_t plan_count_ = 0;
  std::int64_t event_count_ = 0;
  std::int64_t ring_count_ = 0;
  std::deque<v1::CallEvent> events_;
  std::map<std::int64_t, CallNow> calls_;  // Live ones, by number; the longest wait first.
  std::vector<AgentNow> agents_;
  Counts counts_;
};

}  // namespace jackfield::simulate
