#include "server/grpc_api/missed_report.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr WallTime kMonday{Duration{1'772'409'600'000}};  // 2026-03-02 00:00 UTC.
constexpr Duration kHour{3'600'000};
constexpr Duration kDay = 24 * kHour;
constexpr WallTime kLater = kMonday + 9 * kDay;

// A report of one day whose window is a day.
MissedReport Monday(const std::set<std::string>& queues = {}) {
  return MissedReport({kMonday, kMonday + kDay, v1::REPORT_INTERVAL_DAY, {}}, queues, kDay);
}

LoggedCall CallOf(std::uint64_t id, const std::string& party, Duration after, CallResult result) {
  LoggedCall call;
  call.call = CallId{id};
  call.party = party;
  call.number_party = party;
  call.started = kMonday + after;
  call.direction = exchange::Direction::kInbound;
  call.result = result;
  return call;
}

LoggedCall Missed(std::uint64_t id, const std::string& party, Duration after) {
  return CallOf(id, party, after, CallResult::kAbandoned);
}

LoggedCall CallBack(std::uint64_t id, const std::string& party, Duration after) {
  LoggedCall call = CallOf(id, party, after, CallResult::kAnswered);
  call.direction = exchange::Direction::kOutbound;
  return call;
}

v1::MissedCallReportRow Row(MissedReport& report, const std::vector<LoggedCall>& calls,
                            WallTime now = kLater) {
  for (const LoggedCall& call : calls) EXPECT_TRUE(report.Take(call));
  v1::GetMissedCallReportResponse response;
  EXPECT_TRUE(report.Fill(now, response));
  EXPECT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.totals_size(), 1);
  return response.rows_size() == 1 ? response.rows(0) : v1::MissedCallReportRow();
}

TEST(MissedReportTest, ACallerWhoCalledAgainOrWasCalledBackIsRecovered) {
  MissedReport report = Monday();

  const auto row = Row(
      report, {Missed(1, "li", 9 * kHour), Missed(2, "ana", 9 * kHour), Missed(3, "bo", 9 * kHour),
               CallBack(4, "li", 10 * kHour), CallOf(5, "ana", 12 * kHour, CallResult::kAnswered)});

  EXPECT_EQ(row.missed_count(), 3);
  EXPECT_EQ(row.recovered_count(), 2);
  EXPECT_EQ(row.recovered_outbound_count(), 1);
  EXPECT_EQ(row.recovered_inbound_count(), 1);
  EXPECT_EQ(row.remaining_count(), 1);
  EXPECT_EQ(row.pending_count(), 0);
  EXPECT_EQ(FromProto(row.recovery_mean_duration()), 2 * kHour);
  EXPECT_FALSE(row.open());
  EXPECT_THAT(report.Unrecovered(), ElementsAre(CallId{3}));
}

TEST(MissedReportTest, EachWayNotToBeAnsweredIsMissedAndALiveCallIsNot) {
  MissedReport report = Monday();

  const auto row = Row(
      report,
      {CallOf(1, "a", kHour, CallResult::kAbandoned),
       CallOf(2, "b", kHour, CallResult::kUnanswered), CallOf(3, "c", kHour, CallResult::kRefused),
       CallOf(4, "d", kHour, CallResult::kLost), CallOf(5, "e", kHour, CallResult::kLeft),
       CallOf(6, "f", kHour, CallResult::kNone), CallOf(7, "g", kHour, CallResult::kAnswered)});

  EXPECT_EQ(row.missed_count(), 5);
}

TEST(MissedReportTest, SeveralMissedCallsOfOneCallerCountEachAndAreRecoveredByOneTalk) {
  MissedReport report = Monday();

  const auto row = Row(report, {Missed(1, "li", 8 * kHour), Missed(2, "li", 9 * kHour),
                                CallBack(3, "li", 10 * kHour), Missed(4, "li", 11 * kHour)});

  EXPECT_EQ(row.missed_count(), 3);
  EXPECT_EQ(row.recovered_count(), 2);
  EXPECT_EQ(FromProto(row.recovery_mean_duration()), 90 * kHour / 60);
  EXPECT_THAT(report.Unrecovered(), ElementsAre(CallId{4}));
}

