#include "server/grpc_api/configuration_mapping.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;

constexpr WallTime kNow{std::chrono::hours{500'000}};  // In January 2027.

v1::Configuration Centre() {
  v1::Configuration configuration;
  v1::QueueConfiguration& queue = *configuration.add_queues();
  queue.set_queue_id("sales");
  queue.set_display_name("Sales");
  v1::AgentConfiguration& agent = *configuration.add_agents();
  agent.set_login("ana");
  agent.set_display_name("Ana");
  agent.add_device_patterns("PJSIP/1001");
  return configuration;
}

std::vector<std::string> FieldsOf(const Status& status) {
  std::vector<std::string> fields;
  if (status) return fields;
  for (const FieldViolation& violation : status.error().fields) fields.push_back(violation.field);
  return fields;
}

TEST(ConfigurationMappingTest, AGoodDocumentIsTaken) {
  EXPECT_TRUE(CheckConfiguration(Centre()));
  EXPECT_TRUE(CheckConfiguration(v1::Configuration()));
}

TEST(ConfigurationMappingTest, EveryFieldAtFaultIsTold) {
  v1::Configuration wrong = Centre();
  wrong.mutable_queues(0)->set_queue_id("Sales!");
  wrong.mutable_queues(0)->mutable_wrap_up_duration()->set_seconds(1'801);
  wrong.mutable_agents(0)->clear_display_name();

  const Status status = CheckConfiguration(wrong);

  EXPECT_EQ(status.error().reason, "CONFIGURATION_INVALID");
  EXPECT_THAT(FieldsOf(status), ElementsAre("queues[0].queue_id", "queues[0].wrap_up_duration",
                                            "agents[0].display_name"));
}

TEST(ConfigurationMappingTest, WhatMustBeUniqueStandsOnce) {
  v1::Configuration wrong = Centre();
  *wrong.add_queues() = wrong.queues(0);
  v1::AgentConfiguration& ben = *wrong.add_agents();
  ben.set_login("ben");
  ben.set_display_name("Ben");
  ben.add_device_patterns("PJSIP/1001");

  EXPECT_THAT(FieldsOf(CheckConfiguration(wrong)),
              ElementsAre("queues[1].queue_id", "agents[1].device_patterns"));
}

TEST(ConfigurationMappingTest, WhatADocumentLeavesOpenGetsTheDefaultsOfTheContract) {
  const exchange::Configuration mapped = ToExchange(Centre(), kNow);

  EXPECT_EQ(mapped.queues.at(0).wrap_up, Duration{30'000});
  EXPECT_EQ(mapped.queues.at(0).offer_limit, Duration{90'000});
  EXPECT_EQ(mapped.queues.at(0).short_abandon_threshold, Duration{5'000});
  EXPECT_EQ(mapped.queues.at(0).service_level_threshold, std::nullopt);
  EXPECT_EQ(mapped.desk_grace, Duration{60'000});
  EXPECT_EQ(mapped.agents.at(0).devices.at(0), "PJSIP/1001");
}

TEST(ConfigurationMappingTest, RoutingIsCheckedAndMappedWithTheRest) {
  v1::Configuration configuration = Centre();
  configuration.mutable_queues(0)->set_mode(v1::QUEUE_MODE_DIRECTED);
  v1::QueueMembership& place = *configuration.mutable_agents(0)->add_queues();
  place.set_queue_id("sales");
  place.set_rank(2);
  v1::AgentSkill& english = *configuration.mutable_agents(0)->add_skills();
  english.set_skill("english");
  english.set_level(70);
  configuration.mutable_agents(0)->set_ticket_capacity(2);
  configuration.mutable_routing_rules()->set_ageing_points_per_minute(4);

  const exchange::Configuration mapped = ToExchange(configuration, kNow);

  EXPECT_TRUE(CheckConfiguration(configuration));
  EXPECT_EQ(mapped.queues.at(0).routing.mode, exchange::QueueMode::kDirected);
  EXPECT_THAT(mapped.agents.at(0).queues, ElementsAre(exchange::QueueMember{"sales", 2}));
  EXPECT_EQ(mapped.agents.at(0).skills.at("english"), 70U);
  EXPECT_EQ(mapped.agents.at(0).ticket_capacity, 2U);
  EXPECT_EQ(mapped.routing.ageing_per_minute, 4U);
  place.set_queue_id("gone");
  EXPECT_THAT(FieldsOf(CheckConfiguration(configuration)),
              ElementsAre("agents[0].queues[0].queue_id"));
}

TEST(ConfigurationMappingTest, NamesThatTelephoneSystemsHaveAreOneLine) {
  v1::Configuration configuration = Centre();
  v1::SourceQueue& sales = *configuration.mutable_queues(0)->add_source_queues();
  sales.set_source_id("pbx");
  sales.set_queue("sales\nAction: Command");
  EXPECT_THAT(FieldsOf(CheckConfiguration(configuration)),
              ElementsAre("queues[0].source_queues.queue"));

  sales.set_queue("sales; north");
  EXPECT_TRUE(CheckConfiguration(configuration));
  configuration.mutable_agents(0)->add_device_patterns(std::string("PJSIP/1\0", 8));
  EXPECT_THAT(FieldsOf(CheckConfiguration(configuration)),
              ElementsAre("agents[0].device_patterns"));
}

TEST(ConfigurationMappingTest, CalendarsAreCheckedAndMappedWithTheRest) {
  v1::Configuration configuration = Centre();
  configuration.mutable_queues(0)->set_calendar_id("office");
  configuration.mutable_agents(0)->set_calendar_id("office");

  EXPECT_THAT(FieldsOf(CheckConfiguration(configuration)),
              ElementsAre("queues[0].calendar_id", "agents[0].calendar_id"));
  configuration.add_calendars()->set_calendar_id("office");
  configuration.mutable_calendars(0)->set_time_zone("Asia/Shanghai");
  const exchange::Configuration mapped = ToExchange(configuration, kNow);
  EXPECT_TRUE(CheckConfiguration(configuration));
  EXPECT_EQ(mapped.queues.at(0).calendar, "office");
  EXPECT_EQ(mapped.agents.at(0).calendar, "office");
  EXPECT_EQ(mapped.calendars.at(0).name, "office");
  EXPECT_EQ(mapped.calendars.at(0).offsets.first, std::chrono::hours{8});
}

TEST(ConfigurationMappingTest, ThePlanOfTicketsIsCheckedAndMappedWithTheRest) {
  v1::Configuration configuration = Centre();
  v1::TicketPlan& plan = *configuration.mutable_ticket_plan();
  plan.set_supervised_tier("gold");
  EXPECT_THAT(FieldsOf(CheckConfiguration(configuration)),
              ElementsAre("ticket_plan.supervised_tier"));

  configuration.mutable_routing_rules()->add_tier_bonuses()->set_tier("gold");
  EXPECT_TRUE(CheckConfiguration(configuration));
  EXPECT_EQ(ToExchange(configuration, kNow).tickets.supervised_tier, 1U);
}

TEST(ConfigurationMappingTest, ReservationsOfCallersHaveALimit) {
  v1::Configuration configuration = Centre();
  auto& limit = *configuration.mutable_telephony_thresholds()->mutable_reserved_deadline_duration();

  limit.set_seconds(300);
  EXPECT_TRUE(CheckConfiguration(configuration));
  limit.set_seconds(301);
  EXPECT_THAT(FieldsOf(CheckConfiguration(configuration)),
              ElementsAre("telephony_thresholds.reserved_deadline_duration"));
}

TEST(ConfigurationMappingTest, OnlySourcesWithRulesHaveThem) {
  v1::Configuration configuration = Centre();
  configuration.add_sources()->set_source_id("bare");
  v1::SourceConfiguration& pbx = *configuration.add_sources();
  pbx.set_source_id("pbx");
  pbx.mutable_number_rules()->set_default_region_code("DE");
  pbx.mutable_number_rules()->set_extension_length_max(3);

  const std::vector<SourceNumberRules> rules = ToNumberRules(configuration);

  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].source, "pbx");
  EXPECT_EQ(rules[0].region, "DE");
  EXPECT_EQ(rules[0].extension_digits_max, 3U);
}

}  // namespace
}  // namespace jackfield::grpc_api
