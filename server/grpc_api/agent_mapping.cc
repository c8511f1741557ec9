#include "server/grpc_api/agent_mapping.h"

#include <algorithm>

#include "jackfield/v1/configuration.pb.h"

#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

void SetIdle(exchange::AgentState state, const exchange::Idle& idle, v1::AgentStatus& status) {
  status.set_state(ToProto(state));
  if (state != exchange::AgentState::kNotReady) return;
  status.set_reason(idle.reason);
}

void SetPending(const std::optional<exchange::Idle>& pending, v1::AgentStatus& status) {
  if (!pending) return;
  status.set_pending_state(ToProto(pending->state));
  status.set_pending_reason(pending->reason);
}

}  // namespace

v1::AgentStatus::State ToProto(exchange::AgentState state) {
  switch (state) {
    case exchange::AgentState::kLoggedOff:
      return v1::AgentStatus::STATE_LOGGED_OFF;
    case exchange::AgentState::kNotReady:
      return v1::AgentStatus::STATE_NOT_READY;
    case exchange::AgentState::kReady:
      return v1::AgentStatus::STATE_READY;
    case exchange::AgentState::kReserved:
      return v1::AgentStatus::STATE_RESERVED;
    case exchange::AgentState::kAlerting:
      return v1::AgentStatus::STATE_ALERTING;
    case exchange::AgentState::kConnected:
      return v1::AgentStatus::STATE_CONNECTED;
    case exchange::AgentState::kHold:
      return v1::AgentStatus::STATE_HOLD;
    case exchange::AgentState::kWorkingAfterCall:
      return v1::AgentStatus::STATE_WORKING_AFTER_CALL;
  }
  return v1::AgentStatus::STATE_UNSPECIFIED;
}

v1::AgentStatus::State ToProto(exchange::IdleState state) {
  switch (state) {
    case exchange::IdleState::kLoggedOff:
      return v1::AgentStatus::STATE_LOGGED_OFF;
    case exchange::IdleState::kNotReady:
      return v1::AgentStatus::STATE_NOT_READY;
    case exchange::IdleState::kReady:
      return v1::AgentStatus::STATE_READY;
  }
  return v1::AgentStatus::STATE_UNSPECIFIED;
}

v1::AgentStatus::Cause ToProto(exchange::StateCause cause) {
  switch (cause) {
    case exchange::StateCause::kUnknown:
      return v1::AgentStatus::CAUSE_UNSPECIFIED;
    case exchange::StateCause::kAgent:
      return v1::AgentStatus::CAUSE_AGENT;
    case exchange::StateCause::kSupervisor:
      return v1::AgentStatus::CAUSE_SUPERVISOR;
    case exchange::StateCause::kSwitch:
      return v1::AgentStatus::CAUSE_SWITCH;
    case exchange::StateCause::kCall:
      return v1::AgentStatus::CAUSE_CALL;
    case exchange::StateCause::kDeadline:
      return v1::AgentStatus::CAUSE_DEADLINE;
    case exchange::StateCause::kConnectionLost:
      return v1::AgentStatus::CAUSE_CONNECTION_LOST;
    case exchange::StateCause::kConfiguration:
      return v1::AgentStatus::CAUSE_CONFIGURATION;
  }
  return v1::AgentStatus::CAUSE_UNSPECIFIED;
}

v1::PopMode ToProto(exchange::PopMode mode) {
  switch (mode) {
    case exchange::PopMode::kOn:
      return v1::POP_MODE_ON;
    case exchange::PopMode::kCardOnly:
      return v1::POP_MODE_CARD_ONLY;
    case exchange::PopMode::kOff:
      return v1::POP_MODE_OFF;
  }
  return v1::POP_MODE_UNSPECIFIED;
}

Result<exchange::PopMode> PopModeOf(v1::PopMode mode) {
  switch (mode) {
    case v1::POP_MODE_ON:
      return exchange::PopMode::kOn;
    case v1::POP_MODE_CARD_ONLY:
      return exchange::PopMode::kCardOnly;
    case v1::POP_MODE_OFF:
      return exchange::PopMode::kOff;
    default:
      break;
  }
  return FailField("FIELD_INVALID", "pop_mode", "must be on, card only or off");
}

v1::Agent ToAgent(const AgentView& view) {
  v1::Agent agent;
  agent.set_name(NameOf("agents", view.login));
  agent.set_login(view.login);
  agent.set_display_name(view.display_name);
  for (const std::string& queue : view.queues) agent.add_queues(NameOf("queues", queue));
  agent.set_pop_mode(ToProto(view.pop_mode));
  agent.set_outside_working_hours(view.off_hours);
  v1::AgentStatus& status = *agent.mutable_status();
  SetIdle(view.state, view.idle, status);
  SetPending(view.pending, status);
  *status.mutable_since_time() = ToProto(view.since);
  status.set_cause(ToProto(view.cause));
  if (view.wrap_up) {
    *status.mutable_deadline_time() = ToProto(view.wrap_up->until);
    if (view.wrap_up->call) status.set_call(NameOf("calls", view.wrap_up->call->call.name));
  }
  return agent;
}

v1::AgentStatus ToStatus(const exchange::Agent& agent) {
  v1::AgentStatus status;
  SetIdle(agent.state, agent.idle, status);
  SetPending(agent.pending, status);
  *status.mutable_since_time() = ToProto(agent.since.wall);
  status.set_cause(ToProto(agent.cause));
  status.set_desk_lost(agent.desk.empty());
  return status;
}

Result<exchange::AgentWish> WishOf(v1::AgentStatus::State state) {
  switch (state) {
    case v1::AgentStatus::STATE_READY:
      return exchange::AgentWish::kReady;
    case v1::AgentStatus::STATE_NOT_READY:
      return exchange::AgentWish::kNotReady;
    case v1::AgentStatus::STATE_LOGGED_OFF:
      return exchange::AgentWish::kLoggedOff;
    default:
      break;
  }
  return FailField("AGENT_STATE_INVALID", "state", "must be ready, not ready or logged off");
}

Status CheckReason(const std::string& reason, const v1::Configuration& site) {
  const auto& reasons = site.not_ready_reasons();
  const bool known = std::any_of(reasons.begin(), reasons.end(),
                                 [&reason](const auto& each) { return each.code() == reason; });
  if (reason.empty() || known) return {};
  return FailField("NOT_READY_REASON_UNKNOWN", "reason", "must be empty or one that is configured");
}

}  // namespace jackfield::grpc_api
