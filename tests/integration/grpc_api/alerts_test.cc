#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/exchange/tickets/ticket_command.h"
#include "tests/support/api_site.h"
#include "tests/support/board_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::BoardClient;
using test::ReasonOf;

class AlertsTest : public testing::Test {
 protected:
  AlertsTest() { site_.Apply(CentreWithRule(0)); }

  // More than `limit` waiting, at once and without a span to clear.
  static v1::Configuration CentreWithRule(double limit) {
    v1::Configuration centre = ApiSite::SmallCentre();
    v1::AlertRule& rule = *centre.mutable_queues(0)->add_alert_rules();
    rule.set_figure(v1::AlertRule::FIGURE_WAITING_COUNT);
    rule.set_limit(limit);
    rule.mutable_raise_after_duration()->set_seconds(0);
    rule.mutable_clear_after_duration()->set_seconds(0);
    return centre;
  }

  v1::ListAlertsResponse List(const std::string& secret) {
    v1::ListAlertsResponse response;
    const grpc::Status status = stub_->ListAlerts(ApiSite::Context(secret).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::Status Acknowledge(const std::string& name, v1::Alert& alert) {
    v1::AcknowledgeAlertRequest request;
    request.set_name(name);
    v1::AcknowledgeAlertResponse response;
    const grpc::Status status =
        stub_->AcknowledgeAlert(ApiSite::Context(supervisor_).get(), request, &response);
    alert = response.alert();
    return status;
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::unique_ptr<v1::SupervisionService::Stub> stub_ =
      v1::SupervisionService::NewStub(site_.Connect());
  std::string supervisor_ = site_.SignIn("supervisor");
};

TEST_F(AlertsTest, AnAlertIsRaisedListedAcknowledgedAndCleared) {
  BoardClient board(site_, supervisor_);
  board.AwaitComplete();
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  const v1::Alert raised = board.AwaitAlert(v1::Alert::STATE_RAISED);

  v1::Alert acknowledged;
  ASSERT_TRUE(Acknowledge(raised.name(), acknowledged).ok());
  v1::Alert again;
  ASSERT_TRUE(Acknowledge(raised.name(), again).ok());
  ASSERT_TRUE(pbx_.End("c1"));
  const v1::Alert cleared = board.AwaitAlert(v1::Alert::STATE_CLEARED);

  EXPECT_EQ(raised.queue(), "queues/sales");
  EXPECT_EQ(raised.raised_value(), 1);
  EXPECT_EQ(acknowledged.acknowledged_by(), "supervisor");
  EXPECT_EQ(again.revision(), acknowledged.revision());
  EXPECT_EQ(cleared.name(), raised.name());
  const v1::ListAlertsResponse list = List(supervisor_);
  ASSERT_EQ(list.alerts_size(), 1);
  EXPECT_EQ(list.alerts(0).state(), v1::Alert::STATE_CLEARED);
  EXPECT_EQ(list.alerts(0).acknowledged_by(), "supervisor");
}

TEST_F(AlertsTest, ABoardOnTheWallSeesAlertsAndNoLogins) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  const v1::ListAlertsResponse before = List(supervisor_);
  ASSERT_EQ(before.alerts_size(), 1);
  v1::Alert alert;
  ASSERT_TRUE(Acknowledge(before.alerts(0).name(), alert).ok());

  const v1::ListAlertsResponse wall = List(site_.TokenOf("", "kiosk"));

  ASSERT_EQ(wall.alerts_size(), 1);
  EXPECT_EQ(wall.alerts(0).acknowledged_by(), "");
  EXPECT_TRUE(wall.alerts(0).has_acknowledge_time());
}

TEST_F(AlertsTest, AComplaintOfAValuedCustomerIsSeenBySupervisorsAtOnceAndOnNoWall) {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_routing_rules()->add_tier_bonuses()->set_tier("gold");
  centre.mutable_ticket_plan()->set_supervised_tier("gold");
  site_.Apply(centre);
  BoardClient board(site_, supervisor_);
  board.AwaitComplete();
  exchange::CreateTicket complaint;
  complaint.actor = "agent";
  complaint.subject = exchange::PersonalText("late again");
  complaint.type = exchange::TicketType::kComplaint;
  complaint.queue = "sales";
  complaint.value_tier = 1;
  site_.engine().ChangeTicket(complaint, [](const auto&) {});
  const v1::Alert raised = board.AwaitAlert(v1::Alert::STATE_RAISED);

  EXPECT_EQ(raised.ticket().number(), 1);
  EXPECT_EQ(raised.ticket().cause(), v1::TicketAlert::CAUSE_COMPLAINT);
  EXPECT_EQ(raised.queue(), "queues/sales");
  EXPECT_EQ(List(supervisor_).alerts_size(), 1);
  EXPECT_EQ(List(site_.TokenOf("", "kiosk")).alerts_size(), 0);
}

TEST_F(AlertsTest, ARuleThatIsTakenAwayClearsItsAlert) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  ASSERT_EQ(List(supervisor_).alerts(0).state(), v1::Alert::STATE_RAISED);

  site_.Apply(ApiSite::SmallCentre());

  EXPECT_EQ(List(supervisor_).alerts(0).state(), v1::Alert::STATE_CLEARED);
}

TEST_F(AlertsTest, WhatIsNotThereIsNotFound) {
  v1::Alert alert;
  EXPECT_EQ(ReasonOf(Acknowledge("alerts/99", alert)), "ALERT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Acknowledge("alerts/x", alert)), "FIELD_INVALID");
  v1::ListAlertsRequest request;
  request.set_queue("queues/none");
  v1::ListAlertsResponse response;
  EXPECT_EQ(ReasonOf(stub_->ListAlerts(ApiSite::Context(supervisor_).get(), request, &response)),
            "QUEUE_NOT_FOUND");
}

// Of a rule that is wrong its field is named.
TEST_F(AlertsTest, AnImpossibleLimitIsRefused) {
  const auto admin = v1::AdminService::NewStub(site_.Connect());
  v1::ApplyConfigurationRequest request;
  *request.mutable_configuration() = CentreWithRule(-1);
  v1::ApplyConfigurationResponse response;

  const grpc::Status status =
      admin->ApplyConfiguration(ApiSite::Context(site_.SignIn("admin")).get(), request, &response);

  EXPECT_EQ(ReasonOf(status), "CONFIGURATION_INVALID");
  EXPECT_NE(status.error_message().find("queues[0].alert_rules[0].limit"), std::string::npos)
      << status.error_message();
}

}  // namespace
}  // namespace jackfield::grpc_api
