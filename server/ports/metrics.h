#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jackfield {

// Counters and gauges, named `jackfield_<noun>_<unit>`. Labels are bounded: queue, source, kind,
// result; never a number, a call or an agent.
//
// Thread safety: thread-safe; never blocks.
class Metrics {
 public:
  virtual ~Metrics() = default;

  // `name` e.g. "jackfield_events_received_total"; `label` e.g. "source=pbx,type=Queued", may be
  // "".
  virtual void Count(std::string_view name, std::string_view label, std::uint64_t by = 1) = 0;
  virtual void Gauge(std::string_view name, std::string_view label, double value) = 0;
  virtual void Observe(std::string_view name, std::string_view label, double value) = 0;
};

}  // namespace jackfield