TEST(MissedReportTest, TheWindowIncludesItsEdgeAndReachesBehindTheReport) {
  MissedReport report = Monday();
  EXPECT_EQ(report.until(), kMonday + 2 * kDay);

  const auto row =
      Row(report, {Missed(1, "li", 20 * kHour), Missed(2, "ana", 20 * kHour),
                   CallBack(3, "li", 44 * kHour), CallBack(4, "ana", 44 * kHour + Duration{1})});

  EXPECT_EQ(row.missed_count(), 2);
  EXPECT_EQ(row.recovered_count(), 1);
  EXPECT_THAT(report.Unrecovered(), ElementsAre(CallId{2}));
}

TEST(MissedReportTest, ATalkBeforeRecoversNothing) {
  MissedReport report = Monday();

  const auto row = Row(report, {CallBack(1, "li", 8 * kHour), Missed(2, "li", 9 * kHour)});

  EXPECT_EQ(row.recovered_count(), 0);
}

TEST(MissedReportTest, WhileThereIsTimeLeftACallOfAKnownCallerIsPending) {
  MissedReport report = Monday();
  const WallTime now = kMonday + 9 * kHour + kDay;

  const auto row = Row(
      report, {Missed(1, "li", 9 * kHour), Missed(2, "ana", 10 * kHour), Missed(3, "", 10 * kHour)},
      now);

  EXPECT_EQ(row.remaining_count(), 2);  // The window of one is over; of one nobody knows who.
  EXPECT_EQ(row.pending_count(), 1);
  EXPECT_TRUE(row.open());
  EXPECT_FALSE(row.has_recovery_mean_duration());
}

TEST(MissedReportTest, ACallThatGoesOnRecoversAsSoonAsAnAgentTalks) {
  MissedReport report = Monday();
  LoggedCall talks = CallOf(2, "li", 10 * kHour, CallResult::kNone);
  talks.talks = true;

  const auto row = Row(report, {Missed(1, "li", 9 * kHour), talks});

  EXPECT_EQ(row.recovered_inbound_count(), 1);
  EXPECT_THAT(report.Unrecovered(), IsEmpty());
}

// M1. The caller became a customer after the call; the call back was to the number alone.
TEST(MissedReportTest, TheSameNumberRecoversAlsoWhereTheCustomerIsKnownOfOneCallOnly) {
  MissedReport report = Monday();
  LoggedCall missed = Missed(1, "customer", 9 * kHour);
  missed.number_party = "number";

  const auto row = Row(report, {missed, CallBack(2, "number", 10 * kHour)});

  EXPECT_EQ(row.recovered_count(), 1);
}

TEST(MissedReportTest, OfAQueueTheTalkMayBeInAnyOther) {
  MissedReport report = Monday({"sales"});
  LoggedCall sales = Missed(1, "li", 9 * kHour);
  sales.queues = {"sales"};
  LoggedCall support = Missed(2, "li", 9 * kHour);
  support.queues = {"support"};
  LoggedCall talk = CallOf(3, "li", 10 * kHour, CallResult::kAnswered);
  talk.queues = {"support"};

  const auto row = Row(report, {sales, support, talk});

  EXPECT_EQ(row.missed_count(), 1);
  EXPECT_EQ(row.recovered_count(), 1);
}

TEST(MissedReportTest, CallsBetweenDevicesOfTheHouseRecoverNothing) {
  MissedReport report = Monday();
  LoggedCall internal = CallBack(2, "li", 10 * kHour);
  internal.direction = exchange::Direction::kInternal;

  EXPECT_EQ(Row(report, {Missed(1, "li", 9 * kHour), internal}).recovered_count(), 0);
}

TEST(MissedReportTest, TheNewestUnrecoveredAreListedFirstAndNoMoreThanTheLimit) {
  MissedReport report = Monday();
  for (std::uint64_t id = 1; id <= 501; ++id) {
    ASSERT_TRUE(report.Take(Missed(id, "", kHour + Duration{static_cast<std::int64_t>(id)})));
  }

  const std::vector<CallId> calls = report.Unrecovered();

  ASSERT_EQ(calls.size(), 500U);
  EXPECT_EQ(calls.front(), CallId{501});
  EXPECT_EQ(calls.back(), CallId{2});
}

}  // namespace
}  // namespace jackfield::grpc_api
