#include "server/exchange/desk_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "server/exchange/agent_rules.h"
#include "server/exchange/alert_rules.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/caller_rules.h"
#include "server/exchange/commands/desk_call_rules.h"
#include "server/exchange/customer_rules.h"
#include "server/exchange/tickets/ticket_notices.h"
#include "server/exchange/tickets/ticket_triggers.h"

namespace jackfield::exchange {
namespace {

constexpr Duration kWrapUpExtensionMax{3600LL * 1000};

// The agent, by opening the desk.
constexpr Changer kTheirDesk{StateCause::kAgent, "desk"};
constexpr Changer kTheLostDesk{StateCause::kConnectionLost, "desk"};

bool HasPart(const Call& call, AgentId agent) {
  const bool connected = std::any_of(call.connections.begin(), call.connections.end(),
                                     [&](const auto& each) { return each.second.agent == agent; });
  const bool offered = std::any_of(call.offers.begin(), call.offers.end(),
                                   [&](const Offer& each) { return each.agent == agent; });
  return connected || offered || call.after.contains(agent);
}

tl::unexpected<Error> WrapUpClosed(std::string why) {
  return Fail(ErrorCode::kFailedPrecondition, "WRAP_UP_CLOSED", std::move(why));
}

bool IsDeclared(const Configuration& configuration, const std::string& code) {
  const auto& all = configuration.dispositions;
  return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.code == code; });
}

struct Commands {
  Step& step;

  Status operator()(const DeskOpened& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    Agent& agent = **found;
    agent.desk = command.desk;
    step.state.timers.Cancel({TimerKind::kDeskGrace, agent.id.value, 0});
    step.Tell(AgentChanged{agent.id});
    if (agent.before_loss) {
      const Idle before = *agent.before_loss;
      agent.before_loss.reset();
      SetIdle(step, agent, before, kTheirDesk);
    } else if (agent.idle.state == IdleState::kLoggedOff) {
      SetIdle(step, agent, {IdleState::kNotReady, std::string(kSignedInReason), {}}, kTheirDesk);
    }
    return {};
  }
  Status operator()(const DeskClosed& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    Agent& agent = **found;
    if (agent.desk != command.desk) return {};  // A newer desk took over.
    agent.desk.clear();
    step.state.timers.Set({TimerKind::kDeskGrace, agent.id.value, 0}, SourceId{}, step.now,
                          step.state.configuration.desk_grace);
    step.Tell(AgentChanged{agent.id});
    return {};
  }
  Status operator()(const SetAgentState& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    const auto state = static_cast<IdleState>(command.wish == AgentWish::kReady      ? 2
                                              : command.wish == AgentWish::kNotReady ? 1
                                                                                     : 0);
    const bool own = command.actor.empty() || command.actor == command.agent;
    WishIdle(
        step, **found, {state, command.reason, {}},
        {own ? StateCause::kAgent : StateCause::kSupervisor, own ? command.agent : command.actor});
    return {};
  }
  Status operator()(const PopShown& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    for (auto call = step.state.calls.rbegin(); call != step.state.calls.rend(); ++call) {
      for (Offer& offer : call->second.offers) {
        if (offer.id != command.offer || offer.agent != (*found)->id) continue;
        if (!offer.shown) {
          offer.shown = command.painted;
          step.Tell(CallChanged{call->first});
        }
        return {};
      }
    }
    return Fail(ErrorCode::kNotFound, "OFFER_NOT_FOUND", "no such offer to this agent");
  }
  Status operator()(const SaveNote& command) const {
    const Result<AfterCall*> after = AfterOf(command.agent, command.call);
    if (!after) return Fail(after);
    if (command.revision > 0) {
      if (command.revision <= (*after)->note_revision) return {};  // Late, or again.
    }
    if ((*after)->completed) return WrapUpClosed("the wrap-up was completed with its note");
    if (command.revision > 0) {
      (*after)->note_revision = command.revision;
    }
    (*after)->note = command.note;
    step.Tell(CallChanged{command.call});
    return {};
  }
  Status operator()(const CompleteWrapUp& command) const {
    if (!command.disposition.empty() &&
        !IsDeclared(step.state.configuration, command.disposition)) {
      return FailField("DISPOSITION_UNKNOWN", "disposition",
                       "no disposition \"" + command.disposition + "\" is declared");
    }
    const Result<AfterCall*> after = AfterOf(command.agent, command.call);
    if (!after) return Fail(after);
    if (const Status kept = KeepOutcome(command, **after); !kept) return kept;
    OnDisposition(step, step.state.calls.at(command.call), command.disposition);
    step.Tell(CallChanged{command.call});
    Agent& agent = **AgentOf(step, command.agent);
    if (agent.wrap_up && agent.wrap_up->call == command.call) {
      EndWrapUp(step, agent, StateCause::kAgent);
    }
    step.Tell(AgentChanged{agent.id});
    return {};
  }
  Status operator()(const ExtendWrapUp& command) const {
    const auto part = PartOf(command.agent, command.call);
    if (!part) return Fail(part);
    Agent& agent = *part->first;
    if (!agent.wrap_up || agent.wrap_up->call != command.call) {
      return WrapUpClosed("the agent is not in the wrap-up of this call");
    }
    if (command.by <= Duration{0} || command.by > kWrapUpExtensionMax) {
      return FailField("WRAP_UP_EXTENSION_RANGE", "by", "must be above 0 and at most one hour");
    }
    if (agent.wrap_up->extensions >= command.times_max) {
      return Fail(ErrorCode::kFailedPrecondition, "WRAP_UP_EXTENSIONS_USED",
                  "the wrap-up was extended " + std::to_string(command.times_max) +
                      " times, and cannot be extended further");
    }
    ++agent.wrap_up->extensions;
    // From here on it runs on the engine's clock: a person asked, not the switch.
    const Instant until = std::max(agent.wrap_up->until, step.now.at) + command.by;
    agent.wrap_up->until = until;
    step.state.timers.Set({TimerKind::kWrapUpEnd, agent.id.value, 0}, SourceId{}, step.now,
                          until - step.now.at);
    step.Tell(AgentChanged{agent.id});
    return {};
  }
  Status operator()(const ChooseCaller& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    const Result<Call*> call = CallOf(step, **found, command.call);
    if (!call) return Fail(call);
    ChooseCustomer(step, **call, command.customer, command.standing);
    return {};
  }
  Status operator()(const AcknowledgeMissed& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    std::erase_if((*found)->missed, [&](const Missed& missed) {
      const auto& seen = command.offers;
      return seen.empty() || std::find(seen.begin(), seen.end(), missed.offer) != seen.end();
    });
    step.Tell(AgentChanged{(*found)->id});
    if (command.offers.empty()) ForgetOlderMissed(step, **found);
    return {};
  }
  Status operator()(const SetPopMode& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    (*found)->pop_mode = command.mode;
    step.Tell(AgentChanged{(*found)->id});
    return {};
  }
  Status operator()(const AcknowledgeAlert& command) const { return Acknowledge(step, command); }
  Status operator()(const AnswerRing& command) const { return Ask(step, command); }
  Status operator()(const DeclineRing& command) const { return Ask(step, command); }
  Status operator()(const HoldConnection& command) const { return Ask(step, command); }
  Status operator()(const RetrieveConnection& command) const { return Ask(step, command); }
  Status operator()(const HangUp& command) const { return Ask(step, command); }
  Status operator()(const TransferBlind& command) const { return Ask(step, command); }
  Status operator()(const Consult& command) const { return Ask(step, command); }
  Status operator()(const CompleteConsultation& command) const { return Ask(step, command); }
  Status operator()(const Conference& command) const { return Ask(step, command); }
  Status operator()(const CancelConsultation& command) const { return Ask(step, command); }
  Status operator()(const Dial& command) const { return Ask(step, command); }
  Status operator()(const AcknowledgeNotices& command) const {
    const Result<Agent*> found = AgentOf(step, command.agent);
    if (!found) return Fail(found);
    TakeNoticesAsSeen(step, **found, command.notices);
    return {};
  }
  Status operator()(const UpdateStanding& command) const {
    ChangeStanding(step, command.customer, command.standing);
    return {};
  }

