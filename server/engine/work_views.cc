#include "server/engine/work_views.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "server/engine/names.h"
#include "server/engine/ticket_projection.h"

namespace jackfield::engine {
namespace {

using exchange::WorkKind;

// A ticket and its place in a desk's list.
struct Listed {
  const exchange::Ticket* ticket = nullptr;
  std::optional<WallTime> due;  // Of the clock that is due first.
};

Listed Place(const exchange::Ticket& ticket) {
  Listed listed{&ticket, {}};
  for (const auto& [goal, clock] : ticket.clocks) {
    if (clock.due && (!listed.due || *clock.due < *listed.due)) listed.due = clock.due;
  }
  return listed;
}

// Those with a clock that runs first, of the others the newest.
bool ComesBefore(const Listed& one, const Listed& other) {
  if (one.due != other.due) return one.due && (!other.due || *one.due < *other.due);
  return one.ticket->id > other.ticket->id;
}

const exchange::Ticket* FindTicket(const exchange::State& state, const exchange::WorkKey& work) {
  if (work.kind != WorkKind::kTicket) return nullptr;
  const auto found = state.tickets.find(TicketId{work.id});
  return found == state.tickets.end() ? nullptr : &found->second;
}

}  // namespace

SharedTicket MakeTicketView(const exchange::State& state, const exchange::Ticket& ticket) {
  return std::make_shared<const TicketRow>(ProjectTicket(state, ticket));
}

std::optional<WorkOfferView> MakeWorkOffer(const exchange::State& state,
                                           const exchange::Reservation& reservation,
                                           const exchange::Ticket* ticket) {
  if (reservation.work.kind != WorkKind::kTicket || ticket == nullptr) return std::nullopt;
  WorkOfferView offer;
  offer.reservation = reservation.id;
  offer.ticket = MakeTicketView(state, *ticket);
  offer.queue_display = QueueDisplayName(state, reservation.queue);
  offer.began = reservation.began.wall;
  offer.deadline = offer.began + (reservation.deadline - reservation.began.at);
  return offer;
}

std::vector<WorkOfferView> MakeWorkOffers(const exchange::State& state,
                                          const exchange::Agent& agent) {
  std::vector<WorkOfferView> offers;
  for (const ReservationId id : agent.routing.reserved_tickets) {
    const exchange::Reservation& reservation = state.reservations.at(id);
    auto offer = MakeWorkOffer(state, reservation, FindTicket(state, reservation.work));
    if (offer) offers.push_back(*std::move(offer));
  }
  return offers;
}

std::vector<SharedTicket> MakeTicketList(const exchange::State& state,
                                         const std::set<TicketId>& tickets) {
  std::vector<Listed> listed;
  for (const TicketId id : tickets) {
    const auto found = state.tickets.find(id);
    if (found != state.tickets.end()) listed.push_back(Place(found->second));
  }
  std::sort(listed.begin(), listed.end(), ComesBefore);
  if (listed.size() > kTicketsShownMax) listed.resize(kTicketsShownMax);
  std::vector<SharedTicket> list;
  for (const Listed& each : listed) list.push_back(MakeTicketView(state, *each.ticket));
  return list;
}

}  // namespace jackfield::engine
