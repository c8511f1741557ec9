#include <gtest/gtest.h>

#include "server/exchange/desk_rules.h"
#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

TEST(ConfigureRulesTest, SameConfigurationAgainKeepsEveryId) {
  ExchangeDriver driver;
  driver.Configure(SmallSite());
  const AgentId ana = driver.agent("ana").id;
  const QueueId sales = driver.queue("sales").id;
  driver.Configure(SmallSite());

  EXPECT_EQ(driver.agent("ana").id, ana);
  EXPECT_EQ(driver.queue("sales").id, sales);
  EXPECT_EQ(driver.state().agents.size(), 3U);
}

TEST(ConfigureRulesTest, DeviceThatGoesToAnotherAgentRingsThere) {
  ExchangeDriver driver;
  driver.Configure(SmallSite());
  Configuration site = SmallSite();
  site.agents[0].devices = {};
  site.agents[1].devices = {"PJSIP/1001"};
  driver.Configure(site);
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});

  EXPECT_EQ(driver.agent("bo").state, AgentState::kAlerting);
}

TEST(ConfigureRulesTest, MemberSeenBeforeItsAgentWasDeclaredBecomesThatAgents) {
  ExchangeDriver driver;
  driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  driver.Configure(SmallSite());

  EXPECT_EQ(driver.agent("ana").memberships.size(), 1U);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
}

TEST(ConfigureRulesTest, MemberThatWasPausedBeforeItsAgentWasDeclaredIsPausedThere) {
  ExchangeDriver driver;
  driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  driver.Tell(MemberPaused{"sales", "PJSIP/1001", true, PersonalText("lunch")});
  driver.Configure(SmallSite());

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.detail, PersonalText("lunch"));
}

TEST(ConfigureRulesTest, MembershipGoesWithTheDeviceThatGoesToAnotherAgent) {
  ExchangeDriver driver;
  driver.Configure(SmallSite());
  driver.Tell(MemberAdded{"sales", "PJSIP/1001", true, PersonalText("lunch")});
  Configuration site = SmallSite();
  site.agents[0].devices = {};
  site.agents[1].devices = {"PJSIP/1001"};
  driver.Configure(site);

  EXPECT_TRUE(driver.agent("ana").memberships.empty());
  EXPECT_EQ(driver.agent("ana").state, AgentState::kLoggedOff);
  EXPECT_EQ(driver.agent("bo").memberships.size(), 1U);
  EXPECT_EQ(driver.agent("bo").state, AgentState::kNotReady);
}

TEST(ConfigureRulesTest, AgentTakenOutOfTheConfigurationIsAMemberNoMore) {
  ExchangeDriver driver;
  driver.Configure(SmallSite());
  driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
  Configuration site = SmallSite();
  site.agents.erase(site.agents.begin());
  driver.Configure(site);

  EXPECT_TRUE(driver.agent("ana").memberships.empty());
  EXPECT_EQ(driver.queue("sales").foreign_members.size(), 1U);
}

TEST(ConfigureRulesTest, DeviceThatRangBeforeItsAgentWasDeclaredIsListedNoMore) {
  ExchangeDriver driver;
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(Delivered{"c2", "m2", "PJSIP/9999", {}, {}});
  driver.Configure(SmallSite());

  const Source& source = driver.state().sources.begin()->second;
  EXPECT_FALSE(source.unmapped_devices.contains("PJSIP/1001"));
  EXPECT_FALSE(source.unmapped_rang.contains("PJSIP/1001"));
  EXPECT_EQ(source.unmapped_devices.at("PJSIP/9999"), 1U);
  EXPECT_TRUE(source.unmapped_rang.contains("PJSIP/9999"));
}

TEST(ConfigureRulesTest, AliasGivesASourcesQueueItsName) {
  ExchangeDriver driver;
  Configuration site = SmallSite();
  site.queues[0].aliases = {{"pbx", "q-500"}};
  driver.Configure(site);
  driver.Tell(Queued{"c1", "caller", "q-500"});

  EXPECT_EQ(driver.counted("sales").offered, 1U);
}

TEST(ConfigureRulesTest, QueueThatNobodyDeclaredExistsWithTheSourcesThreshold) {
  ExchangeDriver driver;
  driver.Tell(QueueParameters{"vip", Duration{5'000}});

  EXPECT_EQ(driver.queue("vip").service_level_threshold(), Duration{5'000});
  EXPECT_FALSE(driver.queue("vip").configured);
}

}  // namespace
}  // namespace jackfield::exchange
