#pragma once

#include <map>
#include <set>

#include "server/base/ids.h"
#include "server/exchange/state.h"

namespace jackfield::engine {

// Which tickets each agent has to work on: those that are theirs and new, open or pending. Follows
// from the state, so that nobody has to look through all tickets.
//
// Thread safety: confined to the engine thread.
class OwnTickets {
 public:
  explicit OwnTickets(const exchange::State& state);

  // Who had the ticket on their list, and has now; may be none, and the same.
  struct Move {
    AgentId before;
    AgentId now;
  };
  // Takes over what became of a ticket; nullptr: it is forgotten.
  Move Follow(TicketId id, const exchange::Ticket* ticket);

  // In the order of their numbers. Valid until the next Follow().
  const std::set<TicketId>& Of(AgentId agent) const;

 private:
  std::map<TicketId, AgentId> owners_;
  std::map<AgentId, std::set<TicketId>> tickets_;
};

}  // namespace jackfield::engine
