#include "server/engine/desk_hub.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "server/base/check.h"
#include "server/engine/desk_views.h"
#include "server/engine/names.h"
#include "server/engine/work_views.h"
#include "server/exchange/commands/desk_call_rules.h"

namespace jackfield::engine {
namespace {

constexpr std::int64_t kPlaces = std::int64_t{1} << DeskHub::kPlaceBits;

// How often a call can have become part of another within one batch.
constexpr int kMergesMax = 8;

bool Stands(const exchange::Agent& agent, OfferId offer) {
  return std::any_of(agent.missed.begin(), agent.missed.end(),
                     [offer](const exchange::Missed& missed) { return missed.offer == offer; });
}

}  // namespace

// The first cursor of updates of the batch that ended with the state's last entry (D2).
std::int64_t DeskHub::FirstCursor(const exchange::State& state) const {
  return static_cast<std::int64_t>(held_.value_or(state.last).value << kPlaceBits);
}

// Where a desk begins that has no history here: beyond every cursor that an earlier process can
// have given for this state, before every one of the next entry. With cursors held it leaves half
// of the places to what follows: all of them come before those that the next process begins with,
// which has stored at least that the desk was opened.
std::int64_t DeskHub::BeginCursor(const exchange::State& state) const {
  return FirstCursor(state) | ((held_ ? kPlaces / 2 : kPlaces) - 1);
}

void DeskHub::HoldCursors(Sequence saved) {
  if (!held_) held_ = Sequence{saved.value + 1};
}

DeskHub::DeskHub(const exchange::State& state) : own_tickets_(state) {
  for (const auto& [id, source] : state.sources) can_[id] = exchange::CommandsOf(source);
  for (const auto& [id, agent] : state.agents) {
    if (agent.routing.callback) own_callbacks_[agent.routing.callback] = id;
  }
  for (const auto& [id, call] : state.calls) {
    std::set<AgentId> agents = AgentsShowing(call);
    if (!agents.empty()) shown_.emplace(id, std::move(agents));
  }
}

DeskSnapshotView DeskHub::Snapshot(const exchange::State& state, const exchange::Agent& agent,
                                   CallViews& views) const {
  return MakeDeskSnapshot(state, agent, own_tickets_.Of(agent.id), views);
}

void DeskHub::Watch(const exchange::State& state, AgentId agent, std::int64_t resume_cursor,
                    std::weak_ptr<DeskSubscriber> subscriber) {
  const auto found = state.agents.find(agent);
  JACKFIELD_CHECK(found != state.agents.end());
  const std::shared_ptr<DeskSubscriber> watcher = subscriber.lock();
  if (watcher == nullptr) return;
  const auto [place, fresh] = desks_.try_emplace(agent);
  Desk& desk = place->second;
  if (fresh) desk.cursor = desk.complete_after = BeginCursor(state);
  const std::shared_ptr<DeskSubscriber> before = desk.subscriber.lock();
  desk.subscriber = std::move(subscriber);
  if (before != nullptr && before != watcher) before->OnReplaced();  // D3
  const bool resumes =
      !fresh && resume_cursor >= desk.complete_after && resume_cursor <= desk.cursor;
  if (!resumes) {
    const BatchChanges nothing;
    CallViews views(state, nothing);
    SendSnapshot({state, nothing, views}, found->second, desk);
    return;
  }
  for (const DeskUpdate& update : desk.recent) {
    if (update.cursor > resume_cursor) watcher->OnDesk(update);
  }
}

void DeskHub::Deliver(const exchange::State& state, const BatchChanges& changes, CallViews& views) {
  const Batch batch{state, changes, views};
  std::set<AgentId> missed = changes.agents();
  for (const exchange::Effect& effect : changes.offers()) {
    if (const auto* opened = std::get_if<exchange::OfferOpened>(&effect)) {
      DeliverOpened(batch, *opened);
    } else if (const auto* updated = std::get_if<exchange::OfferUpdated>(&effect)) {
      DeliverUpdated(batch, *updated);
    } else if (const auto* closed = std::get_if<exchange::OfferClosed>(&effect)) {
      DeliverClosed(batch, *closed);
      missed.insert(closed->agent);
    }
  }
  DeliverReservations(batch);
  for (const TicketId id : changes.tickets()) DeliverTicket(batch, id);
  for (const CallbackId id : changes.callbacks()) DeliverCallback(batch, id);
  for (const CallId id : changes.calls()) DeliverCall(batch, id, changes.FindCall(state, id));
  for (const AgentId id : changes.agents()) DeliverAgent(batch, id);
  for (const AgentId id : missed) DeliverMissed(batch, id);
  for (const AgentId id : changes.notices()) DeliverNotices(batch, id);
  DeliverCommandsEnded(batch);
  DeliverSources(batch);
  if (changes.configured()) DeliverConfiguration(batch);
}

void DeskHub::DeliverOpened(const Batch& batch, const exchange::OfferOpened& opened) {
  Desk* desk = Find(opened.agent);
  if (desk == nullptr) return;
  SharedCall call = batch.views.Get(opened.call);
  const exchange::Offer* offer = call == nullptr ? nullptr : FindOffer(call->call, opened.offer);
  // Within the same batch the call may have become part of another, and the offer with it.
  for (int merges = 0; call != nullptr && offer == nullptr && merges < kMergesMax; ++merges) {
    call = batch.views.Get(call->call.parent);
    if (call != nullptr) offer = FindOffer(call->call, opened.offer);
  }
  if (offer == nullptr || !offer->popped()) return;  // D6.
  PopView pop = MakePop(batch.state, call, *offer);
  // It may have ended within the same batch: its end follows, in its own update (D1).
  pop.offer.state = exchange::OfferState::kRinging;
  Send(batch, *desk, PopOpenedView{std::move(pop)});
}

void DeskHub::DeliverUpdated(const Batch& batch, const exchange::OfferUpdated& updated) {
  Desk* desk = Find(updated.agent);
  if (desk == nullptr) return;
  const SharedCall call = batch.views.Get(updated.call);
  const exchange::Offer* offer = call == nullptr ? nullptr : FindOffer(call->call, updated.offer);
  if (offer == nullptr || offer->state != exchange::OfferState::kRinging) return;
  if (!offer->popped()) return;  // D6.
  Send(batch, *desk, PopUpdatedView{MakePop(batch.state, call, *offer)});
}

void DeskHub::DeliverClosed(const Batch& batch, const exchange::OfferClosed& closed) {
  if (!closed.popped) return;  // D6.
  Desk* desk = Find(closed.agent);
  const auto agent = batch.state.agents.find(closed.agent);
  if (desk == nullptr || agent == batch.state.agents.end()) return;
  PopClosedView view;
  view.offer = closed.offer;
  view.state = closed.state;
  if (closed.answered_by != closed.agent) {
    view.answered_by = AgentDisplayName(batch.state, closed.answered_by);
  }
  view.missed = Stands(agent->second, closed.offer);
  view.call_over = !Shows(batch, closed);
  if (const SharedCall call = batch.views.Get(closed.call)) {
    view.call_name = call->call.name;
    const exchange::Offer* offer = FindOffer(call->call, closed.offer);
    if (offer != nullptr) {
      view.first_call = offer->first_call;
      view.rang = Elapsed(offer->started, offer->ended);
    }
  }
  Send(batch, *desk, std::move(view));
}

// Whether the desk shows the call whose offer was closed, or the one that it became part of.
bool DeskHub::Shows(const Batch& batch, const exchange::OfferClosed& closed) {
  SharedCall call = batch.views.Get(closed.call);
  for (int merges = 0; call != nullptr && merges < kMergesMax; ++merges) {
    if (AgentsShowing(call->call).contains(closed.agent)) return true;
    call = batch.views.Get(call->call.parent);
  }
  return false;
}

void DeskHub::DeliverCall(const Batch& batch, CallId id, const exchange::Call* call) {
  std::set<AgentId> now;
  if (call != nullptr) now = AgentsShowing(*call);
  std::set<AgentId> before;
  if (const auto shown = shown_.find(id); shown != shown_.end()) before = shown->second;
  if (now.empty()) {
    shown_.erase(id);
  } else {
    shown_[id] = now;
  }
  std::set<AgentId> concerned = now;
  concerned.insert(before.begin(), before.end());
  for (const AgentId agent : concerned) {
    Desk* desk = Find(agent);
    if (desk == nullptr) continue;
    SharedCall view = batch.views.Get(id);
    if (view != nullptr) Send(batch, *desk, DeskCallView{std::move(view), !now.contains(agent)});
  }
}

void DeskHub::DeliverAgent(const Batch& batch, AgentId id) {
  Desk* desk = Find(id);
  const auto agent = batch.state.agents.find(id);
  if (desk == nullptr || agent == batch.state.agents.end()) return;
  Send(batch, *desk, MakeAgentView(batch.state, agent->second, batch.views));
}

void DeskHub::DeliverMissed(const Batch& batch, AgentId id) {
  Desk* desk = Find(id);
  const auto agent = batch.state.agents.find(id);
  if (desk == nullptr || agent == batch.state.agents.end()) return;
  const exchange::Agent& now = agent->second;
  if (desk->missed == now.missed && desk->missed_count == now.missed_count()) return;
  MissedListView list{MakeMissed(batch.state, now, desk->missed, batch.views), now.missed_count()};
  desk->missed = now.missed;
  desk->missed_count = list.count;
  std::erase_if(desk->recent, [](const DeskUpdate& update) {  // D4
    return std::holds_alternative<MissedListView>(update.change);
  });
  Send(batch, *desk, std::move(list));
}

void DeskHub::DeliverConfiguration(const Batch& batch) {
  for (auto& [id, desk] : desks_) {
    const auto agent = batch.state.agents.find(id);
    if (agent == batch.state.agents.end()) continue;
    SendSnapshot(batch, agent->second, desk);
    desk.recent.clear();  // Who comes back from before it needs the snapshot, too.
    desk.complete_after = desk.cursor;
  }
}

void DeskHub::SendSnapshot(const Batch& batch, const exchange::Agent& agent, Desk& desk) {
  desk.cursor = std::max(desk.cursor + 1, FirstCursor(batch.state));
  desk.missed = agent.missed;
  desk.missed_count = agent.missed_count();
  desk.notices = NoticesOf(agent);
  desk.commands = MakeDeskCommands(batch.state, agent);
  if (const auto subscriber = desk.subscriber.lock()) {
    subscriber->OnDesk({desk.cursor, Snapshot(batch.state, agent, batch.views)});
  }
}

void DeskHub::Send(const Batch& batch, Desk& desk, DeskChange change) {
  desk.cursor = std::max(desk.cursor + 1, FirstCursor(batch.state));
  desk.recent.push_back({desk.cursor, std::move(change)});
  if (desk.recent.size() > kRecentMax) {
    desk.complete_after = desk.recent.front().cursor;
    desk.recent.pop_front();
  }
  if (const auto subscriber = desk.subscriber.lock()) subscriber->OnDesk(desk.recent.back());
}

DeskHub::Desk* DeskHub::Find(AgentId id) {
  const auto found = desks_.find(id);
  return found == desks_.end() ? nullptr : &found->second;
}

}  // namespace jackfield::engine
