#include "server/grpc_api/configuration_difference.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Configuration Centre() {
  v1::Configuration configuration;
  configuration.add_queues()->set_queue_id("sales");
  configuration.add_agents()->set_login("ana");
  return configuration;
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

TEST(ConfigurationDifferenceTest, TheDifferenceNamesWhatIsAddedChangedAndRemoved) {
  const v1::Configuration before = Centre();
  v1::Configuration after = Centre();
  after.mutable_queues(0)->mutable_wrap_up_duration()->set_seconds(60);
  after.clear_agents();
  v1::NotReadyReason& lunch = *after.add_not_ready_reasons();
  lunch.set_code("lunch");

  EXPECT_THAT(Told(Difference(before, after)),
              ElementsAre("KIND_CHANGED queues/sales wrap_up_duration",
                          "KIND_ADDED not_ready_reasons/lunch", "KIND_REMOVED agents/ana"));
  EXPECT_THAT(Told(Difference(before, before)), IsEmpty());
}

TEST(ConfigurationDifferenceTest, WhatIsDifferentInTheRoutingIsNamedByField) {
  const v1::Configuration before = Centre();
  v1::Configuration after = Centre();
  after.mutable_queues(0)->set_mode(v1::QUEUE_MODE_DIRECTED);
  after.mutable_queues(0)->add_rings()->add_skills()->set_skill("english");
  after.mutable_agents(0)->add_queues()->set_queue_id("sales");
  after.mutable_agents(0)->set_ticket_capacity(0);
  after.mutable_routing_rules()->set_passed_offer_count_max(0);

  EXPECT_THAT(Told(Difference(before, after)),
              ElementsAre("KIND_CHANGED queues/sales mode rings",
                          "KIND_CHANGED agents/ana queues ticket_capacity",
                          "KIND_CHANGED routing_rules passed_offer_count_max"));
}

TEST(ConfigurationDifferenceTest, ZeroIsNotTheSameAsLeftOpen) {
  const v1::Configuration before = Centre();
  v1::Configuration after = Centre();
  after.mutable_queues(0)->mutable_wrap_up_duration()->set_seconds(0);
  after.mutable_telephony_thresholds()->set_wrap_up_extension_count_max(0);

  const std::vector<std::string> changes = {
      "KIND_CHANGED queues/sales wrap_up_duration",
      "KIND_CHANGED telephony_thresholds wrap_up_extension_count_max"};
  EXPECT_EQ(Told(Difference(before, after)), changes);
  EXPECT_EQ(Told(Difference(after, before)), changes);
}

TEST(ConfigurationDifferenceTest, CalendarsAreNamed) {
  v1::Configuration before = Centre();
  before.add_calendars()->set_calendar_id("office");
  v1::Configuration after = before;
  after.mutable_calendars(0)->add_exceptions()->set_date("2026-12-25");
  after.mutable_queues(0)->set_calendar_id("office");

  EXPECT_THAT(Told(Difference(before, after)),
              ElementsAre("KIND_CHANGED queues/sales calendar_id",
                          "KIND_CHANGED calendars/office exceptions"));
  EXPECT_THAT(Told(Difference(Centre(), before)), ElementsAre("KIND_ADDED calendars/office"));
}

TEST(ConfigurationDifferenceTest, PoliciesOfTicketsAreNamed) {
  v1::Configuration before = Centre();
  before.mutable_ticket_plan()->add_sla_policies()->set_policy_id("gold");
  before.mutable_ticket_plan()->add_sla_policies()->set_policy_id("others");
  v1::Configuration after = before;
  after.mutable_ticket_plan()->mutable_sla_policies(1)->set_warn_percent(0);
  v1::Configuration swapped = before;
  swapped.mutable_ticket_plan()->mutable_sla_policies()->SwapElements(0, 1);

  EXPECT_THAT(Told(Difference(before, after)),
              ElementsAre("KIND_CHANGED sla_policies/others warn_percent",
                          "KIND_CHANGED ticket_plan sla_policies"));
  EXPECT_THAT(Told(Difference(before, swapped)),
              ElementsAre("KIND_CHANGED ticket_plan sla_policies"));
}

TEST(ConfigurationDifferenceTest, AnotherLevelDeepInARingIsADifference) {
  v1::Configuration before = Centre();
  v1::SkillRequirement& english = *before.mutable_queues(0)->add_rings()->add_skills();
  english.set_skill("english");
  english.set_level_min(50);
  v1::Configuration after = before;
  after.mutable_queues(0)->mutable_rings(0)->mutable_skills(0)->set_level_min(51);

  EXPECT_THAT(Told(Difference(before, after)), ElementsAre("KIND_CHANGED queues/sales rings"));
}

}  // namespace
}  // namespace jackfield::grpc_api
