#include "server/app/cli/configuration_file.h"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace jackfield::cli
