#include <utility>

#include "server/engine/desk_hub.h"
#include "server/engine/desk_views.h"
#include "server/engine/work_views.h"
#include "server/exchange/commands/desk_call_rules.h"

namespace jackfield::engine {

// Those that the routing gave for an agent are none of the agent's.
void DeskHub::DeliverCommandsEnded(const Batch& batch) {
  for (const exchange::CommandEnded& ended : batch.changes.commands_ended()) {
    Desk* desk = Find(ended.agent);
    if (desk == nullptr || !exchange::IsAskedAtDesks(ended.kind)) continue;
    Send(batch, *desk, CommandEndedView{ended.command, ended.kind, ended.outcome, ended.reason});
  }
}

void DeskHub::DeliverSources(const Batch& batch) {
  bool changed = false;
  for (const SourceId id : batch.changes.sources()) {
    const auto source = batch.state.sources.find(id);
    if (source == batch.state.sources.end()) continue;
    std::set<exchange::CommandKind> now = exchange::CommandsOf(source->second);
    if (std::exchange(can_[id], now) == now) continue;
    changed = true;
    DeliverCommandsOf(batch, source->second);
  }
  if (changed) DeliverDeskCommands(batch);
}

// The calls of the source, and its rings, as far as they were not told in this batch.
void DeskHub::DeliverCommandsOf(const Batch& batch, const exchange::Source& source) {
  for (const auto& [name, id] : source.calls) {
    const auto call = batch.state.calls.find(id);
    if (call == batch.state.calls.end() || !call->second.live()) continue;
    if (!batch.changes.calls().contains(id)) DeliverCall(batch, id, &call->second);
    for (const exchange::Offer& offer : call->second.offers) {
      DeliverUpdated(batch, {offer.agent, id, offer.id});
    }
  }
}

void DeskHub::DeliverDeskCommands(const Batch& batch) {
  for (auto& [id, desk] : desks_) {
    const auto agent = batch.state.agents.find(id);
    if (agent == batch.state.agents.end()) continue;
    std::set<exchange::CommandKind> now = MakeDeskCommands(batch.state, agent->second);
    if (desk.commands == now) continue;
    desk.commands = now;
    Send(batch, desk, AllowedCommandsView{std::move(now)});
  }
}

}  // namespace jackfield::engine
