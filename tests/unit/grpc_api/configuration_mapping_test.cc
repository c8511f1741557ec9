#include "server/grpc_api/configuration_mapping.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;

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

std::vector<std::string> Told(const std::vector<v1::ConfigurationChange>& changes) {
  std::vector<std::string> told;
  for (const v1::ConfigurationChange& change : changes) {
    std::string line = v1::ConfigurationChange::Kind_Name(change.kind()) + " " + change.subject();
    for (const std::string& field : change.fields()) line += " " + field;
    told.push_back(line);
  }
  return told;
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
  const exchange::Configuration mapped = ToExchange(Centre());

  EXPECT_EQ(mapped.queues.at(0).wrap_up, Duration{30'000});
  EXPECT_EQ(mapped.queues.at(0).offer_limit, Duration{90'000});
  EXPECT_EQ(mapped.queues.at(0).short_abandon_threshold, Duration{5'000});
  EXPECT_EQ(mapped.queues.at(0).service_level_threshold, std::nullopt);
  EXPECT_EQ(mapped.desk_grace, Duration{60'000});
  EXPECT_EQ(mapped.agents.at(0).devices.at(0), "PJSIP/1001");
}

TEST(ConfigurationMappingTest, TheDifferenceNamesWhatIsAddedChangedAndRemoved) {
  const v1::Configuration before = Centre();
  v1::Configuration after = Centre();
  after.mutable_queues(0)->mutable_wrap_up_duration()->set_seconds(60);
  after.clear_agents();
  v1::NotReadyReason& lunch = *after.add_not_ready_reasons();
  lunch.set_code("lunch");

  EXPECT_THAT(Told(Difference(before, after)),
              ElementsAre("KIND_CHANGED queues/sales wrap_up_duration",
                          "KIND_ADDED not_ready_reasons/lunch", "KIND_REMOVED agents/ana"));
  EXPECT_THAT(Told(Difference(before, before)), testing::IsEmpty());
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
