#include "server/app/setting_layers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Pump {
  std::string name;
  std::int64_t litres = 7;
};
struct Plant {
  std::string motto = "none";
  bool open = false;
  std::vector<std::string> colours;
  std::vector<Pump> pumps;
};

void DescribePlant(SettingFields& fields, Plant& plant) {
  fields.Text("motto", plant.motto, {.size_min = 1, .size_max = 8, .punctuation = {}});
  fields.Flag("open", plant.open);
  fields.TextList("colours", plant.colours, 2);
}

void DescribePump(SettingFields& fields, Pump& pump) {
  fields.Text("name", pump.name, {.size_min = 1, .size_max = 8, .punctuation = "_"});
  fields.Integer("litres", pump.litres, {1, 9});
}

void Describe(SettingFields& fields, Plant& plant) {
  fields.Table("plant", [&](SettingFields& inner) { DescribePlant(inner, plant); });
  fields.TableList("pump", 2,
                   [&](SettingFields& inner) { DescribePump(inner, plant.pumps.emplace_back()); });
}

struct Reading {
  Plant plant;
  std::vector<std::string> problems;
};

Reading Read(const std::vector<std::string>& files,
             std::map<std::string, SettingOverride> overrides = {}) {
  SettingLayers layers;
  layers.overrides = std::move(overrides);
  for (const std::string& file : files) layers.files.push_back(ParseToml(file, "a.toml").value());
  Plant listed;
  const auto keys = ListKeys([&](SettingFields& fields) { Describe(fields, listed); });
  Reading reading;
  const SettingFindings findings = ReadLayers(
      layers, [&](SettingFields& fields) { Describe(fields, reading.plant); }, keys);
  for (const SettingProblem& problem : findings.problems)
    reading.problems.push_back(problem.text());
  return reading;
}

TEST(SettingLayersTest, KeysAreListedInTheOrderOfTheSchema) {
  Plant plant;
  EXPECT_THAT(
      ListKeys([&](SettingFields& fields) { Describe(fields, plant); }),
      ElementsAre("plant.motto", "plant.open", "plant.colours", "pump.*.name", "pump.*.litres"));
}

TEST(SettingLayersTest, WhatIsNotSetKeepsItsDefault) {
  const Reading reading = Read({""});

  EXPECT_THAT(reading.problems, IsEmpty());
  EXPECT_EQ(reading.plant.motto, "none");
  EXPECT_THAT(reading.plant.pumps, IsEmpty());
}

TEST(SettingLayersTest, LaterFileWinsAndListsOfTablesAreJoined) {
  const Reading reading = Read({"plant.motto = 'a'\nplant.open = true\n[[pump]]\nname = 'x'",
                                "plant.motto = 'b'\n[[pump]]\nname = 'y'\nlitres = 9"});

  EXPECT_THAT(reading.problems, IsEmpty());
  EXPECT_EQ(reading.plant.motto, "b");
  EXPECT_TRUE(reading.plant.open);
  ASSERT_THAT(reading.plant.pumps, SizeIs(2));
  EXPECT_EQ(reading.plant.pumps[0].litres, 7);
  EXPECT_EQ(reading.plant.pumps[1].name, "y");
  EXPECT_EQ(reading.plant.pumps[1].litres, 9);
}

TEST(SettingLayersTest, OverrideWinsOverFilesWhateverItsType) {
  const Reading reading = Read({"plant.motto = 'a'\n[[pump]]\nname = 'x'"},
                               {{"plant.motto", {"environment", "7"}},
                                {"plant.open", {"environment", "true"}},
                                {"plant.colours", {"environment", "red,blue"}},
                                {"pump.0.litres", {"environment", "3"}},
                                {"pump.1.name", {"environment", "y"}}});

  EXPECT_THAT(reading.problems, IsEmpty());
  EXPECT_EQ(reading.plant.motto, "7");
  EXPECT_TRUE(reading.plant.open);
  EXPECT_THAT(reading.plant.colours, ElementsAre("red", "blue"));
  ASSERT_THAT(reading.plant.pumps, SizeIs(2));
  EXPECT_EQ(reading.plant.pumps[0].litres, 3);
  EXPECT_EQ(reading.plant.pumps[1].name, "y");
}

