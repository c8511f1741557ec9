#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/engine/batch_changes.h"
#include "server/engine/board_rows.h"
#include "server/exchange/state.h"
#include "server/ports/board_view.h"
#include "server/ports/engine.h"

namespace jackfield::engine {

// Tells boards the rows that have changed: one update for each batch, the same for all of them.
//
// Rules:
//  B1. A board is first told all rows, then the changed ones.
//  B2. Cursors grow strictly on a stream.
//  B3. Without boards nothing is made. How many agents of a queue are ready, and how many callers
//      talk, is kept count of, so that a changed agent costs as much as it has queues, and a
//      changed call as much as it has legs.
//  B4. When a new interval begins, every queue's row is told again; when a day begins, every
//      agent's; when a source changes, the rows of its queues.
//  B5. When the last event of a source came is told each kEventStep at most.
//
// Thread safety: confined to the engine thread.
class BoardHub {
 public:
  static constexpr Duration kEventStep{5'000};

  // Counts the agents and calls of `state`, after a recovery. Days begin at midnight UTC.
  explicit BoardHub(const exchange::State& state);

  // Days begin as `day_begin` says from now on; all rows are told again.
  void SetDays(const exchange::State& state, WallTime wall, DayBegin day_begin);

  // Sends `subscriber` all rows, then every change. One that watches already gets all rows again.
  void Watch(const exchange::State& state, WallTime wall,
             std::weak_ptr<BoardSubscriber> subscriber);

  // Tells what a committed batch has changed. `wall` is the present.
  void Deliver(const exchange::State& state, const BatchChanges& changes, WallTime wall);

  // Tells, where `wall` is in another interval than the last update, that it began.
  void BeginInterval(const exchange::State& state, WallTime wall);

 private:
  struct Concerned {
    std::set<QueueId> queues;
    std::set<AgentId> agents;
    std::set<SourceId> sources;
  };

  // Takes over what is counted of the changed agents and calls; returns whose rows have changed.
  Concerned TakeOver(const exchange::State& state, const BatchChanges& changes);
  // Takes over the agent's present part in its queues, the queues where that changed to `queues`.
  void RecountAgent(const exchange::State& state, AgentId id, std::set<QueueId>& queues);
  // The same for the callers who talk: of the call, and of those that became part of it.
  void RecountCall(const exchange::State& state, CallId id, std::set<QueueId>& queues);
  void RecountTalks(CallId id, Talks talks, std::set<QueueId>& queues);

  BoardTime TimeAt(WallTime wall) const;
  BoardUpdate MakeUpdate(const exchange::State& state, const Concerned& concerned);
  BoardUpdate All(const exchange::State& state, WallTime wall);
  void Send(const exchange::State& state, BoardUpdate update);
  void DropGone();

  std::vector<std::weak_ptr<BoardSubscriber>> subscribers_;
  DayBegin day_begin_;
  std::map<AgentId, std::map<QueueId, MemberPart>> parts_;
  std::map<CallId, Talks> talks_;  // Of those with any.
  std::map<QueueId, QueueTally> tallies_;
  std::map<SourceId, WallTime> events_told_;
  std::int64_t cursor_ = 0;
  BoardTime time_;  // Of the last update.
};

}  // namespace jackfield::engine
