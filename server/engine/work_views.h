#pragma once

#include <optional>
#include <set>
#include <vector>

#include "server/base/ids.h"
#include "server/exchange/state.h"
#include "server/ports/desk_view.h"

namespace jackfield::engine {

// What a desk shows of work, made from the state. All are pure functions.

SharedTicket MakeTicketView(const exchange::State& state, const exchange::Ticket& ticket);

// nullopt: a call, which the ring of the phone offers; or what was offered is not known any more,
// `ticket` then being nullptr.
std::optional<WorkOfferView> MakeWorkOffer(const exchange::State& state,
                                           const exchange::Reservation& reservation,
                                           const exchange::Ticket* ticket);

// The work that is offered to the agent now, the oldest offer first.
std::vector<WorkOfferView> MakeWorkOffers(const exchange::State& state,
                                          const exchange::Agent& agent);

// Of these tickets those that a desk shows, in its order. Unknown ones are left out.
std::vector<SharedTicket> MakeTicketList(const exchange::State& state,
                                         const std::set<TicketId>& tickets);

}  // namespace jackfield::engine
