#include "server/grpc_api/board_mapping.h"

#include <algorithm>

#include "server/grpc_api/agent_mapping.h"
#include "server/grpc_api/queue_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

v1::AgentStatus::State PendingOf(const std::string& pending) {
  if (pending == "ready") return v1::AgentStatus::STATE_READY;
  if (pending == "not_ready") return v1::AgentStatus::STATE_NOT_READY;
  if (pending == "logged_off") return v1::AgentStatus::STATE_LOGGED_OFF;
  return v1::AgentStatus::STATE_UNSPECIFIED;
}

bool OnCall(exchange::AgentState state) {
  return state == exchange::AgentState::kConnected || state == exchange::AgentState::kHold;
}

void SetQueue(const BoardQueue& queue, const SiteDocument& site, v1::Queue& proto) {
  proto.set_name(NameOf("queues", queue.name));
  proto.set_display_name(queue.display_name.empty() ? queue.name : queue.display_name);
  *proto.mutable_service_level_threshold() = ToProto(queue.service_level_threshold);
  *proto.mutable_short_abandon_threshold() = ToProto(queue.short_abandon_threshold);
  const auto found = site.queues.find(queue.name);
  proto.set_discovered(found == site.queues.end());
  if (found == site.queues.end()) return;
  proto.set_service_level_formula(found->second.service_level_formula());
  if (found->second.has_service_level_target_ratio()) {
    proto.set_service_level_target_ratio(found->second.service_level_target_ratio());
  }
}

}  // namespace

bool BoardScope::Shows(const BoardAgent& agent) const {
  if (!teams.empty() && !teams.contains(agent.team)) return false;
  return queues.empty() ||
         std::any_of(agent.queues.begin(), agent.queues.end(),
                     [this](const std::string& queue) { return queues.contains(queue); });
}

v1::BoardQueue ToProto(const BoardQueue& queue, const SiteDocument& site) {
  v1::BoardQueue proto;
  SetQueue(queue, site, *proto.mutable_queue());
  proto.set_waiting_count(static_cast<int>(queue.waiting.size()));
  if (!queue.waiting.empty()) {
    *proto.mutable_longest_waiting_since_time() = ToProto(queue.waiting.front().since);
  }
  proto.set_staffed_count(static_cast<int>(queue.members));
  proto.set_stale(queue.stale);
  proto.set_ready_count(static_cast<int>(queue.ready));
  proto.set_busy_count(static_cast<int>(queue.busy));
  const std::uint32_t active = std::min(queue.members, queue.ready + queue.busy);
  proto.set_not_ready_count(static_cast<int>(queue.members - active));
  *proto.mutable_interval_counts() = ToCounts(queue.current);
  *proto.mutable_interval_ratios() = ToRatios(queue.current);
  *proto.mutable_interval_start_time() = ToProto(queue.interval);
  *proto.mutable_day_counts() = ToCounts(queue.day);
  *proto.mutable_day_ratios() = ToRatios(queue.day);
  return proto;
}

v1::BoardAgent ToProto(const BoardAgent& agent, const BoardScope& scope) {
  v1::BoardAgent proto;
  proto.set_agent(NameOf("agents", agent.login));
  if (scope.names) proto.set_display_name(agent.display_name);
  proto.set_team(agent.team);
  v1::AgentStatus& status = *proto.mutable_status();
  status.set_state(ToProto(agent.state));
  if (agent.state == exchange::AgentState::kNotReady) status.set_reason(agent.idle.reason);
  *status.mutable_since_time() = ToProto(agent.since);
  status.set_pending_state(PendingOf(agent.pending));
  status.set_call(NameOf("calls", agent.call_name));
  status.set_desk_lost(!agent.desk_connected);
  if (OnCall(agent.state)) *proto.mutable_call_since_time() = ToProto(agent.since);
  proto.set_call_queue(NameOf("queues", agent.queue));
  for (const std::string& queue : agent.queues) {
    proto.add_memberships()->set_queue(NameOf("queues", queue));
  }
  return proto;
}

v1::BoardSource ToProto(const BoardSource& source) {
  v1::BoardSource proto;
  proto.set_source(NameOf("sources", source.name));
  if (source.since == WallTime{}) return proto;
  proto.set_state(source.linked ? v1::BoardSource::STATE_UP : v1::BoardSource::STATE_DOWN);
  *proto.mutable_since_time() = ToProto(source.since);
  return proto;
}

v1::BoardWaitingCall ToProto(const BoardQueue& queue, const BoardWaiting& waiting, int position) {
  v1::BoardWaitingCall proto;
  proto.set_call(NameOf("calls", waiting.call_name));
  proto.set_queue(NameOf("queues", queue.name));
  proto.set_position(position);
  *proto.mutable_waiting_since_time() = ToProto(waiting.since);
  return proto;
}

v1::BoardUnmappedDevice ToProto(const std::string& source, const std::string& device,
                                std::uint64_t rings) {
  v1::BoardUnmappedDevice proto;
  proto.set_source(NameOf("sources", source));
  proto.set_device(device);
  proto.set_ring_count(static_cast<std::int64_t>(rings));
  return proto;
}

}  // namespace jackfield::grpc_api
