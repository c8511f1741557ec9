#include "server/app/cli/progress_meter.h"

#include <iostream>
#include <string>

#include <unistd.h>

namespace jackfield::cli {
namespace {

constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

ProgressMeter::Form ProgressMeter::FormFor(bool quiet) {
  if (quiet) return Form::kNone;
  return isatty(STDERR_FILENO) == 1 ? Form::kBar : Form::kLines;
}

void ProgressMeter::Show(ProgressPoint point) {
  if (form_ == Form::kNone) return;
  point.at = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_);
  const absl::MutexLock lock(&mutex_);
  const Duration interval = form_ == Form::kBar ? kBarInterval : kLineInterval;
  if (point.at - shown_ < interval) return;
  shown_ = point.at;
  text_.Add(point);
  if (form_ == Form::kLines) {
    std::cerr << text_.Line() + "\n";
    return;
  }
  visible_ = true;
  std::cerr << kEraseLine + text_.Bar() << std::flush;
}

void ProgressMeter::Hide() {
  const absl::MutexLock lock(&mutex_);
  if (visible_) std::cerr << kEraseLine << std::flush;
  visible_ = false;
}

}  // namespace jackfield::cli
