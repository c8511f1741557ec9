#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/supervision_service.pb.h"

#include "server/grpc_api/board_mapping.h"
#include "server/ports/board_view.h"

namespace jackfield::grpc_api {

// Gathers what the engine tells of the board, and gives it to one viewer in few messages.
//
// Rules:
//  R1. A newer row of the same name replaces the one that waits, so that what waits is never more
//      than the board.
//  R2. A snapshot replaces everything that waits.
//
// Thread safety: none; one per viewer.
class BoardFeed {
 public:
  static constexpr int kRowsPerMessageMax = 200;

  using Messages = std::vector<v1::WatchBoardResponse>;

  explicit BoardFeed(BoardScope scope) : scope_(std::move(scope)) {}

  void Take(const BoardUpdate& update);
  bool HasNews() const { return has_news_; }

  // What waits: a snapshot in parts, or one delta.
  Messages Flush(const SiteDocument& site);

  // What waits as one snapshot. For answers outside a stream.
  v1::BoardSnapshot FlushSnapshot(const SiteDocument& site);

  std::int64_t cursor() const { return cursor_; }

 private:
  Messages FlushParts(const SiteDocument& site);
  v1::WatchBoardResponse FlushDelta(const SiteDocument& site);
  // Adds the waiting calls of `queue`, and notes them as known.
  template <typename Message>
  void AddWaiting(const BoardQueue& queue, Message& message);

  const BoardScope scope_;
  std::int64_t cursor_ = 0;
  bool has_news_ = false;
  bool snapshot_ = false;
  WallTime wall_{};
  std::map<std::string, BoardQueue> queues_;
  std::map<std::string, BoardAgent> agents_;
  std::map<std::string, BoardSource> sources_;
  // What the viewer holds: waiting calls by queue.
  std::map<std::string, std::set<std::string>> waiting_;
};

}  // namespace jackfield::grpc_api
