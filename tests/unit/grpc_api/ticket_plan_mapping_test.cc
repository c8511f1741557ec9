#include "server/grpc_api/ticket_plan_mapping.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::EscalationKind;
using exchange::EscalationStep;
using exchange::TicketPriority;
using exchange::TicketType;
using exchange::TriggerCause;
using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::Configuration Document(const std::string& text) {
  v1::Configuration document;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &document)) << text;
  return document;
}

std::vector<FieldViolation> Violations(const v1::Configuration& document) {
  DocumentCheck check;
  CheckTicketPlan(document, check);
  const Status status = check.status();
  return status ? std::vector<FieldViolation>() : status.error().fields;
}

// What plans of these tests may name.
constexpr const char* kCentre = R"(
  queues { queue_id: "orders" }
  queues { queue_id: "support" }
  dispositions { code: "complaint" label: "Complaint" }
  dispositions { code: "order" label: "Order" }
  calendars { calendar_id: "office" }
  routing_rules { tier_bonuses { tier: "silver" } tier_bonuses { tier: "gold" points: 100 } }
)";

v1::Configuration Centre(const std::string& plan) {
  return Document(kCentre + ("ticket_plan {" + plan + "}"));
}

constexpr const char* kPlan = R"(
  reopen_day_count: 14
  supervised_tier: "gold"
  sla_policies {
    policy_id: "gold-complaints"
    queue_ids: "support"
    queue_ids: "orders"
    types: TYPE_COMPLAINT
    priorities: PRIORITY_HIGH
    priorities: PRIORITY_URGENT
    tier_min: "gold"
    first_response_duration { seconds: 1800 }
    next_response_duration { seconds: 3600 }
    resolution_duration { seconds: 28800 }
    calendar_id: "office"
    warn_percent: 50
    on_warning { action: ACTION_NOTIFY_OWNER }
    on_warning { action: ACTION_NOTIFY_WATCHERS }
    on_breach { action: ACTION_RAISE_PRIORITY }
    on_breach { action: ACTION_MOVE_QUEUE queue_id: "support" }
    on_breach { action: ACTION_HAND_TO_SUPERVISORS }
  }
  sla_policies { policy_id: "others" resolution_duration { seconds: 86400 } }
  triggers { cause: CAUSE_MISSED_CALL queue_id: "orders" type: TYPE_CALLBACK }
  triggers {
    cause: CAUSE_DISPOSITION
    disposition: "complaint"
    type: TYPE_COMPLAINT
    priority: PRIORITY_HIGH
    ticket_queue_id: "support"
    subject: "A customer complained"
  }
  triggers { cause: CAUSE_ABANDONED at_least_duration { seconds: 90 } }
  triggers { cause: CAUSE_LONG_HOLD at_least_duration { seconds: 300 } priority: PRIORITY_LOW }
)";

TEST(TicketPlanMappingTest, WhatIsDeclaredOfAPolicyIsThePolicy) {
  const v1::Configuration document = Centre(kPlan);

  const exchange::TicketPlan plan = ToTicketPlan(document);

  EXPECT_THAT(Violations(document), IsEmpty());
  EXPECT_EQ(plan.reopen_days, 14U);
  EXPECT_EQ(plan.supervised_tier, 2U);
  ASSERT_EQ(plan.sla_policies.size(), 2U);
  const exchange::SlaPolicy& policy = plan.sla_policies[0];
  EXPECT_EQ(policy.name, "gold-complaints");
  EXPECT_THAT(policy.queues, ElementsAre("orders", "support"));
  EXPECT_THAT(policy.types, ElementsAre(TicketType::kComplaint));
  EXPECT_THAT(policy.priorities, ElementsAre(TicketPriority::kHigh, TicketPriority::kUrgent));
  EXPECT_EQ(policy.tier_min, 2U);
  EXPECT_EQ(policy.first_response, Duration{1'800'000});
  EXPECT_EQ(policy.next_response, Duration{3'600'000});
  EXPECT_EQ(policy.resolution, Duration{28'800'000});
  EXPECT_EQ(policy.calendar, "office");
  EXPECT_EQ(policy.warn_percent, 50U);
  EXPECT_THAT(policy.on_warning, ElementsAre(EscalationStep{EscalationKind::kNotifyOwner, ""},
                                             EscalationStep{EscalationKind::kNotifyWatchers, ""}));
  EXPECT_THAT(policy.on_breach,
              ElementsAre(EscalationStep{EscalationKind::kRaisePriority, ""},
                          EscalationStep{EscalationKind::kMoveQueue, "support"},
                          EscalationStep{EscalationKind::kHandToSupervisors, ""}));
}

