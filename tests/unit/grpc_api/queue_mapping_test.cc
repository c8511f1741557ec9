#include "server/grpc_api/queue_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

exchange::QueueCounters SomeFigures() {
  exchange::QueueCounters counters;
  counters.offered = 20;
  counters.answered = 15;
  counters.answered_within = 12;
  counters.abandoned = 5;
  counters.abandoned_within = 2;
  counters.abandoned_short = 1;
  counters.passed_threshold = 6;
  counters.completed = 10;
  counters.wait_answered = Duration{150'000};
  counters.talk = Duration{900'000};
  counters.hold = Duration{50'000};
  counters.after_call_work = Duration{50'000};
  return counters;
}

TEST(QueueMappingTest, TheFiveServiceLevelsAreThoseOfTheirFormulas) {
  const v1::ServiceLevels levels = ToRatios(SomeFigures()).service_levels();

  EXPECT_DOUBLE_EQ(levels.answered_only_ratio(), 12.0 / 15);
  EXPECT_DOUBLE_EQ(levels.abandons_ignored_ratio(), 12.0 / 18);
  EXPECT_DOUBLE_EQ(levels.abandons_negative_ratio(), 12.0 / 20);
  EXPECT_DOUBLE_EQ(levels.abandons_positive_ratio(), 14.0 / 20);
  EXPECT_DOUBLE_EQ(levels.short_abandons_dropped_ratio(), 12.0 / 19);
}

TEST(QueueMappingTest, MeansAreOfThoseTheyCount) {
  const v1::QueueRatios ratios = ToRatios(SomeFigures());

  EXPECT_DOUBLE_EQ(ratios.abandoned_ratio(), 0.25);
  EXPECT_DOUBLE_EQ(ratios.abandoned_without_short_ratio(), 4.0 / 19);
  EXPECT_EQ(ratios.answered_wait_mean_duration().seconds(), 10);
  EXPECT_EQ(ratios.handle_mean_duration().seconds(), 100);
}

TEST(QueueMappingTest, WhatWasForetoldStandsBesideWhatItBecame) {
  exchange::QueueCounters counters;
  counters.overflowed = 3;
  counters.foretold = 20;
  counters.foretold_p50 = 9;
  counters.foretold_p90 = 17;
  counters.wait_foretold = Duration{800'000};
  counters.wait_of_foretold = Duration{1'000'000};
  counters.foretold_offered = 26;
  counters.foretold_abandoned = 4;
  counters.foretold_overflowed = 2;

  const v1::QueueCounts counts = ToCounts(counters);
  const v1::QueueRatios ratios = ToRatios(counters);

  EXPECT_EQ(counts.overflowed_count(), 3);
  EXPECT_EQ(counts.foretold_count(), 20);
  EXPECT_EQ(counts.foretold_p50_count(), 9);
  EXPECT_EQ(counts.foretold_p90_count(), 17);
  EXPECT_EQ(counts.foretold_wait_duration().seconds(), 800);
  EXPECT_EQ(counts.foretold_actual_duration().seconds(), 1'000);
  EXPECT_EQ(counts.foretold_offered_count(), 26);
  EXPECT_EQ(counts.foretold_abandoned_count(), 4);
  EXPECT_EQ(counts.foretold_overflowed_count(), 2);
  EXPECT_DOUBLE_EQ(ratios.foretold_p50_ratio(), 0.45);
  EXPECT_DOUBLE_EQ(ratios.foretold_p90_ratio(), 0.85);
  EXPECT_EQ(ratios.foretold_wait_mean_duration().seconds(), 40);
  EXPECT_EQ(ratios.foretold_actual_mean_duration().seconds(), 50);
  EXPECT_EQ(ratios.foretold_error_mean_duration().seconds(), 10);
}

TEST(QueueMappingTest, TheErrorIsBelowZeroWhereCallersWaitedLessThanWasForetold) {
  exchange::QueueCounters counters;
  counters.foretold = 2;
  counters.wait_foretold = Duration{80'000};
  counters.wait_of_foretold = Duration{77'000};

  const v1::QueueRatios ratios = ToRatios(counters);

  EXPECT_EQ(ratios.foretold_error_mean_duration().seconds(), -1);
  EXPECT_EQ(ratios.foretold_error_mean_duration().nanos(), -500'000'000);
}

TEST(QueueMappingTest, WithoutDataThereIsNoRatio) {
  const v1::QueueRatios ratios = ToRatios(exchange::QueueCounters());

  EXPECT_FALSE(ratios.service_levels().has_abandons_negative_ratio());
  EXPECT_FALSE(ratios.has_abandoned_ratio());
  EXPECT_FALSE(ratios.has_handle_mean_duration());
  EXPECT_FALSE(ratios.has_foretold_p50_ratio());
  EXPECT_FALSE(ratios.has_foretold_p90_ratio());
  EXPECT_FALSE(ratios.has_foretold_wait_mean_duration());
  EXPECT_FALSE(ratios.has_foretold_error_mean_duration());
}

TEST(QueueMappingTest, OccupancyAndUtilisationAreOfTheirTimes) {
  exchange::AgentCounters counters;
  counters.talk = Duration{50'000};
  counters.ringing = Duration{10'000};
  counters.ready = Duration{20'000};
  counters.logged_on = Duration{100'000};

  const v1::AgentRatios ratios = ToRatios(counters);

  EXPECT_DOUBLE_EQ(ratios.occupancy_ratio(), 0.75);
  EXPECT_DOUBLE_EQ(ratios.utilisation_ratio(), 0.8);
}

TEST(QueueMappingTest, AnAlertRuleTellsTheTimesThatHoldWhereNoneAreConfigured) {
  v1::Configuration document;
  v1::QueueConfiguration& sales = *document.add_queues();
  sales.set_queue_id("sales");
  v1::AlertRule& rule = *sales.add_alert_rules();
  rule.set_figure(v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO);
  rule.set_limit(0.85);
  v1::Queue queue;

  SetConfigured("sales", SiteDocument(document), queue);

  ASSERT_EQ(queue.alert_rules_size(), 1);
  EXPECT_EQ(queue.alert_rules(0).figure(), v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO);
  EXPECT_EQ(queue.alert_rules(0).limit(), 0.85);
  EXPECT_EQ(queue.alert_rules(0).raise_after_duration().seconds(), 10);
  EXPECT_EQ(queue.alert_rules(0).clear_after_duration().seconds(), 20);
}

}  // namespace
}  // namespace jackfield::grpc_api
