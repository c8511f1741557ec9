#include "server/engine/board_rows.h"

#include <algorithm>
#include <utility>

#include "server/engine/names.h"
#include "server/exchange/counter_sums.h"
#include "server/exchange/expected_wait.h"

namespace jackfield::engine {
namespace {

using exchange::ConnectionState;

// How far merged calls are followed to the call that goes on.
constexpr int kMergesFollowedMax = 8;

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
    const exchange::Leg& leg = call->second.legs[index];
    waiting.emplace_back(leg.place.value_or(leg.entered), &call->second);
  }
  // `queue.waiting` is in the order of the calls' ids: equal times keep that order.
  std::stable_sort(waiting.begin(), waiting.end(), [](const auto& left, const auto& right) {
    return left.first.wall < right.first.wall;
  });
  for (const auto& [since, call] : waiting) {
    row.waiting.push_back({call->name, since.wall, RingsIn(*call, queue.id), call->caller});
  }
}

bool IsStale(const exchange::State& state, QueueId queue) {
  return std::any_of(state.sources.begin(), state.sources.end(), [queue](const auto& entry) {
    const exchange::Source& source = entry.second;
    return source.link_lost() &&
           std::any_of(source.queues.begin(), source.queues.end(),
                       [queue](const auto& alias) { return alias.second == queue; });
  });
}

// The connection of that name where it lives: in the call, or in the one that it went on to.
const exchange::Connection* FindConnection(const exchange::State& state, const exchange::Call& call,
                                           const std::string& name) {
  const exchange::Connection* found = nullptr;
  const exchange::Call* at = &call;
  for (int merges = 0; at != nullptr && merges <= kMergesFollowedMax; ++merges) {
    const auto here = at->connections.find(name);
    if (here != at->connections.end()) found = &here->second;
    const auto parent = at->parent ? state.calls.find(at->parent) : state.calls.end();
    at = parent == state.calls.end() ? nullptr : &parent->second;
  }
  return found;
}

bool IsTalking(const exchange::State& state, const exchange::Call& call, const exchange::Leg& leg) {
  if (leg.state != exchange::LegState::kAnswered || leg.completed) return false;
  const exchange::Connection* agent = FindConnection(state, call, leg.agent_connection);
  if (agent == nullptr) return call.live();
  return agent->state != ConnectionState::kNull && agent->state != ConnectionState::kFail;
}

// By which queue the agent got the call; 0: by none.
QueueId QueueOf(const exchange::State& state, const exchange::Call& call, AgentId agent) {
  QueueId queue;
  for (const CallId child : call.children) {
    const auto merged = state.calls.find(child);
    if (merged == state.calls.end()) continue;
    for (const exchange::Leg& leg : merged->second.legs) {
      if (leg.agent == agent) queue = leg.queue;
    }
  }
  for (const exchange::Offer& offer : call.offers) {
    if (offer.agent == agent && offer.queue) queue = offer.queue;
  }
  for (const exchange::Leg& leg : call.legs) {
    if (leg.agent == agent) queue = leg.queue;
  }
  return queue;
}

// The call that makes the agent busy: of several the one that it talks on.
void AddCall(const exchange::State& state, const exchange::Agent& agent, BoardAgent& row) {
  for (const auto& [id, name] : agent.busy) {
    const auto call = state.calls.find(id);
    if (call == state.calls.end()) continue;
    const auto connection = call->second.connections.find(name);
    if (connection == call->second.connections.end()) continue;
    const ConnectionState part = connection->second.state;
    const bool talks = part == ConnectionState::kConnected || part == ConnectionState::kHold;
    if (!talks && !row.call_name.empty()) continue;
    row.call_name = call->second.name;
    row.queue = QueueName(state, QueueOf(state, call->second, agent.id));
    if (!talks) continue;
    row.call_since = connection->second.established.wall;
    return;
  }
}

