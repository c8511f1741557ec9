#include "server/app/cli/configuration_file.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

constexpr const char* kSite = R"(
time_zone = "Europe/Berlin"
[[queues]]
queue_id = "sales"
display_name = "Sales"
source_queues = [{ source_id = "pbx", queue = "sales-de" }]
service_level_threshold = "20s"
service_level_formula = "answered_only"
service_level_target_ratio = 0.8
disposition_required = true
waiting_warning_count = 5
alert_rules = [{ figure = "service_level_ratio", limit = 0.8, raise_after_duration = "5s" }]
[[agents]]
login = "ana"
display_name = "Ana"
device_patterns = ["PJSIP/1001", "Local/2001@agents"]
)";

TEST(ConfigurationFileTest, EveryKindOfValueIsRead) {
  const auto file = ReadConfiguration(kSite, "site.toml");

  ASSERT_TRUE(file) << file.error().message;
  const v1::Configuration& site = file->configuration;
  EXPECT_EQ(site.time_zone(), "Europe/Berlin");
  ASSERT_THAT(site.queues(), SizeIs(1));
  const v1::QueueConfiguration& queue = site.queues(0);
  EXPECT_EQ(queue.source_queues(0).queue(), "sales-de");
  EXPECT_EQ(queue.service_level_threshold().seconds(), 20);
  EXPECT_EQ(queue.service_level_formula(), v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY);
  EXPECT_DOUBLE_EQ(queue.service_level_target_ratio(), 0.8);
  EXPECT_TRUE(queue.disposition_required());
  EXPECT_EQ(queue.waiting_warning_count(), 5);
  ASSERT_THAT(queue.alert_rules(), SizeIs(1));
  EXPECT_EQ(queue.alert_rules(0).figure(), v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO);
  EXPECT_DOUBLE_EQ(queue.alert_rules(0).limit(), 0.8);
  EXPECT_EQ(queue.alert_rules(0).raise_after_duration().seconds(), 5);
  EXPECT_THAT(site.agents(0).device_patterns(), ElementsAre("PJSIP/1001", "Local/2001@agents"));
}

// The example of server/docs/cli.md.
constexpr const char* kRouting = R"([[queues]]
queue_id = "orders"
mode = "directed"                 # Jackfield distributes the callers; "observed": the switch does.
strategy = "least_talk_time"
calendar_id = "office"            # Its opening hours. Left out: it is always open.
priority = 100                    # Points, before any waiting.
preferred_agent_duration = "45s"  # So long an item is kept for the agent whom it is meant for.
accept_deadline_duration = "20s"  # To think about a ticket or a callback.
rings = [                         # What is asked of agents. Each replaces the one before it.
  { skills = [{ skill = "english", level_min = 50 }] },
  { after_duration = "60s", skills = [{ skill = "english" }] },
  { after_duration = "2m", queue_ids = ["support"] },
]

[[agents]]
login = "ana"
queues = [{ queue_id = "orders", rank = 2 }, { queue_id = "support" }]
skills = [{ skill = "english", level = 80 }]
ticket_capacity = 0
calendar_id = "office"            # Working hours; nothing is offered outside of them.

[routing_rules]
ageing_points_per_minute = 10     # What a minute of waiting adds to the priority.
passed_offer_count_max = 0        # So many passed in a row, rings too, make not ready; 0: never.
complaint_bonus_points = 200
tier_bonuses = [{ tier = "gold", points = 100 }]

[[calendars]]
calendar_id = "office"
time_zone = "Europe/Berlin"       # Left out: that of the site.
weekly_hours = [                  # Closed on other days. A night is in two parts.
  { weekdays = ["monday", "friday"], hours = [
    { open = "08:00", close = "12:30" }, { open = "13:00", close = "24:00" },
  ] },
  { weekdays = ["saturday"], hours = [{ open = "00:00", close = "06:00" }] },
]
exceptions = [
  { date = "2026-12-24", hours = [{ open = "09:00", close = "12:00" }] },
  { date = "2026-12-25" },        # Closed.
]
)";

// The same.
constexpr const char* kRoutingMessage = R"(
queues {
  queue_id: "orders"
  mode: QUEUE_MODE_DIRECTED
  strategy: ROUTING_STRATEGY_LEAST_TALK_TIME
  calendar_id: "office"
  priority: 100
  rings { skills { skill: "english" level_min: 50 } }
  rings { after_duration { seconds: 60 } skills { skill: "english" } }
  rings { after_duration { seconds: 120 } queue_ids: "support" }
  preferred_agent_duration { seconds: 45 }
  accept_deadline_duration { seconds: 20 }
}
agents {
  login: "ana"
  queues { queue_id: "orders" rank: 2 }
  queues { queue_id: "support" }
  skills { skill: "english" level: 80 }
  ticket_capacity: 0
  calendar_id: "office"
}
routing_rules {
  ageing_points_per_minute: 10
  passed_offer_count_max: 0
  complaint_bonus_points: 200
  tier_bonuses { tier: "gold" points: 100 }
}
calendars {
  calendar_id: "office"
  time_zone: "Europe/Berlin"
  weekly_hours {
    weekdays: WEEKDAY_MONDAY
    weekdays: WEEKDAY_FRIDAY
    hours { open: "08:00" close: "12:30" }
    hours { open: "13:00" close: "24:00" }
  }
  weekly_hours { weekdays: WEEKDAY_SATURDAY hours { open: "00:00" close: "06:00" } }
  exceptions { date: "2026-12-24" hours { open: "09:00" close: "12:00" } }
  exceptions { date: "2026-12-25" }
}
)";

