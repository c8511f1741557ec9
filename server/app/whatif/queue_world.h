#pragma once

#include <cstdint>
#include <map>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "server/app/whatif/arrival.h"
#include "server/app/whatif/outcome.h"
#include "server/app/whatif/staffing_plan.h"
#include "server/base/ids.h"
#include "server/exchange/configuration.h"
#include "server/exchange/exchange.h"

namespace jackfield::whatif {

// The queue that is simulated, and who works in it.
//
// Thread safety: immutable value.
struct QueueSetup {
  exchange::QueueConfiguration queue;  // Is made a directed one. Its offers outlast `ring`.
  exchange::RoutingRules rules;
  StaffingPlan staffing;
  // Skills of the agents, in the order in which they sign on; those beyond have none.
  std::vector<std::map<std::string, std::uint32_t>> skills;
  Duration ring{0};       // From the ring of a phone until its agent answers.
  WallTime begin{};       // The simulation begins, with nobody there.
  WallTime count_from{};  // What is before it leads in, and is not counted. A whole interval.
  WallTime end{};         // A whole interval.
};

// A queue in simulated time: a real exchange, with the rules that the server runs, and around it
// callers, agents and a switch that are not there.
//
// Rules:
//  S1. The exchange decides who gets whom, and counts. Here nothing is decided: a phone that is to
//      ring rings at once, is answered after `ring`, and is talked at for as long as the call says.
//  S2. The same setup and callers give the same outcome: nothing is drawn here.
//  S3. What happens at one time happens in the order in which it was decided; timers of the
//      exchange come before.
//  S4. What is reported at the end is what a report over the same intervals would say: an agent who
//      still talks then has not yet been counted.
//
// Thread safety: none; one per run.
class QueueWorld {
 public:
  explicit QueueWorld(const QueueSetup& setup);

  // Simulates `arrivals`, in the order of time, from the beginning to the end. To be called once.
  Outcome Run(const std::vector<Arrival>& arrivals);

 private:
  enum class Kind : std::uint8_t { kStaff, kEnter, kAnswer, kGiveUp, kTalkOver, kWorkOver };

  struct Event {
    Instant at{};
    std::uint64_t order = 0;
    Kind kind = Kind::kEnter;
    std::size_t of = 0;     // The caller, or the step of the staffing.
    std::size_t agent = 0;  // Of kAnswer.

    // The earliest is on top.
    bool operator<(const Event& other) const {
      return std::pair(at, order) > std::pair(other.at, other.order);
    }
  };

  enum class Phase : std::uint8_t { kComing, kWaiting, kTalking, kGone };

  struct Caller {
    Phase phase = Phase::kComing;
    CallId call;
    std::string agent_login;  // From kTalking on.
  };

  void Configure();
  void Plan(Instant at, Kind kind, std::size_t of, std::size_t agent = 0);
  // Does the next thing that is to happen before `end`; false: there is none.
  bool Step(Instant end);
  void Do(const Event& event);
  void Staff(std::uint32_t agents);
  void Enter(std::size_t index);
  void Answer(std::size_t index, std::size_t agent);
  void GiveUp(std::size_t index);
  void EndTalk(std::size_t index);
  void EndWork(std::size_t index);
  void Ring(const exchange::RouteCall& route);

  void Tell(exchange::TelephonyEventBody body);
  void Command(exchange::DeskCommand command);
  template <typename Body>
  void Apply(Body body);
  void FollowCommands();
  void Harvest(const exchange::Effects& effects);
  void NoteStay(std::size_t index);

  bool Counts(WallTime time) const { return time >= setup_.count_from && time < setup_.end; }
  WallTime WallOf(Instant at) const { return setup_.begin + at.time_since_epoch(); }
  Instant InstantOf(WallTime time) const { return Instant(time - setup_.begin); }

  const QueueSetup setup_;
  std::size_t agents_ = 0;  // There are at most.
  std::uint32_t staffed_ = 0;

  exchange::Exchange exchange_;
  Sequence sequence_{0};
  CommandId last_command_;
  Instant now_{};

  std::priority_queue<Event> events_;
  std::uint64_t planned_ = 0;
  const std::vector<Arrival>* arrivals_ = nullptr;
  std::vector<Caller> callers_;

  // The exchange keeps a day of intervals only: each is taken down when something was counted.
  std::map<WallTime, exchange::QueueCounters> queue_intervals_;
  std::map<std::pair<AgentId, exchange::IntervalAndQueue>, exchange::AgentCounters>
      agent_intervals_;
  Outcome outcome_;
};

}  // namespace jackfield::whatif
