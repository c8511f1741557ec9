#include "server/app/cli/interruption.h"

#include <algorithm>
#include <csignal>
#include <ctime>

namespace jackfield::cli {
namespace {

sigset_t Interruptions() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void HoldInterruptions() {
  const sigset_t signals = Interruptions();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

bool InterruptedWithin(Duration limit) {
  static bool interrupted = false;
  if (interrupted) return true;
  const sigset_t signals = Interruptions();
  const auto ms = std::max<Duration::rep>(limit.count(), 0);
  timespec time{};
  time.tv_sec = ms / 1000;
  time.tv_nsec = ms % 1000 * 1'000'000;
  interrupted = sigtimedwait(&signals, nullptr, &time) > 0;
  return interrupted;
}

}  // namespace jackfield::cli
