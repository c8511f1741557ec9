#include "server/app/configuration_schema.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/app/setting_layers.h"

namespace jackfield::app {
namespace {

Configuration Read(const std::string& text) {
  SettingLayers layers;
  layers.files.push_back(ParseToml(text, "a.toml").value());
  Configuration configuration;
  const SettingFindings findings = ReadLayers(
      layers, [&](SettingFields& fields) { DescribeConfiguration(fields, configuration); }, {});
  for (const SettingProblem& problem : findings.problems) ADD_FAILURE() << problem.text();
  return configuration;
}

TEST(ConfigurationSchemaTest, EverySectionReachesItsSetting) {
  const Configuration read = Read(R"(
    [server]
    data_dir = "/tmp/x"
    site = "north"
    [listen]
    grpc = "[::1]:1"
    ops = "127.0.0.1:2"
    insecure = true
    web_trusted_proxies = ["10.0.0.1"]
    connections_max = 3
    connections_per_address_max = 4
    [tls]
    certificate_file = "c"
    key_file = "k"
    [log]
    level = "debug"
    format = "json"
    [sign_in]
    session_idle_hours_max = 1
    session_lifetime_days_max = 2
    password_passes = 3
    password_memory_mib = 8
    password_checks_max = 5
    [retention]
    journal_days = 9
  )");

  EXPECT_EQ(read.server.data_dir, "/tmp/x");
  EXPECT_EQ(read.server.site, "north");
  EXPECT_EQ(read.listen.grpc.text(), "[::1]:1");
  EXPECT_EQ(read.listen.ops.text(), "127.0.0.1:2");
  EXPECT_TRUE(read.listen.insecure);
  EXPECT_EQ(read.listen.web_trusted_proxies, std::vector<std::string>{"10.0.0.1"});
  EXPECT_EQ(read.listen.connections_max, 3U);
  EXPECT_EQ(read.listen.connections_per_address_max, 4U);
  EXPECT_EQ(read.tls.certificate_file, "c");
  EXPECT_EQ(read.tls.key_file, "k");
  EXPECT_EQ(read.log.level, LogLevel::kDebug);
  EXPECT_EQ(read.log.format, LogFormat::kJson);
  EXPECT_EQ(read.sign_in.session_idle_max, std::chrono::hours(1));
  EXPECT_EQ(read.sign_in.session_lifetime_max, std::chrono::hours(48));
  EXPECT_EQ(read.sign_in.password_cost.operations, 3U);
  EXPECT_EQ(read.sign_in.password_cost.memory_mib, 8U);
  EXPECT_EQ(read.sign_in.password_cost.concurrent_max, 5U);
  EXPECT_EQ(read.retention.journal, std::chrono::hours(9 * 24));
}

TEST(ConfigurationSchemaTest, SourcesWithTheirNumberRulesAreRead) {
  const Configuration read = Read(R"(
    [[telephony.ami]]
    name = "pbx"
    host = "pbx.example"
    port = 5039
    username = "u"
    password = "p"
    ping_seconds = 2
    silence_seconds_max = 9
    event_filters = ["!Event: RTCP"]
    attached_variables = ["ACCOUNT"]
    acts = true
    route_context = "r"
    dial_context = "d"
    transfer_context = "t"
    default_region = "DE"
    extension_digits_max = 4
    [[telephony.ami.number_rule]]
    prefix = "0"
    digits_min = 8
    digits_max = 12
    strip = 1
    prepend = "+49"
    region = "DE"
    [[telephony.grpc]]
    name = "cloud"
  )");

  ASSERT_EQ(read.telephony.ami.size(), 1U);
  const AmiSourceSettings& ami = read.telephony.ami[0];
  EXPECT_EQ(ami.name, "pbx");
  EXPECT_EQ(ami.host, "pbx.example");
  EXPECT_EQ(ami.port, 5039);
  EXPECT_EQ(ami.username, "u");
  EXPECT_EQ(ami.password.Reveal(), "p");
  EXPECT_EQ(ami.ping_interval, Duration{2'000});
  EXPECT_EQ(ami.silence_max, Duration{9'000});
  EXPECT_THAT(ami.event_filters, testing::ElementsAre("!Event: RTCP"));
  EXPECT_THAT(ami.attached_variables, testing::ElementsAre("ACCOUNT"));
  EXPECT_TRUE(ami.acts);
  EXPECT_EQ(ami.route_context, "r");
  EXPECT_EQ(ami.dial_context, "d");
  EXPECT_EQ(ami.transfer_context, "t");
  EXPECT_EQ(ami.numbers.default_region, "DE");
  EXPECT_EQ(ami.numbers.extension_digits_max, 4U);
  ASSERT_EQ(ami.numbers.rules.size(), 1U);
  EXPECT_EQ(ami.numbers.rules[0], (identity::NumberRule{.prefix = "0",
                                                        .digits_min = 8,
                                                        .digits_max = 12,
                                                        .strip = 1,
                                                        .prepend = "+49",
                                                        .region = "DE"}));
  ASSERT_EQ(read.telephony.grpc.size(), 1U);
  EXPECT_EQ(read.telephony.grpc[0].name, "cloud");
}

TEST(ConfigurationSchemaTest, NoKeyIsNamedTwice) {
  Configuration configuration;
  const std::vector<std::string> keys =
      ListKeys([&](SettingFields& fields) { DescribeConfiguration(fields, configuration); });

  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
}

}  // namespace
}  // namespace jackfield::app