TEST(SettingLayersTest, EachProblemNamesPlaceKeyAndFix) {
  struct Row {
    std::string file;
    std::string problem;
  };
  const Row rows[] = {
      {"[plant]\nmoto = 'x'", "a.toml:2:1: plant.moto: unknown key; did you mean 'motto'?"},
      {"\n[plantation]\nx = 1", "a.toml:2:2: plantation: unknown key"},
      {"[plant]\nmotto = 3", "a.toml:2:9: plant.motto: must be a text in quotes"},
      {"[plant]\nmotto = ''", "a.toml:2:9: plant.motto: must have 1 to 8 bytes"},
      {"[plant]\nmotto = '123456789'", "a.toml:2:9: plant.motto: must have 1 to 8 bytes"},
      {"[plant]\nmotto = \"a\\nb\"", "a.toml:2:9: plant.motto: must have no control characters"},
      {"[plant]\nopen = 'yes'", "a.toml:2:8: plant.open: must be true or false, without quotes"},
      {"[plant]\ncolours = ['a', 'b', 'c']",
       "a.toml:2:11: plant.colours: must be a list of up to 2 texts in quotes"},
      {"[plant]\ncolours = [1]",
       "a.toml:2:11: plant.colours: must be a list of up to 2 texts in quotes"},
      {"plant = 1", "a.toml:1:9: plant: must be a table, [plant]"},
      {"pump = 1", "a.toml:1:8: pump: must be a list of tables, [[pump]]"},
      {"[pump]\nname = 'x'", "a.toml:1:1: pump: must be a list of tables, [[pump]]"},
      {"[[pump]]\nlitres = 0", "a.toml:2:10: pump.0.litres: must be a whole number from 1 to 9"},
      {"[[pump]]\nlitres = 10", "a.toml:2:10: pump.0.litres: must be a whole number from 1 to 9"},
      {"[[pump]]\nlitres = 1.5", "a.toml:2:10: pump.0.litres: must be a whole number from 1 to 9"},
      {"[[pump]]\nname = 'a b'", "a.toml:2:8: pump.0.name: must be letters, digits and '_' only"},
      {"[[pump]]\n[[pump]]\n[[pump]]", "a.toml:3:1: pump: there may be at most 2"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(Read({row.file}).problems, ElementsAre(row.problem)) << row.file;
  }
}

TEST(SettingLayersTest, LimitsThemselvesAreAllowed) {
  EXPECT_THAT(Read({"[plant]\nmotto = '12345678'\ncolours = ['a', 'b']\n"
                    "[[pump]]\nlitres = 1\n[[pump]]\nlitres = 9"})
                  .problems,
              IsEmpty());
}

TEST(SettingLayersTest, UnknownOverrideIsAProblemWithTheNearestKey) {
  EXPECT_THAT(Read({""}, {{"plant.moto", {"environment X", "a"}}}).problems,
              ElementsAre("environment X: plant.moto: unknown key; did you mean 'plant.motto'?"));
  EXPECT_THAT(Read({""}, {{"zebra", {"environment X", "a"}}}).problems,
              ElementsAre("environment X: zebra: unknown key"));
}

TEST(SettingLayersTest, SecretIsNotInAProblem) {
  SettingLayers layers;
  layers.files.push_back(ParseToml("password = \"hunter2\\u0001\"", "a.toml").value());
  security::Secret secret;
  const SettingFindings findings = ReadLayers(
      layers, [&](SettingFields& fields) { fields.Secret("password", secret); }, {"password"});

  ASSERT_THAT(findings.problems, SizeIs(1));
  EXPECT_EQ(findings.problems[0].text().find("hunter2"), std::string::npos);
}

TEST(SettingLayersTest, TextThatIsNotTomlIsRefusedWithItsPlace) {
  const Result<toml::table> table = ParseToml("[plant]\nmotto = ", "a.toml");

  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().message.rfind("a.toml:2:", 0), 0U) << table.error().message;
}

TEST(SettingLayersTest, TextBeyondTheLimitIsRefused) {
  EXPECT_TRUE(ParseToml(std::string(kTomlBytesMax, '\n'), "a.toml"));
  EXPECT_FALSE(ParseToml(std::string(kTomlBytesMax + 1, '\n'), "a.toml"));
}

}  // namespace
}  // namespace jackfield::app
