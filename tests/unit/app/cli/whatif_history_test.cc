#include "server/app/cli/whatif_history.h"

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;
using whatif::PastStay;

constexpr WallTime kNoon{Duration{1'767'614'400'000}};
constexpr Duration kQuarter{900'000};
constexpr WhatifTime kHour{kNoon - 2 * kQuarter, kNoon, kNoon + 4 * kQuarter};
constexpr Duration Seconds(int seconds) { return Duration{seconds * 1'000LL}; }

google::protobuf::Timestamp At(WallTime time) {
  return TimeUtil::MillisecondsToTimestamp(time.time_since_epoch().count());
}

v1::QueueLeg LegOf(WallTime entered, Duration wait, v1::QueueLeg::Outcome outcome) {
  v1::QueueLeg leg;
  leg.set_queue("queues/sales");
  *leg.mutable_enter_time() = At(entered);
  *leg.mutable_wait_duration() = TimeUtil::MillisecondsToDuration(wait.count());
  leg.set_outcome(outcome);
  return leg;
}

// Ana answered after 10 s, talked for 100 s, held for 20 s and worked for 30 s.
v1::CallDetail AnsweredAt(WallTime entered) {
  v1::CallDetail call;
  v1::QueueLeg leg = LegOf(entered, Seconds(10), v1::QueueLeg::OUTCOME_ANSWERED);
  leg.set_agent("agents/ana");
  leg.mutable_talk_duration()->set_seconds(100);
  leg.mutable_hold_duration()->set_seconds(20);
  *call.add_queue_legs() = leg;
  v1::AgentPart& other = *call.add_agent_parts();
  other.set_agent("agents/ana");
  other.mutable_after_call_work_duration()->set_seconds(99);  // By no queue.
  v1::AgentPart& part = *call.add_agent_parts();
  part.set_agent("agents/ana");
  part.set_queue("queues/sales");
  part.mutable_after_call_work_duration()->set_seconds(30);
  return call;
}

v1::CallDetail CallWith(const v1::QueueLeg& leg) {
  v1::CallDetail call;
  *call.add_queue_legs() = leg;
  return call;
}

QueueHistory HistoryOf(const std::vector<v1::CallDetail>& calls) {
  QueueHistory history;
  for (const v1::CallDetail& call : calls) AddTo(history, call, "queues/sales", kHour);
  return history;
}

v1::AgentReportRow RowOf(const std::string& agent, WallTime interval, int ready_s, int ringing_s) {
  v1::AgentReportRow row;
  row.set_agent(agent);
  *row.mutable_start_time() = At(interval);
  row.mutable_counts()->mutable_ready_idle_duration()->set_seconds(ready_s);
  row.mutable_counts()->mutable_ringing_duration()->set_seconds(ringing_s);
  return row;
}

TEST(WhatifHistoryTest, TheTimeIsWholeIntervalsWithHalfAnHourBefore) {
  EXPECT_EQ(WhatifTimeOf(kNoon, kNoon + 4 * kQuarter), kHour);
  EXPECT_EQ(WhatifTimeOf(kNoon + Duration{1}, kNoon + 3 * kQuarter + Duration{1}), kHour);
}

TEST(WhatifHistoryTest, AnAnsweredStayHasItsTimesAndItsWork) {
  const QueueHistory history = HistoryOf({AnsweredAt(kNoon)});

  EXPECT_EQ(history.stays, (std::vector<PastStay>{{.entered = kNoon,
                                                   .wait = Seconds(10),
                                                   .end = PastStay::End::kAnswered,
                                                   .handling = Seconds(120),
                                                   .after_call_work = Seconds(30)}}));
  EXPECT_EQ(
      history.work,
      (std::vector<QueueHistory::Work>{{"agents/ana", kNoon + Seconds(10), kNoon + Seconds(160)}}));
}

TEST(WhatifHistoryTest, OtherStaysEndAsTheyDid) {
  const QueueHistory history =
      HistoryOf({CallWith(LegOf(kNoon, Seconds(1), v1::QueueLeg::OUTCOME_ABANDONED)),
                 CallWith(LegOf(kNoon, Seconds(2), v1::QueueLeg::OUTCOME_TIMED_OUT)),
                 CallWith(LegOf(kNoon, Seconds(3), v1::QueueLeg::OUTCOME_LOST))});

  ASSERT_EQ(history.stays.size(), 3);
  EXPECT_EQ(history.stays[0].end, PastStay::End::kAbandoned);
  EXPECT_EQ(history.stays[1].end, PastStay::End::kLeft);
  EXPECT_EQ(history.stays[1].cause, exchange::DequeueCause::kTimedOut);
  EXPECT_EQ(history.stays[2].end, PastStay::End::kUnseen);
  EXPECT_EQ(history.stays[2].handling, std::nullopt);
}

TEST(WhatifHistoryTest, StaysOfOtherQueuesAndTimesAreLeftOut) {
  v1::QueueLeg elsewhere = LegOf(kNoon, Seconds(1), v1::QueueLeg::OUTCOME_ABANDONED);
  elsewhere.set_queue("queues/support");

  const QueueHistory history = HistoryOf(
      {CallWith(elsewhere),
       CallWith(LegOf(kHour.lead_in - Duration{1}, Seconds(1), v1::QueueLeg::OUTCOME_ABANDONED)),
       CallWith(LegOf(kHour.lead_in, Seconds(1), v1::QueueLeg::OUTCOME_ABANDONED)),
       CallWith(LegOf(kHour.to, Seconds(1), v1::QueueLeg::OUTCOME_ABANDONED))});

  ASSERT_EQ(history.stays.size(), 1);
  EXPECT_EQ(history.stays[0].entered, kHour.lead_in);
}

TEST(WhatifHistoryTest, CallersAreToldApartByTheTiersThatCountAndByTheirComplaint) {
  v1::CallDetail gold = AnsweredAt(kNoon);
  gold.mutable_caller()->set_tier("gold");
  gold.mutable_caller()->add_flags()->set_code("vip");
  gold.mutable_caller()->add_flags()->set_code("open_complaint");
  v1::CallDetail bronze = AnsweredAt(kNoon);
  bronze.mutable_caller()->set_tier("bronze");
  QueueHistory history{.tiers = {"silver", "gold"}};

  for (const v1::CallDetail& call : {gold, bronze, AnsweredAt(kNoon)}) {
    AddTo(history, call, "queues/sales", kHour);
  }

  EXPECT_EQ(history.stays[0].caller_class, (whatif::CallerClass{2, true}));
  EXPECT_EQ(history.stays[1].caller_class, (whatif::CallerClass{0, false}));
  EXPECT_EQ(history.stays[2].caller_class, (whatif::CallerClass{0, false}));
  const whatif::Outcome outcome = HappenedOf({}, history, {}, kHour);
  EXPECT_EQ(outcome.class_waits.at({2, true}), std::vector<Duration>{Seconds(10)});
  EXPECT_EQ(outcome.class_waits.at({0, false}), (std::vector<Duration>{Seconds(10), Seconds(10)}));
}

TEST(WhatifHistoryTest, StaffingIsTheTimeForTheQueueOfThoseWhoAnsweredThere) {
  // Ana is with a caller from 12:14:10 to 12:16:40. Bo answered nobody.
  const QueueHistory history = HistoryOf({AnsweredAt(kNoon + kQuarter - Seconds(60))});

  const StaffingHistory staffing =
      StaffingOf(history,
                 {RowOf("agents/ana", kNoon - kQuarter, 700, 0),
                  RowOf("agents/ana", kNoon, 400, 10), RowOf("agents/bo", kNoon, 900, 0)},
                 kHour);

  EXPECT_EQ(staffing.agents, 1);
  EXPECT_EQ(staffing.staffed,
            (std::vector<whatif::StaffedTime>{{kNoon - 2 * kQuarter, Seconds(0)},
                                              {kNoon - kQuarter, Seconds(700)},
                                              {kNoon, Seconds(460)},  // 400 + 10 + 50.
                                              {kNoon + kQuarter, Seconds(100)},
                                              {kNoon + 2 * kQuarter, Seconds(0)},
                                              {kNoon + 3 * kQuarter, Seconds(0)}}));
  EXPECT_EQ(staffing.ready, Seconds(400));
  EXPECT_EQ(staffing.busy, Seconds(160));
}

TEST(WhatifHistoryTest, WhatHappenedIsTheReportWithTheWaitsOfTheStays) {
  v1::QueueCounts counts;
  counts.set_offered_count(3);
  counts.set_answered_count(2);
  counts.set_answered_within_count(1);
  counts.set_abandoned_count(1);
  counts.mutable_answered_wait_duration()->set_seconds(50);
  const QueueHistory history =
      HistoryOf({AnsweredAt(kNoon), AnsweredAt(kHour.lead_in),
                 CallWith(LegOf(kNoon, Seconds(9), v1::QueueLeg::OUTCOME_ABANDONED))});

  const whatif::Outcome outcome =
      HappenedOf(counts, history, {.busy = Seconds(300), .ready = Seconds(100)}, kHour);

  EXPECT_EQ(outcome.queue.offered, 3);
  EXPECT_EQ(outcome.queue.answered, 2);
  EXPECT_EQ(outcome.queue.answered_within, 1);
  EXPECT_EQ(outcome.queue.abandoned, 1);
  EXPECT_EQ(outcome.queue.wait_answered, Seconds(50));
  EXPECT_EQ(outcome.waits, std::vector<Duration>{Seconds(10)});
  EXPECT_EQ(outcome.stays, 2);
  const auto figures = FiguresOf(outcome, exchange::ServiceLevelFormula::kAbandonsNegative);
  EXPECT_EQ(figures[whatif::Figure::kOccupancy], 0.75);
}

TEST(WhatifHistoryTest, AnotherThresholdCountsTheStaysAnew) {
  const QueueHistory history =
      HistoryOf({AnsweredAt(kNoon), AnsweredAt(kNoon),
                 CallWith(LegOf(kNoon, Seconds(9), v1::QueueLeg::OUTCOME_ABANDONED)),
                 CallWith(LegOf(kNoon, Seconds(11), v1::QueueLeg::OUTCOME_ABANDONED))});
  whatif::Outcome outcome;
  outcome.queue.answered_within = 77;

  Recount(outcome, history, kHour, Seconds(10));
  EXPECT_EQ(outcome.queue.answered_within, 2);
  EXPECT_EQ(outcome.queue.abandoned_within, 1);
  EXPECT_EQ(outcome.queue.passed_threshold, 1);

  Recount(outcome, history, kHour, Duration{9'999});
  EXPECT_EQ(outcome.queue.answered_within, 0);
  EXPECT_EQ(outcome.queue.passed_threshold, 3);
}

TEST(WhatifHistoryTest, TheQueueIsSimulatedAsItIsConfigured) {
  v1::Queue queue;
  queue.set_name("queues/sales");
  queue.mutable_service_level_threshold()->set_seconds(30);
  queue.mutable_short_abandon_threshold()->set_seconds(7);
  queue.mutable_wrap_up_duration()->set_seconds(45);
  queue.mutable_offer_deadline_duration()->set_seconds(90);
  queue.set_service_level_formula(v1::SERVICE_LEVEL_FORMULA_ABANDONS_IGNORED);

  const exchange::QueueConfiguration configured = QueueOf(queue);

  EXPECT_EQ(configured.name, "queues/sales");
  EXPECT_EQ(configured.service_level_threshold, Seconds(30));
  EXPECT_EQ(configured.short_abandon_threshold, Seconds(7));
  EXPECT_EQ(configured.wrap_up, Seconds(45));
  EXPECT_EQ(configured.offer_limit, Seconds(90));
  EXPECT_EQ(configured.service_level_formula, exchange::ServiceLevelFormula::kAbandonsIgnored);
}

TEST(WhatifHistoryTest, TheRingIsTheMeanOfAllOffers) {
  v1::AgentReportRow first = RowOf("agents/ana", kNoon, 0, 30);
  first.mutable_counts()->set_offer_count(6);
  v1::AgentReportRow second = RowOf("agents/bo", kNoon, 0, 10);
  second.mutable_counts()->set_offer_count(4);

  EXPECT_EQ(RingOf({first, second}), Seconds(4));
  EXPECT_EQ(RingOf({}), Seconds(0));
}

}  // namespace
}  // namespace jackfield::cli
