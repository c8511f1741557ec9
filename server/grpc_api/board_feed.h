#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "server/base/time.h"
#include "server/grpc_api/board_mapping.h"
#include "server/ports/board_view.h"

namespace jackfield::grpc_api {

// What one viewer has not been told yet. A newer row stands in the place of the older.
struct BoardNews {
  bool snapshot = false;  // These rows are all there is.
  std::int64_t cursor = 0;
  WallTime wall{};
  std::map<std::string, BoardQueue> queues;
  std::map<std::string, BoardAgent> agents;
  std::map<std::string, BoardSource> sources;
  std::set<std::string> hidden_agents;  // That were of interest, and are not any more.
  std::set<BoardWaitEnded> waits_ended;
  std::map<AlertId, AlertRow> alerts;
  std::map<std::string, std::int64_t> queue_revisions;
  std::map<std::string, std::int64_t> agent_revisions;
};

// Gathers what the engine tells of the board for one viewer, until it is written.
//
// Rules:
//  R1. A newer row of the same name replaces the one that waits, so that what waits is never more
//      than the board.
//  R2. A snapshot replaces everything that waits.
//  R3. What the viewer holds is not asked for: it may hold it from an earlier stream.
//
// Thread safety: none; one per viewer.
class BoardFeed {
 public:
  explicit BoardFeed(BoardScope scope) : scope_(std::move(scope)) {}

  void Take(const BoardUpdate& update);
  bool HasNews() const { return has_news_; }

  // All that waits; nothing waits afterwards.
  BoardNews TakeNews();

  // Of the last news that were taken: who holds those may come back with it. 0: none were.
  std::int64_t cursor() const { return cursor_; }
  const BoardScope& scope() const { return scope_; }

 private:
  void Take(const BoardAgent& agent, std::int64_t cursor);

  const BoardScope scope_;
  bool has_news_ = false;
  std::int64_t cursor_ = 0;
  BoardNews news_;
};

}  // namespace jackfield::grpc_api
