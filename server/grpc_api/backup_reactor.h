#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/grpc_api/backup_mapping.h"
#include "server/grpc_api/watch_reactor.h"
#include "server/ports/backups.h"

namespace jackfield::grpc_api {

// A stream that tells how far work on a copy of the store is, and ends with the copy. `Response` is
// that of CreateBackup or VerifyBackup, which look alike.
//
// Rules:
//  R1. At most four messages of progress a second; the last one of the stream is the copy.
//  R2. When the stream ends early, so does the work.
//
// Lifetime: as WatchReactor.
//
// Thread safety: thread-safe.
template <typename Response>
class BackupReactor : public WatchReactor<Response>, public BackupWatcher {
 public:
  static constexpr Duration kProgressInterval{250};

  using Base = WatchReactor<Response>;
  // Audits the act of whoever asks and begins the work. On a worker; may block.
  using BeginWork =
      std::function<Status(const SharedIdentity& identity, std::shared_ptr<BackupWatcher> watcher)>;

  BackupReactor(const ServiceParts& parts, grpc::CallbackServerContext& context,
                std::string_view method, BeginWork begin)
      : Base(parts, context, {method, "backup"}),
        begin_(std::move(begin)),
        began_at_(parts.ports.clock.Now()) {}

  // The thread of the backups.
  bool OnStep(const WorkStep& step) override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    step_ = step;
    return !ended_;
  }
  void OnOver(Result<BackupRecord> backup) override ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      const absl::MutexLock lock(&mutex_);
      done_ = std::move(backup);
    }
    this->Wake();
  }

 protected:
  void OnAdmitted(const SharedIdentity& identity) override {
    auto self = std::static_pointer_cast<BackupReactor>(this->shared_from_this());
    const Status begun = begin_(identity, std::move(self));
    if (!begun) this->Close(begun);
  }

  bool HasWork() override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return done_.has_value() || (step_ && ProgressDue());
  }

  typename Base::Messages MakeMessages() override ABSL_LOCKS_EXCLUDED(mutex_) {
    std::optional<Result<BackupRecord>> done;
    bool told = false;
    Response response;
    {
      const absl::MutexLock lock(&mutex_);
      done = done_;
      told = std::exchange(copy_told_, done_ && done_->has_value());
      if (!done) {
        told_at_ = this->parts().ports.clock.Now();
        *response.mutable_progress() = ToProto(*step_, told_at_ - began_at_);
        step_.reset();
      }
    }
    // The copy was written when this is asked again, see WatchReactor R1.
    if (done && (told || !done->has_value())) {
      this->Close(done->has_value() ? Status{} : Status(Fail(*done)));
      return {};
    }
    if (done) *response.mutable_backup() = ToProto(**done);
    typename Base::Messages messages;
    messages.push_back(std::move(response));
    return messages;
  }
  typename Base::Messages MakeHeartbeat() override { return {}; }

  void OnEnd() override ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    ended_ = true;
  }

 private:
  // R1.
  bool ProgressDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return this->parts().ports.clock.Now() - told_at_ >= kProgressInterval;
  }

  const BeginWork begin_;
  const Instant began_at_;
  absl::Mutex mutex_;
  std::optional<WorkStep> step_ ABSL_GUARDED_BY(mutex_);  // Not told yet.
  Instant told_at_ ABSL_GUARDED_BY(mutex_){};
  std::optional<Result<BackupRecord>> done_ ABSL_GUARDED_BY(mutex_);
  bool copy_told_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::grpc_api
