#include "server/engine/engine_thread.h"

#include <algorithm>
#include <utility>

#include <absl/time/time.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include "server/base/check.h"
#include "server/engine/batch_changes.h"
#include "server/engine/call_views.h"
#include "server/engine/desk_views.h"
#include "server/ports/figures.h"

namespace jackfield::engine {
namespace {

absl::Duration ToAbsl(Duration span) { return absl::Milliseconds(span.count()); }

Error ShuttingDown() {
  return {ErrorCode::kUnavailable, "the server is shutting down", "SHUTTING_DOWN"};
}

Error StoreUnavailable() {
  return {ErrorCode::kUnavailable, "the store does not take what happens", "STORE_UNAVAILABLE"};
}

// What is told to those who want an answer while the store fails with `error`.
Error AnswerFor(const Error& error) {
  if (error.code != ErrorCode::kResourceExhausted) return StoreUnavailable();
  return {ErrorCode::kResourceExhausted, "the disk is full", "STORE_FULL"};
}

Error MailboxFull() {
  return {ErrorCode::kResourceExhausted, "the engine's mailbox is full", "MAILBOX_FULL"};
}

Mail::Done WithoutReceipt(Engine::Done done) {
  if (!done) return nullptr;
  return [done = std::move(done)](const Result<Outcome>& result) {
    done(result ? Status() : Fail(result));
  };
}

Mail::Done WithTicket(Engine::TicketDone done) {
  if (!done) return nullptr;
  return [done = std::move(done)](Result<Outcome> result) {
    if (!result) return done(Fail(result));
    done(std::move(result->ticket));
  };
}

Mail::Done WithIssued(Engine::Issued done) {
  if (!done) return nullptr;
  return [done = std::move(done)](const Result<Outcome>& result) {
    done(result ? Result<CommandId>(result->issued) : Fail(result));
  };
}

Mail::Done WithCallback(Engine::CallbackDone done) {
  if (!done) return nullptr;
  return [done = std::move(done)](Result<Outcome> result) {
    if (!result) return done(Fail(result));
    done(std::move(result->callback));
  };
}

// Keeps the one update that a new board is told at once.
//
// Thread safety: confined to the engine thread.
class BoardGlance final : public BoardSubscriber {
 public:
  void OnBoard(const BoardUpdate& update) override { update_ = update; }
  const BoardUpdate& update() const { return update_; }

 private:
  BoardUpdate update_;
};

std::vector<SharedCall> MakeViews(const exchange::State& state, const std::vector<CallId>& ids) {
  const BatchChanges nothing;
  CallViews views(state, nothing);
  std::vector<SharedCall> calls;
  for (const CallId id : ids) {
    if (SharedCall call = views.Get(id)) calls.push_back(std::move(call));
  }
  return calls;
}

}  // namespace

EngineThread::EngineThread(std::unique_ptr<EngineCore> core, const EnginePorts& ports,
                           EngineThreadOptions options)
    : ports_(ports), options_(options), core_(std::move(core)) {}

EngineThread::~EngineThread() { Stop(); }

void EngineThread::Start() {
  JACKFIELD_CHECK(!thread_.joinable());
  thread_ = std::thread([this] { Run(); });
}

void EngineThread::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.SignalAll();
    stop_asked_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
  std::deque<Post> left;  // Never started: nobody else answers them.
  {
    const absl::MutexLock lock(&mutex_);
    left.swap(mailbox_);
  }
  for (Post& post : left) Refuse(post, ShuttingDown());
}

void EngineThread::Publish(exchange::TelephonyEvent event, Published done) {
  PutIn(Mail{std::move(event), std::move(done)});
}

void EngineThread::Observe(exchange::TelephonyEvent event, Done done) {
  PutIn(Mail{std::move(event), WithoutReceipt(std::move(done)), true});
}

void EngineThread::Command(exchange::DeskCommand command, Done done) {
  PutIn(Mail{std::move(command), WithoutReceipt(std::move(done))});
}

void EngineThread::Issue(exchange::DeskCommand wish, Issued done) {
  PutIn(Mail{std::move(wish), WithIssued(std::move(done))});
}

void EngineThread::ChangeTicket(exchange::TicketCommand command, TicketDone done) {
  PutIn(Mail{std::move(command), WithTicket(std::move(done))});
}

void EngineThread::ChangeCallback(exchange::CallbackCommand command, CallbackDone done) {
  PutIn(Mail{std::move(command), WithCallback(std::move(done))});
}

void EngineThread::Configure(exchange::Configuration configuration, Done done) {
  PutIn(Mail{std::move(configuration), WithoutReceipt(std::move(done))});
}

void EngineThread::WatchDesk(std::string agent, std::int64_t resume_cursor,
                             std::weak_ptr<DeskSubscriber> subscriber, Done done) {
  auto ask = [agent = std::move(agent), resume_cursor, subscriber = std::move(subscriber),
              done](EngineCore& core) {
    Answer(done, core.WatchDesk(agent, resume_cursor, subscriber));
  };
  PutIn(Question{std::move(ask), std::move(done)});
}

