#include "server/engine/work_views.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "server/engine/names.h"
#include "server/engine/ticket_projection.h"
#include "server/exchange/commands/desk_call_rules.h"
#include "server/exchange/tickets/ticket_sight.h"

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

const exchange::Ticket* FindTicket(const exchange::State& state, TicketId id) {
  const auto found = state.tickets.find(id);
  return found == state.tickets.end() ? nullptr : &found->second;
}

}  // namespace

SharedTicket MakeTicketView(const exchange::State& state, const exchange::Ticket& ticket) {
  return std::make_shared<const TicketRow>(ProjectTicket(state, ticket));
}

SharedTicket MakeTicketViewFor(const exchange::State& state, const exchange::Agent& agent,
                               const exchange::Ticket& ticket) {
  if (MaySee(state, agent, ticket)) return MakeTicketView(state, ticket);
  TicketRow row;
  row.ticket = ticket.id;
  row.name = ticket.name;
  row.state = ticket.state;
  row.owner = AgentLogin(state, ticket.owner);
  row.owner_display_name = AgentDisplayName(state, ticket.owner);
  row.updated = ticket.times.updated.wall;  // Else a desk takes it for older than what it holds.
  row.revision = ticket.revision;
  return std::make_shared<const TicketRow>(std::move(row));
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
    const TicketId ticket{reservation.work.id};  // Those are of tickets.
    auto offer = MakeWorkOffer(state, reservation, FindTicket(state, ticket));
    if (offer) offers.push_back(*std::move(offer));
  }
  return offers;
}

std::vector<SharedTicket> MakeTicketList(const exchange::State& state,
                                         const std::set<TicketId>& tickets) {
  std::vector<Listed> listed;
  for (const TicketId id : tickets) {
    const exchange::Ticket* ticket = FindTicket(state, id);
    if (ticket != nullptr) listed.push_back(Place(*ticket));
  }
  std::sort(listed.begin(), listed.end(), ComesBefore);
  if (listed.size() > kTicketsShownMax) listed.resize(kTicketsShownMax);
  std::vector<SharedTicket> list;
  for (const Listed& each : listed) list.push_back(MakeTicketView(state, *each.ticket));
  return list;
}

std::optional<NoticeView> MakeNotice(const exchange::State& state, const exchange::Agent& agent,
                                     const exchange::WorkNotice& notice) {
  const exchange::Ticket* ticket = FindTicket(state, notice.ticket);
  if (ticket == nullptr) return std::nullopt;
  return NoticeView{notice.id, notice.what, MakeTicketViewFor(state, agent, *ticket),
                    notice.at.wall};
}

std::vector<NoticeView> MakeNotices(const exchange::State& state, const exchange::Agent& agent) {
  std::vector<NoticeView> views;
  for (const exchange::WorkNotice& notice : agent.notices) {
    auto view = MakeNotice(state, agent, notice);
    if (view) views.push_back(*std::move(view));
  }
  return views;
}

std::vector<NoticeId> NoticesOf(const exchange::Agent& agent) {
  std::vector<NoticeId> ids;
  for (const exchange::WorkNotice& notice : agent.notices) ids.push_back(notice.id);
  return ids;
}

std::set<exchange::CommandKind> MakeDeskCommands(const exchange::State& state,
                                                 const exchange::Agent& agent) {
  if (!exchange::CanDial(state, agent)) return {};
  return {exchange::CommandKind::kDial};
}

}  // namespace jackfield::engine
