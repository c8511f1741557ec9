#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "server/ports/metrics.h"

namespace jackfield::http_api {

// The figures of the process, as Prometheus reads them. A name or label that Prometheus does not
// know how to write is counted in `jackfield_metrics_dropped_total`, and so is a label beyond
// kLabelsMax of its name.
//
// Thread safety: thread-safe.
class PrometheusMetrics final : public Metrics {
 public:
  static constexpr std::size_t kLabelsMax = 1'000;  // Different ones for one name.

  PrometheusMetrics();

  void Count(std::string_view name, std::string_view label, std::uint64_t by) override
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Gauge(std::string_view name, std::string_view label, double value) override
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Observe(std::string_view name, std::string_view label, double value) override
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Everything, in the text format 0.0.4.
  std::string Text() const;

 private:
  template <typename T>
  using Series = std::map<std::string, std::map<std::string, T*>, std::less<>>;

  // The one of `series` with that name and label, made by `make` at first; nullptr: refused.
  template <typename T, typename Make>
  T* Find(Series<T>& series, std::string_view name, std::string_view label, Make make)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  prometheus::Registry registry_;
  prometheus::Counter& dropped_;

  absl::Mutex mutex_;
  // What they point at belongs to the registry and lives as long.
  Series<prometheus::Counter> counters_ ABSL_GUARDED_BY(mutex_);
  Series<prometheus::Gauge> gauges_ ABSL_GUARDED_BY(mutex_);
  Series<prometheus::Histogram> histograms_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::http_api
