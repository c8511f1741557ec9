#include "tests/support/sample_state.h"

#include <string>

#include "tests/support/fake_clock.h"

namespace jackfield::fakes {
namespace {

std::string ConnectionOf(AgentId agent) { return "agent-" + std::to_string(agent.value); }

exchange::Agent SampleAgent(AgentId id, const std::string& login, const std::string& name) {
  exchange::Agent agent;
  agent.id = id;
  agent.login = login;
  agent.display_name = name;
  agent.configured = true;
  agent.idle = {exchange::IdleState::kReady, ""};
  agent.state = exchange::AgentState::kReady;
  agent.since = At(0);
  agent.memberships[kSales] = {"PJSIP/" + login, false, {}};
  return agent;
}

}  // namespace

exchange::Moment At(int seconds) {
  return {Instant{Duration{1'000 * seconds}}, WallAt(seconds), true};
}

WallTime WallAt(int seconds) { return FakeClock::kStart + Duration{1'000 * seconds}; }

exchange::State SampleState() {
  exchange::State state;
  state.last = Sequence{100};
  exchange::Queue sales;
  sales.id = kSales;
  sales.configuration.name = "sales";
  sales.configuration.display_name = "Sales";
  sales.configured = true;
  state.queues[kSales] = sales;
  state.queue_names["sales"] = kSales;
  state.agents[kAna] = SampleAgent(kAna, "ana", "Ana Ruiz");
  state.agents[kBen] = SampleAgent(kBen, "ben", "");
  state.agent_logins = {{"ana", kAna}, {"ben", kBen}};
  exchange::Source pbx;
  pbx.id = kPbx;
  pbx.name = "pbx";
  pbx.linked = true;
  state.sources[kPbx] = pbx;
  state.source_names["pbx"] = kPbx;
  return state;
}

exchange::Call& AddWaitingCall(exchange::State& state, CallId id, int entered) {
  exchange::Call& call = state.calls[id];
  call.id = id;
  call.name = "call-" + std::to_string(id.value);
  call.source = kPbx;
  call.switch_id = "switch-" + std::to_string(id.value);
  call.origin = exchange::Origin::kSeen;
  call.direction = exchange::Direction::kInbound;
  call.began = At(entered);
  call.last_event = At(entered);
  exchange::Connection caller;
  caller.state = exchange::ConnectionState::kQueued;
  caller.since = At(entered);
  call.connections["caller"] = caller;
  exchange::Leg leg;
  leg.queue = kSales;
  leg.connection = "caller";
  leg.entered = At(entered);
  call.legs.push_back(leg);
  state.call_names[call.name] = id;
  state.queues[kSales].waiting.emplace(id, 0U);
  return call;
}

exchange::Offer& AddOffer(exchange::State& state, CallId id, AgentId agent, int started) {
  exchange::Call& call = state.calls[id];
  exchange::Connection connection;
  connection.agent = agent;
  connection.state = exchange::ConnectionState::kAlerting;
  connection.since = At(started);
  call.connections[ConnectionOf(agent)] = connection;
  state.agents[agent].busy.emplace(id, ConnectionOf(agent));
  state.agents[agent].state = exchange::AgentState::kAlerting;
  exchange::Offer offer;
  offer.id = OfferId{id.value * 1'000 + call.offers.size()};
  offer.first_call = call.name;
  offer.agent = agent;
  offer.connection = ConnectionOf(agent);
  offer.queue = kSales;
  offer.number = ++call.offer_count;
  offer.started = At(started);
  call.last_event = At(started);
  return call.offers.emplace_back(offer);
}

void AnswerCall(exchange::State& state, CallId id, AgentId agent, int at) {
  exchange::Call& call = state.calls[id];
  call.last_event = At(at);
  for (exchange::Offer& offer : call.offers) {
    if (offer.state != exchange::OfferState::kRinging) continue;
    const bool mine = offer.agent == agent;
    offer.state = mine ? exchange::OfferState::kAnswered : exchange::OfferState::kAnsweredElsewhere;
    offer.ended = At(at);
    offer.answered_by = agent;
  }
  exchange::Connection& connection = call.connections[ConnectionOf(agent)];
  connection.state = exchange::ConnectionState::kConnected;
  connection.since = connection.established = At(at);
  exchange::Leg& leg = call.legs.back();
  leg.state = exchange::LegState::kAnswered;
  leg.left = At(at);
  leg.agent = agent;
  leg.agent_connection = ConnectionOf(agent);
  state.agents[agent].state = exchange::AgentState::kConnected;
  state.queues[kSales].waiting.clear();
}

void EndCall(exchange::State& state, CallId id, int at) {
  exchange::Call& call = state.calls[id];
  for (auto& [name, connection] : call.connections) {
    connection.state = exchange::ConnectionState::kNull;
    connection.since = At(at);
    state.agents[connection.agent].busy.erase({id, name});
  }
  state.agents.erase(AgentId{});
  call.last_event = call.ended = At(at);
  call.end = exchange::CallEnd::kCleared;
}

}  // namespace jackfield::fakes
