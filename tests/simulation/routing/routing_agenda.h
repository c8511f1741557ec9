#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "server/base/time.h"

namespace jackfield::sim {

// What is going to happen, in the order of time; what is set for one time happens in the order in
// which it was set.
//
// Thread safety: none; one per simulation.
class RoutingAgenda {
 public:
  // Not earlier than now.
  void In(Duration delay, std::function<void()> action) {
    actions_.emplace(now_ + delay, std::move(action));
  }

  std::optional<Instant> next() const {
    if (actions_.empty()) return std::nullopt;
    return actions_.begin()->first;
  }

  // Lets the next action happen. Requires that there is one.
  void RunNext() {
    auto first = actions_.extract(actions_.begin());
    MoveTo(first.key());
    first.mapped()();
  }

  void MoveTo(Instant time) { now_ = std::max(now_, time); }
  Instant now() const { return now_; }
  void Clear() { actions_.clear(); }

 private:
  Instant now_{};
  std::multimap<Instant, std::function<void()>> actions_;
};

}  // namespace jackfield::sim
