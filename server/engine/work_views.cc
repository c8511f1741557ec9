#include "server/engine/work_views.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "server/engine/callback_projection.h"
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

const exchange::Callback* FindCallback(const exchange::State& state, CallbackId id) {
  const auto found = state.callbacks.find(id);
  return found == state.callbacks.end() ? nullptr : &found->second;
}

ReservedWork FindWork(const exchange::State& state, const exchange::WorkKey& work) {
  switch (work.kind) {
    case WorkKind::kTicket:
      return {.ticket = FindTicket(state, TicketId{work.id})};
    case WorkKind::kCallback:
      return {.callback = FindCallback(state, CallbackId{work.id})};
    case WorkKind::kCall:
      return {};
  }
  return {};
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
                                           const ReservedWork& work) {
  if (work.ticket == nullptr && work.callback == nullptr) return std::nullopt;
  WorkOfferView offer;
  offer.reservation = reservation.id;
  if (work.ticket != nullptr) offer.ticket = MakeTicketView(state, *work.ticket);
  if (work.callback != nullptr) offer.callback = MakeCallbackView(state, *work.callback);
  offer.queue_display = QueueDisplayName(state, reservation.queue);
  offer.began = reservation.began.wall;
  offer.deadline = offer.began + (reservation.deadline - reservation.began.at);
  return offer;
}

std::vector<WorkOfferView> MakeWorkOffers(const exchange::State& state,
                                          const exchange::Agent& agent) {
  std::set<ReservationId> reserved = agent.routing.reserved_tickets;
  reserved.insert(agent.routing.reserved_calls.begin(), agent.routing.reserved_calls.end());
  std::vector<WorkOfferView> offers;
  for (const ReservationId id : reserved) {
    const exchange::Reservation& reservation = state.reservations.at(id);
    auto offer = MakeWorkOffer(state, reservation, FindWork(state, reservation.work));
    if (offer) offers.push_back(*std::move(offer));
  }
  return offers;
}

SharedCallback MakeCallbackView(const exchange::State& state, const exchange::Callback& callback) {
  return std::make_shared<const CallbackRow>(ProjectCallback(state, callback));
}

SharedCallback MakeOwnCallback(const exchange::State& state, const exchange::Agent& agent) {
  const exchange::Callback* callback = FindCallback(state, agent.routing.callback);
  return callback == nullptr ? nullptr : MakeCallbackView(state, *callback);
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