void EngineThread::WatchBoard(std::int64_t resume_cursor,
                              std::weak_ptr<BoardSubscriber> subscriber) {
  PutIn(Question{[resume_cursor, subscriber = std::move(subscriber)](EngineCore& core) {
                   core.WatchBoard(resume_cursor, subscriber);
                 },
                 nullptr});
}

void EngineThread::NoteDelivery(PopDelivery delivery) {
  PutIn(
      Question{[delivery = std::move(delivery)](EngineCore& core) { core.NoteDelivery(delivery); },
               nullptr});
}

void EngineThread::NoteRoundTrip(std::string agent, Duration round_trip) {
  PutIn(Question{[agent = std::move(agent), round_trip](EngineCore& core) {
                   core.NoteRoundTrip(agent, round_trip);
                 },
                 nullptr});
}

void EngineThread::SetDays(DayBegin day_begin) {
  PutIn(Question{[day_begin = std::move(day_begin)](EngineCore& core) { core.SetDays(day_begin); },
                 nullptr});
}

void EngineThread::SendCommands(std::string source, std::weak_ptr<CallCommandSink> sink) {
  PutIn(CommandWay{std::move(source), std::move(sink)});
}

void EngineThread::GetBoard(std::function<void(Result<BoardUpdate>)> done) {
  auto ask = [done](EngineCore& core) {
    const auto glance = std::make_shared<BoardGlance>();
    core.WatchBoard(0, glance);
    done(glance->update());
  };
  PutIn(Question{std::move(ask), [done](const Status& refused) { done(Fail(refused)); }});
}

void EngineThread::GetDesk(std::string agent, std::function<void(Result<DeskGlance>)> done) {
  auto ask = [agent = std::move(agent), done](EngineCore& core) { done(core.GetDesk(agent)); };
  PutIn(Question{std::move(ask), [done](const Status& refused) { done(Fail(refused)); }});
}

void EngineThread::GetCalls(std::function<std::vector<CallId>(const exchange::State&)> choose,
                            std::function<void(Result<std::vector<SharedCall>>)> done) {
  auto ask = [choose = std::move(choose), done](EngineCore& core) {
    core.Inspect([&](const exchange::State& state) { done(MakeViews(state, choose(state))); });
  };
  PutIn(Question{std::move(ask), [done](const Status& refused) { done(Fail(refused)); }});
}

void EngineThread::Inspect(std::function<void(const exchange::State&)> look) {
  PutIn(Question{[look = std::move(look)](EngineCore& core) { core.Inspect(look); }, nullptr});
}

void EngineThread::PutIn(Post post) {
  std::optional<Error> refusal;
  {
    const absl::MutexLock lock(&mutex_);
    if (stopping_) {
      refusal = ShuttingDown();
    } else if (mailbox_.size() >= options_.mailbox_max) {
      refusal = store_fails_ ? StoreUnavailable() : MailboxFull();
    } else {
      mailbox_.push_back(std::move(post));
      changed_.Signal();
    }
  }
  if (!refusal) return;
  ports_.metrics.Count(figures::kMailboxRefusedTotal, "");
  Refuse(post, *refusal);
}

void EngineThread::Refuse(Post& post, const Error& error) {
  if (const auto* mail = std::get_if<Mail>(&post)) {
    if (mail->done) mail->done(tl::unexpected<Error>(error));
  } else if (const auto* question = std::get_if<Question>(&post)) {
    Answer(question->refused, tl::unexpected<Error>(error));
  }
}

void EngineThread::Answer(const Done& done, Status status) {
  if (done) done(std::move(status));
}

void EngineThread::Run() {
  pthread_setname_np(pthread_self(), "engine");
  core_->SaveSnapshotsBy(&saver_.emplace(ports_.store, ports_.metrics));
  while (TakePosts()) WorkOff();
  Finish();
}

bool EngineThread::TakePosts() {
  // Asked first: with the lock held nothing else may be called.
  const Duration wait = more_housework_ ? Duration{0} : UntilNextWake();
  std::vector<Post> posts;
  {
    const absl::MutexLock lock(&mutex_);
    if (mailbox_.empty() && !stopping_ && wait > Duration{0}) {
      changed_.WaitWithTimeout(&mutex_, ToAbsl(wait));
    }
    if (mailbox_.empty() && stopping_) return false;
    const std::size_t count = std::min(mailbox_.size(), kBatchInputsMax);
    const auto end = mailbox_.begin() + static_cast<std::ptrdiff_t>(count);
    posts.assign(std::make_move_iterator(mailbox_.begin()), std::make_move_iterator(end));
    mailbox_.erase(mailbox_.begin(), end);
  }
  ports_.metrics.Gauge(figures::kMailboxInputs, "", static_cast<double>(posts.size()));
  for (Post& post : posts) {
    if (auto* mail = std::get_if<Mail>(&post)) {
      core_->Add(std::move(*mail));
    } else if (auto* way = std::get_if<CommandWay>(&post)) {
      core_->SendCommands(way->source, std::move(way->sink));
    } else {
      questions_.push_back(std::move(std::get<Question>(post)));
    }
  }
  return true;
}

