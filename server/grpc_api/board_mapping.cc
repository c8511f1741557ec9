#include "server/grpc_api/board_mapping.h"

#include <algorithm>
#include <utility>

#include "server/grpc_api/agent_mapping.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/queue_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kReasonMax = 64;
constexpr std::size_t kTierMax = 32;

v1::AgentStatus StatusOf(const BoardAgent& agent) {
  exchange::Agent known;
  known.state = agent.state;
  known.idle = agent.idle;
  known.pending = agent.pending;
  known.since.wall = agent.since;
  known.cause = agent.cause;
  v1::AgentStatus status = ToStatus(known);
  status.set_call(NameOf("calls", agent.call_name));
  status.set_desk_lost(!agent.desk_connected);
  if (agent.deadline) *status.mutable_deadline_time() = ToProto(*agent.deadline);
  return status;
}

void SetQueue(const BoardQueue& queue, const SiteDocument& site, v1::Queue& proto) {
  proto.set_name(NameOf("queues", queue.name));
  proto.set_display_name(queue.display_name.empty() ? queue.name : queue.display_name);
  *proto.mutable_service_level_threshold() = ToProto(queue.service_level_threshold);
  *proto.mutable_short_abandon_threshold() = ToProto(queue.short_abandon_threshold);
  *proto.mutable_wrap_up_duration() = ToProto(queue.wrap_up);
  *proto.mutable_offer_deadline_duration() = ToProto(queue.offer_limit);
  proto.set_discovered(!site.queues.contains(queue.name));
  SetConfigured(queue.name, site, proto);
}

// Absent where there is nothing to tell.
void SetTickets(const exchange::QueueTicketLoad& load, v1::BoardQueue& proto) {
  if (load == exchange::QueueTicketLoad()) return;
  v1::BoardQueueTickets& tickets = *proto.mutable_tickets();
  tickets.set_open_count(static_cast<int>(load.open));
  tickets.set_pending_count(static_cast<int>(load.pending));
  tickets.set_waiting_count(static_cast<int>(load.waiting));
  tickets.set_offered_count(static_cast<int>(load.offered));
  tickets.set_warned_clock_count(static_cast<int>(load.warned_clocks));
  tickets.set_breached_clock_count(static_cast<int>(load.breached_clocks));
  if (load.longest_waiting_since) {
    *tickets.mutable_longest_waiting_since_time() = ToProto(*load.longest_waiting_since);
  }
}

void SetTickets(const BoardAgentTickets& tickets, v1::BoardAgent& proto) {
  v1::BoardAgentTickets& added = *proto.mutable_tickets();
  added.set_held_count(static_cast<int>(tickets.load.held));
  added.set_pending_count(static_cast<int>(tickets.load.pending));
  added.set_offered_count(static_cast<int>(tickets.offered));
  added.set_capacity(static_cast<int>(tickets.capacity));
}

}  // namespace

bool BoardScope::Shows(const BoardAgent& agent) const {
  if (!teams.empty() && !teams.contains(agent.team)) return false;
  return queues.empty() || std::any_of(agent.memberships.begin(), agent.memberships.end(),
                                       [this](const BoardMembership& membership) {
                                         return queues.contains(membership.queue);
                                       });
}

bool BoardScope::Shows(const BoardPlace& place) const {
  if (!teams.empty() && !teams.contains(place.team)) return false;
  return queues.empty() ||
         std::any_of(place.queues.begin(), place.queues.end(),
                     [this](const std::string& queue) { return queues.contains(queue); });
}

bool BoardScope::Shows(const AlertRow& row) const {
  return ShowsQueue(row.queue) && (tickets || !row.alert.ticket);
}

v1::BoardSite ToBoardSite(const SiteDocument& site) {
  v1::BoardSite proto;
  const std::string& zone = site.configuration.time_zone();
  proto.set_time_zone(zone.empty() ? "UTC" : zone);
  *proto.mutable_not_ready_reasons() = site.configuration.not_ready_reasons();
  return proto;
}

