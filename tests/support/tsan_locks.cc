// Shows ThreadSanitizer the locks of Abseil.
//
// Debian's Abseil, and gRPC on top of it, are built without ThreadSanitizer: it sees neither who
// holds an absl::Mutex nor what an absl::Notification orders, and would report all that they
// protect. The functions below stand before those of the shared library, in every program of the
// preset `tsan`, and say what each of them orders, before or after they call the real one. Nothing
// is hidden thereby: what is done without a lock is still reported.
//
// Thread safety: thread-safe.
#include <utility>

#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/time.h>
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

// The lock in whose functions this thread is. They evaluate the conditions of all who wait for it.
thread_local void* g_lock = nullptr;

// What others did before it is over; `object` is a lock, or a notification.
void After(const void* object) { __tsan_acquire(const_cast<void*>(object)); }
// What this thread did is before what follows.
void Before(const void* object) { __tsan_release(const_cast<void*>(object)); }

// Calls the function `name` of the library behind this one.
template <typename Answer, typename... Arguments>
Answer Real(const char* name, Arguments... arguments) {
  using Function = Answer (*)(Arguments...);
  static thread_local const char* known = nullptr;
  static thread_local Function function = nullptr;
  if (known != name) {
    function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
    known = name;
  }
  return function(arguments...);
}

class InLock {
 public:
  explicit InLock(void* lock) : outer_(std::exchange(g_lock, lock)) {}
  ~InLock() { g_lock = outer_; }
  InLock(const InLock&) = delete;
  InLock& operator=(const InLock&) = delete;

 private:
  void* const outer_;
};

}  // namespace

namespace absl {

// The name of a function in Debian's library, whose inline namespace is in it.
#define JACKFIELD_ABSL(name) "_ZN4absl7debian3" name
#define JACKFIELD_ABSL_CONST(name) "_ZNK4absl7debian3" name

void Mutex::Lock() {
  Real<void>(JACKFIELD_ABSL("5Mutex4LockEv"), this);
  After(this);
}

bool Mutex::TryLock() {
  const bool locked = Real<bool>(JACKFIELD_ABSL("5Mutex7TryLockEv"), this);
  if (locked) After(this);
  return locked;
}

void Mutex::Unlock() {
  Before(this);
  const InLock in(this);
  Real<void>(JACKFIELD_ABSL("5Mutex6UnlockEv"), this);
}

void Mutex::ReaderLock() {
  Real<void>(JACKFIELD_ABSL("5Mutex10ReaderLockEv"), this);
  After(this);
}

void Mutex::ReaderUnlock() {
  Before(this);
  const InLock in(this);
  Real<void>(JACKFIELD_ABSL("5Mutex12ReaderUnlockEv"), this);
}

void Mutex::LockWhen(const Condition& condition) {
  const InLock in(this);
  Real<void>(JACKFIELD_ABSL("5Mutex8LockWhenERKNS0_9ConditionE"), this, &condition);
  After(this);
}

void Mutex::Await(const Condition& condition) {
  Before(this);
  const InLock in(this);
  Real<void>(JACKFIELD_ABSL("5Mutex5AwaitERKNS0_9ConditionE"), this, &condition);
  After(this);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration limit) {
  Before(this);
  const InLock in(this);
  const bool met =
      Real<bool>(JACKFIELD_ABSL("5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE"), this,
                 &condition, limit);
  After(this);
  return met;
}

bool Condition::Eval() const {
  if (g_lock != nullptr) After(g_lock);
  const bool met = Real<bool>(JACKFIELD_ABSL_CONST("9Condition4EvalEv"), this);
  if (g_lock != nullptr) Before(g_lock);
  return met;
}

void CondVar::Wait(Mutex* mutex) {
  Before(mutex);
  const InLock in(mutex);
  Real<void>(JACKFIELD_ABSL("7CondVar4WaitEPNS0_5MutexE"), this, mutex);
  After(mutex);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration limit) {
  Before(mutex);
  const InLock in(mutex);
  const bool timed_out = Real<bool>(
      JACKFIELD_ABSL("7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE"), this, mutex, limit);
  After(mutex);
  return timed_out;
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  Before(mutex);
  const InLock in(mutex);
  const bool timed_out = Real<bool>(
      JACKFIELD_ABSL("7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE"), this, mutex, deadline);
  After(mutex);
  return timed_out;
}

void Notification::Notify() {
  Before(this);
  Real<void>(JACKFIELD_ABSL("12Notification6NotifyEv"), this);
}

void Notification::WaitForNotification() const {
  Real<void>(JACKFIELD_ABSL_CONST("12Notification19WaitForNotificationEv"), this);
  After(this);
}

bool Notification::WaitForNotificationWithTimeout(Duration limit) const {
  const bool notified = Real<bool>(
      JACKFIELD_ABSL_CONST("12Notification30WaitForNotificationWithTimeoutENS0_8DurationE"), this,
      limit);
  if (notified) After(this);
  return notified;
}

bool BlockingCounter::DecrementCount() {
  Before(this);
  return Real<bool>(JACKFIELD_ABSL("15BlockingCounter14DecrementCountEv"), this);
}

void BlockingCounter::Wait() {
  Real<void>(JACKFIELD_ABSL("15BlockingCounter4WaitEv"), this);
  After(this);
}

}  // namespace absl
