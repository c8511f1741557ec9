#include "server/intake/intake_thread.h"

#include <optional>
#include <string_view>
#include <utility>

#include <pthread.h>

#include "server/base/check.h"
#include "server/intake/event_check.h"
#include "server/ports/figures.h"

namespace jackfield::intake {

class IntakeThread::InFlight {
 public:
  // Waits until fewer than `most` are under way, and counts one more. After Open() it does not
  // wait.
  void Enter(std::size_t most) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    while (!open_ && count_ >= most) changed_.Wait(&mutex_);
    ++count_;
  }
  void Leave() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    --count_;
    changed_.Signal();
  }
  // For the end: the engine itself refuses what it cannot take.
  void Open() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    open_ = true;
    changed_.SignalAll();
  }

 private:
  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
};

IntakeThread::IntakeThread(const IntakePorts& ports, IntakeOptions options)
    : ports_(ports),
      options_(options),
      sealer_(ports.vault,
              [this](const std::string& source, const std::string& number) {
                return ports_.resolver.OwnerOf(source, number);
              }),
      in_flight_(std::make_shared<InFlight>()) {}

IntakeThread::~IntakeThread() { Stop(); }

void IntakeThread::Start() {
  JACKFIELD_CHECK(!thread_.joinable());
  thread_ = std::thread([this] { Run(); });
}

void IntakeThread::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.SignalAll();
  }
  in_flight_->Open();
  if (thread_.joinable()) thread_.join();
  std::deque<Item> left;  // Never started: nobody else answers them.
  {
    const absl::MutexLock lock(&mutex_);
    left.swap(items_);
  }
  for (const Item& item : left) {
    Refuse(item.done, "reason=closed",
           {ErrorCode::kUnavailable, "the server is shutting down", "SHUTTING_DOWN"});
  }
}

void IntakeThread::Accept(exchange::TelephonyEvent event, Engine::Published done) {
  const WallTime now = ports_.clock.WallNow();
  if (done == nullptr && IsAhead(event, now)) event.time.reset();  // N4.
  if (const Status checked = CheckEvent(event, now); !checked) {
    return Refuse(done, "reason=invalid", checked.error());
  }
  std::optional<Error> refusal;
  {
    const absl::MutexLock lock(&mutex_);
    if (stopping_) {
      refusal = Error{ErrorCode::kUnavailable, "the server is shutting down", "SHUTTING_DOWN"};
    } else if (waiting_ >= options_.events_max) {
      refusal = Error{ErrorCode::kResourceExhausted, "too many events wait", "INTAKE_FULL"};
    } else {
      items_.push_back({std::move(event), std::move(done)});
      ++waiting_;
      changed_.Signal();
    }
  }
  if (!refusal) return;
  const bool full = refusal->code == ErrorCode::kResourceExhausted;
  Refuse(done, full ? "reason=full" : "reason=closed", *refusal);
}

void IntakeThread::Refuse(const Engine::Published& done, std::string_view label,
                          const Error& error) const {
  ports_.metrics.Count(figures::kIntakeRefusedTotal, label);
  if (done) done(tl::unexpected<Error>(error));
}

void IntakeThread::Run() {
  pthread_setname_np(pthread_self(), "intake");
  while (true) {
    std::deque<Item> items = TakeItems();
    if (items.empty()) return;
    ports_.metrics.Gauge(figures::kIntakeEvents, "", static_cast<double>(items.size()));
    for (Item& item : items) HandOn(std::move(item));
  }
}

std::deque<IntakeThread::Item> IntakeThread::TakeItems() {
  std::deque<Item> taken;
  const absl::MutexLock lock(&mutex_);
  while (items_.empty() && !stopping_) changed_.Wait(&mutex_);
  taken.swap(items_);
  return taken;
}

void IntakeThread::HandOn(Item item) {
  {
    const absl::MutexLock lock(&mutex_);
    --waiting_;
  }
  Identify(item.event);
  if (const Status sealed = sealer_.Seal(item.event); !sealed) {
    if (item.done) return Refuse(item.done, "reason=vault", sealed.error());
    ports_.metrics.Count(figures::kIntakeRefusedTotal, "reason=vault");
    DropTexts(item.event);  // N3.
  }
  in_flight_->Enter(options_.in_flight_max);
  if (item.done == nullptr) {
    return ports_.engine.Observe(std::move(item.event),
                                 [in_flight = in_flight_](const Status&) { in_flight->Leave(); });
  }
  ports_.engine.Publish(
      std::move(item.event),
      [in_flight = in_flight_, done = std::move(item.done)](Result<Receipt> receipt) {
        in_flight->Leave();
        done(std::move(receipt));
      });
}

void IntakeThread::Identify(exchange::TelephonyEvent& event) {
  const auto resolve = [this, &event](exchange::Caller& caller) {
    caller = ports_.resolver.Resolve(event.source, std::move(caller));
  };
  if (auto* begun = std::get_if<exchange::Originated>(&event.body)) {
    resolve(begun->caller);
  } else if (auto* known = std::get_if<exchange::CallInformation>(&event.body)) {
    if (known->caller) resolve(*known->caller);
    known->attached_customer = ports_.resolver.CustomerOf(known->attached);
    known->attached_standing = ports_.resolver.StandingOf(known->attached_customer);
  } else if (auto* snapshot = std::get_if<exchange::SwitchSnapshot>(&event.body)) {
    for (exchange::SnapshotCall& call : snapshot->calls) resolve(call.caller);
  }
}

}  // namespace jackfield::intake
