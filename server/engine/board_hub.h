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
//  B3. Without boards nothing is made. How many agents of a queue are ready is kept count of, so
//      that a changed agent costs as much as it has queues.
//  B4. When a new interval begins, every queue's row is told again; when a source changes, the rows
//      of its queues.
//
// Thread safety: confined to the engine thread.
class BoardHub {
 public:
  // Counts the agents of `state`, after a recovery.
  explicit BoardHub(const exchange::State& state);

  // Sends `subscriber` all rows, then every change. One that watches already gets all rows again.
  void Watch(const exchange::State& state, WallTime wall,
             std::weak_ptr<BoardSubscriber> subscriber);

  // Tells what a committed batch has changed. `wall` is the present.
  void Deliver(const exchange::State& state, const BatchChanges& changes, WallTime wall);

  // Tells, where `wall` is in another interval than the last update, that it began.
  void BeginInterval(const exchange::State& state, WallTime wall);

 private:
  // Takes over the agent's present part in its queues; returns the queues where that changed.
  std::set<QueueId> Recount(const exchange::State& state, AgentId agent);
  BoardUpdate All(const exchange::State& state, WallTime wall);
  void Send(const exchange::State& state, BoardUpdate update);
  void DropGone();

  std::vector<std::weak_ptr<BoardSubscriber>> subscribers_;
  std::map<AgentId, std::map<QueueId, MemberPart>> parts_;
  std::map<QueueId, StaffCount> staff_;
  std::int64_t cursor_ = 0;
  WallTime interval_{};  // Of the last update.
};

}  // namespace jackfield::engine
