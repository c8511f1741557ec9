#include "server/grpc_api/repeat_report.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr WallTime kMonday{Duration{1'772'409'600'000}};  // 2026-03-02 00:00 UTC.
constexpr Duration kHour{3'600'000};
constexpr Duration kDay = 24 * kHour;

// A report of two days whose window is a day.
RepeatReport TwoDays(const std::set<std::string>& queues = {}) {
  return RepeatReport({kMonday, kMonday + 2 * kDay, v1::REPORT_INTERVAL_DAY, {}}, queues, kDay);
}

LoggedCall CallOf(const std::string& party, Duration after) {
  LoggedCall call;
  call.party = party;
  call.number_party = party;
  call.started = kMonday + after;
  call.direction = exchange::Direction::kInbound;
  return call;
}

v1::GetRepeatCallerReportResponse Report(RepeatReport report,
                                         const std::vector<LoggedCall>& calls) {
  for (const LoggedCall& call : calls) EXPECT_TRUE(report.Take(call));
  v1::GetRepeatCallerReportResponse response;
  report.Fill(kMonday + 9 * kDay, response);
  return response;
}

TEST(RepeatReportTest, ACallWithinTheWindowAfterAnotherOfTheSameCallerIsRepeated) {
  const auto response = Report(
      TwoDays(), {CallOf("li", 9 * kHour), CallOf("ana", 10 * kHour), CallOf("li", 11 * kHour),
                  CallOf("li", 12 * kHour), CallOf("ana", 40 * kHour)});

  ASSERT_EQ(response.rows_size(), 2);
  EXPECT_EQ(response.rows(0).call_count(), 4);
  EXPECT_EQ(response.rows(0).caller_count(), 2);
  EXPECT_EQ(response.rows(0).repeat_call_count(), 2);
  EXPECT_EQ(response.rows(0).repeat_caller_count(), 1);
  EXPECT_DOUBLE_EQ(response.rows(0).repeat_call_ratio(), 0.5);
  EXPECT_EQ(response.rows(1).call_count(), 1);
  EXPECT_EQ(response.rows(1).caller_count(), 1);
  EXPECT_EQ(response.rows(1).repeat_call_count(), 0);  // 30 hours after.
  EXPECT_DOUBLE_EQ(response.rows(1).repeat_call_ratio(), 0);
  ASSERT_EQ(response.totals_size(), 1);
  EXPECT_EQ(response.totals(0).call_count(), 5);
  EXPECT_EQ(response.totals(0).caller_count(), 2);
  EXPECT_EQ(response.totals(0).repeat_caller_count(), 1);
}

TEST(RepeatReportTest, TheWindowReachesBackBehindTheReportAndIncludesItsEdge) {
  RepeatReport report = TwoDays();
  EXPECT_EQ(report.from(), kMonday - kDay);
  EXPECT_EQ(report.until(), kMonday + 2 * kDay);

  const auto response = Report(
      std::move(report), {CallOf("li", -kHour), CallOf("ana", -kHour), CallOf("li", 23 * kHour),
                          CallOf("ana", 23 * kHour + Duration{1})});

  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.rows(0).call_count(), 2);
  EXPECT_EQ(response.rows(0).repeat_call_count(), 1);
}

TEST(RepeatReportTest, WithheldUnknownAndOwnCallsAreLeftOut) {
  LoggedCall withheld = CallOf("li", kHour);
  withheld.withheld = true;
  LoggedCall outbound = CallOf("li", 2 * kHour);
  outbound.direction = exchange::Direction::kOutbound;

  const auto response =
      Report(TwoDays(), {withheld, outbound, CallOf("", 3 * kHour), CallOf("li", 4 * kHour)});

  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.rows(0).call_count(), 1);
  EXPECT_EQ(response.rows(0).repeat_call_count(), 0);
}

TEST(RepeatReportTest, OfAQueueTheCallBeforeMayHaveBeenInAnother) {
  LoggedCall support = CallOf("li", kHour);
  support.queues = {"support"};
  LoggedCall sales = CallOf("li", 2 * kHour);
  sales.queues = {"sales"};

  const auto response = Report(TwoDays({"sales"}), {support, sales});

  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.rows(0).call_count(), 1);
  EXPECT_EQ(response.rows(0).repeat_call_count(), 1);
}

}  // namespace
}  // namespace jackfield::grpc_api
