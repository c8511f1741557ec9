#include <memory>
#include <string>

#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include "jackfield/v1/report_service.grpc.pb.h"

#include "server/grpc_api/time_mapping.h"
#include "tests/support/api_site.h"
#include "tests/support/machine_clock.h"
#include "tests/support/switch_client.h"

// The reports that are read from the log of interactions, over gRPC.
namespace jackfield::test {
namespace {

using google::protobuf::util::TimeUtil;

class ReportsTest : public testing::Test {
 protected:
  ReportsTest() : switch_(site_), stub_(v1::ReportService::NewStub(site_.Connect())) {
    site_.Apply(ApiSite::SmallCentre());
  }

  // A request for two days around now.
  template <typename Request>
  static Request Asked(Request request = {}) {
    const WallTime now = MachineClock().WallNow();
    *request.mutable_start_time() = grpc_api::ToProto(now - kDay);
    *request.mutable_end_time() = grpc_api::ToProto(now + kDay);
    return request;
  }

  template <typename Request, typename Response>
  grpc::Status Ask(grpc::Status (v1::ReportService::Stub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                   const Request& request, Response& response,
                   const std::string& who = "supervisor") {
    return ((*stub_).*method)(ApiSite::Context(site_.SignIn(who)).get(), request, &response);
  }

  bool Missed(const std::string& call, const std::string& number) {
    return switch_.Wait(call, number) && switch_.End(call);
  }

  // Agent "agent" calls `number`; the other side answers, or not.
  bool CallBack(const std::string& call, const std::string& number, bool answered) {
    v1::CallEvent begun;
    begun.mutable_originated()->set_call(call);
    begun.mutable_originated()->set_direction(v1::DIRECTION_OUTBOUND);
    begun.mutable_originated()->mutable_caller()->set_number("1001");
    begun.mutable_originated()->set_dialled(number);
    begun.mutable_originated()->set_connection(call + "-desk");
    begun.mutable_originated()->set_device("PJSIP/1001");
    v1::CallEvent answer;
    answer.mutable_established()->set_call(call);
    answer.mutable_established()->set_connection(call + "-out");
    const bool talked = switch_.Publish(begun).ok() && (!answered || switch_.Publish(answer).ok());
    return talked && switch_.End(call);
  }

  static constexpr Duration kDay{86'400'000};

  ApiSite site_;
  SwitchClient switch_;
  std::unique_ptr<v1::ReportService::Stub> stub_;
};

TEST_F(ReportsTest, AMissedCallerIsReachedByACallBackToTheSameNumberHoweverItIsWritten) {
  ASSERT_TRUE(Missed("c1", "+49 30 901820"));
  ASSERT_TRUE(Missed("c2", "+4940123456"));
  ASSERT_TRUE(CallBack("c3", "+4940123456", false));
  ASSERT_TRUE(CallBack("c4", "+4930901820", true));

  v1::GetMissedCallReportResponse report;
  const auto status = Ask(&v1::ReportService::Stub::GetMissedCallReport,
                          Asked<v1::GetMissedCallReportRequest>(), report);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(report.rows_size(), 1);
  EXPECT_EQ(report.rows(0).missed_count(), 2);
  EXPECT_EQ(report.rows(0).recovered_count(), 1);
  EXPECT_EQ(report.rows(0).recovered_outbound_count(), 1);
  EXPECT_EQ(report.rows(0).pending_count(), 1);
  ASSERT_EQ(report.unrecovered_calls_size(), 1);
  EXPECT_EQ(report.unrecovered_calls(0).number().e164(), "+4940123456");
  EXPECT_EQ(report.unrecovered_calls(0).caller_display_name(), "Erika Muster");
  EXPECT_EQ(report.unrecovered_calls(0).queue(), "queues/sales");
}

TEST_F(ReportsTest, AnalystsAreToldOfNoPerson) {
  ASSERT_TRUE(Missed("c1", "+4930901820"));

  v1::GetMissedCallReportResponse report;
  const auto status = Ask(&v1::ReportService::Stub::GetMissedCallReport,
                          Asked<v1::GetMissedCallReportRequest>(), report, "analyst");

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(report.unrecovered_calls_size(), 1);
  EXPECT_FALSE(report.unrecovered_calls(0).has_number());
  EXPECT_EQ(report.unrecovered_calls(0).caller_display_name(), "");
  EXPECT_EQ(report.unrecovered_calls(0).customer(), "");
  EXPECT_NE(report.unrecovered_calls(0).interaction(), "");
}

TEST_F(ReportsTest, ACallerWithoutACustomerIsToldApartByTheNumber) {
  ASSERT_TRUE(Missed("c1", "+49 30 901820"));
  ASSERT_TRUE(Missed("c2", "+4930901820"));
  ASSERT_TRUE(Missed("c3", "+4940123456"));
  ASSERT_TRUE(switch_.Wait("c4", "+4930901820", v1::PRESENTATION_WITHHELD) && switch_.End("c4"));

  v1::GetRepeatCallerReportResponse report;
  const auto status = Ask(&v1::ReportService::Stub::GetRepeatCallerReport,
                          Asked<v1::GetRepeatCallerReportRequest>(), report);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(report.rows_size(), 1);
  EXPECT_EQ(report.rows(0).call_count(), 3);
  EXPECT_EQ(report.rows(0).caller_count(), 2);
  EXPECT_EQ(report.rows(0).repeat_call_count(), 1);
  EXPECT_EQ(report.rows(0).repeat_caller_count(), 1);
}

TEST_F(ReportsTest, CallsAreCountedByDirectionAndResult) {
  ASSERT_TRUE(switch_.Wait("c1", "+4930901820") && switch_.Answer("c1", "PJSIP/1001") &&
              switch_.End("c1"));
  ASSERT_TRUE(Missed("c2", "+4940123456"));
  ASSERT_TRUE(switch_.Wait("c3", "+4940123456"));
  ASSERT_TRUE(CallBack("c4", "+4940123456", true));
  ASSERT_TRUE(CallBack("c5", "+4940123456", false));

  v1::GetCallReportResponse report;
  const auto status =
      Ask(&v1::ReportService::Stub::GetCallReport, Asked<v1::GetCallReportRequest>(), report);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(report.rows_size(), 2);
  EXPECT_EQ(report.rows(0).direction(), v1::DIRECTION_INBOUND);
  EXPECT_EQ(report.rows(0).call_count(), 3);
  EXPECT_EQ(report.rows(0).answered_count(), 1);
  EXPECT_EQ(report.rows(0).abandoned_count(), 1);
  EXPECT_EQ(report.rows(0).open_count(), 1);
  EXPECT_TRUE(report.rows(0).open());
  EXPECT_EQ(report.rows(1).direction(), v1::DIRECTION_OUTBOUND);
  EXPECT_EQ(report.rows(1).answered_count(), 1);
  EXPECT_EQ(report.rows(1).unanswered_count(), 1);
}

TEST_F(ReportsTest, AConsultationThatBecamePartOfAnotherCallIsCountedWithThatOnly) {
  ASSERT_TRUE(switch_.Wait("c1", "+4930901820") && switch_.Answer("c1", "PJSIP/1001"));
  ASSERT_TRUE(CallBack("c9", "+4940123456", true));
  v1::CallEvent consultation;
  consultation.mutable_originated()->set_call("c2");
  consultation.mutable_originated()->set_direction(v1::DIRECTION_INTERNAL);
  consultation.mutable_originated()->set_connection("c2-desk");
  consultation.mutable_originated()->set_device("PJSIP/1001");
  v1::CallEvent transferred;
  transferred.mutable_transferred()->set_call("c1");
  transferred.mutable_transferred()->set_kind(v1::TransferredEvent::KIND_CONSULTATION);
  transferred.mutable_transferred()->set_consultation("c2");
  ASSERT_TRUE(switch_.Publish(consultation).ok() && switch_.Publish(transferred).ok());
  ASSERT_TRUE(switch_.End("c1"));

  v1::GetCallReportResponse report;
  const auto status =
      Ask(&v1::ReportService::Stub::GetCallReport, Asked<v1::GetCallReportRequest>(), report);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(report.rows_size(), 2);  // None of calls within the house.
  EXPECT_EQ(report.rows(0).call_count(), 1);
}

TEST_F(ReportsTest, DispositionsAreCountedWithTheirLabels) {
  ASSERT_TRUE(switch_.Wait("c1", "+4930901820") && switch_.Answer("c1", "PJSIP/1001") &&
              switch_.End("c1"));

  v1::GetDispositionReportResponse report;
  const auto status = Ask(&v1::ReportService::Stub::GetDispositionReport,
                          Asked<v1::GetDispositionReportRequest>(), report);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(report.rows_size(), 1);
  EXPECT_EQ(report.rows(0).disposition(), "");
  EXPECT_EQ(report.rows(0).call_count(), 1);
}

TEST_F(ReportsTest, WhatCannotBeReportedIsRefused) {
  v1::GetMissedCallReportRequest short_window = Asked<v1::GetMissedCallReportRequest>();
  *short_window.mutable_window_duration() = TimeUtil::MinutesToDuration(59);
  v1::GetMissedCallReportRequest unknown = Asked<v1::GetMissedCallReportRequest>();
  unknown.add_queues("queues/nowhere");
  v1::GetMissedCallReportRequest backwards = Asked<v1::GetMissedCallReportRequest>();
  backwards.mutable_end_time()->set_seconds(1);
  v1::GetQueueReportRequest unknown_queue = Asked<v1::GetQueueReportRequest>();
  unknown_queue.add_queues("queues/nowhere");
  v1::GetAgentReportRequest unknown_agent = Asked<v1::GetAgentReportRequest>();
  unknown_agent.add_agents("agents/nobody");

  v1::GetMissedCallReportResponse missed;
  v1::GetQueueReportResponse queues;
  v1::GetAgentReportResponse agents;
  const auto method = &v1::ReportService::Stub::GetMissedCallReport;
  EXPECT_EQ(ReasonOf(Ask(method, short_window, missed)), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Ask(method, unknown, missed)), "QUEUE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Ask(method, backwards, missed)), "TIME_RANGE_INVALID");
  EXPECT_EQ(ReasonOf(Ask(&v1::ReportService::Stub::GetQueueReport, unknown_queue, queues)),
            "QUEUE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Ask(&v1::ReportService::Stub::GetAgentReport, unknown_agent, agents)),
            "AGENT_NOT_FOUND");
}

TEST_F(ReportsTest, AnEventOfTheFutureIsRefusedAndOneOfThePastIsTaken) {
  v1::CallEvent event;
  event.mutable_originated()->set_call("c1");
  event.mutable_event_time()->set_seconds(253'370'764'800);  // 9999.
  EXPECT_EQ(ReasonOf(switch_.Publish(event)), "EVENT_INVALID");

  event.mutable_event_time()->set_seconds(946'684'800);  // 2000.
  EXPECT_TRUE(switch_.Publish(event).ok());
}

}  // namespace
}  // namespace jackfield::test