TEST(ConfigurationFileTest, RoutingIsRead) {
  v1::Configuration expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kRoutingMessage, &expected));

  const auto file = ReadConfiguration(kRouting, "site.toml");

  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->configuration.DebugString(), expected.DebugString());
}

// The example of server/docs/cli.md.
constexpr const char* kTickets = R"([routing_rules]
tier_bonuses = [{ tier = "silver", points = 50 }, { tier = "gold", points = 100 }]

[ticket_plan]
reopen_day_count = 14             # Days in which the customer's next contact opens it again.
supervised_tier = "gold"          # Complaints of these customers are told to supervisors at once.

[[ticket_plan.sla_policies]]
policy_id = "gold-complaints"
types = ["complaint"]
tier_min = "gold"
first_response_duration = "30m"
resolution_duration = "8h"
calendar_id = "office"            # In whose hours the clocks run. Left out: at all hours.
warn_percent = 75
on_warning = [{ action = "notify_owner" }, { action = "raise_priority" }]
on_breach = [{ action = "move_queue", queue_id = "support" }, { action = "hand_to_supervisors" }]

[[ticket_plan.sla_policies]]
policy_id = "others"
resolution_duration = "48h"

[[ticket_plan.triggers]]
cause = "disposition"
disposition = "complaint"
type = "complaint"
priority = "high"

[[ticket_plan.triggers]]
cause = "long_hold"
at_least_duration = "5m"
subject = "Held for too long"
)";

// The same.
constexpr const char* kTicketsMessage = R"(
routing_rules {
  tier_bonuses { tier: "silver" points: 50 }
  tier_bonuses { tier: "gold" points: 100 }
}
ticket_plan {
  reopen_day_count: 14
  supervised_tier: "gold"
  sla_policies {
    policy_id: "gold-complaints"
    types: TYPE_COMPLAINT
    tier_min: "gold"
    first_response_duration { seconds: 1800 }
    resolution_duration { seconds: 28800 }
    calendar_id: "office"
    warn_percent: 75
    on_warning { action: ACTION_NOTIFY_OWNER }
    on_warning { action: ACTION_RAISE_PRIORITY }
    on_breach { action: ACTION_MOVE_QUEUE queue_id: "support" }
    on_breach { action: ACTION_HAND_TO_SUPERVISORS }
  }
  sla_policies { policy_id: "others" resolution_duration { seconds: 172800 } }
  triggers {
    cause: CAUSE_DISPOSITION
    disposition: "complaint"
    type: TYPE_COMPLAINT
    priority: PRIORITY_HIGH
  }
  triggers {
    cause: CAUSE_LONG_HOLD
    at_least_duration { seconds: 300 }
    subject: "Held for too long"
  }
}
)";

TEST(ConfigurationFileTest, ThePlanOfTicketsIsRead) {
  v1::Configuration expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kTicketsMessage, &expected));

  const auto file = ReadConfiguration(kTickets, "site.toml");

  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->configuration.DebugString(), expected.DebugString());
}

TEST(ConfigurationFileTest, UnknownKeyIsRefusedWithPlaceAndNearestName) {
  const auto file = ReadConfiguration("[[queues]]\nqueue_id = \"a\"\ndisplay_nam = \"A\"\n", "s");

  ASSERT_FALSE(file);
  ASSERT_THAT(file.error().fields, SizeIs(1));
  EXPECT_THAT(file.error().fields[0].field, HasSubstr("s:3:"));
  EXPECT_THAT(file.error().fields[0].rule, HasSubstr("did you mean 'display_name'"));
}

TEST(ConfigurationFileTest, AllProblemsAreReportedAtOnce) {
  const auto file = ReadConfiguration(
      "time_zone = 3\n[[queues]]\nqueue_id = [\"a\"]\nwrap_up_duration = 30\n"
      "disposition_required = \"yes\"\nservice_level_formula = \"best\"\n",
      "s");

  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().fields, SizeIs(5));
}

TEST(ConfigurationFileTest, TextThatIsNotTomlIsRefused) {
  EXPECT_FALSE(ReadConfiguration("queues = [", "s"));
}

TEST(ConfigurationFileTest, FieldThatTheServerRefusesIsPlacedInTheFile) {
  const auto file = ReadConfiguration(kSite, "site.toml");
  const Error refused{ErrorCode::kInvalidArgument,
                      "refused",
                      "CONFIGURATION_INVALID",
                      {{"configuration.queues[0].service_level_threshold", "too long"}}};

  const Error placed = PlaceViolations(refused, *file);

  EXPECT_THAT(placed.fields[0].field, StartsWith("site.toml:7:"));
  EXPECT_THAT(placed.fields[0].field, EndsWith(": queues[0].service_level_threshold"));
}

TEST(ConfigurationFileTest, FieldThatIsMissingIsPlacedWhereItsEntryBegins) {
  const auto file = ReadConfiguration(kRouting, "site.toml");
  const Error refused{ErrorCode::kInvalidArgument,
                      "refused",
                      "CONFIGURATION_INVALID",
                      {{"configuration.queues[0].rings[2].skills[0].skill", "must be there"},
                       {"configuration.routing_rules.pass_pause_duration", "must be there"},
                       {"configuration.sources", "must be there"}}};

  const Error placed = PlaceViolations(refused, *file);

  EXPECT_THAT(placed.fields[0].field, StartsWith("site.toml:12:"));
  EXPECT_THAT(placed.fields[0].field, EndsWith(": queues[0].rings[2].skills[0].skill"));
  EXPECT_THAT(placed.fields[1].field, StartsWith("site.toml:22:"));
  EXPECT_EQ(placed.fields[2].field, "sources");
}

}  // namespace
}  // namespace jackfield::cli
