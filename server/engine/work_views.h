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

// The same for somebody who had to do with it, and may not see it any more: then it has no more
// than number, name, state, owner and when it changed.
SharedTicket MakeTicketViewFor(const exchange::State& state, const exchange::Agent& agent,
                               const exchange::Ticket& ticket);

// What a reservation is of. Neither: a call, which the ring of the phone offers; or what is not
// known any more.
struct ReservedWork {
  const exchange::Ticket* ticket = nullptr;
  const exchange::Callback* callback = nullptr;
};

// nullopt: there is nothing to show of `work`.
std::optional<WorkOfferView> MakeWorkOffer(const exchange::State& state,
                                           const exchange::Reservation& reservation,
                                           const ReservedWork& work);

// The work that is offered to the agent now, the oldest offer first.
std::vector<WorkOfferView> MakeWorkOffers(const exchange::State& state,
                                          const exchange::Agent& agent);

SharedCallback MakeCallbackView(const exchange::State& state, const exchange::Callback& callback);

// The callback that the agent has. nullptr: none.
SharedCallback MakeOwnCallback(const exchange::State& state, const exchange::Agent& agent);

// Of these tickets those that a desk shows, in its order. Unknown ones are left out.
std::vector<SharedTicket> MakeTicketList(const exchange::State& state,
                                         const std::set<TicketId>& tickets);

// nullopt: the ticket is not known any more.
std::optional<NoticeView> MakeNotice(const exchange::State& state, const exchange::Agent& agent,
                                     const exchange::WorkNotice& notice);

// All that the agent has not seen, newest last.
std::vector<NoticeView> MakeNotices(const exchange::State& state, const exchange::Agent& agent);

// Their ids, also of tickets that are not known any more.
std::vector<NoticeId> NoticesOf(const exchange::Agent& agent);

// What the agent can ask for without a call.
std::set<exchange::CommandKind> MakeDeskCommands(const exchange::State& state,
                                                 const exchange::Agent& agent);

}  // namespace jackfield::engine
