#include "server/grpc_api/alert_mapping.h"

#include <limits>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

AlertRow Row() {
  AlertRow row;
  row.alert = {.id = AlertId{77},
               .queue = QueueId{1},
               .rule = {.figure = exchange::AlertFigure::kServiceLevel,
                        .limit_millionths = 800'000,
                        .raise_after = Duration{5'000}},
               .raised_value_millionths = 680'000,
               .raised = WallTime{Duration{9'000}},
               .acknowledged = WallTime{Duration{10'000}},
               .acknowledged_by = "sue",
               .revision = 2};
  row.queue = "sales";
  row.queue_display_name = "Sales";
  return row;
}

TEST(AlertMappingTest, AnAlertIsWrittenWithItsRuleAndItsValue) {
  const v1::Alert alert = ToProto(Row(), AlertPeople::kShown);

  EXPECT_EQ(alert.name(), "alerts/77");
  EXPECT_EQ(alert.queue(), "queues/sales");
  EXPECT_EQ(alert.queue_display_name(), "Sales");
  EXPECT_EQ(alert.rule().figure(), v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO);
  EXPECT_DOUBLE_EQ(alert.rule().limit(), 0.8);
  EXPECT_EQ(alert.rule().raise_after_duration().seconds(), 5);
  EXPECT_EQ(alert.rule().clear_after_duration().seconds(), 20);
  EXPECT_DOUBLE_EQ(alert.raised_value(), 0.68);
  EXPECT_EQ(alert.state(), v1::Alert::STATE_RAISED);
  EXPECT_EQ(alert.acknowledged_by(), "sue");
  EXPECT_FALSE(alert.has_clear_time());
  EXPECT_EQ(alert.revision(), 2);
}

TEST(AlertMappingTest, AnAlertAboutATicketSaysWhichAndWhyAndHasNoRule) {
  AlertRow row = Row();
  row.queue = "";
  row.alert.ticket = exchange::TicketAlert{
      .ticket = TicketId{12}, .name = "ab12", .cause = exchange::TicketAlertCause::kSlaBreach};

  const v1::Alert alert = ToProto(row, AlertPeople::kShown);

  EXPECT_EQ(alert.queue(), "");
  EXPECT_FALSE(alert.has_rule());
  EXPECT_EQ(alert.ticket().ticket(), "tickets/ab12");
  EXPECT_EQ(alert.ticket().number(), 12);
  EXPECT_EQ(alert.ticket().cause(), v1::TicketAlert::CAUSE_SLA_BREACH);
}

TEST(AlertMappingTest, ForABoardOnAWallNobodyIsNamed) {
  const v1::Alert alert = ToProto(Row(), AlertPeople::kHidden);

  EXPECT_EQ(alert.acknowledged_by(), "");
  EXPECT_TRUE(alert.has_acknowledge_time());
}

TEST(AlertMappingTest, ARuleHasItsDefaults) {
  v1::AlertRule rule;
  rule.set_figure(v1::AlertRule::FIGURE_LONGEST_WAIT_SECONDS);
  rule.set_limit(0.1);

  const exchange::AlertRule mapped = ToExchange(rule);

  EXPECT_EQ(mapped.figure, exchange::AlertFigure::kLongestWait);
  EXPECT_EQ(mapped.limit_millionths, 100'000);
  EXPECT_EQ(mapped.raise_after, Duration{10'000});
  EXPECT_EQ(mapped.clear_after, Duration{20'000});
}

TEST(AlertMappingTest, OnlyNamesOfAlertsAreTaken) {
  EXPECT_EQ(AlertIdOf("name", "alerts/77").value(), AlertId{77});
  for (const char* wrong :
       {"alerts/", "alerts/7x", "alerts/-1", "calls/7", "77", "alerts/9223372036854775808"}) {
    EXPECT_FALSE(AlertIdOf("name", wrong).has_value()) << wrong;
  }
}

struct RuleCase {
  const char* name;
  v1::AlertRule::Figure figure;
  double limit;
  int raise_after_s;
  bool accepted;
};

class AlertRuleCheckTest : public testing::TestWithParam<RuleCase> {};

TEST_P(AlertRuleCheckTest, LimitsAreKept) {
  google::protobuf::RepeatedPtrField<v1::AlertRule> rules;
  v1::AlertRule& rule = *rules.Add();
  rule.set_figure(GetParam().figure);
  rule.set_limit(GetParam().limit);
  rule.mutable_raise_after_duration()->set_seconds(GetParam().raise_after_s);
  DocumentCheck check;

  CheckAlertRules("queues[0].alert_rules", rules, check);

  EXPECT_EQ(check.status().has_value(), GetParam().accepted);
}

constexpr auto kWaiting = v1::AlertRule::FIGURE_WAITING_COUNT;
constexpr auto kRatio = v1::AlertRule::FIGURE_ABANDONED_RATIO;

INSTANTIATE_TEST_SUITE_P(
    Cases, AlertRuleCheckTest,
    testing::Values(
        RuleCase{"Zero", kWaiting, 0, 0, true}, RuleCase{"Most", kWaiting, 1'000'000, 3'600, true},
        RuleCase{"TooMany", kWaiting, 1'000'001, 10, false},
        RuleCase{"Negative", kWaiting, -0.001, 10, false},
        RuleCase{"NotANumber", kWaiting, std::numeric_limits<double>::quiet_NaN(), 10, false},
        RuleCase{"WholeRatio", kRatio, 1, 10, true}, RuleCase{"OverOne", kRatio, 1.001, 10, false},
        RuleCase{"TooLong", kWaiting, 3, 3'601, false},
        RuleCase{"NoFigure", v1::AlertRule::FIGURE_UNSPECIFIED, 3, 10, false},
        RuleCase{"UnknownFigure", static_cast<v1::AlertRule::Figure>(99), 3, 10, false}),
    [](const auto& each) { return each.param.name; });

TEST(AlertMappingTest, NoTwoRulesHaveOneFigure) {
  google::protobuf::RepeatedPtrField<v1::AlertRule> rules;
  rules.Add()->set_figure(kWaiting);
  rules.Add()->set_figure(kWaiting);
  DocumentCheck check;

  CheckAlertRules("queues[0].alert_rules", rules, check);

  ASSERT_FALSE(check.status().has_value());
  EXPECT_EQ(check.status().error().fields.at(0).field, "queues[0].alert_rules[1].figure");
}

}  // namespace
}  // namespace jackfield::grpc_api
