#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "jackfield/v1/supervision_service.pb.h"

#include "server/base/time.h"

namespace jackfield::cli {

// The board as a viewer holds it: the snapshot, and every change since.
//
// Rules:
//  R1. The first part of a snapshot replaces everything, the next ones add to it; while the parts
//      come, what was shown before stays. Why: the screen must not flash empty.
//
// Thread safety: none; one per viewer.
class BoardModel {
 public:
  using WaitingKey = std::pair<std::string, std::string>;  // Queue and call.

  void Apply(const v1::WatchBoardResponse& message);

  // A new stream begins: what came of an unfinished snapshot is forgotten.
  void BeginStream() { coming_.reset(); }

  // A snapshot came whole.
  bool complete() const { return complete_; }
  // To resume at; 0: nothing came whole.
  std::int64_t cursor() const { return cursor_; }
  // The server's clock, as it last told it.
  std::optional<WallTime> server_time() const { return server_time_; }

  const std::map<std::string, v1::BoardQueue>& queues() const { return shown_.queues; }
  const std::map<std::string, v1::BoardAgent>& agents() const { return shown_.agents; }
  const std::map<WaitingKey, v1::BoardWaitingCall>& waiting() const { return shown_.waiting; }
  const std::map<std::string, v1::BoardSource>& sources() const { return shown_.sources; }
  // Those that are raised, by name.
  const std::map<std::string, v1::Alert>& alerts() const { return shown_.alerts; }

 private:
  struct Rows {
    std::map<std::string, v1::BoardQueue> queues;
    std::map<std::string, v1::BoardAgent> agents;
    std::map<WaitingKey, v1::BoardWaitingCall> waiting;
    std::map<std::string, v1::BoardSource> sources;
    std::map<std::string, v1::Alert> alerts;
  };

  // Takes over the rows that a part of a snapshot and a change have in common.
  template <typename Message>
  static void Put(const Message& message, Rows& rows);
  void Change(const v1::BoardDelta& delta);

  Rows shown_;
  std::optional<Rows> coming_;  // Parts of a snapshot that is not whole (R1).
  bool complete_ = false;
  std::int64_t cursor_ = 0;
  std::optional<WallTime> server_time_;
};

// 0 for an absent time.
WallTime WallTimeOf(const google::protobuf::Timestamp& time);

}  // namespace jackfield::cli
