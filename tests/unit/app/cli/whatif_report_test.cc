#include "server/app/cli/whatif_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using whatif::Figure;
using whatif::Figures;

Figures With(double offered, double level) {
  Figures figures;
  figures[Figure::kOffered] = offered;
  figures[Figure::kServiceLevel] = level;
  return figures;
}

WhatifReport Report() {
  return {.queue = "queues/sales",
          .threshold = Duration{20'000},
          .happened = With(410, 0.8),
          .replayed = {With(400, 0.7), With(410, 0.8), With(420, 0.9)},
          .changed = {With(410, 0.95)},
          .assumptions = {"All agents can take all calls."}};
}

TEST(WhatifReportTest, ShowsWhatHappenedBesideWhatWasSimulated) {
  const std::string table = TableOf(Report()).Render(TextTable::Heading::kPlain);

  EXPECT_THAT(table, HasSubstr("HAPPENED"));
  EXPECT_THAT(table, HasSubstr("WHAT IF"));
  EXPECT_THAT(table, HasSubstr("410.0 ± 24.8"));  // 4.303 * 10 / sqrt(3).
  EXPECT_THAT(table, HasSubstr("service level (20.0 s)"));
  EXPECT_THAT(table, HasSubstr("80.0 % ± 24.8 %"));
  EXPECT_THAT(table, HasSubstr("95.0 %"));
}

TEST(WhatifReportTest, WithoutAChangeThereIsNoColumnForIt) {
  WhatifReport report = Report();
  report.changed.clear();

  EXPECT_THAT(TableOf(report).Render(TextTable::Heading::kPlain), Not(HasSubstr("WHAT IF")));
  EXPECT_FALSE(JsonOf(report).fields().contains("what_if"));
}

TEST(WhatifReportTest, WaitsOfWhoIsPreferredAreShownApart) {
  WhatifReport report = Report();
  WhatifGroup gold{.name = "gold"};
  gold.happened[Figure::kAnswerSpeed] = 40;
  gold.replayed.resize(1);
  gold.replayed[0][Figure::kAnswerSpeed] = 41;
  gold.changed.resize(1);
  gold.changed[0][Figure::kAnswerSpeed] = 3;
  report.groups = {gold};

  const std::string table = TableOf(report).Render(TextTable::Heading::kPlain);
  EXPECT_THAT(table, ContainsRegex("gold: mean wait of the answered +40.0 s +41.0 s +3.0 s"));
  EXPECT_THAT(table, HasSubstr("gold: nine of ten waited at most"));
  const google::protobuf::Struct object = JsonOf(report);
  const auto& group = object.fields().at("groups").list_value().values(0).struct_value().fields();
  EXPECT_EQ(group.at("name").string_value(), "gold");
  EXPECT_EQ(group.at("happened").struct_value().fields().at("answered_wait_mean_s").number_value(),
            40);
  const auto& changed = group.at("what_if").struct_value().fields().at("answered_wait_mean_s");
  EXPECT_EQ(changed.struct_value().fields().at("mean").number_value(), 3);
}

TEST(WhatifReportTest, ForProgramsFiguresHaveTheirUnitsAndWhatHadNoDataIsLeftOut) {
  const google::protobuf::Struct object = JsonOf(Report());

  const auto& fields = object.fields();
  EXPECT_EQ(fields.at("queue").string_value(), "queues/sales");
  EXPECT_EQ(fields.at("threshold_s").number_value(), 20);
  EXPECT_EQ(fields.at("run_count").number_value(), 3);
  const auto& happened = fields.at("happened").struct_value().fields();
  EXPECT_EQ(happened.at("offered_count").number_value(), 410);
  EXPECT_FALSE(happened.contains("occupancy_ratio"));
  const auto& level =
      fields.at("simulated").struct_value().fields().at("service_level_ratio").struct_value();
  EXPECT_DOUBLE_EQ(level.fields().at("mean").number_value(), 0.8);
  EXPECT_NEAR(level.fields().at("half_width").number_value(), 0.2484, 1e-4);
  const auto& changed =
      fields.at("what_if").struct_value().fields().at("service_level_ratio").struct_value();
  EXPECT_FALSE(changed.fields().contains("half_width"));  // Of one run.
  EXPECT_EQ(fields.at("assumptions").list_value().values(0).string_value(),
            "All agents can take all calls.");
}

}  // namespace
}  // namespace jackfield::cli
