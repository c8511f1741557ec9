#include <set>
#include <string>
#include <utility>
#include <variant>

#include "server/exchange/callbacks/callback_checks.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/callbacks/callback_work.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_checks.h"

namespace jackfield::exchange {
namespace {

struct Commands {
  Step& step;

  Status operator()(const CreateCallback& command) const {
    Result<Callback> made = NewCallback(step, command);
    if (!made) return Fail(made);
    if (const Status room = CheckRoom(step, *made); !room) return room;
    MakeCallback(step, *std::move(made));
    return {};
  }
  Status operator()(const ImportCallbacks& command) const {
    const std::size_t count = command.rows.size();
    if (count == 0 || count > kCallbackListMax) {
      return FailField("LIST_LENGTH", "rows",
                       "must be 1 to " + std::to_string(kCallbackListMax) + "; split the list");
    }
    for (const CreateCallback& row : command.rows) {
      const Result<QueueId> queue = QueueFor(step, row.queue);
      if (!queue) return Fail(queue);
      if (const Status sound = CheckAhead(step, "earliest", row.earliest); !sound) return sound;
    }
    for (const CreateCallback& row : command.rows) {
      Result<Callback> made = NewCallback(step, row);
      if (made && CheckRoom(step, *made)) MakeCallback(step, *std::move(made));
    }
    return {};
  }
  Status operator()(const CancelCallback& command) const {
    Callback* callback = FindCallback(step, command.callback);
    const bool done = callback != nullptr && callback->end == CallbackEnd::kTakenBack;
    if (done) return {};
    const Result<Callback*> found = LiveCallback(step, command.callback);
    if (!found) return Fail(found);
    if (command.spares_others) {
      const Status own = CheckNotOfAnother(step, **found, command.actor);
      if (!own) return own;
    }
    EndCallback(step, **found, CallbackEnd::kTakenBack, command.actor);
    return {};
  }
  Status operator()(const RescheduleCallback& command) const {
    const Result<Callback*> found = LiveCallback(step, command.callback);
    if (!found) return Fail(found);
    Callback& callback = **found;
    if (const Status sound = CheckAhead(step, "earliest", command.earliest); !sound) return sound;
    const Result<AgentId> preferred = PreferredOf(step, command.preferred);
    if (!preferred) return Fail(preferred);
    if (const Status free = CheckFree(step, callback); !free) return free;
    callback.earliest = command.earliest;
    callback.next_attempt.reset();
    callback.preferred = *preferred;
    Touch(step, callback);
    WithdrawCallback(step, callback);  // Its place may be another.
    SettleCallback(step, callback);
    return {};
  }
  Status operator()(const TakeCallback& command) const {
    const Result<AgentId> id = AgentFor(step, command.actor);
    if (!id) return Fail(id);
    const Result<Callback*> found = LiveCallback(step, command.callback);
    if (!found) return Fail(found);
    Callback& callback = **found;
    if (callback.agent == *id) return {};
    if (const Status free = CheckFree(step, callback); !free) return free;
    if (const Status due = CheckDue(step, callback); !due) return due;
    if (IsHeld(step.state, callback)) {
      return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_HELD",
                  "the customer is calling, or is being called; wait for that call");
    }
    Agent& agent = step.state.agents.at(*id);
    if (agent.state != AgentState::kReady) {
      return Fail(ErrorCode::kFailedPrecondition, "AGENT_NOT_READY",
                  "the agent is not Ready, or has something else; become Ready first");
    }
    WithdrawWork(step, WorkKeyOf(callback), ReservationEnd::kTaken);
    BeginAttempt(step, callback, agent);
    return {};
  }
  Status operator()(const ReturnCallback& command) const {
    const Result<Callback*> found = LeasedCallback(step, command.callback, command.actor);
    if (!found) return Fail(found);
    if (const Status free = CheckNotDialled(**found); !free) return free;
    const AgentId agent = (*found)->agent;
    LoseAttempt(step, **found);
    PassWorkBy(step, WorkKeyOf(**found), agent);
    return {};
  }
  Status operator()(const CompleteAttempt& command) const {
    if (const Status known = CheckOutcome(command.outcome); !known) return known;
    const Status sound = CheckAhead(step, "next_attempt", command.next_attempt);
    if (!sound) return sound;
    if (IsDoneAlready(command)) return {};
    const Result<Callback*> found = LeasedCallback(step, command.callback, command.actor);
    if (!found) return Fail(found);
    if (const Status wish = CheckWish(step, **found, command); !wish) return wish;
    EndAttempt(
        step, **found,
        {.outcome = command.outcome, .next_attempt = command.next_attempt, .who = command.actor});
    return {};
  }
  Status operator()(const AcceptCallback& command) const {
    const Result<AgentId> agent = AgentFor(step, command.actor);
    if (!agent) return Fail(agent);
    return AcceptReservation(step, *agent, command.reservation);
  }
  Status operator()(const DeclineCallback& command) const {
    const Result<AgentId> agent = AgentFor(step, command.actor);
    if (!agent) return Fail(agent);
    return DeclineReservation(step, *agent, command.reservation);
  }
  Status operator()(const ForbidCallbacks& command) const {
    for (const CallbackId id : Meant(command)) {
      Callback& callback = step.state.callbacks.at(id);
      if (callback.origin == CallbackOrigin::kQueue) continue;
      EndCallback(step, callback, CallbackEnd::kDoNotCall, command.actor);
    }
    return {};
  }

 private:
  std::set<CallbackId> Meant(const ForbidCallbacks& command) const {
    std::set<CallbackId> meant;
    for (const CustomerId customer : command.customers) {
      meant.merge(CallbacksOf(step.state, {.number_key = {}, .customer = customer}));
    }
    for (const std::string& key : command.number_keys) {
      for (const CallbackId id : CallbacksOf(step.state, {.number_key = key})) {
        if (!step.state.callbacks.at(id).customer) meant.insert(id);
      }
    }
    return meant;
  }
  // The same outcome again, of the attempt that was the last; another time is another wish.
  bool IsDoneAlready(const CompleteAttempt& command) const {
    const Callback* callback = FindCallback(step, command.callback);
    if (callback == nullptr || callback->state == CallbackState::kInProgress) return false;
    if (callback->attempts.empty()) return false;
    const CallbackAttempt& last = callback->attempts.back();
    const bool wished = command.outcome == AttemptOutcome::kLater;
    if (wished && callback->next_attempt != command.next_attempt) return false;
    return last.outcome == command.outcome && !last.assumed &&
           LoginOf(step, last.agent) == command.actor;
  }
};

}  // namespace

Status ApplyCallbackCommand(Step& step, const CallbackCommand& command) {
  return std::visit(Commands{step}, command);
}

}  // namespace jackfield::exchange
