#include "server/http_api/prometheus_metrics.h"

#include <algorithm>
#include <exception>
#include <optional>

#include <prometheus/text_serializer.h>

namespace jackfield::http_api {
namespace {

// Seconds, from a commit to a call.
const prometheus::Histogram::BucketBoundaries kBuckets = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300};

// "source=pbx,type=Queued" as labels; nullopt: it is not of that form.
std::optional<prometheus::Labels> ParseLabel(std::string_view label) {
  prometheus::Labels labels;
  while (!label.empty()) {
    const std::size_t comma = std::min(label.find(','), label.size());
    const std::string_view pair = label.substr(0, comma);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    labels.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    label.remove_prefix(std::min(comma + 1, label.size()));
  }
  return labels;
}

}  // namespace

PrometheusMetrics::PrometheusMetrics()
    : dropped_(prometheus::BuildCounter()
                   .Name("jackfield_metrics_dropped_total")
                   .Help("Figures that were refused: bad names, or too many labels.")
                   .Register(registry_)
                   .Add({})) {}

template <typename T, typename Make>
T* PrometheusMetrics::Find(Series<T>& series, std::string_view name, std::string_view label,
                           Make make) {
  auto of_name = series.find(name);
  if (of_name != series.end()) {
    const auto found = of_name->second.find(std::string(label));
    if (found != of_name->second.end()) return found->second;
    if (of_name->second.size() >= kLabelsMax) return nullptr;
  }
  const std::optional<prometheus::Labels> labels = ParseLabel(label);
  if (!labels) return nullptr;
  try {
    T& made = make(std::string(name), *labels);
    series[std::string(name)][std::string(label)] = &made;
    return &made;
  } catch (const std::exception&) {  // Names that Prometheus does not allow.
    return nullptr;
  }
}

void PrometheusMetrics::Count(std::string_view name, std::string_view label, std::uint64_t by) {
  const absl::MutexLock lock(&mutex_);
  auto* const counter = Find(
      counters_, name,
      label, [this](const std::string& full_name, const prometheus::Labels& labels) -> auto& {
        return prometheus::BuildCounter().Name(full_name).Register(registry_).Add(labels);
      });
  (counter ? *counter : dropped_).Increment(counter ? static_cast<double>(by) : 1);
}

void PrometheusMetrics::Gauge(std::string_view name, std::string_view label, double value) {
  const absl::MutexLock lock(&mutex_);
  auto* const gauge = Find(
      gauges_, name,
      label, [this](const std::string& full_name, const prometheus::Labels& labels) -> auto& {
        return prometheus::BuildGauge().Name(full_name).Register(registry_).Add(labels);
      });
  if (!gauge) return dropped_.Increment();
  gauge->Set(value);
}

void PrometheusMetrics::Observe(std::string_view name, std::string_view label, double value) {
  const absl::MutexLock lock(&mutex_);
  auto* const histogram = Find(
      histograms_, name,
      label, [this](const std::string& full_name, const prometheus::Labels& labels) -> auto& {
        auto& family = prometheus::BuildHistogram().Name(full_name).Register(registry_);
        return family.Add(labels, kBuckets);
      });
  if (!histogram) return dropped_.Increment();
  histogram->Observe(value);
}

std::string PrometheusMetrics::Text() const {
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace jackfield::http_api
