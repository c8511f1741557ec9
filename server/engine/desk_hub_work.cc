#include <utility>
#include <variant>

#include "server/engine/desk_hub.h"
#include "server/engine/work_views.h"

namespace jackfield::engine {

void DeskHub::DeliverReservations(const Batch& batch) {
  for (const exchange::Effect& effect : batch.changes.reservations()) {
    if (const auto* opened = std::get_if<exchange::ReservationOpened>(&effect)) {
      DeliverWorkOpened(batch, opened->reservation);
    } else if (const auto* ended = std::get_if<exchange::ReservationEnded>(&effect)) {
      DeliverWorkClosed(batch, *ended);
    }
  }
}

// It may have ended within the same batch: its end follows (D1).
void DeskHub::DeliverWorkOpened(const Batch& batch, const exchange::Reservation& reservation) {
  Desk* desk = Find(reservation.agent);
  if (desk == nullptr || reservation.work.kind != exchange::WorkKind::kTicket) return;
  const TicketId ticket{reservation.work.id};
  auto offer =
      MakeWorkOffer(batch.state, reservation, batch.changes.FindTicket(batch.state, ticket));
  if (offer) Send(batch, *desk, WorkOfferOpenedView{*std::move(offer)});
}

void DeskHub::DeliverWorkClosed(const Batch& batch, const exchange::ReservationEnded& ended) {
  Desk* desk = Find(ended.agent);
  if (desk == nullptr || ended.work.kind == exchange::WorkKind::kCall) return;
  Send(batch, *desk, WorkOfferClosedView{ended.reservation, ended.end});
}

void DeskHub::DeliverTicket(const Batch& batch, TicketId id) {
  const exchange::Ticket* ticket = batch.changes.FindTicket(batch.state, id);
  const OwnTickets::Move move = own_tickets_.Follow(id, ticket);
  if (ticket == nullptr) return;
  Desk* before = move.before == move.now ? nullptr : Find(move.before);
  Desk* now = Find(move.now);
  if (before == nullptr && now == nullptr) return;
  const SharedTicket view = MakeTicketView(batch.state, *ticket);
  if (before != nullptr) Send(batch, *before, DeskTicketView{view, true});
  if (now != nullptr) Send(batch, *now, DeskTicketView{view, false});
}

}  // namespace jackfield::engine