void AddWrapUp(const exchange::State& state, const exchange::Agent& agent, BoardAgent& row) {
  if (!agent.wrap_up) return;
  const exchange::WrapUp& wrap_up = *agent.wrap_up;
  row.deadline = wrap_up.began.wall + (wrap_up.until - wrap_up.began.at);
  if (!row.call_name.empty()) return;
  const auto call = state.calls.find(wrap_up.call);
  if (call != state.calls.end()) row.call_name = call->second.name;
  row.queue = QueueName(state, wrap_up.queue);
}

}  // namespace

Talks TalksOf(const exchange::State& state, const exchange::Call& call) {
  Talks talks;
  for (const exchange::Leg& leg : call.legs) {
    if (IsTalking(state, call, leg)) ++talks[leg.queue];
  }
  return talks;
}

exchange::QueueCounters DayCounters(const exchange::Queue& queue, const BoardTime& time) {
  exchange::QueueCounters sum;
  const auto end = queue.intervals.upper_bound(time.interval);
  for (auto each = queue.intervals.lower_bound(time.day); each != end; ++each) {
    AddTo(sum, each->second);
  }
  return sum;
}

exchange::AgentCounters DayCounters(const exchange::Agent& agent, const BoardTime& time) {
  exchange::AgentCounters sum;
  const auto end = agent.intervals.lower_bound({time.interval + exchange::kIntervalLength, {}});
  for (auto each = agent.intervals.lower_bound({time.day, {}}); each != end; ++each) {
    AddTo(sum, each->second);
  }
  return sum;
}

BoardQueue MakeBoardQueue(const exchange::State& state, const exchange::Queue& queue,
                          const QueueTally& tally, const BoardTime& time) {
  BoardQueue row;
  row.name = queue.configuration.name;
  row.display_name = QueueDisplayName(state, queue.id);
  row.service_level_threshold = queue.service_level_threshold();
  row.short_abandon_threshold = queue.configuration.short_abandon_threshold;
  row.wrap_up = queue.configuration.wrap_up;
  row.offer_limit = queue.configuration.offer_limit;
  AddWaiting(state, queue, row);
  row.talking = tally.talking;
  row.tickets = tally.tickets;
  row.staffed = tally.staff.staffed() + static_cast<std::uint32_t>(queue.foreign_members.size());
  row.ready = tally.staff.ready;
  row.not_ready = tally.staff.not_ready;
  row.busy = tally.staff.busy;
  row.stale = IsStale(state, queue.id);
  row.interval = time.interval;
  const auto current = queue.intervals.find(time.interval);
  if (current != queue.intervals.end()) row.current = current->second;
  row.day = DayCounters(queue, time);
  row.expected_wait = exchange::ExpectWait(
      {static_cast<std::uint32_t>(row.waiting.size()), row.ready, row.busy}, queue.handled);
  return row;
}

BoardAgent MakeBoardAgent(const exchange::State& state, const exchange::Agent& agent,
                          const exchange::AgentTicketLoad& tickets, const BoardTime& time) {
  BoardAgent row;
  row.login = agent.login;
  row.display_name = AgentDisplayName(state, agent.id);
  row.team = agent.team;
  row.state = agent.state;
  row.idle = agent.idle;
  row.pending = agent.pending;
  row.since = agent.since.wall;
  row.cause = agent.cause;
  AddCall(state, agent, row);
  AddWrapUp(state, agent, row);
  row.desk_connected = !agent.desk.empty();
  for (const auto& [queue, membership] : agent.memberships) {
    row.memberships.push_back({QueueName(state, queue), membership.paused, membership.reason});
  }
  row.day = DayCounters(agent, time);
  row.tickets = {tickets, static_cast<std::uint32_t>(agent.routing.reserved_tickets.size()),
                 agent.routing.ticket_capacity};
  row.off_hours = agent.routing.off_hours;
  return row;
}

BoardSource MakeBoardSource(const exchange::Source& source) {
  return {source.name,
          source.linked,
          source.since.wall,
          source.last_event.wall,
          source.unmapped_devices,
          source.unmapped_rang};
}

}  // namespace jackfield::engine
