#include "server/grpc_api/call_report.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr WallTime kMonday{Duration{1'772'409'600'000}};  // 2026-03-02 00:00 UTC.
constexpr Duration kHour{3'600'000};
constexpr WallTime kLater = kMonday + 100 * kHour;

ReportTime TwoDays(v1::ReportInterval interval) {
  return {kMonday, kMonday + 48 * kHour, interval, SiteCalendar()};
}

LoggedCall CallAt(Duration after, CallResult result,
                  exchange::Direction direction = exchange::Direction::kInbound) {
  LoggedCall call;
  call.started = kMonday + after;
  call.direction = direction;
  call.result = result;
  return call;
}

TEST(CallReportTest, EachCallCountsInItsRowUnderItsResult) {
  CallReport report(TwoDays(v1::REPORT_INTERVAL_DAY), {});
  LoggedCall answered = CallAt(9 * kHour, CallResult::kAnswered);
  answered.talk = Duration{60'000};
  answered.waited = Duration{5'000};
  answered.identified = true;
  LoggedCall abandoned = CallAt(10 * kHour, CallResult::kAbandoned);
  abandoned.waited = Duration{20'000};
  abandoned.withheld = true;
  const std::vector<LoggedCall> calls = {answered,
                                         abandoned,
                                         CallAt(11 * kHour, CallResult::kUnanswered),
                                         CallAt(12 * kHour, CallResult::kRefused),
                                         CallAt(13 * kHour, CallResult::kLost),
                                         CallAt(14 * kHour, CallResult::kLeft),
                                         CallAt(24 * kHour, CallResult::kAnswered)};
  for (const LoggedCall& call : calls) ASSERT_TRUE(report.Take(call));

  v1::GetCallReportResponse response;
  report.Fill(kLater, response);

  ASSERT_EQ(response.rows_size(), 2);
  const v1::CallReportRow& monday = response.rows(0);
  EXPECT_EQ(FromProto(monday.start_time()), kMonday);
  EXPECT_EQ(FromProto(monday.end_time()), kMonday + 24 * kHour);
  EXPECT_EQ(monday.direction(), v1::DIRECTION_INBOUND);
  EXPECT_EQ(monday.call_count(), 6);
  EXPECT_EQ(monday.answered_count(), 1);
  EXPECT_EQ(monday.abandoned_count(), 1);
  EXPECT_EQ(monday.unanswered_count(), 1);
  EXPECT_EQ(monday.refused_count(), 1);
  EXPECT_EQ(monday.lost_count(), 1);
  EXPECT_EQ(monday.left_count(), 1);
  EXPECT_EQ(monday.open_count(), 0);
  EXPECT_EQ(monday.identified_count(), 1);
  EXPECT_EQ(monday.withheld_count(), 1);
  EXPECT_EQ(FromProto(monday.talk_duration()), Duration{60'000});
  EXPECT_EQ(FromProto(monday.wait_duration()), Duration{25'000});
  EXPECT_FALSE(monday.open());
  ASSERT_EQ(response.totals_size(), 1);
  EXPECT_EQ(response.totals(0).call_count(), 7);
  EXPECT_EQ(FromProto(response.totals(0).end_time()), kMonday + 48 * kHour);
}

TEST(CallReportTest, DirectionsAreRowsOfTheirOwn) {
  CallReport report(TwoDays(v1::REPORT_INTERVAL_TOTAL), {});
  ASSERT_TRUE(report.Take(CallAt(kHour, CallResult::kAnswered, exchange::Direction::kOutbound)));
  ASSERT_TRUE(report.Take(CallAt(kHour, CallResult::kAnswered, exchange::Direction::kInbound)));

  v1::GetCallReportResponse response;
  report.Fill(kLater, response);

  ASSERT_EQ(response.rows_size(), 2);
  EXPECT_EQ(response.rows(0).direction(), v1::DIRECTION_INBOUND);
  EXPECT_EQ(response.rows(1).direction(), v1::DIRECTION_OUTBOUND);
}

TEST(CallReportTest, ARowIsOpenWhileItsTimeOrOneOfItsCallsIsNotOver) {
  CallReport over(TwoDays(v1::REPORT_INTERVAL_DAY), {});
  CallReport live(TwoDays(v1::REPORT_INTERVAL_DAY), {});
  ASSERT_TRUE(over.Take(CallAt(kHour, CallResult::kAnswered)));
  ASSERT_TRUE(live.Take(CallAt(kHour, CallResult::kNone)));

  const auto open = [](const CallReport& report, WallTime now) {
    v1::GetCallReportResponse response;
    report.Fill(now, response);
    return response.rows(0).open();
  };

  EXPECT_FALSE(open(over, kMonday + 24 * kHour));
  EXPECT_TRUE(open(over, kMonday + 24 * kHour - Duration{1}));
  EXPECT_TRUE(open(live, kMonday + 24 * kHour));
}

TEST(CallReportTest, OnlyCallsThatWereInOneOfTheQueuesCount) {
  CallReport report(TwoDays(v1::REPORT_INTERVAL_TOTAL), {"sales", "orders"});
  LoggedCall sales = CallAt(kHour, CallResult::kAnswered);
  sales.queues = {"support", "sales"};
  LoggedCall support = CallAt(kHour, CallResult::kAnswered);
  support.queues = {"support"};
  ASSERT_TRUE(report.Take(sales));
  ASSERT_TRUE(report.Take(support));
  ASSERT_TRUE(report.Take(CallAt(kHour, CallResult::kAnswered)));

  v1::GetCallReportResponse response;
  report.Fill(kLater, response);

  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.rows(0).call_count(), 1);
}

TEST(CallReportTest, MoreRowsThanAReportMayHaveAreRefused) {
  CallReport report({kMonday, kMonday + 9'600 * kHour, v1::REPORT_INTERVAL_QUARTER_HOUR, {}}, {});
  Status taken;
  int rows = 0;
  for (; taken && rows <= 20'001; ++rows) {
    taken = report.Take(CallAt(rows * kHour / 4, CallResult::kAnswered));
  }

  EXPECT_EQ(rows, 20'001);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().reason, "TIME_RANGE_INVALID");
}

TEST(DispositionReportTest, ACallCountsWithEachOfItsDispositions) {
  DispositionReport report(TwoDays(v1::REPORT_INTERVAL_DAY), {});
  LoggedCall both = CallAt(kHour, CallResult::kAnswered);
  both.dispositions = {"sold", "moved"};
  both.talk = Duration{60'000};
  LoggedCall sold = CallAt(2 * kHour, CallResult::kAnswered);
  sold.dispositions = {"sold"};
  sold.talk = Duration{30'000};
  ASSERT_TRUE(report.Take(both));
  ASSERT_TRUE(report.Take(sold));

  v1::GetDispositionReportResponse response;
  report.Fill(kLater, {{"sold", "Sold"}}, response);

  ASSERT_EQ(response.rows_size(), 2);
  EXPECT_EQ(response.rows(0).disposition(), "moved");
  EXPECT_EQ(response.rows(0).disposition_label(), "moved");
  EXPECT_EQ(response.rows(0).call_count(), 1);
  EXPECT_EQ(response.rows(1).disposition(), "sold");
  EXPECT_EQ(response.rows(1).disposition_label(), "Sold");
  EXPECT_EQ(response.rows(1).call_count(), 2);
  EXPECT_EQ(FromProto(response.rows(1).talk_duration()), Duration{90'000});
}

TEST(DispositionReportTest, WithoutOneOnlyCallsFromOutsideThatWereAnsweredCount) {
  DispositionReport report(TwoDays(v1::REPORT_INTERVAL_TOTAL), {});
  ASSERT_TRUE(report.Take(CallAt(kHour, CallResult::kAnswered)));
  ASSERT_TRUE(report.Take(CallAt(kHour, CallResult::kAbandoned)));
  ASSERT_TRUE(report.Take(CallAt(kHour, CallResult::kAnswered, exchange::Direction::kOutbound)));

  v1::GetDispositionReportResponse response;
  report.Fill(kLater, {}, response);

  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.rows(0).disposition(), "");
  EXPECT_EQ(response.rows(0).call_count(), 1);
}

}  // namespace
}  // namespace jackfield::grpc_api
