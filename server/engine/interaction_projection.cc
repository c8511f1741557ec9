#include "server/engine/interaction_projection.h"

#include <algorithm>
#include <utility>

#include "server/engine/names.h"

namespace jackfield::engine {
namespace {

using exchange::ConnectionState;

LegOutcome OutcomeOfCause(exchange::DequeueCause cause) {
  switch (cause) {
    case exchange::DequeueCause::kUnknown:
      return LegOutcome::kWithdrawn;
    case exchange::DequeueCause::kAbandoned:
      return LegOutcome::kAbandoned;
    case exchange::DequeueCause::kTimedOut:
      return LegOutcome::kTimedOut;
    case exchange::DequeueCause::kExitKey:
      return LegOutcome::kExitKey;
    case exchange::DequeueCause::kExitEmpty:
      return LegOutcome::kExitEmpty;
    case exchange::DequeueCause::kWithdrawn:
      return LegOutcome::kWithdrawn;
    case exchange::DequeueCause::kUnseen:
      return LegOutcome::kLost;
    case exchange::DequeueCause::kOverflowed:
      return LegOutcome::kOverflowed;
  }
  return LegOutcome::kWithdrawn;
}

LegOutcome OutcomeOf(const exchange::Leg& leg) {
  switch (leg.state) {
    case exchange::LegState::kWaiting:
      return LegOutcome::kWaiting;
    case exchange::LegState::kAnswered:
      return LegOutcome::kAnswered;
    case exchange::LegState::kLeft:
      return OutcomeOfCause(leg.cause);
    case exchange::LegState::kLost:
    case exchange::LegState::kMoved:  // Stands in the row of the call that it went on to.
      return LegOutcome::kLost;
  }
  return LegOutcome::kLost;
}

// The leg that the connection answered, if it has its final times.
const exchange::Leg* CompletedLeg(const exchange::Call& call, const std::string& connection) {
  for (const exchange::Leg& leg : call.legs) {
    if (leg.completed && leg.agent_connection == connection) return &leg;
  }
  return nullptr;
}

InteractionLeg ProjectLeg(const exchange::State& state, const exchange::Call& call,
                          const exchange::Leg& leg) {
  InteractionLeg row;
  row.queue = QueueName(state, leg.queue);
  row.entered = leg.entered.wall;
  row.outcome = OutcomeOf(leg);
  if (leg.state != exchange::LegState::kWaiting) row.waited = Elapsed(leg.entered, leg.left);
  row.agent = AgentLogin(state, leg.agent);
  row.talk = leg.talk;
  row.hold = leg.hold;
  const auto connection = call.connections.find(leg.agent_connection);
  if (!leg.completed && connection != call.connections.end()) {
    const ConnectedTime time = TimeOf(call, connection->second);
    row.talk = time.talk;
    row.hold = time.hold;
  }
  row.transferred = leg.transferred;
  row.foretold_p50 = leg.foretold_p50;
  row.foretold_p90 = leg.foretold_p90;
  return row;
}

InteractionOffer ProjectOffer(const exchange::State& state, const exchange::Offer& offer) {
  InteractionOffer row;
  row.id = offer.id;
  row.number = offer.number;
  row.agent = AgentLogin(state, offer.agent);
  row.queue = QueueName(state, offer.queue);
  row.started = offer.started.wall;
  if (offer.state != exchange::OfferState::kRinging) {
    row.rang = Elapsed(offer.started, offer.ended);
  }
  row.state = offer.state;
  row.answered_by = AgentLogin(state, offer.answered_by);
  row.shown = offer.shown;
  row.desk_present = offer.desk_present;
  return row;
}

// Talk and hold of all agents, and who of them talked last.
void ProjectTalk(const exchange::State& state, const exchange::Call& call, InteractionRow& row) {
  const exchange::Connection* last = nullptr;
  for (const auto& [id, connection] : call.connections) {
    if (!connection.agent || connection.established == exchange::Moment{}) continue;
    const exchange::Leg* leg = CompletedLeg(call, id);
    const ConnectedTime time =
        leg != nullptr ? ConnectedTime{leg->talk, leg->hold} : TimeOf(call, connection);
    row.talk += time.talk;
    row.hold += time.hold;
    if (last == nullptr || last->established.at <= connection.established.at) last = &connection;
  }
  if (last != nullptr) row.agent = AgentLogin(state, last->agent);
}

// Whether an agent talked with another party. Who calls is connected from the beginning: that alone
// is not talking.
bool WasAnswered(const exchange::Call& call) {
  const auto caller = call.connections.find(call.caller_connection);
  const bool agent_calls = caller != call.connections.end() && caller->second.agent;
  return std::any_of(call.connections.begin(), call.connections.end(), [&](const auto& entry) {
    const bool talked = entry.second.established != exchange::Moment{};
    return talked && entry.first != call.caller_connection && (agent_calls || entry.second.agent);
  });
}

CallResult ResultOf(const exchange::Call& call, const InteractionRow& row) {
  if (row.end == exchange::CallEnd::kNone) return CallResult::kNone;
  if (WasAnswered(call)) return CallResult::kAnswered;
  if (row.end == exchange::CallEnd::kLost || row.end == exchange::CallEnd::kSilent) {
    return CallResult::kLost;
  }
  if (row.legs.empty()) return CallResult::kUnanswered;
  switch (row.legs.back().outcome) {
    case LegOutcome::kAnswered:
      return CallResult::kAnswered;
    case LegOutcome::kAbandoned:
      return CallResult::kAbandoned;
    case LegOutcome::kLost:
      return CallResult::kLost;
    case LegOutcome::kWaiting:
      return CallResult::kUnanswered;
    case LegOutcome::kTimedOut:
    case LegOutcome::kExitKey:
    case LegOutcome::kExitEmpty:
    case LegOutcome::kWithdrawn:
    case LegOutcome::kOverflowed:
      return CallResult::kLeft;
  }
  return CallResult::kNone;
}

}  // namespace

ConnectedTime TimeOf(const exchange::Call& call, const exchange::Connection& connection) {
  if (connection.established == exchange::Moment{}) return {};
  const bool over = connection.state == ConnectionState::kNull;
  const bool holding = connection.state == ConnectionState::kHold;
  ConnectedTime time;
  time.hold = connection.held;
  if (holding) time.hold += Elapsed(connection.since, call.last_event);
  const Duration all = Elapsed(connection.established, over ? connection.since : call.last_event);
  time.talk = std::max(all - time.hold, Duration{0});
  return time;
}

InteractionRow ProjectInteraction(const exchange::State& state, const exchange::Call& call) {
  InteractionRow row;
  row.call = call.id;
  row.name = call.name;
  row.source = SourceName(state, call.source);
  row.switch_id = call.switch_id;
  row.direction = call.direction;
  row.origin = call.origin;
  row.caller = call.caller;
  row.dialled = call.dialled;
  row.attached = call.attached;
  row.started = call.began.wall;
  if (!call.live()) row.ended = call.ended.wall;
  row.end = call.end;
  row.parent = call.parent;
  ProjectTalk(state, call, row);
  if (!call.legs.empty()) row.queue = QueueName(state, call.legs.back().queue);
  for (const exchange::Leg& leg : call.legs) {
    if (leg.state == exchange::LegState::kMoved) continue;  // Counted once, in the other call.
    row.legs.push_back(ProjectLeg(state, call, leg));
  }
  for (const exchange::Offer& offer : call.offers) row.offers.push_back(ProjectOffer(state, offer));
  for (const auto& [agent, after] : call.after) {
    InteractionAfterCall part;
    part.agent = AgentLogin(state, agent);
    part.disposition = after.disposition;
    part.note = after.note;
    if (after.done) part.done = after.done->wall;
    row.after.push_back(std::move(part));
  }
  row.result = ResultOf(call, row);
  return row;
}

AlertRow ProjectAlert(const exchange::State& state, const exchange::Alert& alert) {
  return {alert, QueueName(state, alert.queue), QueueDisplayName(state, alert.queue)};
}

void ProjectRows(const exchange::State& state, const BatchChanges& changes, CommitBatch& batch) {
  for (const CallId id : changes.calls()) {
    const exchange::Call* call = changes.FindCall(state, id);
    if (call != nullptr) batch.interactions.push_back(ProjectInteraction(state, *call));
  }
  for (const auto& [id, interval] : changes.queue_counts()) {
    const auto queue = state.queues.find(id);
    if (queue == state.queues.end()) continue;
    const auto counters = queue->second.intervals.find(interval);
    if (counters == queue->second.intervals.end()) continue;  // Dropped as too old meanwhile.
    batch.queue_intervals.push_back({QueueName(state, id), interval, counters->second});
  }
  for (const auto& [id, interval, queue] : changes.agent_counts()) {
    const auto agent = state.agents.find(id);
    if (agent == state.agents.end()) continue;
    const auto counters = agent->second.intervals.find({interval, queue});
    if (counters == agent->second.intervals.end()) continue;
    batch.agent_intervals.push_back(
        {agent->second.login, QueueName(state, queue), interval, counters->second});
  }
  for (const auto& [id, alert] : changes.alerts()) {
    batch.alerts.push_back(ProjectAlert(state, alert));
  }
}

}  // namespace jackfield::engine
