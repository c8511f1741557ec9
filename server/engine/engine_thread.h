#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/engine/engine_core.h"
#include "server/ports/engine.h"

namespace jackfield::engine {

struct EngineThreadOptions {
  std::size_t mailbox_max = 20'000;  // Posts that wait; further ones are refused.
  Duration idle_max{1'000};          // The longest wait without a look at what is due.
  Duration retry_min{20};            // From a commit that failed to the next try, doubled …
  Duration retry_max{2'000};         // … up to this.
  Duration go_on_after{2'000};       // For how long the store may fail before R6 of EngineCore.
  Duration settle{500};              // For how long the store must work again before R6 ends.
  Duration stop_max{5'000};          // How long Stop() tries to commit what still waits.
};

// The engine as a thread of its own, named "engine": takes all that has gathered in its mailbox as
// one batch, and commits it while the next one gathers.
//
// Rules:
//  T1. Posts are carried out in the order in which they came; but where commands go (SendCommands)
//      is known before, and questions (Inspect, WatchDesk, WatchBoard) are answered after the batch
//      that was taken together with them.
//  T2. While the store fails, what was taken is tried again and what comes waits in the mailbox.
//      When that is full, posts are answered STORE_UNAVAILABLE, or MAILBOX_FULL where the store is
//      well.
//  T3. After `go_on_after` of that calls are shown from memory (R6 of EngineCore), and the store is
//      tried each `retry_max` at least. When all is saved, what is answered for is refused for
//      `settle` longer. Why: a source pipelines; what it sent behind a refused event must not be
//      taken before it has sent that one again.
//
// Lifetime: Start() once. Stop(), or the destructor, refuses further posts, commits what waits,
// writes a snapshot and ends the thread. Every `done` is called exactly once, at the latest then.
//
// Thread safety: thread-safe; Start() and Stop() by one owner.
class EngineThread final : public Engine {
 public:
  EngineThread(std::unique_ptr<EngineCore> core, const EnginePorts& ports,
               EngineThreadOptions options = {});
  ~EngineThread() override;

  void Start();

  // Twice is as once. Blocks for at most `stop_max` and one step of the store.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  void Publish(exchange::TelephonyEvent event, Published done) override;
  void Observe(exchange::TelephonyEvent event, Done done) override;
  void Command(exchange::DeskCommand command, Done done) override;
  void Issue(exchange::DeskCommand wish, Issued done) override;
  void ChangeTicket(exchange::TicketCommand command, TicketDone done) override;
  void ChangeCallback(exchange::CallbackCommand command, CallbackDone done) override;
  void Configure(exchange::Configuration configuration, Done done) override;
  void SetDays(DayBegin day_begin) override;
  void SendCommands(std::string source, std::weak_ptr<CallCommandSink> sink) override;
  void WatchDesk(std::string agent, std::int64_t resume_cursor,
                 std::weak_ptr<DeskSubscriber> subscriber, Done done) override;
  void NoteDelivery(PopDelivery delivery) override;
  void NoteRoundTrip(std::string agent, Duration round_trip) override;
  void WatchBoard(std::int64_t resume_cursor, std::weak_ptr<BoardSubscriber> subscriber) override;
  void GetBoard(std::function<void(Result<BoardUpdate>)> done) override;
  void GetDesk(std::string agent, std::function<void(Result<DeskGlance>)> done) override;
  void GetCalls(std::function<std::vector<CallId>(const exchange::State&)> choose,
                std::function<void(Result<std::vector<SharedCall>>)> done) override;
  void Inspect(std::function<void(const exchange::State&)> look) override;
  bool saves() const override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Something to do with the committed state; `refused` is called instead when that cannot be.
  struct Question {
    std::function<void(EngineCore&)> ask;
    Done refused;
  };
  // Where commands to a source go from now on: known before what comes behind it is carried out, or
  // the commands of that would be refused.
  struct CommandWay {
    std::string source;
    std::weak_ptr<CallCommandSink> sink;
  };
  using Post = std::variant<Mail, Question, CommandWay>;

  void PutIn(Post post) ABSL_LOCKS_EXCLUDED(mutex_);
  static void Refuse(Post& post, const Error& error);
  static void Answer(const Done& done, Status status);

  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for posts, a timer or the end, and takes what there is. False: it is the end, and nothing
  // waits any more.
  bool TakePosts() ABSL_LOCKS_EXCLUDED(mutex_);
  void WorkOff() ABSL_LOCKS_EXCLUDED(mutex_);
  // Advances the core until it succeeds. False: the thread is to stop and the store still fails.
  bool AdvanceOrRetry() ABSL_LOCKS_EXCLUDED(mutex_);
  // The store has failed since `since`: shows from memory if that is long enough (T3).
  void GoOnUnsavedIfDue(Instant since, const Error& cause) ABSL_LOCKS_EXCLUDED(mutex_);
  // While shown from memory: one batch for the store, if it is time for it.
  void SaveIfDue() ABSL_LOCKS_EXCLUDED(mutex_);
  // The end while shown from memory.
  void SaveAtEnd() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for `wait`, or until it is asked to stop. False: it was, and `stop_max` is over, too.
  bool WaitToRetry(Duration wait) ABSL_LOCKS_EXCLUDED(mutex_);
  bool Idle() ABSL_LOCKS_EXCLUDED(mutex_);
  Duration UntilNextWake() const;
  void Finish() ABSL_LOCKS_EXCLUDED(mutex_);

  const EnginePorts ports_;
  const EngineThreadOptions options_;

  // Of the engine thread.
  std::unique_ptr<EngineCore> core_;
  std::optional<SnapshotSaver> saver_;  // While it runs.
  std::vector<Question> questions_;
  bool more_housework_ = false;
  Instant save_at_{};                   // While unsaved: when the store is tried next, …
  Duration save_wait_{0};               // … and how long to wait if it fails then.
  std::optional<Instant> works_since_;  // While unsaved: when the store began to work again.

  mutable absl::Mutex mutex_;
  absl::CondVar changed_;     // `mailbox_` or `stopping_`.
  absl::CondVar stop_asked_;  // `stopping_` alone: posts must not shorten the wait for a retry.
  std::deque<Post> mailbox_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Duration stop_waited_ ABSL_GUARDED_BY(mutex_){0};
  bool store_fails_ ABSL_GUARDED_BY(mutex_) = false;
  bool saves_ ABSL_GUARDED_BY(mutex_) = true;

  std::thread thread_;
};

}  // namespace jackfield::engine
