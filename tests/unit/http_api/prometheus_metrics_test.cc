#include "server/http_api/prometheus_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PrometheusMetricsTest, FiguresStandInTheTextWithTheirLabels) {
  PrometheusMetrics metrics;
  metrics.Count("jackfield_events_received_total", "source=pbx,type=Queued", 2);
  metrics.Count("jackfield_events_received_total", "source=pbx,type=Queued", 1);
  metrics.Gauge("jackfield_wal_bytes", "", 7);
  metrics.Observe("jackfield_db_commit_seconds", "", 0.003);

  const std::string text = metrics.Text();

  EXPECT_THAT(text, HasSubstr("jackfield_events_received_total{source=\"pbx\",type=\"Queued\"} 3"));
  EXPECT_THAT(text, HasSubstr("jackfield_wal_bytes 7"));
  EXPECT_THAT(text, HasSubstr("jackfield_db_commit_seconds_count 1"));
  EXPECT_THAT(text, HasSubstr("jackfield_db_commit_seconds_bucket{le=\"0.002\"} 0"));
  EXPECT_THAT(text, HasSubstr("jackfield_db_commit_seconds_bucket{le=\"0.005\"} 1"));
}

TEST(PrometheusMetricsTest, BadNamesAndLabelsAreCountedAndLeftOut) {
  PrometheusMetrics metrics;
  metrics.Count("no spaces", "", 1);
  metrics.Count("jackfield_x_total", "label", 1);
  metrics.Gauge("jackfield_x", "la-bel=1", 1);

  EXPECT_THAT(metrics.Text(), HasSubstr("jackfield_metrics_dropped_total 3"));
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("jackfield_x_total{")));
}

TEST(PrometheusMetricsTest, LabelsBeyondTheLimitAreLeftOut) {
  PrometheusMetrics metrics;
  for (std::size_t i = 0; i < PrometheusMetrics::kLabelsMax; ++i) {
    metrics.Count("jackfield_x_total", "queue=" + std::to_string(i), 1);
  }
  metrics.Count("jackfield_x_total", "queue=more", 1);
  metrics.Count("jackfield_x_total", "queue=0", 1);

  EXPECT_THAT(metrics.Text(), Not(HasSubstr("queue=\"more\"")));
  EXPECT_THAT(metrics.Text(), HasSubstr("jackfield_x_total{queue=\"0\"} 2"));
  EXPECT_THAT(metrics.Text(), HasSubstr("jackfield_metrics_dropped_total 1"));
}

}  // namespace
}  // namespace jackfield::http_api
