#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/desk_service.pb.h"

#include "server/base/ids.h"
#include "server/grpc_api/desk_feed.h"
#include "server/grpc_api/stream_count.h"
#include "server/grpc_api/watch_reactor.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {

// One desk's stream: what the engine tells, in its order, filled in and written.
//
// Rules:
//  R1. At most kUpdatesMax updates and kBytesMax bytes of them wait. When more come they are
//      dropped, and the client gets a resync and a snapshot instead; the engine never waits.
//  R2. The desk is opened at the engine before it is watched, and closed when the stream ends.
//  R3. The engine is told of each pop that was written while it rang, for explanations.
//
// Thread safety: thread-safe. Told by the engine thread, gRPC's threads and the delivery threads.
class WatchDeskReactor final : public WatchReactor<v1::WatchDeskResponse>, public DeskSubscriber {
 public:
  static constexpr std::size_t kUpdatesMax = 256;
  static constexpr std::size_t kBytesMax = 256 * 1024;

  static WatchDeskReactor* Start(const ServiceParts& parts, grpc::CallbackServerContext& context,
                                 const v1::WatchDeskRequest& request);

  WatchDeskReactor(const ServiceParts& parts, grpc::CallbackServerContext& context,
                   v1::WatchDeskRequest request);

  void OnDesk(const DeskUpdate& update) override ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  void OnReplaced() override;

 private:
  // The engine told everything up to now.
  struct CaughtUp {};
  // A snapshot follows.
  struct Resynced {
    v1::Resync::Reason reason;
  };
  using Item = std::variant<DeskUpdate, CaughtUp, Resynced>;

  void OnAdmitted(const SharedIdentity& identity) override;
  bool HasWork() override ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  Messages MakeMessages() override ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  Messages MakeHeartbeat() override ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  void OnWritten(const v1::WatchDeskResponse& message) override;
  void OnEnd() override ABSL_LOCKS_EXCLUDED(mailbox_mutex_);

  void NoteDelivery(const v1::Pop& pop);
  void TellRoundTrip();
  void Open(AgentId agent, std::vector<std::string> queues);
  bool over() ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  // Asks the engine for what follows `resume_cursor`.
  void Watch(std::int64_t resume_cursor);
  // Drops what waits; a snapshot is asked for when the client has read up to here.
  void Resync(v1::Resync::Reason reason) ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  void Push(Item item) ABSL_LOCKS_EXCLUDED(mailbox_mutex_);
  std::weak_ptr<WatchDeskReactor> weak_self();

  const v1::WatchDeskRequest request_;
  std::string login_;  // Set once, before anything is told.
  std::string desk_;
  std::unique_ptr<DeskFeed> feed_;             // The delivery task's, from `opened_` on.
  std::optional<StreamCount::Entry> counted_;  // From the same moment on.

  absl::Mutex mailbox_mutex_;
  std::deque<Item> mailbox_ ABSL_GUARDED_BY(mailbox_mutex_);
  std::size_t bytes_ ABSL_GUARDED_BY(mailbox_mutex_) = 0;
  // From an overflow until the snapshot comes: what comes before it is not wanted.
  bool awaits_snapshot_ ABSL_GUARDED_BY(mailbox_mutex_) = false;
  bool opened_ ABSL_GUARDED_BY(mailbox_mutex_) = false;
  bool over_ ABSL_GUARDED_BY(mailbox_mutex_) = false;
};

}  // namespace jackfield::grpc_api
