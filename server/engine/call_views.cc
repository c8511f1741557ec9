#include "server/engine/call_views.h"

#include <memory>

#include "server/engine/names.h"
#include "server/exchange/commands/desk_call_rules.h"

namespace jackfield::engine {

CallView MakeCallView(const exchange::State& state, const exchange::Call& call) {
  CallView view;
  view.call = call;
  for (const exchange::Leg& leg : call.legs) {
    view.leg_queues.push_back(QueueName(state, leg.queue));
    view.leg_queue_displays.push_back(QueueDisplayName(state, leg.queue));
    view.leg_agents.push_back(AgentDisplayName(state, leg.agent));
  }
  for (const exchange::Offer& offer : call.offers) {
    view.offer_agents.push_back(AgentLogin(state, offer.agent));
  }
  view.source = SourceName(state, call.source);
  const auto source = state.sources.find(call.source);
  if (source != state.sources.end()) view.can = exchange::CommandsOf(source->second);
  return view;
}

SharedCall CallViews::Get(CallId id) {
  const auto [place, fresh] = views_.try_emplace(id);
  if (fresh) {
    const exchange::Call* call = changes_.FindCall(state_, id);
    if (call != nullptr) {
      place->second = std::make_shared<const CallView>(MakeCallView(state_, *call));
    }
  }
  return place->second;
}

}  // namespace jackfield::engine
