#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/supervision_service.pb.h"

#include "server/grpc_api/board_feed.h"
#include "server/grpc_api/board_mapping.h"

namespace jackfield::grpc_api {

// Writes the board for one viewer, who holds what was written before.
//
// Rules:
//  R1. A waiting call is written when anything of it has changed, not with each change of its
//      queue. Why: a queue of fifty changes with each of them.
//  R2. Callers are looked up only for viewers who may see them.
//
// Thread safety: none; one per viewer. Blocks as `people` does.
class BoardWriter {
 public:
  static constexpr int kRowsPerMessageMax = 200;
  static constexpr std::size_t kUnmappedMax = 200;  // Of one source.

  using Messages = std::vector<v1::WatchBoardResponse>;

  BoardWriter(BoardScope scope, BoardPeople people)
      : scope_(std::move(scope)), people_(std::move(people)) {}

  // A snapshot in parts, or one delta; nothing where nothing is of interest.
  Messages Write(const BoardNews& news, const SiteDocument& site);

  // `news`, a snapshot, in one. For answers outside a stream.
  v1::BoardSnapshot WriteWhole(const BoardNews& news, const SiteDocument& site);

 private:
  // A waiting call as the viewer holds it.
  struct Held {
    BoardWaiting waiting;
    int position = 0;
    bool operator==(const Held&) const = default;
  };
  using HeldCalls = std::map<std::string, Held>;

  Messages WriteParts(const BoardNews& news, const SiteDocument& site);
  v1::WatchBoardResponse WriteDelta(const BoardNews& news, const SiteDocument& site);
  v1::BoardQueue QueueRow(const BoardNews& news, const BoardQueue& queue, const SiteDocument& site);
  v1::BoardAgent AgentRow(const BoardNews& news, const BoardAgent& agent);
  // Adds the waiting calls of `queue` that are new or changed.
  template <typename Message>
  void AddWaiting(const BoardQueue& queue, Message& message);
  template <typename Message>
  static void AddSource(const BoardSource& source, Message& message);
  v1::Alert AlertOf(const AlertRow& row) const;

  const BoardScope scope_;
  const BoardPeople people_;
  std::map<std::string, HeldCalls> held_;  // By queue; those that were written here.
};

}  // namespace jackfield::grpc_api
