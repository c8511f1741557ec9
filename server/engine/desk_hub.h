#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "server/base/ids.h"
#include "server/engine/batch_changes.h"
#include "server/engine/call_views.h"
#include "server/engine/own_tickets.h"
#include "server/exchange/state.h"
#include "server/ports/desk_view.h"
#include "server/ports/engine.h"

namespace jackfield::engine {

// Tells each agent's desk what it has to show.
//
// Rules:
//  D1. A desk is told of each offer's opening once and of its end once, in that order, be it a call
//      or other work. What else changed is told once per batch, as it is after the batch.
//  D2. Cursors grow strictly for each agent, also across restarts: the journal sequence of the
//      batch in the upper bits, the place within it in the lower kPlaceBits. After HoldCursors()
//      the upper bits stand still. Why: a process that ends without having saved a batch must not
//      have given cursors that the next one gives again.
//  D3. One desk for each agent: the newest one, the older is told so.
//  D4. The last kRecentMax updates of each agent that ever had a desk are kept for desks that come
//      back, of lists of missed calls the last one only: each is the whole. One that missed more
//      gets a snapshot.
//  D5. The cost of a batch depends on the agents that it concerns, not on how many desks there are.
//      A changed configuration concerns all: each desk gets a snapshot. What a source can be told
//      to do concerns the agents of its calls, and who can dial.
//  D6. Of a call's offer that began while the agent had pops switched off no desk is told, neither
//      of its beginning nor of its end; the call, the agent and the missed list are told as ever.
//
// Thread safety: confined to the engine thread.
class DeskHub {
 public:
  static constexpr std::size_t kRecentMax = 128;
  static constexpr unsigned kPlaceBits = 16;

  // Takes over what desks show of `state`, after a recovery.
  explicit DeskHub(const exchange::State& state);

  // What the agent's desk shows now.
  DeskSnapshotView Snapshot(const exchange::State& state, const exchange::Agent& agent,
                            CallViews& views) const;

  // As Engine::WatchDesk(). A subscriber that watches again is sent what it asks for and is not
  // told that it was replaced.
  void Watch(const exchange::State& state, AgentId agent, std::int64_t resume_cursor,
             std::weak_ptr<DeskSubscriber> subscriber);

  // Until ReleaseCursors() batches are told that may never be saved; `saved` is the last entry that
  // is. Doing it twice is as once.
  void HoldCursors(Sequence saved);
  void ReleaseCursors() { held_.reset(); }

  // Tells what a batch has changed, which is committed unless cursors are held.
  void Deliver(const exchange::State& state, const BatchChanges& changes, CallViews& views);

 private:
  struct Desk {
    std::weak_ptr<DeskSubscriber> subscriber;
    std::deque<DeskUpdate> recent;
    std::int64_t complete_after = 0;           // `recent` holds everything after this cursor.
    std::int64_t cursor = 0;                   // The last one given.
    std::vector<exchange::Missed> missed;      // As last told.
    std::size_t missed_count = 0;              // As last told.
    std::vector<NoticeId> notices;             // As last told.
    std::set<exchange::CommandKind> commands;  // As last told: those that need no call.
  };

  // What all that delivers needs of the batch.
  struct Batch {
    const exchange::State& state;
    const BatchChanges& changes;
    CallViews& views;
  };

  void DeliverOpened(const Batch& batch, const exchange::OfferOpened& opened);
  void DeliverUpdated(const Batch& batch, const exchange::OfferUpdated& updated);
  void DeliverClosed(const Batch& batch, const exchange::OfferClosed& closed);
  static bool Shows(const Batch& batch, const exchange::OfferClosed& closed);
  void DeliverCall(const Batch& batch, CallId id, const exchange::Call* call);
  void DeliverAgent(const Batch& batch, AgentId id);
  void DeliverMissed(const Batch& batch, AgentId id);
  void DeliverConfiguration(const Batch& batch);

  // What desks show of work (desk_hub_work.cc).
  void DeliverReservations(const Batch& batch);
  void DeliverWorkOpened(const Batch& batch, const exchange::Reservation& reservation);
  void DeliverWorkClosed(const Batch& batch, const exchange::ReservationEnded& ended);
  void DeliverTicket(const Batch& batch, TicketId id);
  void DeliverCallback(const Batch& batch, CallbackId id);
  void DeliverNotices(const Batch& batch, AgentId id);

  // What desks show of commands (desk_hub_commands.cc).
  void DeliverCommandsEnded(const Batch& batch);
  void DeliverSources(const Batch& batch);
  void DeliverCommandsOf(const Batch& batch, const exchange::Source& source);
  void DeliverDeskCommands(const Batch& batch);

  // A snapshot for the desk's subscriber, under a new cursor. Not kept in `recent`.
  void SendSnapshot(const Batch& batch, const exchange::Agent& agent, Desk& desk);
  void Send(const Batch& batch, Desk& desk, DeskChange change);
  Desk* Find(AgentId id);
  std::int64_t FirstCursor(const exchange::State& state) const;
  std::int64_t BeginCursor(const exchange::State& state) const;

  std::map<AgentId, Desk> desks_;              // Of agents that ever had one.
  std::optional<Sequence> held_;               // Cursors are of this entry. See HoldCursors().
  std::map<CallId, std::set<AgentId>> shown_;  // On whose desks a call stands, not as an offer.
  OwnTickets own_tickets_;
  std::map<CallbackId, AgentId> own_callbacks_;              // Who has each that somebody has.
  std::map<SourceId, std::set<exchange::CommandKind>> can_;  // Of each source, as last told.
};

}  // namespace jackfield::engine