void EngineThread::WorkOff() {
  if (!AdvanceOrRetry()) return;
  SaveIfDue();
  for (const Question& question : questions_) question.ask(*core_);  // T1.
  questions_.clear();
  if (Idle() || core_->SnapshotOverdue()) more_housework_ = core_->Housekeep();
}

bool EngineThread::AdvanceOrRetry() {
  Duration wait = options_.retry_min;
  std::optional<Instant> failed;
  while (true) {
    const Status advanced = core_->Advance();
    if (advanced) break;
    if (!failed) {
      spdlog::warn("store fails, trying again error=\"{}\"", advanced.error().message);
      failed = ports_.clock.Now();
      const absl::MutexLock lock(&mutex_);
      store_fails_ = true;
    }
    GoOnUnsavedIfDue(*failed, advanced.error());
    if (core_->unsaved()) continue;
    if (!WaitToRetry(wait)) return false;
    wait = std::min(wait * 2, options_.retry_max);
  }
  if (failed && !core_->unsaved()) {
    spdlog::info("store works again");
    const absl::MutexLock lock(&mutex_);
    store_fails_ = false;
  }
  return true;
}

void EngineThread::GoOnUnsavedIfDue(Instant since, const Error& cause) {
  const Instant now = ports_.clock.Now();
  // Who knows what a damaged store holds: nothing is shown that rests on it.
  if (now - since < options_.go_on_after || cause.code == ErrorCode::kDataLoss) return;
  spdlog::error(
      "HISTORY IS NOT SAVED, calls are shown from memory until the store works error=\"{}\"",
      cause.message);
  core_->GoOnUnsaved(AnswerFor(cause));
  save_wait_ = options_.retry_min;
  save_at_ = now + save_wait_;
  ports_.metrics.Gauge(figures::kStoreDegraded, "", 1);
  const absl::MutexLock lock(&mutex_);
  saves_ = false;
}

void EngineThread::SaveIfDue() {
  if (!core_->unsaved()) return;
  const Instant now = ports_.clock.Now();
  ports_.metrics.Gauge(figures::kUnsavedEntries, "", static_cast<double>(core_->unsaved_entries()));
  if (now < save_at_) return;
  if (!core_->SaveUnsaved()) {
    works_since_.reset();
    save_wait_ = std::min(save_wait_ * 2, options_.retry_max);
    save_at_ = now + save_wait_;
    return;
  }
  save_wait_ = options_.retry_min;
  if (!works_since_) works_since_ = now;
  if (core_->unsaved_entries() > 0) return;  // More at once, behind what came meanwhile.
  save_at_ = *works_since_ + options_.settle;
  if (now < save_at_) return;
  core_->EndUnsaved();
  works_since_.reset();
  spdlog::info("store works again, history is saved");
  ports_.metrics.Gauge(figures::kStoreDegraded, "", 0);
  ports_.metrics.Gauge(figures::kUnsavedEntries, "", 0);
  const absl::MutexLock lock(&mutex_);
  store_fails_ = false;
  saves_ = true;
}

bool EngineThread::WaitToRetry(Duration wait) {
  const absl::MutexLock lock(&mutex_);
  if (stopping_) {
    if (stop_waited_ >= options_.stop_max) return false;
    stop_waited_ += wait;
  }
  stop_asked_.WaitWithTimeout(&mutex_, ToAbsl(wait));
  return true;
}

bool EngineThread::Idle() {
  const absl::MutexLock lock(&mutex_);
  return mailbox_.empty();
}

Duration EngineThread::UntilNextWake() const {
  const Instant now = ports_.clock.Now();
  const std::optional<Instant> wake = core_->NextWake();
  Duration wait = wake ? *wake - now : options_.idle_max;
  if (core_->unsaved()) wait = std::min(wait, save_at_ - now);
  return std::clamp(wait, Duration{0}, options_.idle_max);
}

bool EngineThread::saves() const {
  const absl::MutexLock lock(&mutex_);
  return saves_;
}

void EngineThread::SaveAtEnd() {
  if (!core_->unsaved()) return;
  while (core_->unsaved_entries() > 0) {
    if (core_->SaveUnsaved()) continue;
    if (!WaitToRetry(options_.retry_min)) break;
  }
  if (core_->unsaved_entries() == 0) return core_->EndUnsaved();
  spdlog::error("the store fails until the end, what was not saved is lost entries={}",
                core_->unsaved_entries());
}

void EngineThread::Finish() {
  core_->SaveSnapshotsBy(nullptr);
  saver_.reset();
  SaveAtEnd();
  if (!core_->pending()) {
    core_->SaveTraces();
    const Status saved = core_->SaveSnapshot();
    if (!saved) spdlog::warn("no snapshot at the end error=\"{}\"", saved.error().message);
  }
  core_->Abandon(StoreUnavailable());
  for (const Question& question : questions_) {
    Answer(question.refused, tl::unexpected<Error>(StoreUnavailable()));
  }
  questions_.clear();
}

}  // namespace jackfield::engine
