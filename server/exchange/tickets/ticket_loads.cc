#include "server/exchange/tickets/ticket_loads.h"

#include "server/exchange/routing/work.h"

namespace jackfield::exchange {
namespace {

bool IsOffered(const State& state, TicketId id) {
  const auto item = state.work.find({WorkKind::kTicket, id.value, 0});
  return item != state.work.end() && !item->second.reserved.empty();
}

}  // namespace

TicketLoads::TicketLoads(const State& state) {
  for (const auto& [id, ticket] : state.tickets) Recount(state, id);
}

TicketLoads::Changed TicketLoads::Recount(const State& state, TicketId id) {
  const auto counted = parts_.find(id);
  const std::optional<Part> before =
      counted == parts_.end() ? std::nullopt : std::optional(counted->second);
  const std::optional<Part> now = PartOf(state, id);
  Changed changed;
  if (before == now) return changed;
  const bool as_before = before && now && before->owner == now->owner &&  //
                         before->pending == now->pending;
  for (const std::optional<Part>& part : {before, now}) {
    if (!part) continue;
    if (part->queue) changed.queues.insert(part->queue);
    if (part->owner && !as_before) changed.agents.insert(part->owner);
  }
  if (before) Remove(id, *before);
  if (now) Add(id, *now);
  return changed;
}

QueueTicketLoad TicketLoads::Of(QueueId queue) const {
  const auto found = queues_.find(queue);
  if (found == queues_.end()) return {};
  QueueTicketLoad load = found->second.load;
  const auto& waiting = found->second.waiting;
  load.waiting = static_cast<std::uint32_t>(waiting.size());
  if (!waiting.empty()) load.longest_waiting_since = waiting.begin()->first;
  return load;
}

AgentTicketLoad TicketLoads::Of(AgentId agent) const {
  const auto found = agents_.find(agent);
  return found == agents_.end() ? AgentTicketLoad() : found->second;
}

std::optional<TicketLoads::Part> TicketLoads::PartOf(const State& state, TicketId id) {
  const auto found = state.tickets.find(id);
  if (found == state.tickets.end()) return std::nullopt;
  const Ticket& ticket = found->second;
  const bool pending = ticket.state == TicketState::kPending;
  if (!ticket.active() && !pending) return std::nullopt;
  Part part{.queue = ticket.queue, .owner = ticket.owner, .pending = pending};
  if (ticket.work.waiting_since) {
    part.waiting_since = ticket.work.waiting_since->wall;
    part.offered = IsOffered(state, id);
  }
  for (const auto& [goal, clock] : ticket.clocks) {  // Y4.
    if (clock.stopped) continue;
    if (clock.breached) ++part.breached_clocks;
    if (clock.warned && !clock.breached) ++part.warned_clocks;
  }
  return part;
}

void TicketLoads::Add(TicketId id, const Part& part) {
  parts_.insert_or_assign(id, part);
  if (part.owner) {
    AgentTicketLoad& load = agents_[part.owner];
    ++(part.pending ? load.pending : load.held);
  }
  if (!part.queue) return;
  Counted& counted = queues_[part.queue];
  ++(part.pending ? counted.load.pending : counted.load.open);
  if (part.waiting_since) counted.waiting.emplace(*part.waiting_since, id);
  if (part.offered) ++counted.load.offered;
  counted.load.warned_clocks += part.warned_clocks;
  counted.load.breached_clocks += part.breached_clocks;
}

void TicketLoads::Remove(TicketId id, const Part& part) {
  parts_.erase(id);
  if (part.owner) {
    AgentTicketLoad& load = agents_.at(part.owner);
    --(part.pending ? load.pending : load.held);
  }
  if (!part.queue) return;
  Counted& counted = queues_.at(part.queue);
  --(part.pending ? counted.load.pending : counted.load.open);
  if (part.waiting_since) counted.waiting.erase({*part.waiting_since, id});
  if (part.offered) --counted.load.offered;
  counted.load.warned_clocks -= part.warned_clocks;
  counted.load.breached_clocks -= part.breached_clocks;
}

}  // namespace jackfield::exchange
