#include <algorithm>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "server/engine/desk_hub.h"
#include "server/engine/work_views.h"

namespace jackfield::engine {
namespace {

bool Has(const std::vector<NoticeId>& notices, NoticeId notice) {
  return std::find(notices.begin(), notices.end(), notice) != notices.end();
}

// Calls are offered by the ring of the phone.
bool IsOfferedAtDesks(exchange::WorkKind kind) {
  switch (kind) {
    case exchange::WorkKind::kTicket:
    case exchange::WorkKind::kCallback:
      return true;
    case exchange::WorkKind::kCall:
      return false;
  }
  return false;
}

// It may have been forgotten within the batch.
ReservedWork FindWork(const exchange::State& state, const BatchChanges& changes,
                      const exchange::WorkKey& work) {
  switch (work.kind) {
    case exchange::WorkKind::kTicket:
      return {.ticket = changes.FindTicket(state, TicketId{work.id})};
    case exchange::WorkKind::kCallback:
      return {.callback = changes.FindCallback(state, CallbackId{work.id})};
    case exchange::WorkKind::kCall:
      return {};
  }
  return {};
}

}  // namespace

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
  if (desk == nullptr || !IsOfferedAtDesks(reservation.work.kind)) return;
  auto offer = MakeWorkOffer(batch.state, reservation,
                             FindWork(batch.state, batch.changes, reservation.work));
  if (offer) Send(batch, *desk, WorkOfferOpenedView{*std::move(offer)});
}

void DeskHub::DeliverWorkClosed(const Batch& batch, const exchange::ReservationEnded& ended) {
  Desk* desk = Find(ended.agent);
  if (desk == nullptr || !IsOfferedAtDesks(ended.work.kind)) return;
  Send(batch, *desk, WorkOfferClosedView{ended.reservation, ended.end});
}

void DeskHub::DeliverTicket(const Batch& batch, TicketId id) {
  const exchange::Ticket* ticket = batch.changes.FindTicket(batch.state, id);
  const OwnTickets::Move move = own_tickets_.Follow(id, ticket);
  if (ticket == nullptr) return;
  Desk* before = move.before == move.now ? nullptr : Find(move.before);
  Desk* now = Find(move.now);
  if (before == nullptr && now == nullptr) return;
  const auto& agents = batch.state.agents;
  if (before != nullptr) {
    const exchange::Agent& agent = agents.at(move.before);
    Send(batch, *before, DeskTicketView{MakeTicketViewFor(batch.state, agent, *ticket), true});
  }
  if (now != nullptr) {
    Send(batch, *now, DeskTicketView{MakeTicketView(batch.state, *ticket), false});
  }
}

// Nobody has one that is not in progress.
void DeskHub::DeliverCallback(const Batch& batch, CallbackId id) {
  const exchange::Callback* callback = batch.changes.FindCallback(batch.state, id);
  const AgentId now = callback == nullptr ? AgentId{} : callback->agent;
  const auto known = own_callbacks_.find(id);
  const AgentId before = known == own_callbacks_.end() ? AgentId{} : known->second;
  if (now) {
    own_callbacks_[id] = now;
  } else {
    own_callbacks_.erase(id);
  }
  if (callback == nullptr) return;
  for (const AgentId agent : std::set<AgentId>{before, now}) {
    Desk* desk = Find(agent);
    if (desk == nullptr) continue;
    Send(batch, *desk, DeskCallbackView{MakeCallbackView(batch.state, *callback)});
  }
}

void DeskHub::DeliverNotices(const Batch& batch, AgentId id) {
  Desk* desk = Find(id);
  const auto agent = batch.state.agents.find(id);
  if (desk == nullptr || agent == batch.state.agents.end()) return;
  const std::vector<NoticeId> told = std::exchange(desk->notices, NoticesOf(agent->second));
  NoticesRemovedView removed;
  for (const NoticeId notice : told) {
    if (!Has(desk->notices, notice)) removed.notices.push_back(notice);
  }
  if (!removed.notices.empty()) Send(batch, *desk, std::move(removed));
  for (const exchange::WorkNotice& notice : agent->second.notices) {
    if (Has(told, notice.id)) continue;
    auto added = MakeNotice(batch.state, agent->second, notice);
    if (added) Send(batch, *desk, NoticeAddedView{*std::move(added)});
  }
}

}  // namespace jackfield::engine
