#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "jackfield/v1/call_command.pb.h"
#include "jackfield/v1/call_event.pb.h"

#include "server/app/simulate/prng.h"
#include "server/app/simulate/scenario.h"

namespace jackfield::simulate {

// A telephone system that does not exist: what its callers, queues and agents do, as events.
//
// Rules:
//  S1. The same scenario gives the same events, to the byte. Time is simulated: no clock is asked.
//  S2. Events come in the order of their times, and a call's in an order that a switch could
//      report.
//  S3. An agent has one call at a time, and none while paused or in wrap-up.
//  S4. Every call that begins ends; after `calls_max` calls have, there are no more events.
//  S5. Commands are carried out as they come, each once, or refused with a reason; what follows is
//      told by events. What happens by itself goes on around them.
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

  // When the next thing happens; there may be no event of it. Nullopt: nothing happens any more.
  std::optional<WallTime> NextAt() const;

  // The next event until `now`, with all that happens until then. Nullopt: there is none.
  std::optional<v1::CallEvent> NextUntil(WallTime now);

  // What it can be told to do.
  static std::vector<v1::CallCommandKind> Abilities();

  // Does at `now` what is commanded; the events of it come next. Not to be called with a time
  // before that of an event that was taken.
  v1::CallCommandResult Obey(const v1::CallCommand& command, WallTime now);

  struct Counts {
    std::int64_t calls = 0;
    std::int64_t answered = 0;
    std::int64_t abandoned = 0;
    std::int64_t left = 0;    // By a key, by the time limit, not let in, or diverted.
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
    kFarEndAnswers,
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
    bool held = false;
    bool dials = false;  // An agent calls out, and nobody has answered.
  };
  // A live call, with its number.
  using Live = std::map<std::int64_t, CallNow>::iterator;
  // Why a command is refused; empty: it is done.
  using Refusal = std::string_view;

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
  void TransferTo(std::int64_t number, CallNow& call, const std::string& target);
  void FarEndAnswers(const Plan& plan, CallNow& call);

  Refusal Carry(const v1::CallCommand& command);
  Refusal AnswerNow(const v1::AnswerCommand& command);
  Refusal DeclineNow(const v1::DeclineCommand& command);
  Refusal HoldNow(const v1::HoldCommand& command);
  Refusal RetrieveNow(const v1::RetrieveCommand& command);
  Refusal ClearNow(const v1::ClearCommand& command);
  Refusal TransferNow(const v1::TransferCommand& command);
  Refusal DialNow(const v1::DialCommand& command);
  Refusal RouteNow(const v1::RouteCommand& command);
  Refusal DivertNow(const v1::DivertCommand& command);
  Live Find(const std::string& call);
  // A live call in which the connection is that of the agent who talks.
  Live FindTalk(const std::string& call, const std::string& connection);
  // Of the call's ring at the connection.
  std::optional<std::size_t> RingingAgent(const CallNow& call, const std::string& connection) const;
  // Whether it is that of an agent who cannot be rung.
  bool IsBusyExtension(const std::string& target) const;
  // Who has the device, has no call and is not paused.
  std::optional<std::size_t> FreeAgentAt(const std::string& device) const;

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
  std::int64_t dial_count_ = 0;
  std::deque<v1::CallEvent> events_;
  std::map<std::int64_t, CallNow> calls_;  // Live ones, by number; the longest wait first.
  std::vector<AgentNow> agents_;
  Counts counts_;
};

}  // namespace jackfield::simulate