v1::BoardQueue ToProto(const BoardQueue& queue, const SiteDocument& site) {
  v1::BoardQueue proto;
  SetQueue(queue, site, *proto.mutable_queue());
  proto.set_waiting_count(static_cast<int>(queue.waiting.size()));
  if (!queue.waiting.empty()) {
    *proto.mutable_longest_waiting_since_time() = ToProto(queue.waiting.front().since);
  }
  proto.set_talking_count(static_cast<int>(queue.talking));
  proto.set_staffed_count(static_cast<int>(queue.staffed));
  proto.set_stale(queue.stale);
  proto.set_ready_count(static_cast<int>(queue.ready));
  proto.set_busy_count(static_cast<int>(queue.busy));
  proto.set_not_ready_count(static_cast<int>(queue.not_ready));
  *proto.mutable_interval_counts() = ToCounts(queue.current);
  *proto.mutable_interval_ratios() = ToRatios(queue.current);
  *proto.mutable_interval_start_time() = ToProto(queue.interval);
  *proto.mutable_day_counts() = ToCounts(queue.day);
  *proto.mutable_day_ratios() = ToRatios(queue.day);
  if (queue.expected_wait) {
    *proto.mutable_expected_wait_p50_duration() = ToProto(queue.expected_wait->p50);
    *proto.mutable_expected_wait_p90_duration() = ToProto(queue.expected_wait->p90);
  }
  SetTickets(queue.tickets, proto);
  return proto;
}

v1::BoardAgent ToProto(const BoardAgent& agent, const BoardScope& scope,
                       const BoardPeople& people) {
  v1::BoardAgent proto;
  proto.set_agent(NameOf("agents", agent.login));
  if (scope.names) proto.set_display_name(agent.display_name);
  proto.set_team(agent.team);
  *proto.mutable_status() = StatusOf(agent);
  if (agent.call_since) *proto.mutable_call_since_time() = ToProto(*agent.call_since);
  proto.set_call_queue(NameOf("queues", agent.queue));
  for (const BoardMembership& membership : agent.memberships) {
    v1::BoardMembership& added = *proto.add_memberships();
    added.set_queue(NameOf("queues", membership.queue));
    added.set_paused(membership.paused);
    if (membership.paused && scope.names && !membership.reason.empty()) {
      added.set_pause_reason(FirstCharacters(people.open(membership.reason), kReasonMax));
    }
  }
  if (agent.desk_round_trip) {
    *proto.mutable_desk_round_trip_duration() = ToProto(*agent.desk_round_trip);
  }
  *proto.mutable_day_counts() = ToCounts(agent.day);
  *proto.mutable_day_ratios() = ToRatios(agent.day);
  SetTickets(agent.tickets, proto);
  proto.set_outside_working_hours(agent.off_hours);
  return proto;
}

v1::BoardSource ToProto(const BoardSource& source) {
  v1::BoardSource proto;
  proto.set_source(NameOf("sources", source.name));
  if (source.last_event != WallTime{}) {
    *proto.mutable_last_event_time() = ToProto(source.last_event);
  }
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
  proto.set_ringing(waiting.ringing);
  *proto.mutable_waiting_since_time() = ToProto(waiting.since);
  return proto;
}

void SetCaller(const v1::Caller& caller, v1::BoardWaitingCall& proto) {
  proto.set_caller_display_name(caller.display_name());
  if (caller.has_number()) *proto.mutable_number() = caller.number();
  proto.set_tier(FirstCharacters(caller.tier(), kTierMax));
}

std::vector<v1::BoardUnmappedDevice> UnmappedOf(const BoardSource& source, std::size_t most) {
  std::vector<std::pair<WallTime, std::string>> devices;
  for (const auto& [device, rings] : source.unmapped_devices) {
    const auto rang = source.unmapped_rang.find(device);
    devices.emplace_back(rang == source.unmapped_rang.end() ? WallTime{} : rang->second, device);
  }
  std::stable_sort(devices.begin(), devices.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  devices.resize(std::min(devices.size(), most));
  std::vector<v1::BoardUnmappedDevice> protos;
  for (const auto& [rang, device] : devices) {
    v1::BoardUnmappedDevice& proto = protos.emplace_back();
    proto.set_source(NameOf("sources", source.name));
    proto.set_device(device);
    proto.set_ring_count(static_cast<std::int64_t>(source.unmapped_devices.at(device)));
    if (rang != WallTime{}) *proto.mutable_last_ring_time() = ToProto(rang);
  }
  return protos;
}

}  // namespace jackfield::grpc_api
