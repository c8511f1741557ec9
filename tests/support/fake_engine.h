#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>

#include "server/ports/engine.h"

namespace jackfield::fakes {

// Keeps the events that are published to it, and answers when the test says so. Everything else is
// refused.
//
// Thread safety: thread-safe.
class FakeEngine final : public Engine {
 public:
  void Publish(exchange::TelephonyEvent event, Published done) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    events_.push_back(std::move(event));
    waiting_.push_back(std::move(done));
  }

  // The events when `count` have come, or after 10 s.
  std::vector<exchange::TelephonyEvent> Await(std::size_t count) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return events_.size() >= count;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(10));
    return events_;
  }

  // Answers all that waits with `status`.
  void Answer(const Status& status) ABSL_LOCKS_EXCLUDED(mutex_) {
    std::vector<Published> waiting;
    {
      const absl::MutexLock lock(&mutex_);
      waiting.swap(waiting_);
    }
    for (const Published& done : waiting) {
      if (!done) continue;
      done(status ? Result<Receipt>(Receipt{Sequence{1}}) : Fail(status));
    }
  }

  void Observe(exchange::TelephonyEvent event, Done done) override {
    Publish(std::move(event), [done = std::move(done)](const Result<Receipt>& receipt) {
      if (done) done(receipt ? Status() : Fail(receipt));
    });
  }
  void Command(exchange::DeskCommand, Done done) override { Refuse(done); }
  void Issue(exchange::DeskCommand, Issued done) override {
    if (done) done(Refusal());
  }
  void ChangeTicket(exchange::TicketCommand, TicketDone done) override {
    if (done) done(Refusal());
  }
  void ChangeCallback(exchange::CallbackCommand, CallbackDone done) override {
    if (done) done(Refusal());
  }
  void Configure(exchange::Configuration, Done done) override { Refuse(done); }
  void SetDays(DayBegin) override {}
  void SendCommands(std::string source, std::weak_ptr<CallCommandSink> sink) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    sinks_[source] = std::move(sink);
  }

  // Where commands to `source` go; nullptr: to nobody.
  std::shared_ptr<CallCommandSink> SinkOf(const std::string& source) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return sinks_[source].lock();
  }
  void WatchDesk(std::string, std::int64_t, std::weak_ptr<DeskSubscriber>, Done done) override {
    Refuse(done);
  }
  void NoteDelivery(PopDelivery) override {}
  void NoteRoundTrip(std::string, Duration) override {}
  void WatchBoard(std::int64_t, std::weak_ptr<BoardSubscriber>) override {}
  void GetBoard(std::function<void(Result<BoardUpdate>)> done) override { done(Refusal()); }
  void GetDesk(std::string, std::function<void(Result<DeskGlance>)> done) override {
    done(Refusal());
  }
  void GetCalls(std::function<std::vector<CallId>(const exchange::State&)>,
                std::function<void(Result<std::vector<SharedCall>>)> done) override {
    done(Refusal());
  }
  void Inspect(std::function<void(const exchange::State&)>) override {}
  bool saves() const override { return true; }

 private:
  static tl::unexpected<Error> Refusal() {
    return Fail(ErrorCode::kUnavailable, "the fake takes events only");
  }
  static void Refuse(const Done& done) {
    if (done) done(Refusal());
  }

  absl::Mutex mutex_;
  std::vector<exchange::TelephonyEvent> events_ ABSL_GUARDED_BY(mutex_);
  std::vector<Published> waiting_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::weak_ptr<CallCommandSink>> sinks_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::fakes