TEST(TicketPlanMappingTest, WhatIsDeclaredOfATriggerIsTheTrigger) {
  const std::vector<exchange::TicketTrigger> triggers = ToTicketPlan(Centre(kPlan)).triggers;

  ASSERT_EQ(triggers.size(), 4U);
  EXPECT_EQ(triggers[0].cause, TriggerCause::kMissedCall);
  EXPECT_EQ(triggers[0].queue, "orders");
  EXPECT_EQ(triggers[0].type, TicketType::kCallback);
  EXPECT_EQ(triggers[1].cause, TriggerCause::kDisposition);
  EXPECT_EQ(triggers[1].disposition, "complaint");
  EXPECT_EQ(triggers[1].type, TicketType::kComplaint);
  EXPECT_EQ(triggers[1].priority, TicketPriority::kHigh);
  EXPECT_EQ(triggers[1].ticket_queue, "support");
  EXPECT_EQ(triggers[1].subject, "A customer complained");
  EXPECT_EQ(triggers[2].cause, TriggerCause::kAbandoned);
  EXPECT_EQ(triggers[2].at_least, Duration{90'000});
  EXPECT_EQ(triggers[3].cause, TriggerCause::kLongHold);
  EXPECT_EQ(triggers[3].at_least, Duration{300'000});
  EXPECT_EQ(triggers[3].priority, TicketPriority::kLow);
}

TEST(TicketPlanMappingTest, WhatADocumentLeavesOpenGetsTheDefaultsOfTheContract) {
  const exchange::TicketPlan none = ToTicketPlan(v1::Configuration());
  const exchange::TicketPlan plan = ToTicketPlan(Document(R"(ticket_plan {
    sla_policies { policy_id: "all" resolution_duration { seconds: 60 } }
    triggers { cause: CAUSE_MISSED_CALL } })"));

  EXPECT_THAT(Violations(v1::Configuration()), IsEmpty());
  EXPECT_EQ(none.reopen_days, 7U);
  EXPECT_EQ(none.supervised_tier, 0U);
  EXPECT_THAT(none.sla_policies, IsEmpty());
  EXPECT_THAT(none.triggers, IsEmpty());
  EXPECT_EQ(plan.sla_policies.at(0).warn_percent, 80U);
  EXPECT_EQ(plan.sla_policies.at(0).tier_min, 0U);
  EXPECT_EQ(plan.sla_policies.at(0).first_response, std::nullopt);
  EXPECT_EQ(plan.sla_policies.at(0).next_response, std::nullopt);
  EXPECT_EQ(plan.triggers.at(0).type, TicketType::kTask);
  EXPECT_EQ(plan.triggers.at(0).priority, TicketPriority::kNormal);
  EXPECT_EQ(plan.triggers.at(0).at_least, Duration{0});
}

struct Fault {
  std::string plan;
  std::string field;  // Without `ticket_plan.`.
  std::string rule;
};

void ExpectFaults(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const std::vector<FieldViolation> violations = Violations(Centre(fault.plan));
    ASSERT_EQ(violations.size(), 1U) << fault.plan;
    EXPECT_EQ(violations[0].field, "ticket_plan." + fault.field) << fault.plan;
    EXPECT_THAT(violations[0].rule, HasSubstr(fault.rule)) << fault.plan;
  }
}

TEST(TicketPlanMappingTest, ASiteIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {"reopen_day_count: 0", "reopen_day_count", "from 1 to 365"},
      {"reopen_day_count: 366", "reopen_day_count", "from 1 to 365"},
      {R"(supervised_tier: "brass")", "supervised_tier",
       "is no tier of routing_rules.tier_bonuses of this document: declare 'brass'"},
  });
}

// A sound policy, besides what is given.
std::string Policy(const std::string& text) {
  return R"(sla_policies { policy_id: "a" resolution_duration { seconds: 60 } )" + text + "}";
}

TEST(TicketPlanMappingTest, APolicyIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {R"(sla_policies { policy_id: "All" resolution_duration { seconds: 60 } })",
       "sla_policies[0].policy_id", "a-z, 0-9 and _-"},
      {R"(sla_policies { resolution_duration { seconds: 60 } })", "sla_policies[0].policy_id",
       "1 to 64 characters"},
      {Policy(R"(queue_ids: "support")") + Policy(R"(queue_ids: "orders")"),
       "sla_policies[1].policy_id", "twice"},
      {R"(sla_policies { policy_id: "a" })", "sla_policies[0].first_response_duration",
       "a policy has a limit at least"},
      {Policy("first_response_duration { nanos: 999000000 }"),
       "sla_policies[0].first_response_duration", "from 1000 to 34560000000 ms"},
      {Policy("next_response_duration { seconds: 34560001 }"),
       "sla_policies[0].next_response_duration", "from 1000 to 34560000000 ms"},
      {R"(sla_policies { policy_id: "a" resolution_duration {} })",
       "sla_policies[0].resolution_duration", "from 1000 to 34560000000 ms"},
      {Policy(R"(queue_ids: "nowhere")"), "sla_policies[0].queue_ids",
       "is no queue of this document: declare 'nowhere', or take it out here"},
      {Policy(R"(queue_ids: "")"), "sla_policies[0].queue_ids", "must be ids of queues"},
      {Policy(R"(queue_ids: "orders" queue_ids: "orders")"), "sla_policies[0].queue_ids", "twice"},
      {Policy("types: TYPE_UNSPECIFIED"), "sla_policies[0].types", "that this server knows"},
      {Policy("types: TYPE_TASK types: TYPE_TASK"), "sla_policies[0].types", "take one out"},
      {Policy("types: 6"), "sla_policies[0].types", "that this server knows"},
      {Policy("priorities: PRIORITY_UNSPECIFIED"), "sla_policies[0].priorities",
       "that this server knows"},
      {Policy("priorities: PRIORITY_LOW priorities: PRIORITY_LOW"), "sla_policies[0].priorities",
       "take one out"},
      {Policy(R"(tier_min: "brass")"), "sla_policies[0].tier_min", "declare 'brass'"},
      {Policy(R"(calendar_id: "nights")"), "sla_policies[0].calendar_id",
       "is no calendar of this document: declare 'nights', or take it out here"},
      {Policy("warn_percent: 100"), "sla_policies[0].warn_percent", "from 0 to 99"},
      {Policy("warn_percent: -1"), "sla_policies[0].warn_percent", "from 0 to 99"},
      {Policy("warn_percent: 0 on_warning { action: ACTION_NOTIFY_OWNER }"),
       "sla_policies[0].on_warning", "is never done, for warn_percent is 0"},
  });
}

