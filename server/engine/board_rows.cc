#include "server/engine/board_rows.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <tuple>
#include <utility>

#include "server/base/check.h"
#include "server/engine/names.h"

namespace jackfield::engine {
namespace {

using exchange::QueueCounters;

template <typename Sum, typename Part, std::size_t... I>
void AddEach(Sum sum, Part part, std::index_sequence<I...>) {
  ((std::get<I>(sum) += std::get<I>(part)), ...);
}

void AddCounters(QueueCounters& sum, const QueueCounters& part) {
  const Duration wait_max = std::max(sum.wait_max, part.wait_max);
  const auto fields = QueueCounters::Fields(sum);
  AddEach(fields, QueueCounters::Fields(part),
          std::make_index_sequence<std::tuple_size_v<decltype(fields)>>());
  sum.wait_max = wait_max;
}

bool RingsIn(const exchange::Call& call, QueueId queue) {
  return std::any_of(call.offers.begin(), call.offers.end(), [queue](const exchange::Offer& offer) {
    return offer.queue == queue && offer.state == exchange::OfferState::kRinging;
  });
}

void AddWaiting(const exchange::State& state, const exchange::Queue& queue, BoardQueue& row) {
  std::vector<std::pair<exchange::Moment, const exchange::Call*>> waiting;
  for (const auto& [id, index] : queue.waiting) {
    const auto call = state.calls.find(id);
    if (call == state.calls.end() || index >= call->second.legs.size()) continue;
    waiting.emplace_back(call->second.legs[index].entered, &call->second);
    if (RingsIn(call->second, queue.id)) ++row.ringing;
  }
  // `queue.waiting` is in the order of the calls' ids: equal times keep that order.
  std::stable_sort(waiting.begin(), waiting.end(), [](const auto& left, const auto& right) {
    return left.first.wall < right.first.wall;
  });
  for (const auto& [entered, call] : waiting) row.waiting.push_back({call->name, entered.wall});
}

bool IsStale(const exchange::State& state, QueueId queue) {
  return std::any_of(state.sources.begin(), state.sources.end(), [queue](const auto& entry) {
    const exchange::Source& source = entry.second;
    return LinkLost(source) &&
           std::any_of(source.queues.begin(), source.queues.end(),
                       [queue](const auto& alias) { return alias.second == queue; });
  });
}

std::string WordOf(const std::optional<exchange::Idle>& pending) {
  if (!pending) return {};
  switch (pending->state) {
    case exchange::IdleState::kLoggedOff:
      return "logged_off";
    case exchange::IdleState::kNotReady:
      return "not_ready";
    case exchange::IdleState::kReady:
      return "ready";
  }
  return {};
}

// The call that the agent talks on, and by which queue it came.
void AddTalk(const exchange::State& state, const exchange::Agent& agent, BoardAgent& row) {
  for (const auto& [id, name] : agent.busy) {
    const auto call = state.calls.find(id);
    if (call == state.calls.end()) continue;
    const auto connection = call->second.connections.find(name);
    if (connection == call->second.connections.end()) continue;
    const exchange::ConnectionState talks = connection->second.state;
    if (talks != exchange::ConnectionState::kConnected &&
        talks != exchange::ConnectionState::kHold) {
      continue;
    }
    row.call_name = call->second.name;
    for (const exchange::Leg& leg : call->second.legs) {
      if (leg.agent == agent.id) row.queue = QueueName(state, leg.queue);
    }
    return;
  }
}

}  // namespace

void StaffCount::Add(MemberPart part) {
  ++members;
  if (part == MemberPart::kReady) ++ready;
  if (part == MemberPart::kPaused) ++paused;
  if (part == MemberPart::kBusy) ++busy;
}

void StaffCount::Remove(MemberPart part) {
  JACKFIELD_CHECK(members > 0);
  --members;
  if (part == MemberPart::kReady) --ready;
  if (part == MemberPart::kPaused) --paused;
  if (part == MemberPart::kBusy) --busy;
}

MemberPart PartOf(const exchange::Agent& agent, const exchange::Membership& membership) {
  switch (agent.state) {
    case exchange::AgentState::kLoggedOff:
    case exchange::AgentState::kNotReady:
      return membership.paused ? MemberPart::kPaused : MemberPart::kAway;
    case exchange::AgentState::kReady:
      return membership.paused ? MemberPart::kPaused : MemberPart::kReady;
    case exchange::AgentState::kAlerting:
    case exchange::AgentState::kConnected:
    case exchange::AgentState::kHold:
    case exchange::AgentState::kWorkingAfterCall:
      return MemberPart::kBusy;
  }
  return MemberPart::kAway;
}

QueueCounters DayCounters(const exchange::Queue& queue, WallTime interval) {
  const WallTime midnight = std::chrono::floor<std::chrono::days>(interval);
  QueueCounters sum;
  const auto end = queue.intervals.upper_bound(interval);
  for (auto each = queue.intervals.lower_bound(midnight); each != end; ++each) {
    AddCounters(sum, each->second);
  }
  return sum;
}

bool LinkLost(const exchange::Source& source) {
  return !source.linked && source.since.wall != WallTime{};
}

BoardQueue MakeBoardQueue(const exchange::State& state, const exchange::Queue& queue,
                          const StaffCount& staff, WallTime interval) {
  BoardQueue row;
  row.name = queue.configuration.name;
  row.display_name = QueueDisplayName(state, queue.id);
  row.service_level_threshold = queue.service_level_threshold();
  row.short_abandon_threshold = queue.configuration.short_abandon_threshold;
  row.service_level_target_permille = queue.configuration.service_level_target_permille;
  AddWaiting(state, queue, row);
  row.members = staff.members + static_cast<std::uint32_t>(queue.foreign_members.size());
  row.ready = staff.ready;
  row.paused = staff.paused;
  row.busy = staff.busy;
  row.stale = IsStale(state, queue.id);
  row.interval = interval;
  const auto current = queue.intervals.find(interval);
  if (current != queue.intervals.end()) row.current = current->second;
  row.day = DayCounters(queue, interval);
  return row;
}

BoardAgent MakeBoardAgent(const exchange::State& state, const exchange::Agent& agent) {
  BoardAgent row;
  row.login = agent.login;
  row.display_name = AgentDisplayName(state, agent.id);
  row.team = agent.team;
  row.state = agent.state;
  row.idle = agent.idle;
  row.pending = WordOf(agent.pending);
  row.since = agent.since.wall;
  AddTalk(state, agent, row);
  row.desk_connected = !agent.desk.empty();
  for (const auto& [queue, membership] : agent.memberships) {
    row.queues.push_back(QueueName(state, queue));
  }
  return row;
}

BoardSource MakeBoardSource(const exchange::Source& source) {
  return {source.name, source.linked, source.since.wall, source.unmapped_devices};
}

}  // namespace jackfield::engine
