#include <map>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "jackfield/v1/report_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/simulate/event_publisher.h"
#include "server/grpc_api/queue_mapping.h"
#include "server/grpc_api/time_mapping.h"
#include "tests/support/api_site.h"
#include "tests/support/bank_day.h"
#include "tests/support/fake_clock.h"

// A whole day of a real call centre, published over gRPC, minute by minute: at the end of each one
// every figure of the board is that of the report, to the digit.
namespace jackfield::test {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr Duration kMinute{60'000};
constexpr Duration kHour{3'600'000};
constexpr Duration kDay = 24 * kHour;
constexpr Duration kLimit{30'000};
constexpr int kMinutes = 24 * 60;
// A timer may change a figure between the two questions: then they are asked again.
constexpr int kAskedMax = 20;

// How the two differ in what a row holds of one name; empty: not at all.
template <typename Message>
std::string Difference(const std::string& what, const Message& board, const Message& report) {
  MessageDifferencer differencer;
  std::string text;
  differencer.ReportDifferencesToString(&text);
  return differencer.Compare(board, report) ? std::string() : what + ": " + text;
}

class BoardReportDayTest : public testing::Test {
 protected:
  void SetUp() override {
    auto day = BankDay();
    if (!day) GTEST_SKIP() << "the day is not there";
    events_ = *std::move(day);
    clock_.SetWall(kBankMidnight - Duration{1});
    site_ = std::make_unique<ApiSite>(clock_);
    site_->Apply(BankCentre());
    secret_ = site_->SignIn("supervisor");
    boards_ = v1::SupervisionService::NewStub(site_->Connect());
    reports_ = v1::ReportService::NewStub(site_->Connect());
    publisher_ = std::make_unique<simulate::EventPublisher>(
        site_->Connect(), simulate::EventPublisher::Options{site_->TokenOf("pbx"), "a day"},
        [](std::int64_t, const v1::Rejection& refused) { ADD_FAILURE() << refused.message(); });
  }

  // Publishes what happened within the next minute; ends when all of it is on the disk.
  void LiveAMinute() {
    clock_.Advance(kMinute);
    const WallTime now = clock_.WallNow();
    for (; next_ < events_.size(); ++next_) {
      if (grpc_api::FromProto(events_[next_].event_time()) > now) break;
      ASSERT_TRUE(publisher_->Publish(events_[next_], 0, kLimit));
    }
    ASSERT_TRUE(publisher_->Drain(kLimit));
  }

  v1::BoardSnapshot Board() {
    v1::GetBoardResponse response;
    const auto status = boards_->GetBoard(ApiSite::Context(secret_).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.board();
  }

  v1::GetQueueReportResponse QueueReport(WallTime from, Duration length,
                                         v1::ReportInterval interval) {
    v1::GetQueueReportRequest request;
    *request.mutable_start_time() = grpc_api::ToProto(from);
    *request.mutable_end_time() = grpc_api::ToProto(from + length);
    request.set_interval(interval);
    v1::GetQueueReportResponse response;
    const auto status =
        reports_->GetQueueReport(ApiSite::Context(secret_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  v1::GetAgentReportResponse AgentReport() {
    v1::GetAgentReportRequest request;
    *request.mutable_start_time() = grpc_api::ToProto(kBankMidnight);
    *request.mutable_end_time() = grpc_api::ToProto(kBankMidnight + kDay);
    v1::GetAgentReportResponse response;
    const auto status =
        reports_->GetAgentReport(ApiSite::Context(secret_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // Where the report of [from, from + length) differs from what the board shows of that time.
  template <typename CountsOf, typename RatiosOf>
  std::string QueueDifference(const v1::BoardSnapshot& board, WallTime from, Duration length,
                              std::pair<CountsOf, RatiosOf> of) {
    std::map<std::string, v1::QueueReportRow> rows;
    const auto report = QueueReport(from, length, v1::REPORT_INTERVAL_TOTAL);
    for (const auto& row : report.rows()) rows[row.queue()] = row;
    std::string difference;
    for (const v1::BoardQueue& queue : board.queues()) {
      v1::QueueReportRow& row = rows[queue.queue().name()];
      if (row.queue().empty()) {  // Nothing was counted.
        *row.mutable_counts() = grpc_api::ToCounts(exchange::QueueCounters{});
        *row.mutable_ratios() = grpc_api::ToRatios(exchange::QueueCounters{});
      }
      difference += Difference(queue.queue().name(), (queue.*of.first)(), row.counts());
      difference += Difference(queue.queue().name(), (queue.*of.second)(), row.ratios());
    }
    return difference;
  }

  std::string AgentDifference(const v1::BoardSnapshot& board) {
    std::map<std::string, v1::AgentReportRow> rows;
    const auto report = AgentReport();
    for (const auto& row : report.rows()) rows[row.agent()] = row;
    std::string difference;
    for (const v1::BoardAgent& agent : board.agents()) {
      v1::AgentReportRow& row = rows[agent.agent()];
      if (row.agent().empty()) {
        *row.mutable_counts() = grpc_api::ToCounts(exchange::AgentCounters{});
        *row.mutable_ratios() = grpc_api::ToRatios(exchange::AgentCounters{});
      }
      difference += Difference(agent.agent(), agent.day_counts(), row.counts());
      difference += Difference(agent.agent(), agent.day_ratios(), row.ratios());
    }
    return difference;
  }

  // Empty: every figure of the board is that of the report.
  std::string BoardDifference() {
    const v1::BoardSnapshot board = Board();
    if (board.queues_size() != 6 || board.agents_size() != 18) return "the board is not whole";
    const WallTime interval = grpc_api::FromProto(board.queues(0).interval_start_time());
    if (interval != exchange::IntervalOf(clock_.WallNow())) return "the board is of another time";
    using Queue = v1::BoardQueue;
    return QueueDifference(board, interval, exchange::kIntervalLength,
                           std::pair(&Queue::interval_counts, &Queue::interval_ratios)) +
           QueueDifference(board, kBankMidnight, kDay,
                           std::pair(&Queue::day_counts, &Queue::day_ratios)) +
           AgentDifference(board);
  }

  fakes::FakeClock clock_;
  std::vector<v1::CallEvent> events_;
  std::size_t next_ = 0;
  std::unique_ptr<ApiSite> site_;
  std::string secret_;
  std::unique_ptr<v1::SupervisionService::Stub> boards_;
  std::unique_ptr<v1::ReportService::Stub> reports_;
  std::unique_ptr<simulate::EventPublisher> publisher_;
};

TEST_F(BoardReportDayTest, EveryFigureOfTheBoardIsThatOfTheReportAtEveryMinute) {
  for (int minute = 0; minute < kMinutes; ++minute) {
    ASSERT_NO_FATAL_FAILURE(LiveAMinute());
    std::string difference = BoardDifference();
    for (int asked = 1; !difference.empty() && asked < kAskedMax; ++asked) {
      difference = BoardDifference();
    }
    ASSERT_EQ(difference, "") << "minute " << minute << " of the day";
  }

  // Nothing was compared with nothing: by the log 1,511 calls were answered.
  std::int64_t answered = 0;
  std::int64_t offered = 0;
  const auto day = QueueReport(kBankMidnight, kDay, v1::REPORT_INTERVAL_DAY);
  for (const v1::QueueReportRow& row : day.rows()) {
    answered += row.counts().answered_count();
    offered += row.counts().offered_count();
  }
  EXPECT_EQ(answered, 1'511);
  EXPECT_EQ(offered, 2'257);
  for (const auto interval :
       {v1::REPORT_INTERVAL_QUARTER_HOUR, v1::REPORT_INTERVAL_HALF_HOUR, v1::REPORT_INTERVAL_HOUR,
        v1::REPORT_INTERVAL_WEEK, v1::REPORT_INTERVAL_MONTH}) {
    std::int64_t sum = 0;
    const auto report = QueueReport(kBankMidnight, kDay, interval);
    for (const auto& row : report.rows()) sum += row.counts().answered_count();
    EXPECT_EQ(sum, 1'511) << interval;
  }
}

}  // namespace
}  // namespace jackfield::test
