#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/engine/batch_changes.h"
#include "server/engine/board_rows.h"
#include "server/exchange/staffing.h"
#include "server/exchange/state.h"
#include "server/exchange/tickets/ticket_loads.h"
#include "server/ports/board_view.h"
#include "server/ports/engine.h"

namespace jackfield::engine {

// Tells boards the rows that have changed: one update for each batch, the same for all of them.
//
// Rules:
//  B1. A board is first told all rows, then the changed ones. One that comes back with a cursor is
//      told the rows that changed after it, as they are now.
//  B2. Cursors grow strictly on a stream, and across restarts. After HoldCursors() they grow within
//      the last entry that is saved. Why: as rule D2 of DeskHub. Each process begins with an entry,
//      the configuration that it applies again.
//  B3. Without boards no row is made. How many agents of a queue are ready, how many callers talk,
//      and how many tickets lie with whom, is kept count of, so that a changed agent costs as much
//      as it has queues, a changed call as much as it has legs, and a changed ticket changes the
//      rows of its queue and its owner alone.
//  B4. When a new interval begins, every queue's row is told again; when a day begins, every
//      agent's; when a source changes, the rows of its queues.
//  B5. When the last event of a source came is told each kEventStep at most.
//  B6. Of each row the cursor of its last change is kept, and of what is no row, waits that ended
//      and alerts, the last kEndedKept and kAlertsKept. What came before those, before a new
//      configuration, or before an agent changed its team or queues, cannot be resumed: it takes
//      all rows. Why the last: who comes back may hold an agent that it must not see any more, or
//      lack one that it may see.
//  B7. The round trip of a desk is told when it has changed by a quarter and by kRoundTripStep at
//      least, and is forgotten with the desk. Why: each desk tells one every few seconds.
//
// Thread safety: confined to the engine thread.
class BoardHub {
 public:
  static constexpr Duration kEventStep{5'000};
  static constexpr Duration kRoundTripStep{20};
  static constexpr std::size_t kEndedKept = 4'096;
  static constexpr std::size_t kAlertsKept = 1'024;

  // Counts the agents and calls of `state`, after a recovery. Days begin at midnight UTC.
  explicit BoardHub(const exchange::State& state);

  // Days begin as `day_begin` says from now on; all rows are told again.
  void SetDays(const exchange::State& state, WallTime wall, DayBegin day_begin);

  // As Engine::WatchBoard(). One that watches already gets what it asks for.
  void Watch(const exchange::State& state, WallTime wall, std::int64_t resume_cursor,
             std::weak_ptr<BoardSubscriber> subscriber);

  // Until ReleaseCursors() batches are told that may never be saved; `saved` is the last entry that
  // is. Doing it twice is as once.
  void HoldCursors(Sequence saved);
  void ReleaseCursors() { held_.reset(); }

  // Tells what a committed batch has changed. `wall` is the present.
  void Deliver(const exchange::State& state, const BatchChanges& changes, WallTime wall);

  // B7. Nothing happens where the agent has no desk.
  void NoteRoundTrip(const exchange::State& state, WallTime wall, AgentId agent,
                     Duration round_trip);

  // Tells, where `wall` is in another interval than the last update, that it began.
  void BeginInterval(const exchange::State& state, WallTime wall);

 private:
  // Rows to be told, and what else is.
  struct Concerned {
    std::set<QueueId> queues;
    std::set<AgentId> agents;
    std::set<SourceId> sources;
    std::vector<BoardWaitEnded> waits_ended;
    std::vector<AlertRow> alerts;
    std::map<AgentId, BoardPlace> left;

    bool empty() const {
      return queues.empty() && agents.empty() && sources.empty() && waits_ended.empty() &&
             alerts.empty();
    }
  };

  // Tells what is concerned, under a new cursor.
  void Tell(const exchange::State& state, const Concerned& concerned, WallTime wall);
  // Takes over what is counted of the changed agents and calls; returns whose rows have changed.
  Concerned TakeOver(const exchange::State& state, const BatchChanges& changes);
  // Takes over the agent's present part in its queues, and its place.
  void RecountAgent(const exchange::State& state, AgentId id, Concerned& concerned);
  // The same for the callers who talk: of the call, and of those that became part of it.
  void RecountCall(const exchange::State& state, CallId id, std::set<QueueId>& queues);
  void RecountTalks(CallId id, Talks talks, std::set<QueueId>& queues);
  // The same for tickets: of those that changed, or are offered to others than before.
  void RecountTickets(const exchange::State& state, const BatchChanges& changes,
                      Concerned& concerned);
  void RecountTicket(const exchange::State& state, TicketId id, Concerned& concerned);

  BoardTime TimeAt(WallTime wall) const;
  BoardUpdate MakeUpdate(const exchange::State& state, const Concerned& concerned);
  BoardUpdate All(const exchange::State& state, WallTime wall);
  // What changed after `cursor` (B6).
  Concerned Since(std::int64_t cursor) const;
  void NextCursor(const exchange::State& state);
  // Keeps what the present cursor tells (B6).
  void Remember(const Concerned& concerned);
  void Send(BoardUpdate update);
  // All rows, to everybody; nobody resumes from before.
  void SendAll(const exchange::State& state, WallTime wall);
  void DropGone();

  std::vector<std::weak_ptr<BoardSubscriber>> subscribers_;
  DayBegin day_begin_;
  exchange::Staffing staffing_;
  exchange::TicketLoads ticket_loads_;
  std::map<AgentId, BoardPlace> places_;
  std::map<CallId, Talks> talks_;  // Of those with any.
  std::map<QueueId, std::uint32_t> talking_;
  std::map<SourceId, WallTime> events_told_;
  std::map<AgentId, Duration> round_trips_;  // As last told (B7).
  BoardTime time_;                           // Of the last update.

  std::int64_t cursor_ = 0;
  std::int64_t complete_after_ = 0;  // What changed after this cursor is kept.
  std::optional<Sequence> held_;     // Cursors are of this entry. See HoldCursors().
  std::map<QueueId, std::int64_t> queues_changed_;
  std::map<AgentId, std::int64_t> agents_changed_;
  std::map<SourceId, std::int64_t> sources_changed_;
  std::deque<std::pair<std::int64_t, BoardWaitEnded>> waits_ended_;
  std::deque<std::pair<std::int64_t, AlertRow>> alerts_changed_;
};

}  // namespace jackfield::engine
