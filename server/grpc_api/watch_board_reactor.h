#pragma once

#include <memory>
#include <optional>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/supervision_service.pb.h"

#include "server/grpc_api/board_feed.h"
#include "server/grpc_api/board_mapping.h"
#include "server/grpc_api/board_writer.h"
#include "server/grpc_api/stream_count.h"
#include "server/grpc_api/watch_reactor.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {

// What `principal` may see of what `filter` asks for. A kiosk sees no more than its token's queues.
// Errors: kInvalidArgument (FIELD_INVALID); kPermissionDenied (TEAM_NOT_ALLOWED).
//
// Thread safety: pure function.
Result<BoardScope> ScopeOf(const v1::BoardFilter& filter, const security::Principal& principal);

// What `cards`, which must outlive it, find out about people.
BoardPeople PeopleOf(PopCards& cards);

// One board's stream.
//
// Rules:
//  R1. Changes are gathered: a viewer gets a delta each kUpdateInterval at most, a change after a
//      quiet time at once.
//  R2. People are looked up with no lock held. Why: the engine thread tells the feed, and must not
//      wait for the store.
//
// Thread safety: thread-safe. Told by the engine thread, gRPC's threads and the delivery threads.
class WatchBoardReactor final : public WatchReactor<v1::WatchBoardResponse>,
                                public BoardSubscriber {
 public:
  static WatchBoardReactor* Start(const ServiceParts& parts, grpc::CallbackServerContext& context,
                                  const v1::WatchBoardRequest& request);

  WatchBoardReactor(const ServiceParts& parts, grpc::CallbackServerContext& context,
                    v1::WatchBoardRequest request);

  static constexpr Duration kUpdateInterval{250};

  void OnBoard(const BoardUpdate& update) override ABSL_LOCKS_EXCLUDED(feed_mutex_);

 private:
  void OnAdmitted(const SharedIdentity& identity) override ABSL_LOCKS_EXCLUDED(feed_mutex_);
  bool HasWork() override ABSL_LOCKS_EXCLUDED(feed_mutex_);
  Messages MakeMessages() override ABSL_LOCKS_EXCLUDED(feed_mutex_);
  Messages MakeHeartbeat() override ABSL_LOCKS_EXCLUDED(feed_mutex_);
  void OnEnd() override {}

  const v1::WatchBoardRequest request_;
  std::optional<StreamCount::Entry> counted_;  // From admission on.

  absl::Mutex feed_mutex_;
  std::optional<BoardFeed> feed_ ABSL_GUARDED_BY(feed_mutex_);  // From admission on.
  Instant due_at_ ABSL_GUARDED_BY(feed_mutex_){};               // R1.

  std::optional<BoardWriter> writer_;  // From admission on; of the piece of work that is done.
};

}  // namespace jackfield::grpc_api
