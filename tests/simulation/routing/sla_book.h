#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/state.h"
#include "tests/simulation/routing/routing_hours.h"

namespace jackfield::sim {

// Judges the clocks of tickets from outside, by the rules S1 to S7 (sla.h) and without their code.
// State, queue, type and priority of a ticket are the exchange's word, which other suites judge;
// who answered and who asked is known from the commands. Tickets are nobody's here: no call
// concerns them.
//
// After each input it says what is wrong:
//  - a clock warns and is breached when the open time that it used reaches the goal of the ticket's
//    policy, neither earlier nor later;
//  - S6: a run of a clock does so once each;
//  - what is to be done then is done, once each: priority, queue, notices, supervisors;
//  - supervisors are told at once of a high-value customer's complaint (T8).
//
// Thread safety: none; one per exchange.
class SlaBook {
 public:
  // `input` was applied with these effects.
  void Take(const exchange::Input& input, const exchange::Effects& effects,
            const exchange::State& after);

  // What went wrong first; empty: nothing.
  const std::string& wrong() const { return wrong_; }
  const std::map<std::string, int>& tally() const { return tally_; }

 private:
  // One run of a clock.
  struct Run {
    Duration used{0};  // Up to `running_since`.
    std::optional<WallTime> running_since;
    bool over = false;  // Nothing starts it again.
    bool warned = false;
    bool breached = false;
    std::optional<Instant> late_since;  // Something is due, and not told.
  };
  // A ticket as it was after the last input.
  struct Known {
    exchange::TicketState state = exchange::TicketState::kNew;
    exchange::TicketType type = exchange::TicketType::kQuestion;
    exchange::TicketPriority priority = exchange::TicketPriority::kNormal;
    std::string queue;
    std::uint32_t tier = 0;
    AgentId owner;
    bool supervised = false;
    bool answered = false;
    std::map<exchange::SlaGoal, Run> runs;
  };
  // A warning or a breach.
  struct Event {
    exchange::SlaGoal goal = exchange::SlaGoal::kFirstResponse;
    bool breach = false;
  };

  void NoteEvents(const exchange::Effects& effects);
  void JudgeEvent(TicketId id, Known& known, const Event& event);
  void JudgeTime(TicketId id, const Known& before, const Event& event, bool by_time);
  void JudgeSteps(TicketId id, const Known& before, const Event& event,
                  const exchange::Effects& effects);
  void JudgeComplaint(const exchange::Ticket& ticket);
  void Follow(const exchange::Input& input, const exchange::Ticket& ticket, Known& known);
  void SetRunning(Known& known, Run& run, const std::string& calendar, bool runs);
  void JudgeRuns(const exchange::Ticket& ticket, Known& known);

  bool HasOpened(TicketId id, const Known& before) const;
  bool IsLate(const Known& known, const exchange::SlaPolicy& policy, const Event& event) const;
  const exchange::SlaPolicy* PolicyOf(const Known& known) const;
  static Duration GoalOf(const exchange::SlaPolicy& policy, exchange::SlaGoal goal);
  Duration UsedBy(const Run& run, const std::string& calendar) const;
  Known Copy(const exchange::Ticket& ticket, Known known) const;
  void Fail(TicketId ticket, const std::string& what);

  std::string wrong_;
  std::map<std::string, int> tally_;
  exchange::Configuration configuration_;
  std::map<TicketId, Known> known_;

  // Of the present input.
  const exchange::State* state_ = nullptr;
  Instant now_{};
  WallTime wall_{};
  std::map<TicketId, std::vector<Event>> events_;
};

}  // namespace jackfield::sim
