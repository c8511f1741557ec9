#include "server/engine/desk_views.h"

#include <algorithm>
#include <utility>

#include "server/engine/names.h"
#include "server/engine/work_views.h"

namespace jackfield::engine {
namespace {

using exchange::ConnectionState;

// Whether the agent takes part, more than by a ringing device.
bool TakesPart(ConnectionState state) {
  switch (state) {
    case ConnectionState::kNull:
    case ConnectionState::kAlerting:
    case ConnectionState::kFail:
      return false;
    case ConnectionState::kInitiated:
    case ConnectionState::kConnected:
    case ConnectionState::kHold:
    case ConnectionState::kQueued:
      return true;
  }
  return false;
}

// The stay in the offer's queue during which it rang. nullptr for a direct call.
const exchange::Leg* LegOf(const exchange::Call& call, const exchange::Offer& offer) {
  if (!offer.queue) return nullptr;
  const exchange::Leg* found = nullptr;
  for (const exchange::Leg& leg : call.legs) {
    if (leg.queue == offer.queue && leg.entered.at <= offer.started.at) found = &leg;
  }
  return found;
}

Duration OfferLimit(const exchange::State& state, QueueId queue) {
  const auto found = state.queues.find(queue);
  return found == state.queues.end() ? exchange::QueueConfiguration{}.offer_limit
                                     : found->second.configuration.offer_limit;
}

}  // namespace

const exchange::Offer* FindOffer(const exchange::Call& call, OfferId id) {
  for (const exchange::Offer& offer : call.offers) {
    if (offer.id == id) return &offer;
  }
  return nullptr;
}

std::set<AgentId> AgentsShowing(const exchange::Call& call) {
  std::set<AgentId> agents;
  for (const auto& [id, connection] : call.connections) {
    if (connection.agent && call.live() && TakesPart(connection.state)) {
      agents.insert(connection.agent);
    }
  }
  for (const auto& [agent, after] : call.after) {
    if (after.open) agents.insert(agent);
  }
  return agents;
}

PopView MakePop(const exchange::State& state, const SharedCall& call,
                const exchange::Offer& offer) {
  PopView pop;
  pop.call = call;
  pop.offer = offer;
  pop.queue = QueueName(state, offer.queue);
  pop.queue_display = QueueDisplayName(state, offer.queue);
  const exchange::Leg* leg = LegOf(call->call, offer);
  if (leg != nullptr) pop.waited = Elapsed(leg->place.value_or(leg->entered), offer.started);
  pop.deadline = offer.started.wall + OfferLimit(state, offer.queue);
  return pop;
}

AgentView MakeAgentView(const exchange::State& state, const exchange::Agent& agent,
                        CallViews& views) {
  AgentView view;
  view.login = agent.login;
  view.display_name = AgentDisplayName(state, agent.id);
  view.state = agent.state;
  view.idle = agent.idle;
  view.pending = agent.pending;
  view.since = agent.since.wall;
  view.cause = agent.cause;
  view.pop_mode = agent.pop_mode;
  view.off_hours = agent.routing.off_hours;
  if (agent.wrap_up) {
    const exchange::WrapUp& wrap_up = *agent.wrap_up;
    view.wrap_up = WrapUpView{
        views.Get(wrap_up.call), QueueDisplayName(state, wrap_up.queue), wrap_up.began.wall,
        wrap_up.began.wall + (wrap_up.until - wrap_up.began.at), wrap_up.extensions};
  }
  for (const auto& [queue, membership] : agent.memberships) {
    view.queues.push_back(QueueName(state, queue));
  }
  return view;
}

std::vector<MissedView> MakeMissed(const exchange::State& state, const exchange::Agent& agent,
                                   const std::vector<exchange::Missed>& told, CallViews& views) {
  std::vector<MissedView> list;
  for (const exchange::Missed& missed : agent.missed) {
    MissedView view;
    view.offer = missed.offer;
    const bool is_new = std::find(told.begin(), told.end(), missed) == told.end();
    if (is_new) view.call = views.Get(missed.call);
    const auto call = state.calls.find(missed.call);
    const exchange::Offer* offer =
        call == state.calls.end() ? nullptr : FindOffer(call->second, missed.offer);
    if (offer != nullptr) {
      view.first_call = offer->first_call;
      view.state = offer->state;
      view.at = offer->ended.wall;
      view.rang = Elapsed(offer->started, offer->ended);
    }
    list.push_back(std::move(view));
  }
  return list;
}

DeskSnapshotView MakeDeskSnapshot(const exchange::State& state, const exchange::Agent& agent,
                                  const std::set<TicketId>& tickets, CallViews& views) {
  DeskSnapshotView snapshot;
  snapshot.agent = MakeAgentView(state, agent, views);
  std::set<CallId> calls;
  for (const auto& [call, connection] : agent.busy) calls.insert(call);
  if (agent.wrap_up) calls.insert(agent.wrap_up->call);
  for (const CallId id : calls) {
    const SharedCall call = views.Get(id);
    if (call == nullptr) continue;
    for (const exchange::Offer& offer : call->call.offers) {
      if (offer.agent == agent.id && offer.state == exchange::OfferState::kRinging &&
          offer.popped()) {
        snapshot.pops.push_back(MakePop(state, call, offer));
      }
    }
    if (AgentsShowing(call->call).contains(agent.id)) snapshot.calls.push_back(call);
  }
  snapshot.missed = MakeMissed(state, agent, {}, views);
  snapshot.missed_count = agent.missed_count();
  snapshot.not_ready_reasons = state.configuration.not_ready_reasons;
  snapshot.dispositions = state.configuration.dispositions;
  snapshot.work_offers = MakeWorkOffers(state, agent);
  snapshot.tickets = MakeTicketList(state, tickets);
  snapshot.notices = MakeNotices(state, agent);
  snapshot.commands = MakeDeskCommands(state, agent);
  snapshot.callback = MakeOwnCallback(state, agent);
  return snapshot;
}

}  // namespace jackfield::engine
