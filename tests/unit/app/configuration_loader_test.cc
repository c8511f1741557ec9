#include "server/app/configuration_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What needs files is in tests/e2e/check_config_test.py.
namespace jackfield::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Texts(const std::vector<SettingProblem>& problems) {
  std::vector<std::string> texts;
  for (const SettingProblem& problem : problems) texts.push_back(problem.text());
  return texts;
}

TEST(ConfigurationLoaderTest, EnvironmentSetsKeysByTheirPath) {
  const LoadedConfiguration loaded = LoadConfiguration(
      {.file = "",
       .environment = {"PATH=/bin", "JACKFIELD_SEED=1", "JACKFIELD__LISTEN__GRPC=127.0.0.1:1",
                       "JACKFIELD__TELEPHONY__AMI__0__NAME=pbx",
                       "JACKFIELD__TELEPHONY__AMI__0__HOST=pbx",
                       "JACKFIELD__TELEPHONY__AMI__0__USERNAME=u",
                       "JACKFIELD__TELEPHONY__AMI__0__PASSWORD=12345"},
       .sets = {}});

  EXPECT_THAT(Texts(loaded.problems), IsEmpty());
  EXPECT_EQ(loaded.configuration.listen.grpc.port, 1);
  ASSERT_EQ(loaded.configuration.telephony.ami.size(), 1U);
  EXPECT_EQ(loaded.configuration.telephony.ami[0].password.Reveal(), "12345");
}

TEST(ConfigurationLoaderTest, CommandLineWinsOverEnvironment) {
  const LoadedConfiguration loaded =
      LoadConfiguration({.file = "",
                         .environment = {"JACKFIELD__LISTEN__GRPC=127.0.0.1:1"},
                         .sets = {"listen.grpc=127.0.0.1:2"}});

  EXPECT_EQ(loaded.configuration.listen.grpc.port, 2);
}

TEST(ConfigurationLoaderTest, WrongEnvironmentAndCommandLineAreNamed) {
  const LoadedConfiguration loaded =
      LoadConfiguration({.file = "",
                         .environment = {"JACKFIELD__LISTEN__GRCP=127.0.0.1:1"},
                         .sets = {"listen.grpc", "log.level=loud"}});

  EXPECT_THAT(Texts(loaded.problems),
              ElementsAre("--set: listen.grpc: must be key=value",
                          "--set: log.level: must be one of \"debug\" \"info\" \"warn\" \"error\"",
                          "environment JACKFIELD__LISTEN__GRCP: listen.grcp: unknown key; did you "
                          "mean 'listen.grpc'?"));
}

TEST(ConfigurationLoaderTest, FileThatIsNotThereIsAProblem) {
  const LoadedConfiguration loaded =
      LoadConfiguration({.file = "/nonexistent/j.toml", .environment = {}, .sets = {}});

  EXPECT_THAT(Texts(loaded.problems),
              ElementsAre("/nonexistent/j.toml: No such file or directory"));
}

}  // namespace
}  // namespace jackfield::app
