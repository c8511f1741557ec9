#include "server/app/setting_recorder.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "server/app/configuration_loader.h"

namespace jackfield::app {
namespace {

// What was noted of a key; its key is empty when nothing was.
SettingInForce Noted(const std::vector<std::string>& sets, const std::string& key) {
  const LoadedConfiguration loaded =
      LoadConfiguration({.file = "", .environment = {"JACKFIELD__LOG__LEVEL=warn"}, .sets = sets});
  const auto found =
      std::find_if(loaded.settings.begin(), loaded.settings.end(),
                   [&key](const SettingInForce& setting) { return setting.key == key; });
  return found == loaded.settings.end() ? SettingInForce{} : *found;
}

TEST(SettingRecorderTest, EachSettingHasItsValueAndWhereItComesFrom) {
  const std::vector<std::string> sets = {"listen.connections_max=100"};

  EXPECT_EQ(Noted(sets, "listen.grpc"),
            (SettingInForce{"listen.grpc", "\"127.0.0.1:7700\"", "default"}));
  EXPECT_EQ(Noted(sets, "listen.connections_max"),
            (SettingInForce{"listen.connections_max", "100", "--set"}));
  EXPECT_EQ(Noted(sets, "log.level"),
            (SettingInForce{"log.level", "\"warn\"", "environment JACKFIELD__LOG__LEVEL"}));
  EXPECT_EQ(Noted(sets, "listen.insecure").value, "false");
}

TEST(SettingRecorderTest, SecretIsNeverNoted) {
  const std::vector<std::string> sets = {"telephony.ami.0.name=pbx", "telephony.ami.0.password=x",
                                         "telephony.ami.1.name=other"};

  EXPECT_EQ(Noted(sets, "telephony.ami.0.password").value, "\"***\"");
  EXPECT_EQ(Noted(sets, "telephony.ami.1.password").value, "\"\"");
  EXPECT_EQ(Noted(sets, "telephony.ami.1.name").value, "\"other\"");
}

TEST(SettingRecorderTest, TextsAreWrittenAsToml) {
  const std::vector<std::string> sets = {"server.data_dir=/a\"b\\c",
                                         "telephony.ami.0.event_filters=!Event: A,B"};

  EXPECT_EQ(Noted(sets, "server.data_dir").value, "\"/a\\\"b\\\\c\"");
  EXPECT_EQ(Noted(sets, "telephony.ami.0.event_filters").value, "[\"!Event: A\", \"B\"]");
}

}  // namespace
}  // namespace jackfield::app
