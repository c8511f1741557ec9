#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "server/base/time.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::whatif {

// What raises the priority of a caller.
//
// Thread safety: immutable value.
struct CallerClass {
  std::uint32_t value_tier = 0;  // Of the customer, see exchange::RoutingRules.
  bool open_complaint = false;

  auto operator<=>(const CallerClass&) const = default;
};

// A caller of a simulation, all of whom is decided before it begins: what the callers are does not
// depend on how they are served, so that two rules can be compared on the same callers.
//
// Thread safety: immutable value.
struct Arrival {
  WallTime when{};                   // Enters the queue.
  Duration handling{0};              // Talk and hold, from answer to end.
  Duration after_call_work{0};       // Of the agent, after it; above 0 only where there is wrap-up.
  std::optional<Duration> patience;  // Leaves when it has waited so long; nullopt: never.
  exchange::DequeueCause leaves_by = exchange::DequeueCause::kAbandoned;  // In which way, then.
  CallerClass caller_class;

  bool operator==(const Arrival&) const = default;
};

}  // namespace jackfield::whatif
