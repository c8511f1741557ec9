#include "server/app/configuration_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> KeysAtFault(const Configuration& configuration,
                                     const std::map<std::string, std::string>& places = {}) {
  std::vector<std::string> keys;
  for (const SettingProblem& problem : CheckConfiguration(configuration, places)) {
    keys.push_back(problem.key);
  }
  return keys;
}

AmiSourceSettings Ami(const std::string& name) {
  AmiSourceSettings ami;
  ami.name = name;
  ami.host = "127.0.0.1";
  ami.username = "jackfield";
  return ami;
}

const std::map<std::string, std::string> kPasswordSet = {
    {"telephony.ami.0.password", "a.toml:9:1"}, {"telephony.ami.1.password", "a.toml:19:1"}};

TEST(ConfigurationCheckTest, DefaultsAreRight) { EXPECT_THAT(KeysAtFault({}), IsEmpty()); }

// The loopback rule, for each way to listen.
TEST(ConfigurationCheckTest, NothingListensBeyondLoopbackWithoutTlsUnlessInsecure) {
  struct Row {
    std::string grpc;
    std::string ops;
    bool tls;
    bool insecure;
    std::vector<std::string> at_fault;
  };
  const Row rows[] = {
      {"127.0.0.1:7700", "127.0.0.1:7781", false, false, {}},
      {"[::1]:7700", "[::1]:7781", false, false, {}},
      {"0.0.0.0:7700", "127.0.0.1:7781", false, false, {"listen.grpc"}},
      {"[::]:7700", "127.0.0.1:7781", false, false, {"listen.grpc"}},
      {"10.0.0.1:7700", "127.0.0.1:7781", false, false, {"listen.grpc"}},
      {"0.0.0.0:7700", "127.0.0.1:7781", true, false, {}},
      {"0.0.0.0:7700", "127.0.0.1:7781", false, true, {}},
      {"127.0.0.1:7700", "0.0.0.0:7781", true, false, {"listen.ops"}},
      {"127.0.0.1:7700", "0.0.0.0:7781", false, true, {}},
      {"0.0.0.0:7700", "0.0.0.0:7781", false, false, {"listen.grpc", "listen.ops"}},
  };
  for (const Row& row : rows) {
    Configuration configuration;
    configuration.listen.grpc = ListenAddress::Parse(row.grpc).value();
    configuration.listen.ops = ListenAddress::Parse(row.ops).value();
    configuration.listen.insecure = row.insecure;
    configuration.tls.certificate_file = row.tls ? "c.pem" : "";
    configuration.tls.key_file = row.tls ? "k.pem" : "";
    EXPECT_EQ(KeysAtFault(configuration), row.at_fault) << row.grpc << " " << row.ops;
  }
}

TEST(ConfigurationCheckTest, TlsNeedsBothFiles) {
  Configuration configuration;
  configuration.tls.certificate_file = "c.pem";
  EXPECT_THAT(KeysAtFault(configuration), ElementsAre("tls.key_file"));

  configuration.tls = {.certificate_file = "", .key_file = "k.pem"};
  EXPECT_THAT(KeysAtFault(configuration), ElementsAre("tls.certificate_file"));
}

TEST(ConfigurationCheckTest, PortsOfTheTwoListenersDiffer) {
  Configuration configuration;
  configuration.listen.ops = configuration.listen.grpc;
  EXPECT_THAT(KeysAtFault(configuration), ElementsAre("listen.ops"));

  configuration.listen.grpc = configuration.listen.ops = {"127.0.0.1", 0};
  EXPECT_THAT(KeysAtFault(configuration), IsEmpty());
}

TEST(ConfigurationCheckTest, TrustedProxiesAreAddressesInTheirUsualForm) {
  Configuration configuration;
  configuration.listen.web_trusted_proxies = {"10.0.0.1", "2001:db8::1"};
  EXPECT_THAT(KeysAtFault(configuration), IsEmpty());

  for (const char* const wrong :
       {"", "proxy.example", "10.0.0.1:80", "10.0.0.0/8", "2001:DB8::1", "::ffff:10.0.0.1"}) {
    configuration.listen.web_trusted_proxies = {"10.0.0.1", wrong};
    EXPECT_THAT(KeysAtFault(configuration), ElementsAre("listen.web_trusted_proxies.1")) << wrong;
  }
}

TEST(ConfigurationCheckTest, AmiSourceNeedsNameHostUserAndOnePassword) {
  Configuration configuration;
  configuration.telephony.ami = {AmiSourceSettings{}};
  EXPECT_THAT(KeysAtFault(configuration),
              ElementsAre("telephony.ami.0.name", "telephony.ami.0.host",
                          "telephony.ami.0.username", "telephony.ami.0.password_file"));

  configuration.telephony.ami = {Ami("pbx")};
  EXPECT_THAT(KeysAtFault(configuration, kPasswordSet), IsEmpty());
  EXPECT_THAT(KeysAtFault(configuration, {{"telephony.ami.0.password", ""},
                                          {"telephony.ami.0.password_file", ""}}),
              ElementsAre("telephony.ami.0.password_file"));
}

TEST(ConfigurationCheckTest, SourcesHaveDifferentNames) {
  Configuration configuration;
  configuration.telephony.ami = {Ami("pbx"), Ami("pbx")};
  configuration.telephony.grpc.resize(1);
  configuration.telephony.grpc[0].name = "pbx";

  EXPECT_THAT(KeysAtFault(configuration, kPasswordSet),
              ElementsAre("telephony.ami.1.name", "telephony.grpc.0.name"));
}

TEST(ConfigurationCheckTest, SilenceMustOutlastThePing) {
  Configuration configuration;
  configuration.telephony.ami = {Ami("pbx")};
  configuration.telephony.ami[0].silence_max = configuration.telephony.ami[0].ping_interval;

  EXPECT_THAT(KeysAtFault(configuration, kPasswordSet),
              ElementsAre("telephony.ami.0.silence_seconds_max"));
}

TEST(ConfigurationCheckTest, NumberRuleThatCannotBeAppliedIsNamed) {
  Configuration configuration;
  configuration.telephony.grpc.resize(1);
  configuration.telephony.grpc[0].name = "cloud";
  configuration.telephony.grpc[0].numbers.rules.resize(1);
  configuration.telephony.grpc[0].numbers.rules[0].strip = 1;

  const auto problems = CheckConfiguration(configuration, {{"telephony.grpc.0", "a.toml:3:1"}});

  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].where, "a.toml:3:1");
  EXPECT_THAT(problems[0].rule, HasSubstr("strip"));
}

TEST(ConfigurationCheckTest, RegionThatDoesNotExistIsAProblem) {
  Configuration configuration;
  configuration.telephony.ami = {Ami("pbx")};
  configuration.telephony.ami[0].numbers.default_region = "XX";

  EXPECT_THAT(KeysAtFault(configuration, kPasswordSet), SizeIs(1));
}

}  // namespace
}  // namespace jackfield::app
