#include "server/grpc_api/routing_plan_mapping.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::QueueMember;
using exchange::QueueMode;
using exchange::RoutingStrategy;
using exchange::SkillRequirement;
using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

v1::Configuration Document(const std::string& text) {
  v1::Configuration document;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &document)) << text;
  return document;
}

Status Checked(const v1::Configuration& document) {
  DocumentCheck check;
  CheckRouting(document, check);
  return check.status();
}

std::vector<FieldViolation> Violations(const std::string& text) {
  const Status status = Checked(Document(text));
  return status ? std::vector<FieldViolation>() : status.error().fields;
}

std::vector<std::string> FieldsOf(const v1::Configuration& document) {
  std::vector<std::string> fields;
  const Status status = Checked(document);
  if (status) return fields;
  for (const FieldViolation& violation : status.error().fields) fields.push_back(violation.field);
  return fields;
}

constexpr const char* kCentre = R"(
  queues {
    queue_id: "sales"
    mode: QUEUE_MODE_DIRECTED
    strategy: ROUTING_STRATEGY_RANKED
    priority: 250
    rings { skills { skill: "english" level_min: 50 } skills { skill: "orders" } }
    rings { after_duration { seconds: 60 } skills { skill: "english" } }
    rings { after_duration { seconds: 120 } queue_ids: "overflow" }
    preferred_agent_duration { seconds: 45 }
    accept_deadline_duration { seconds: 20 }
  }
  queues { queue_id: "overflow" }
  agents {
    login: "ana"
    queues { queue_id: "sales" rank: 2 }
    queues { queue_id: "overflow" }
    skills { skill: "english" level: 80 }
    skills { skill: "orders" level: 1 }
    ticket_capacity: 12
  }
  telephony_thresholds { reserved_deadline_duration { seconds: 12 } }
  routing_rules {
    ageing_points_per_minute: 10
    passed_offer_count_max: 5
    pass_pause_duration { seconds: 90 }
    complaint_bonus_points: 200
    tier_bonuses { tier: "gold" points: 100 }
    tier_bonuses { tier: "silver" points: 50 }
    last_agent_duration { seconds: 86400 }
  }
)";

