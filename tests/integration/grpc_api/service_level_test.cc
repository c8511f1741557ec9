#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "jackfield/v1/report_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/simulate/event_publisher.h"
#include "server/grpc_api/time_mapping.h"
#include "tests/support/api_site.h"
#include "tests/support/fake_clock.h"

// The check values of the service level come out of published events. In "sales" the threshold T is
// 20 s.
namespace jackfield::test {
namespace {

constexpr Duration kHour{3'600'000};
constexpr Duration kLimit{30'000};

class ServiceLevelTest : public testing::Test {
 protected:
  ServiceLevelTest() : site_(clock_) {
    v1::Configuration centre = ApiSite::SmallCentre();
    centre.mutable_queues(0)->mutable_service_level_threshold()->set_seconds(20);
    site_.Apply(centre);
    secret_ = site_.SignIn("supervisor");
    clock_.Advance(kHour / 6);
  }

  enum class Ending { kAnswered, kAbandoned };

  // Publishes `count` calls that begin together, wait so long, and then are answered or not.
  void Publish(int count, int waited_s, Ending ending) {
    simulate::EventPublisher publisher(
        site_.Connect(), {site_.TokenOf("pbx"), "check values"},
        [](std::int64_t, const v1::Rejection& refused) { ADD_FAILURE() << refused.message(); });
    const int first = calls_ + 1;
    calls_ += count;
    for (int call = first; call <= calls_; ++call) Begin(publisher, call);
    time_ += Duration{waited_s * 1'000};
    for (int call = first; call <= calls_; ++call) End(publisher, call, ending);
    ASSERT_TRUE(publisher.Drain(kLimit));
  }

  void Begin(simulate::EventPublisher& publisher, int number) {
    const std::string call = "call-" + std::to_string(number);
    v1::CallEvent event;
    event.mutable_originated()->set_call(call);
    event.mutable_originated()->set_direction(v1::DIRECTION_INBOUND);
    event.mutable_originated()->set_connection(call + "-caller");
    Send(publisher, event);
    event.mutable_queued()->set_call(call);
    event.mutable_queued()->set_leg(call + "-caller");
    event.mutable_queued()->set_queue("sales");
    Send(publisher, event);
  }

  void End(simulate::EventPublisher& publisher, int number, Ending ending) {
    const std::string call = "call-" + std::to_string(number);
    v1::CallEvent event;
    if (ending == Ending::kAnswered) {
      event.mutable_established()->set_call(call);
      event.mutable_established()->set_connection(call + "-agent");
      event.mutable_established()->set_device("PJSIP/1001");
      event.mutable_established()->set_queue("sales");
      event.mutable_established()->set_leg(call + "-caller");
      Send(publisher, event);
    }
    event.mutable_call_cleared()->set_call(call);
    Send(publisher, event);
  }

  void Send(simulate::EventPublisher& publisher, v1::CallEvent event) {
    event.set_source_event_id(std::to_string(++events_));
    *event.mutable_event_time() = grpc_api::ToProto(time_);
    ASSERT_TRUE(publisher.Publish(std::move(event), 0, kLimit));
  }

  // Of "sales", on the board.
  v1::BoardQueue BoardRow() {
    v1::GetBoardResponse response;
    const auto stub = v1::SupervisionService::NewStub(site_.Connect());
    const auto status = stub->GetBoard(ApiSite::Context(secret_).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.board().queues_size() == 1 ? response.board().queues(0) : v1::BoardQueue();
  }

  v1::QueueReportRow ReportRow() {
    v1::GetQueueReportRequest request;
    *request.mutable_start_time() = grpc_api::ToProto(fakes::FakeClock::kStart);
    *request.mutable_end_time() = grpc_api::ToProto(fakes::FakeClock::kStart + kHour);
    v1::GetQueueReportResponse response;
    const auto stub = v1::ReportService::NewStub(site_.Connect());
    const auto status = stub->GetQueueReport(ApiSite::Context(secret_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.rows_size() == 1 ? response.rows(0) : v1::QueueReportRow();
  }

  fakes::FakeClock clock_;
  ApiSite site_;
  std::string secret_;
  WallTime time_ = fakes::FakeClock::kStart;
  int calls_ = 0;
  int events_ = 0;
};

TEST_F(ServiceLevelTest, OfSeventyAnsweredTenAbandonedAndTwentyPassed) {
  Publish(70, 10, Ending::kAnswered);
  Publish(10, 10, Ending::kAbandoned);
  Publish(20, 40, Ending::kAnswered);

  const v1::BoardQueue board = BoardRow();
  const v1::QueueReportRow report = ReportRow();
  for (const v1::QueueRatios& ratios :
       {board.interval_ratios(), board.day_ratios(), report.ratios()}) {
    const v1::ServiceLevels& levels = ratios.service_levels();
    EXPECT_NEAR(levels.abandons_ignored_ratio(), 0.7778, 0.00005);
    EXPECT_DOUBLE_EQ(levels.abandons_negative_ratio(), 0.70);
    EXPECT_DOUBLE_EQ(levels.abandons_positive_ratio(), 0.80);
  }
  for (const v1::QueueCounts& counts :
       {board.interval_counts(), board.day_counts(), report.counts()}) {
    EXPECT_EQ(counts.answered_within_count(), 70);
    EXPECT_EQ(counts.abandoned_within_count(), 10);
    EXPECT_EQ(counts.passed_threshold_count(), 20);
  }
}

TEST_F(ServiceLevelTest, OfAThousandAnsweredAndSixtyAbandoned) {
  Publish(860, 15, Ending::kAnswered);
  Publish(140, 30, Ending::kAnswered);
  Publish(20, 10, Ending::kAbandoned);
  Publish(40, 30, Ending::kAbandoned);

  const v1::BoardQueue board = BoardRow();
  const v1::QueueReportRow report = ReportRow();
  EXPECT_EQ(report.counts().answered_count(), 1'000);
  EXPECT_EQ(report.counts().abandoned_count(), 60);
  for (const v1::QueueRatios& ratios :
       {board.interval_ratios(), board.day_ratios(), report.ratios()}) {
    const v1::ServiceLevels& levels = ratios.service_levels();
    EXPECT_DOUBLE_EQ(levels.answered_only_ratio(), 0.86);
    EXPECT_NEAR(levels.abandons_positive_ratio(), 0.83, 0.005);
    EXPECT_NEAR(levels.short_abandons_dropped_ratio(), 0.81, 0.005);
  }
}

}  // namespace
}  // namespace jackfield::test