 private:
  // The agent and the call, whose part it was.
  Result<std::pair<Agent*, Call*>> PartOf(const std::string& login, CallId id) const {
    const Result<Agent*> agent = AgentOf(step, login);
    if (!agent) return Fail(agent);
    Call* call = FindCall(step, id);
    if (call == nullptr) return WrapUpClosed("the call ended more than 24 hours ago");
    if (HasPart(*call, (*agent)->id)) return std::pair{*agent, call};
    return Fail(ErrorCode::kNotFound, "WRAP_UP_NOT_FOUND", "the agent had no part in the call");
  }

  // Makes the entry where there is none. What is refused after it, a completed one, has an entry.
  Result<AfterCall*> AfterOf(const std::string& login, CallId id) const {
    const auto part = PartOf(login, id);
    if (!part) return Fail(part);
    return &part->second->after[part->first->id];
  }

  // A repeated command has the same note, but sealed anew: so that is no difference.
  Status KeepOutcome(const CompleteWrapUp& command, AfterCall& after) const {
    if (after.completed && command.disposition != after.disposition) {
      return WrapUpClosed("the wrap-up was completed with another disposition");
    }
    after.completed = true;
    after.disposition = command.disposition;
    if (!command.note.empty()) after.note = command.note;
    if (!after.done) after.done = step.now;
    return {};
  }
};

}  // namespace

Result<Agent*> AgentOf(Step& step, const std::string& login) {
  const auto known = step.state.agent_logins.find(login);
  if (known == step.state.agent_logins.end()) {
    return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND",
                "no agent \"" + login + "\"; declare it with `jackfield apply`");
  }
  return &step.state.agents.at(known->second);
}

Result<Call*> CallOf(Step& step, const Agent& agent, CallId id) {
  Call* call = FindCall(step, id);
  if (call == nullptr) return Fail(ErrorCode::kNotFound, "CALL_NOT_FOUND", "no such call");
  if (HasPart(*call, agent.id)) return call;
  return Fail(ErrorCode::kPermissionDenied, "CALL_OF_ANOTHER_AGENT",
              "the call was never offered to this agent");
}

Status ApplyDeskCommand(Step& step, const DeskCommand& command) {
  return std::visit(Commands{step}, command);
}

void OnDeskGrace(Step& step, Agent& agent) {
  if (!agent.desk.empty() || agent.idle.state == IdleState::kLoggedOff) return;
  agent.before_loss = agent.idle;
  const Idle lost{IdleState::kNotReady, std::string(kConnectionLostReason), {}};
  if (agent.busy.empty()) {
    SetIdle(step, agent, lost, kTheLostDesk);
  } else {
    WishIdle(step, agent, lost, kTheLostDesk);
  }
}

}  // namespace jackfield::exchange