TEST(RoutingPlanMappingTest, WhatIsDeclaredOfAQueueIsItsPlan) {
  const v1::Configuration document = Document(kCentre);

  const exchange::RoutingPlan plan = ToRoutingPlan(document.queues(0));

  EXPECT_THAT(FieldsOf(document), IsEmpty());
  EXPECT_EQ(plan.mode, QueueMode::kDirected);
  EXPECT_EQ(plan.strategy, RoutingStrategy::kRanked);
  EXPECT_EQ(plan.priority, 250);
  EXPECT_EQ(plan.preferred_limit, Duration{45'000});
  EXPECT_EQ(plan.accept_limit, Duration{20'000});
  ASSERT_EQ(plan.rings.size(), 3U);
  EXPECT_EQ(plan.rings[0].after, Duration{0});
  EXPECT_THAT(plan.rings[0].skills,
              ElementsAre(SkillRequirement{"english", 50}, SkillRequirement{"orders", 1}));
  EXPECT_EQ(plan.rings[1].after, Duration{60'000});
  EXPECT_THAT(plan.rings[1].skills, ElementsAre(SkillRequirement{"english", 1}));
  EXPECT_THAT(plan.rings[1].queues, IsEmpty());
  EXPECT_EQ(plan.rings[2].after, Duration{120'000});
  EXPECT_THAT(plan.rings[2].skills, IsEmpty());
  EXPECT_THAT(plan.rings[2].queues, ElementsAre("overflow"));
}

TEST(RoutingPlanMappingTest, WhatIsDeclaredOfAnAgentIsTheirPlacesSkillsAndCapacity) {
  const v1::Configuration document = Document(kCentre);
  const v1::AgentConfiguration& agent = document.agents(0);

  EXPECT_THAT(ToQueueMembers(agent),
              ElementsAre(QueueMember{"sales", 2}, QueueMember{"overflow", 1}));
  EXPECT_THAT(ToSkills(agent), ElementsAre(Pair("english", 80U), Pair("orders", 1U)));
  EXPECT_EQ(TicketCapacityOf(agent), 12U);
}

TEST(RoutingPlanMappingTest, WhatIsDeclaredOfTheSiteIsItsRules) {
  const exchange::RoutingRules rules = ToRoutingRules(Document(kCentre));

  EXPECT_EQ(rules.ageing_per_minute, 10U);
  EXPECT_EQ(rules.passes_max, 5U);
  EXPECT_EQ(rules.reserve_limit, Duration{12'000});
  EXPECT_EQ(rules.pass_pause, Duration{90'000});
  EXPECT_EQ(rules.complaint_priority, 200);
  EXPECT_THAT(rules.tier_priorities, ElementsAre(100, 50));
  EXPECT_EQ(rules.last_agent_limit, Duration{86'400'000});
}

TEST(RoutingPlanMappingTest, WhatADocumentLeavesOpenGetsTheDefaultsOfTheContract) {
  const exchange::RoutingPlan plan = ToRoutingPlan(v1::QueueConfiguration());
  const exchange::RoutingRules rules = ToRoutingRules(v1::Configuration());

  EXPECT_THAT(FieldsOf(Document(R"(queues { queue_id: "sales" } agents { login: "ana" })")),
              IsEmpty());
  EXPECT_EQ(plan.mode, QueueMode::kObserved);
  EXPECT_EQ(plan.strategy, RoutingStrategy::kLongestIdle);
  EXPECT_EQ(plan.priority, 0);
  EXPECT_THAT(plan.rings, IsEmpty());
  EXPECT_EQ(plan.preferred_limit, Duration{0});
  EXPECT_EQ(plan.accept_limit, Duration{30'000});
  EXPECT_EQ(TicketCapacityOf(v1::AgentConfiguration()), 5U);
  EXPECT_EQ(rules.ageing_per_minute, 1U);
  EXPECT_EQ(rules.passes_max, 3U);
  EXPECT_EQ(rules.reserve_limit, Duration{30'000});
  EXPECT_EQ(rules.pass_pause, Duration{60'000});
  EXPECT_EQ(rules.complaint_priority, 0);
  EXPECT_THAT(rules.tier_priorities, IsEmpty());
}

TEST(RoutingPlanMappingTest, ZeroIsNotTheSameAsLeftOpen) {
  const v1::Configuration document = Document(R"(
    agents { ticket_capacity: 0 }
    routing_rules { passed_offer_count_max: 0 pass_pause_duration {} })");

  EXPECT_THAT(FieldsOf(document), IsEmpty());
  EXPECT_EQ(TicketCapacityOf(document.agents(0)), 0U);
  EXPECT_EQ(ToRoutingRules(document).passes_max, 0U);
  EXPECT_EQ(ToRoutingRules(document).pass_pause, Duration{0});
}

TEST(RoutingPlanMappingTest, EveryModeAndStrategyHasItsOwn) {
  const auto plan = [](const std::string& text) {
    return ToRoutingPlan(Document("queues {" + text + "}").queues(0));
  };

  EXPECT_EQ(plan("mode: QUEUE_MODE_OBSERVED").mode, QueueMode::kObserved);
  EXPECT_EQ(plan("mode: QUEUE_MODE_DIRECTED").mode, QueueMode::kDirected);
  const std::vector<std::pair<std::string, RoutingStrategy>> strategies = {
      {"LONGEST_IDLE", RoutingStrategy::kLongestIdle},
      {"FEWEST_HANDLED", RoutingStrategy::kFewestHandled},
      {"LEAST_TALK_TIME", RoutingStrategy::kLeastTalkTime},
      {"ROUND_ROBIN", RoutingStrategy::kRoundRobin},
      {"RANKED", RoutingStrategy::kRanked},
      {"RING_ALL", RoutingStrategy::kRingAll},
  };
  for (const auto& [name, strategy] : strategies) {
    EXPECT_EQ(plan("strategy: ROUTING_STRATEGY_" + name).strategy, strategy) << name;
  }
}

TEST(RoutingPlanMappingTest, AModeOfANewerProgramIsRefusedAndReadAsTheDefault) {
  v1::Configuration document = Document(R"(queues { queue_id: "sales" })");
  document.mutable_queues(0)->set_mode(static_cast<v1::QueueMode>(3));
  document.mutable_queues(0)->set_strategy(static_cast<v1::RoutingStrategy>(7));

  EXPECT_THAT(FieldsOf(document), ElementsAre("queues[0].mode", "queues[0].strategy"));
  EXPECT_EQ(ToRoutingPlan(document.queues(0)).mode, QueueMode::kObserved);
  EXPECT_EQ(ToRoutingPlan(document.queues(0)).strategy, RoutingStrategy::kLongestIdle);
}

struct Fault {
  std::string text;
  std::string field;
  std::string rule;
};

void ExpectFaults(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const std::vector<FieldViolation> violations = Violations(fault.text);
    ASSERT_EQ(violations.size(), 1U) << fault.text;
    EXPECT_EQ(violations[0].field, fault.field) << fault.text;
    EXPECT_THAT(violations[0].rule, HasSubstr(fault.rule)) << fault.text;
  }
}

TEST(RoutingPlanMappingTest, AQueueIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {R"(queues { priority: 1001 })", "queues[0].priority", "from 0 to 1000"},
      {R"(queues { priority: -1 })", "queues[0].priority", "from 0 to 1000"},
      {R"(queues {} queues { preferred_agent_duration { seconds: 604801 } })",
       "queues[1].preferred_agent_duration", "from 0 to 604800000 ms"},
      {R"(queues { accept_deadline_duration { seconds: 4 nanos: 999000000 } })",
       "queues[0].accept_deadline_duration", "from 5000 to 3600000 ms"},
      {R"(queues { accept_deadline_duration { seconds: 3601 } })",
       "queues[0].accept_deadline_duration", "from 5000 to 3600000 ms"},
      {R"(queues { rings {} rings { after_duration { seconds: 1 } } rings {
            after_duration { seconds: 2 } } rings { after_duration { seconds: 3 } } rings {
            after_duration { seconds: 4 } } rings { after_duration { seconds: 5 } } rings {
            after_duration { seconds: 6 } } rings { after_duration { seconds: 7 } } rings {
            after_duration { seconds: 8 } } })",
       "queues[0].rings", "at most 8"},
  });
}

TEST(RoutingPlanMappingTest, ARingIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {R"(queues { rings { after_duration { seconds: 5 } } })", "queues[0].rings[0].after_duration",
       "must be 0 in the first ring"},
      {R"(queues { rings {} rings { after_duration { seconds: 5 } }
                   rings { after_duration { seconds: 5 } } })",
       "queues[0].rings[2].after_duration", "must be more than in the ring before it"},
      {R"(queues { rings {} rings { after_duration { seconds: 604801 } } })",
       "queues[0].rings[1].after_duration", "from 0 to 604800000 ms"},
      {R"(queues { rings { skills { skill: "English" } } })", "queues[0].rings[0].skills[0].skill",
       "a-z, 0-9 and _-"},
      {R"(queues { rings { skills {} } })", "queues[0].rings[0].skills[0].skill",
       "1 to 32 characters"},
      {R"(queues { rings { skills { skill: "a" level_min: 0 } } })",
       "queues[0].rings[0].skills[0].level_min", "from 1 to 100"},
      {R"(queues { rings { skills { skill: "a" level_min: 101 } } })",
       "queues[0].rings[0].skills[0].level_min", "from 1 to 100"},
      {R"(queues { rings { skills { skill: "a" } skills { skill: "b" } skills { skill: "a" } } })",
       "queues[0].rings[0].skills[2].skill", "stands there twice: take one out"},
      {R"(queues { queue_id: "a" rings { queue_ids: "nowhere" } })", "queues[0].rings[0].queue_ids",
       "declare 'nowhere', or take it out here"},
      {R"(queues { queue_id: "a" rings { queue_ids: "a" } })", "queues[0].rings[0].queue_ids",
       "the ring's own queue"},
      {R"(queues { queue_id: "a" rings { queue_ids: "b" queue_ids: "b" } }
          queues { queue_id: "b" })",
       "queues[0].rings[0].queue_ids", "twice"},
  });
}

TEST(RoutingPlanMappingTest, WhatIsDeclaredOfOverflowIsItsRules) {
  const v1::Configuration document = Document(R"(
    queues {
      queue_id: "sales"
      mode: QUEUE_MODE_DIRECTED
      calendar_id: "office"
      overflow_rules { cause: CAUSE_CLOSED number: "*98" }
      overflow_rules { cause: CAUSE_NOBODY_SIGNED_IN queue_id: "backup" }
      overflow_rules { cause: CAUSE_LENGTH caller_count: 30 queue_id: "backup" }
      overflow_rules { cause: CAUSE_EXPECTED_WAIT limit_duration { seconds: 600 } number: "+4930" }
      overflow_rules { cause: CAUSE_WAIT limit_duration { seconds: 120 } queue_id: "backup" }
    }
    queues { queue_id: "backup" mode: QUEUE_MODE_DIRECTED })");
  using exchange::OverflowCause;
  using exchange::OverflowRule;

  EXPECT_THAT(FieldsOf(document), IsEmpty());
  EXPECT_THAT(
      ToRoutingPlan(document.queues(0)).overflow,
      ElementsAre(
          OverflowRule{.cause = OverflowCause::kClosed, .number = "*98"},
          OverflowRule{.cause = OverflowCause::kNobodySignedIn, .queue = "backup"},
          OverflowRule{.cause = OverflowCause::kLength, .callers = 30, .queue = "backup"},
          OverflowRule{
              .cause = OverflowCause::kExpectedWait, .limit = Duration{600'000}, .number = "+4930"},
          OverflowRule{
              .cause = OverflowCause::kWait, .limit = Duration{120'000}, .queue = "backup"}));
}

TEST(RoutingPlanMappingTest, OverflowIsRefusedByFieldRuleAndFix) {
  const auto sales = [](const std::string& rules) {
    return R"(queues { queue_id: "backup" mode: QUEUE_MODE_DIRECTED } queues { queue_id: "seen" }
              queues { queue_id: "sales" mode: QUEUE_MODE_DIRECTED )" +
           rules + "}";
  };
  const auto rule = [&sales](const std::string& text) {
    return sales("overflow_rules { " + text + "}");
  };
  const std::string at = "queues[2].overflow_rules[0].";
  const std::string nobody = "cause: CAUSE_NOBODY_SIGNED_IN ";
  std::string nine;
  for (int i = 0; i < 9; ++i) nine += "overflow_rules { " + nobody + R"(queue_id: "backup" })";
  ExpectFaults({
      {rule(R"(queue_id: "backup")"), at + "cause", "must be there"},
      {rule(R"(cause: 6 queue_id: "backup")"), at + "cause", "that this server knows"},
      {rule(nobody), at + "queue_id", "must be there, or number: where callers go"},
      {rule(nobody + R"(queue_id: "nowhere")"), at + "queue_id", "declare 'nowhere'"},
      {rule(nobody + R"(queue_id: "sales")"), at + "queue_id", "name another one"},
      {rule(nobody + R"(queue_id: "seen")"), at + "queue_id", "with the mode directed"},
      {rule(nobody + R"(number: "98;reboot")"), at + "number", "digits, * and #"},
      {rule(nobody + R"(number: "")"), at + "number", "1 to 64 characters"},
      {rule(nobody + R"(queue_id: "backup" caller_count: 1)"), at + "caller_count",
       "belongs to length only: take it out"},
      {rule(nobody + R"(queue_id: "backup" limit_duration { seconds: 1 })"), at + "limit_duration",
       "belongs to wait and expected_wait only: take it out"},
      {rule(R"(cause: CAUSE_LENGTH queue_id: "backup")"), at + "caller_count", "from 1 to 10000"},
      {rule(R"(cause: CAUSE_LENGTH caller_count: 10001 queue_id: "backup")"), at + "caller_count",
       "from 1 to 10000"},
      {rule(R"(cause: CAUSE_WAIT queue_id: "backup")"), at + "limit_duration",
       "from 1000 to 86400000 ms"},
      {rule(R"(cause: CAUSE_EXPECTED_WAIT limit_duration { seconds: 86401 } number: "1")"),
       at + "limit_duration", "from 1000 to 86400000 ms"},
      {rule(R"(cause: CAUSE_CLOSED queue_id: "backup")"), at + "cause",
       "never holds, for the queue is always open: set calendar_id"},
      {sales(nine), "queues[2].overflow_rules", "at most 8"},
      {R"(queues { queue_id: "a" overflow_rules { cause: CAUSE_NOBODY_SIGNED_IN number: "1" } })",
       "queues[0].overflow_rules", "belong to queues with the mode directed only"},
  });
}

TEST(RoutingPlanMappingTest, AnAgentIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {R"(agents {} agents { queues { queue_id: "nowhere" } })", "agents[1].queues[0].queue_id",
       "declare 'nowhere', or take it out here"},
      {R"(queues { queue_id: "a" } agents { queues { queue_id: "a" rank: 1 }
                                            queues { queue_id: "a" rank: 2 } })",
       "agents[0].queues[1].queue_id", "twice"},
      {R"(queues { queue_id: "a" } agents { queues { queue_id: "a" rank: 0 } })",
       "agents[0].queues[0].rank", "from 1 to 1000"},
      {R"(queues { queue_id: "a" } agents { queues { queue_id: "a" rank: 1001 } })",
       "agents[0].queues[0].rank", "from 1 to 1000"},
      {R"(agents { skills { skill: "a b" level: 1 } })", "agents[0].skills[0].skill",
       "a-z, 0-9 and _-"},
      {R"(agents { skills { skill: "a" } })", "agents[0].skills[0].level", "from 1 to 100"},
      {R"(agents { skills { skill: "a" level: 101 } })", "agents[0].skills[0].level",
       "from 1 to 100"},
      {R"(agents { skills { skill: "a" level: 1 } skills { skill: "a" level: 2 } })",
       "agents[0].skills[1].skill", "stands there twice: take one out"},
      {R"(agents { ticket_capacity: 51 })", "agents[0].ticket_capacity", "from 0 to 50"},
      {R"(agents { ticket_capacity: -1 })", "agents[0].ticket_capacity", "from 0 to 50"},
  });
}

TEST(RoutingPlanMappingTest, ARuleOfTheSiteIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {"routing_rules { ageing_points_per_minute: 0 }", "routing_rules.ageing_points_per_minute",
       "from 1 to 1000"},
      {"routing_rules { ageing_points_per_minute: 1001 }", "routing_rules.ageing_points_per_minute",
       "from 1 to 1000"},
      {"routing_rules { passed_offer_count_max: 101 }", "routing_rules.passed_offer_count_max",
       "from 0 to 100"},
      {"routing_rules { pass_pause_duration { seconds: 3601 } }",
       "routing_rules.pass_pause_duration", "from 0 to 3600000 ms"},
      {"routing_rules { last_agent_duration { seconds: 7776001 } }",
       "routing_rules.last_agent_duration", "from 0 to 7776000000 ms"},
      {"routing_rules { complaint_bonus_points: 1001 }", "routing_rules.complaint_bonus_points",
       "from 0 to 1000"},
      {"routing_rules { tier_bonuses { points: 1 } }", "routing_rules.tier_bonuses[0].tier",
       "1 to 32 characters"},
      {R"(routing_rules { tier_bonuses { tier: "gold" points: 1 }
                          tier_bonuses { tier: "gold" points: 2 } })",
       "routing_rules.tier_bonuses[1].tier", "twice"},
      {R"(routing_rules { tier_bonuses { tier: "gold" points: -1 } })",
       "routing_rules.tier_bonuses[0].points", "from 0 to 1000"},
  });
}

TEST(RoutingPlanMappingTest, TheLimitsThemselvesAreTaken) {
  const v1::Configuration document = Document(R"(
    queues {
      queue_id: "a"
      priority: 1000
      preferred_agent_duration { seconds: 604800 }
      accept_deadline_duration { seconds: 5 }
      rings { skills { skill: "an-english_skill-of-32-character" level_min: 100 } }
      rings { after_duration { nanos: 1000000 } skills { skill: "a" level_min: 1 } }
      rings { after_duration { seconds: 604800 } queue_ids: "b" }
    }
    queues { queue_id: "b" accept_deadline_duration { seconds: 3600 } }
    agents {
      queues { queue_id: "a" rank: 1000 }
      skills { skill: "a" level: 100 }
      ticket_capacity: 50
    }
    routing_rules {
      ageing_points_per_minute: 1000
      passed_offer_count_max: 100
      pass_pause_duration { seconds: 3600 }
      complaint_bonus_points: 1000
      tier_bonuses { tier: "gold" points: 1000 }
      tier_bonuses { tier: "none" }
    })");

  EXPECT_THAT(FieldsOf(document), IsEmpty());
}

TEST(RoutingPlanMappingTest, ListsHaveTheirLimits) {
  v1::Configuration document = Document(R"(queues { rings {} } agents {})");
  v1::RoutingRing& ring = *document.mutable_queues(0)->mutable_rings(0);
  v1::AgentConfiguration& agent = *document.mutable_agents(0);
  for (int i = 0; i < 300; ++i) document.add_queues()->set_queue_id("q" + std::to_string(i));
  for (int i = 0; i < 9; ++i) ring.add_skills()->set_skill("s" + std::to_string(i));
  for (int i = 0; i < 17; ++i) ring.add_queue_ids("q" + std::to_string(i));
  for (int i = 0; i < 257; ++i) agent.add_queues()->set_queue_id("q" + std::to_string(i));
  for (int i = 0; i < 65; ++i) {
    v1::AgentSkill& skill = *agent.add_skills();
    skill.set_skill("s" + std::to_string(i));
    skill.set_level(1);
  }
  for (int i = 0; i < 17; ++i) {
    document.mutable_routing_rules()->add_tier_bonuses()->set_tier("t" + std::to_string(i));
  }

  EXPECT_THAT(FieldsOf(document),
              ElementsAre("queues[0].rings[0].skills", "queues[0].rings[0].queue_ids",
                          "agents[0].queues", "agents[0].skills", "routing_rules.tier_bonuses"));
}

}  // namespace
}  // namespace jackfield::grpc_api
