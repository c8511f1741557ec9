#include "server/exchange/exchange.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "server/base/archive.h"
#include "server/exchange/agent_rules.h"
#include "server/exchange/alert_rules.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/commands/command_rules.h"
#include "server/exchange/commands/member_rules.h"
#include "server/exchange/desk_rules.h"
#include "server/exchange/leg_rules.h"
#include "server/exchange/offer_rules.h"
#include "server/exchange/routing/overflow_rules.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/routing/working_hours.h"
#include "server/exchange/telephony_rules.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

constexpr std::size_t kSourcesMax = 256;

Source* SourceOf(State& state, const std::string& name) {
  const auto known = state.source_names.find(name);
  if (known != state.source_names.end()) return &state.sources.at(known->second);
  if (state.sources.size() >= kSourcesMax) return nullptr;
  const SourceId id{state.sources.size() + 1};
  state.source_names[name] = id;
  return &state.sources.emplace(id, Source{.id = id, .name = name}).first->second;
}

void Fire(Step& step, const TimerKey& key) {
  const auto call = step.state.calls.find(CallId{key.subject});
  const auto agent = step.state.agents.find(AgentId{key.subject});
  switch (key.kind) {
    case TimerKind::kOfferDeadline:
      if (Call* offered = FindCall(step, CallId{key.detail})) {
        OnOfferDeadline(step, *offered, OfferId{key.subject});
      }
      return;
    case TimerKind::kThreshold:
      if (call != step.state.calls.end()) OnThreshold(step, call->second, key.detail);
      return;
    case TimerKind::kWrapUpEnd:
      if (agent != step.state.agents.end()) {
        EndWrapUp(step, agent->second, StateCause::kDeadline);
      }
      return;
    case TimerKind::kWatchdog:
      if (call != step.state.calls.end()) OnWatchdog(step, call->second);
      return;
    case TimerKind::kForget:
      if (call != step.state.calls.end()) OnForget(step, call->second);
      return;
    case TimerKind::kDeskGrace:
      if (agent != step.state.agents.end()) OnDeskGrace(step, agent->second);
      return;
    case TimerKind::kAlerts:
      if (const auto queue = step.state.queues.find(QueueId{key.subject});
          queue != step.state.queues.end()) {
        OnAlertsDue(step, queue->second);
      }
      return;
    case TimerKind::kMissedForget:
      if (agent != step.state.agents.end()) ForgetOlderMissed(step, agent->second);
      return;
    case TimerKind::kReservationDeadline:
      return OnReservationDeadline(step, ReservationId{key.subject});
    case TimerKind::kRingReached:
      return OnRingReached(step, WorkOfTimer(key));
    case TimerKind::kPassPause:
      return OnPassPauseOver(step, WorkOfTimer(key), AgentOfTimer(key));
    case TimerKind::kPreferredOver:
      return OnPreferredOver(step, WorkOfTimer(key));
    case TimerKind::kOverflow:
      return OnOverflowDue(step, WorkOfTimer(key));
    case TimerKind::kWorkingHours:
      return FollowWorkingHours(step);
    case TimerKind::kTicket:
      return OnTicketTimer(step, TicketId{key.subject}, key.detail);
    case TimerKind::kCallback:
      return OnCallbackTimer(step, CallbackId{key.subject}, key.detail);
    case TimerKind::kCommandDeadline:
      return OnCommandDeadline(step, CommandId{key.subject});
    case TimerKind::kMembersDue:
      return OnMembersDue(step, SourceId{key.subject});
  }
}

// X6. Each timer acts at the moment it was set for, so that being noticed late changes no figure.
void FireDueTimers(Step& step, Instant now, WallTime wall) {
  const Moment event_time = step.now;
  Source* const event_source = step.source;
  step.source = nullptr;
  while (const std::optional<Timers::Due> due = step.state.timers.TakeDue(now, wall)) {
    step.now = due->when;
    Fire(step, due->key);
    SettleWork(step);
    SettleAlerts(step);
  }
  step.now = event_time;
  step.source = event_source;
}

template <typename Map, typename Key>
auto* FindIn(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

Result<Effects> Exchange::Apply(Sequence sequence, const Input& input) {
  const Instant now = std::max(input.now, state_.now);  // X3.
  Step step{.state = state_,
            .sequence = sequence,
            .names = input.names,
            .now = Moment{now, input.wall, false},
            .entry = Moment{now, input.wall, false},
            .clock = Moment{now, input.wall, false},
            .staffing = staffing_,
            .router = router_,
            .effects = {}};
  if (const auto* command = std::get_if<DeskCommand>(&input.body)) {
    const Status done = ApplyDeskCommand(step, *command);
    if (!done) return Fail(done);  // X2: no timer has fired, nothing has changed.
    SettleWork(step);
  }
  if (const auto* command = std::get_if<TicketCommand>(&input.body)) {
    const Status done = ApplyTicketCommand(step, *command);
    if (!done) return Fail(done);  // X2, as above.
    SettleWork(step);
  }
  if (const auto* command = std::get_if<CallbackCommand>(&input.body)) {
    const Status done = ApplyCallbackCommand(step, *command);
    if (!done) return Fail(done);  // X2, as above.
    SettleWork(step);
  }
  if (const auto* event = std::get_if<TelephonyEvent>(&input.body)) {
    step.source = SourceOf(state_, event->source);
    if (step.source != nullptr && event->time) {
      step.now = Moment{now, *event->time, true};
      step.entry = step.now;
      state_.timers.Observe(step.source->id, step.now);
    }
    FireDueTimers(step, now, input.wall);
    if (step.source != nullptr) {
      if (!std::holds_alternative<CommandResult>(event->body)) step.source->last_event = step.now;
      ApplyTelephony(step, event->body);
    }
  } else {
    FireDueTimers(step, now, input.wall);
  }
  if (const auto* configuration = std::get_if<Configuration>(&input.body)) {
    ApplyConfiguration(step, *configuration);
  }
  SettleWork(step);
  SettleMembers(step);
  SettleAlerts(step);
  state_.last = sequence;
  state_.now = now;
  return std::move(step.effects);
}

std::string Exchange::Save() const { return ToArchive(state_); }

Result<Exchange> Exchange::Restore(std::string_view bytes) {
  Result<State> state = FromArchive<State>(bytes);
  if (!state) return Fail(state);
  Exchange exchange;
  exchange.state_ = std::move(*state);
  exchange.staffing_ = Staffing(exchange.state_);
  exchange.router_ = IndexWork(exchange.state_);
  return exchange;
}

const Call* Exchange::FindCall(CallId id) const { return FindIn(state_.calls, id); }

const Call* Exchange::FindCallByName(std::string_view name) const {
  const CallId* id = FindIn(state_.call_names, std::string(name));
  return id == nullptr ? nullptr : FindCall(*id);
}

const Agent* Exchange::FindAgent(AgentId id) const { return FindIn(state_.agents, id); }

const Agent* Exchange::FindAgentByLogin(std::string_view login) const {
  const AgentId* id = FindIn(state_.agent_logins, std::string(login));
  return id == nullptr ? nullptr : FindAgent(*id);
}

const Queue* Exchange::FindQueue(QueueId id) const { return FindIn(state_.queues, id); }

const Ticket* Exchange::FindTicket(TicketId id) const { return FindIn(state_.tickets, id); }

const Ticket* Exchange::FindTicketByName(std::string_view name) const {
  const TicketId* id = FindIn(state_.ticket_names, std::string(name));
  return id == nullptr ? nullptr : FindTicket(*id);
}

}  // namespace jackfield::exchange
