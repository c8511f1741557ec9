#pragma once

#include <chrono>
#include <string_view>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/app/cli/progress_text.h"

namespace jackfield::cli {

// Shows on standard error how far a long work is: a bar on a terminal, a line every kLineInterval
// elsewhere, nothing with --quiet.
//
// Thread safety: thread-safe.
class ProgressMeter {
 public:
  static constexpr Duration kBarInterval{200};
  static constexpr Duration kLineInterval{5'000};

  enum class Form { kBar, kLines, kNone };

  // Bar on a terminal, lines elsewhere; kNone where it is quiet.
  static Form FormFor(bool quiet);

  ProgressMeter(std::string_view noun, Form form) : form_(form), text_(noun) {}
  ~ProgressMeter() { Hide(); }
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  // The work is so far; shown when it is time to. `point.at` is set here.
  void Show(ProgressPoint point) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes the bar away, so that another line can be printed. The next Show() brings it back.
  void Hide() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  const Form form_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();

  absl::Mutex mutex_;
  ProgressText text_ ABSL_GUARDED_BY(mutex_);
  Duration shown_ ABSL_GUARDED_BY(mutex_){0};
  bool visible_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::cli
