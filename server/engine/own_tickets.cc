#include "server/engine/own_tickets.h"

namespace jackfield::engine {
namespace {

AgentId WhoseList(const exchange::Ticket* ticket) {
  if (ticket == nullptr) return {};
  const bool listed = ticket->active() || ticket->state == exchange::TicketState::kPending;
  return listed ? ticket->owner : AgentId{};
}

}  // namespace

OwnTickets::OwnTickets(const exchange::State& state) {
  for (const auto& [id, ticket] : state.tickets) Follow(id, &ticket);
}

OwnTickets::Move OwnTickets::Follow(TicketId id, const exchange::Ticket* ticket) {
  const auto known = owners_.find(id);
  const Move move{known == owners_.end() ? AgentId{} : known->second, WhoseList(ticket)};
  if (move.before == move.now) return move;
  if (move.before) {
    owners_.erase(known);
    const auto list = tickets_.find(move.before);
    list->second.erase(id);
    if (list->second.empty()) tickets_.erase(list);
  }
  if (move.now) {
    owners_[id] = move.now;
    tickets_[move.now].insert(id);
  }
  return move;
}

const std::set<TicketId>& OwnTickets::Of(AgentId agent) const {
  static const std::set<TicketId> kNone;
  const auto found = tickets_.find(agent);
  return found == tickets_.end() ? kNone : found->second;
}

}  // namespace jackfield::engine