TEST(TicketPlanMappingTest, AStepIsRefusedByFieldRuleAndFix) {
  std::string nine;
  for (int i = 0; i < 9; ++i) nine += "on_warning { action: ACTION_NOTIFY_OWNER }";
  ExpectFaults({
      {Policy("on_warning {}"), "sla_policies[0].on_warning[0].action", "must be there"},
      {Policy("on_breach { action: 6 }"), "sla_policies[0].on_breach[0].action",
       "that this server knows"},
      {Policy("on_breach { action: ACTION_NOTIFY_OWNER } on_breach { action: ACTION_MOVE_QUEUE }"),
       "sla_policies[0].on_breach[1].queue_id", "the queue that the ticket goes to"},
      {Policy(R"(on_breach { action: ACTION_NOTIFY_OWNER queue_id: "orders" })"),
       "sla_policies[0].on_breach[0].queue_id", "belongs to move_queue only: take it out"},
      {Policy(R"(on_warning { action: ACTION_MOVE_QUEUE queue_id: "nowhere" })"),
       "sla_policies[0].on_warning[0].queue_id", "declare 'nowhere'"},
      {Policy(nine), "sla_policies[0].on_warning", "at most 8"},
  });
}

TEST(TicketPlanMappingTest, ATriggerIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {"triggers {}", "triggers[0].cause", "must be there"},
      {"triggers { cause: 5 }", "triggers[0].cause", "that this server knows"},
      {R"(triggers { cause: CAUSE_MISSED_CALL queue_id: "nowhere" })", "triggers[0].queue_id",
       "declare 'nowhere'"},
      {R"(triggers { cause: CAUSE_MISSED_CALL ticket_queue_id: "nowhere" })",
       "triggers[0].ticket_queue_id", "declare 'nowhere'"},
      {"triggers { cause: CAUSE_DISPOSITION }", "triggers[0].disposition",
       "the code of the disposition"},
      {R"(triggers { cause: CAUSE_DISPOSITION disposition: "lost" })", "triggers[0].disposition",
       "is no disposition of this document: declare 'lost', or take it out here"},
      {R"(triggers { cause: CAUSE_MISSED_CALL disposition: "order" })", "triggers[0].disposition",
       "belongs to the cause disposition only: take it out"},
      {"triggers { cause: CAUSE_LONG_HOLD }", "triggers[0].at_least_duration",
       "how long a hold is long"},
      {"triggers { cause: CAUSE_LONG_HOLD at_least_duration {} }", "triggers[0].at_least_duration",
       "from 1000 to 86400000 ms"},
      {"triggers { cause: CAUSE_ABANDONED at_least_duration { seconds: 86401 } }",
       "triggers[0].at_least_duration", "from 1000 to 86400000 ms"},
      {"triggers { cause: CAUSE_MISSED_CALL at_least_duration { seconds: 1 } }",
       "triggers[0].at_least_duration", "belongs to abandoned and long_hold only: take it out"},
      {"triggers { cause: CAUSE_MISSED_CALL type: 6 }", "triggers[0].type",
       "that this server knows"},
      {"triggers { cause: CAUSE_MISSED_CALL priority: 5 }", "triggers[0].priority",
       "that this server knows"},
      {"triggers { cause: CAUSE_MISSED_CALL subject: \"" + std::string(201, 'x') + "\" }",
       "triggers[0].subject", "0 to 200 characters"},
  });
}

