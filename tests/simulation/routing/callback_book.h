#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/state.h"
#include "tests/simulation/routing/routing_hours.h"

namespace jackfield::sim {

// A callback for which an agent is to be found now.
struct WaitingCallback {
  QueueId queue;
  Instant place{};  // By the caller's entry (H2).
  std::uint32_t value_tier = 0;
  bool open_complaint = false;
  AgentId preferred;
  Duration preferred_limit{0};  // Of the queue's plan for callbacks.
  bool held = false;
};

// Judges the life of callbacks from outside, by the rules B1 to B6 and H1 to H4 (callback_rules.h,
// callback_work.h) and without their code. What calls do is the exchange's word, which other suites
// judge; of commands it is told.
//
// After each input it says what is wrong:
//  - who left the queue by a key, or was missed, is to be called where the plan says so, once for
//    a number and queue, at the place of the entry into the queue, which never changes;
//  - it waits for an agent at its time, in the customer's hours, and not otherwise; it is held
//    while the customer is on the line, or somebody has another one of theirs;
//  - it is one agent's at a time, of a person there is one such, an agent has one;
//  - a lease ends by its deadline; what was lost counts as no attempt, what did not reach them is
//    tried again after the pause of the plan, and not more often than it says;
//  - it is over for a reason that is true, at once where one is there, and for good; whose customer
//    or number is not to be called any more, but for those who asked for it in the queue.
//
// Thread safety: none; one per exchange.
class CallbackBook {
 public:
  // `input` was applied with these effects.
  void Take(const exchange::Input& input, const exchange::Effects& effects,
            const exchange::State& after);

  // Those that are to be given to an agent, and who has one.
  const std::map<CallbackId, WaitingCallback>& waiting() const { return waiting_; }
  bool HasOne(AgentId agent) const { return holders_.contains(agent); }

  // Of the last input: whom the routing does not ask again for what they gave back, and what begins
  // its wait anew.
  const std::map<CallbackId, AgentId>& returned() const { return returned_; }
  const std::set<CallbackId>& moved() const { return moved_; }

  // What went wrong first; empty: nothing.
  const std::string& wrong() const { return wrong_; }
  const std::map<std::string, int>& tally() const { return tally_; }

 private:
  void Note(const exchange::Effects& effects);
  void NoteCommand(const exchange::CallbackCommand& command);

  // One callback, as it was and as it is.
  void Judge(const exchange::Callback* was, const exchange::Callback& is);
  void JudgeBirth(const exchange::Callback& is);
  void JudgeTimes(const exchange::Callback& was, const exchange::Callback& is);
  void JudgeBegin(const exchange::Callback& was, const exchange::Callback& is);
  void JudgeLease(const exchange::Callback& was, const exchange::Callback& is);
  void JudgeLoss(const exchange::Callback& was, const exchange::Callback& is);
  void JudgeAttempt(const exchange::Callback& was, const exchange::Callback& is);
  void JudgeWish(const exchange::Callback& is);
  void JudgeEnd(const exchange::Callback& was, const exchange::Callback& is);
  void JudgeState(const exchange::Callback& is);
  void JudgeHolder(const exchange::Callback& is);

  // All of them.
  void JudgeSingle();
  void JudgeMissing(const exchange::Effects& effects);
  void JudgeDialled(const exchange::Effects& effects);
  void ExpectOne(const exchange::Call& call, const exchange::Leg& leg);

  // What the rules ask for.
  const exchange::QueueConfiguration& QueueOf(QueueId queue) const;
  const exchange::CallbackPlan& PlanOf(const exchange::Callback& callback) const;
  Hours HoursOf(const exchange::Callback& callback) const;
  bool IsDue(const exchange::Callback& callback) const;
  bool IsHeld(const exchange::Callback& callback) const;
  bool IsExpired(const exchange::Callback& callback, WallTime at) const;
  bool IsGivenUp(const exchange::Callback& callback) const;
  bool IsForbidden(const exchange::Callback& callback) const;
  bool IsSignedIn(AgentId agent) const;
  bool IsReady(AgentId agent) const;
  bool HasCalledUs(const exchange::Callback& callback) const;
  bool WasTalkedTo(const exchange::Callback& callback) const;
  bool HasTalked(const exchange::Callback& callback) const;

  void Fail(const exchange::Callback& callback, const std::string& what);

  std::string wrong_;
  std::map<std::string, int> tally_;
  exchange::Configuration configuration_;
  std::map<CallbackId, exchange::Callback> known_;  // As they were after the last input.
  std::map<CallbackId, WaitingCallback> waiting_;
  std::set<AgentId> holders_;
  std::set<std::pair<CallId, std::size_t>> left_by_key_;
  std::set<CallbackId> talked_;  // Those that somebody has, and has talked with them.

  // Of the present input.
  const exchange::State* state_ = nullptr;
  Instant now_{};
  WallTime wall_{};
  std::vector<const exchange::Call*> live_calls_;
  std::map<CallbackId, AgentId> accepted_;
  std::map<CallbackId, std::string> taken_;  // By login.
  std::map<CallbackId, AgentId> returned_;
  std::set<CallbackId> given_back_;
  std::set<CallbackId> moved_;
  std::set<CallbackId> cancelled_;
  bool by_people_ = false;  // At a desk.
  bool of_many_ = false;    // A snapshot: some may have signed off, and on again.
  const exchange::CompleteAttempt* completed_ = nullptr;
  const exchange::RescheduleCallback* rescheduled_ = nullptr;
  const exchange::ForbidCallbacks* forbidden_ = nullptr;
  std::vector<const exchange::CreateCallback*> created_;
};

}  // namespace jackfield::sim