TEST(TicketPlanMappingTest, WhatIsNeverReachedIsRefused) {
  const std::string missed = "triggers { cause: CAUSE_MISSED_CALL ";
  const std::string held = "triggers { cause: CAUSE_LONG_HOLD at_least_duration ";
  const auto second = [](const std::string& text) {
    return R"(sla_policies { policy_id: "b" resolution_duration { seconds: 60 } )" + text + "}";
  };
  ExpectFaults({
      {Policy("") + second(R"(tier_min: "gold")"), "sla_policies[1].policy_id",
       "is never reached: ticket_plan.sla_policies[0] fits all of it; put this one before"},
      {Policy("types: TYPE_TASK types: TYPE_INCIDENT") + second("types: TYPE_TASK"),
       "sla_policies[1].policy_id", "is never reached"},
      {Policy(R"(tier_min: "silver")") + second(R"(tier_min: "silver" queue_ids: "orders")"),
       "sla_policies[1].policy_id", "is never reached"},
      {missed + "}" + missed + R"(queue_id: "orders" })", "triggers[1].cause",
       "is never reached: ticket_plan.triggers[0] fits all of it"},
      {held + "{ seconds: 60 } }" + held + "{ seconds: 90 } }", "triggers[1].cause",
       "is never reached"},
  });
}

TEST(TicketPlanMappingTest, WhatIsReachedInPartIsTaken) {
  const auto second = [](const std::string& text) {
    return R"(sla_policies { policy_id: "b" resolution_duration { seconds: 60 } )" + text + "}";
  };
  const std::vector<std::string> plans = {
      Policy(R"(tier_min: "gold")") + second(R"(tier_min: "silver")"),
      Policy("types: TYPE_TASK") + second(""),
      Policy("types: TYPE_TASK") + second("types: TYPE_TASK types: TYPE_INCIDENT"),
      Policy("priorities: PRIORITY_LOW") + second("priorities: PRIORITY_HIGH"),
      Policy(R"(queue_ids: "orders")") + second(R"(queue_ids: "support")"),
      R"(triggers { cause: CAUSE_MISSED_CALL queue_id: "orders" }
         triggers { cause: CAUSE_MISSED_CALL })",
      R"(triggers { cause: CAUSE_DISPOSITION disposition: "order" }
         triggers { cause: CAUSE_DISPOSITION disposition: "complaint" })",
      R"(triggers { cause: CAUSE_ABANDONED at_least_duration { seconds: 90 } }
         triggers { cause: CAUSE_ABANDONED })",
  };
  for (const std::string& plan : plans) EXPECT_THAT(Violations(Centre(plan)), IsEmpty()) << plan;
}

TEST(TicketPlanMappingTest, TheLimitsThemselvesAreTaken) {
  EXPECT_THAT(Violations(Centre(R"(
    reopen_day_count: 365
    sla_policies {
      policy_id: "a"
      first_response_duration { seconds: 1 }
      resolution_duration { seconds: 34560000 }
      warn_percent: 99
    }
    triggers { cause: CAUSE_LONG_HOLD at_least_duration { seconds: 86400 } subject: ")" +
                                std::string(200, 'x') + "\" }")),
              IsEmpty());
}

TEST(TicketPlanMappingTest, ListsHaveTheirLimits) {
  v1::Configuration document;
  v1::TicketPlan& plan = *document.mutable_ticket_plan();
  for (int i = 0; i < 201; ++i) {
    v1::SlaPolicy& policy = *plan.add_sla_policies();
    policy.set_policy_id("p" + std::to_string(i));
    policy.mutable_resolution_duration()->set_seconds(60);
  }
  for (int i = 0; i < 65; ++i) plan.add_triggers()->set_cause(v1::TicketTrigger::CAUSE_MISSED_CALL);
  for (int i = 0; i < 17; ++i) {
    const std::string queue = "q" + std::to_string(i);
    document.add_queues()->set_queue_id(queue);
    plan.mutable_sla_policies(200)->add_queue_ids(queue);
  }

  std::vector<std::string> fields;
  for (const FieldViolation& violation : Violations(document)) fields.push_back(violation.field);

  EXPECT_THAT(fields,
              ElementsAre("ticket_plan.sla_policies", "ticket_plan.sla_policies[200].queue_ids",
                          "ticket_plan.triggers"));
}

}  // namespace
}  // namespace jackfield::grpc_api
