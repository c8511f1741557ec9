#include "server/exchange/alias_rules.h"

#include <utility>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

Configuration SiteWith(std::vector<QueueAlias> aliases) {
  Configuration site = SmallSite();
  site.queues[0].aliases = std::move(aliases);
  return site;
}

// What source "pbx" means by it.
std::string Meant(const ExchangeDriver& driver, const std::string& name) {
  const State& state = driver.state();
  const Source& source = state.sources.at(state.source_names.at("pbx"));
  const QueueId queue = MeaningOf(state, source, name);
  return queue ? state.queues.at(queue).configuration.name : std::string();
}

TEST(AliasRulesTest, AnAliasThatWasChangedMeansTheQueueNoMore) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Configure(SiteWith({{"pbx", "501"}}));
  driver.Tell(Queued{"c1", "caller", "500"});
  driver.Tell(Queued{"c2", "caller", "501"});

  EXPECT_EQ(Meant(driver, "500"), "500");
  EXPECT_FALSE(driver.queue("500").configured);
  EXPECT_EQ(driver.counted("500").offered, 1U);
  EXPECT_EQ(driver.counted("sales").offered, 1U);
}

TEST(AliasRulesTest, AnAliasThatWasTakenAwayLeavesTheQueueItsOwnName) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Tell(Queued{"c1", "caller", "sales"});
  EXPECT_EQ(Meant(driver, "sales"), "pbx.sales");

  driver.Configure(SmallSite());

  EXPECT_EQ(Meant(driver, "500"), "");
  EXPECT_EQ(Meant(driver, "sales"), "sales");
}

TEST(AliasRulesTest, AnAliasOfAQueueThatIsDeclaredNoMoreIsNone) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Configure({});

  EXPECT_EQ(Meant(driver, "500"), "");
  EXPECT_EQ(Meant(driver, "sales"), "sales");
}

TEST(AliasRulesTest, AnAliasGoesToTheOtherQueueThatDeclaresIt) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  Configuration site = SmallSite();
  site.queues.push_back({.name = "support", .aliases = {{"pbx", "500"}}});
  driver.Configure(site);

  EXPECT_EQ(Meant(driver, "500"), "support");
}

TEST(AliasRulesTest, ASourcesOwnQueueIsFoundAgainAndNotMadeTwice) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Tell(Queued{"c1", "caller", "sales"});
  const QueueId own = driver.queue("pbx.sales").id;
  driver.Configure(SmallSite());
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Tell(Queued{"c2", "caller", "sales"});

  EXPECT_EQ(driver.queue("pbx.sales").id, own);
  EXPECT_EQ(driver.counted("pbx.sales").offered, 2U);
}

TEST(AliasRulesTest, WhoWaitsUnderTheOldNameIsStillFoundUnderIt) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Tell(Queued{"c1", "caller", "500"});
  driver.Tell(Queued{"c2", "caller", "500"});
  driver.Configure(SiteWith({{"pbx", "501"}}));
  driver.Tell(Queued{"c1", "caller", "500"});  // Told again: it waits already.
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "500", "caller"});
  driver.Tell(Dequeued{"c2", "caller", "500", DequeueCause::kAbandoned});

  EXPECT_TRUE(driver.queue("sales").waiting.empty());
  EXPECT_EQ(driver.counted("sales").offered, 2U);
  EXPECT_EQ(driver.counted("sales").answered, 1U);
  EXPECT_EQ(driver.counted("sales").abandoned, 1U);
  EXPECT_EQ(driver.counted("500").offered, 0U);
}

TEST(AliasRulesTest, MembersGoWithANameThatIsNoAliasAnyMore) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Tell(MemberAdded{"500", "PJSIP/1001"});
  driver.Tell(MemberAdded{"500", "PJSIP/7777", true, PersonalText("lunch")});
  driver.Configure(SmallSite());

  const QueueId own = driver.queue("500").id;
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(driver.agent("ana").memberships.size(), 1U);
  EXPECT_TRUE(driver.agent("ana").memberships.contains(own));
  EXPECT_TRUE(driver.queue("sales").foreign_members.empty());
  EXPECT_EQ(driver.queue("500").foreign_members.size(), 1U);
  EXPECT_EQ(driver.queue("500").foreign_paused.size(), 1U);
}

TEST(AliasRulesTest, MembersOfAQueueThatIsRenamedAtTheSourceStayUntilItsSnapshot) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}}));
  driver.Tell(MemberAdded{"500", "PJSIP/1001"});
  driver.Configure(SiteWith({{"pbx", "501"}}));

  EXPECT_TRUE(driver.agent("ana").memberships.contains(driver.queue("sales").id));
  EXPECT_EQ(Meant(driver, "500"), "");  // No queue was made that nobody asked for.

  driver.Tell(SwitchSnapshot{.queues = {"501"}});
  EXPECT_TRUE(driver.agent("ana").memberships.empty());
}

TEST(AliasRulesTest, OfTwoNamesThatTheQueueHadTheOtherKeepsItsCallersAndMembers) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}, {"pbx", "501"}}));
  driver.Tell(MemberAdded{"501", "PJSIP/1001"});
  driver.Tell(Queued{"c1", "caller", "501"});
  driver.Configure(SiteWith({{"pbx", "501"}}));
  driver.Tell(Dequeued{"c1", "caller", "501", DequeueCause::kAbandoned});

  EXPECT_EQ(Meant(driver, "500"), "");
  EXPECT_TRUE(driver.agent("ana").memberships.contains(driver.queue("sales").id));
  EXPECT_EQ(driver.counted("sales").abandoned, 1U);
}

// Q2.
TEST(AliasRulesTest, WhoWaitsIsFoundAlsoWhereTwoQueuesHaveChangedTheirNames) {
  ExchangeDriver driver;
  Configuration site = SmallSite();
  site.queues = {{.name = "first", .aliases = {{"pbx", "500"}}},
                 {.name = "second", .aliases = {{"pbx", "501"}}}};
  driver.Configure(site);
  driver.Tell(Queued{"c1", "caller", "500"});
  driver.Tell(Queued{"c2", "caller", "501"});
  std::swap(site.queues[0].aliases, site.queues[1].aliases);
  driver.Configure(site);
  driver.Tell(Dequeued{"c1", "caller", "500", DequeueCause::kAbandoned});
  driver.Tell(Dequeued{"c2", "caller", "501", DequeueCause::kAbandoned});

  EXPECT_EQ(driver.counted("first").abandoned, 1U);
  EXPECT_EQ(driver.counted("second").abandoned, 1U);
}

// Q3.
TEST(AliasRulesTest, WhereAQueueIsSplitByItsNamesNobodyIsMovedToTheOneThatIsNotTheirs) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}, {"pbx", "501"}}));
  driver.Tell(MemberAdded{"501", "PJSIP/1001"});
  driver.Tell(Queued{"c1", "caller", "501"});
  Configuration split = SmallSite();
  split.queues = {{.name = "first", .aliases = {{"pbx", "500"}}},
                  {.name = "second", .aliases = {{"pbx", "501"}}}};
  driver.Configure(split);

  const QueueId sales = driver.queue("sales").id;
  EXPECT_TRUE(driver.agent("ana").memberships.contains(sales));
  EXPECT_EQ(driver.call("c1").legs[0].queue, sales);
  EXPECT_FALSE(driver.call("c1").legs[0].kept_in);

  driver.Tell(SwitchSnapshot{.members = {{"501", "PJSIP/1001"}}, .queues = {"500", "501"}});
  EXPECT_EQ(driver.agent("ana").memberships.size(), 1U);
  EXPECT_TRUE(driver.agent("ana").memberships.contains(driver.queue("second").id));
}

// Q3.
TEST(AliasRulesTest, WhereAllNamesOfAQueueMeanOneOtherQueueAllGoWithThem) {
  ExchangeDriver driver;
  driver.Configure(SiteWith({{"pbx", "500"}, {"pbx", "501"}}));
  driver.Tell(MemberAdded{"501", "PJSIP/1001"});
  driver.Tell(Queued{"c1", "caller", "501"});
  Configuration renamed = SmallSite();
  renamed.queues = {{.name = "shop", .aliases = {{"pbx", "500"}, {"pbx", "501"}}}};
  driver.Configure(renamed);
  driver.Tell(Dequeued{"c1", "caller", "501", DequeueCause::kAbandoned});

  EXPECT_TRUE(driver.agent("ana").memberships.contains(driver.queue("shop").id));
  EXPECT_EQ(driver.counted("sales").abandoned, 1U);
}

}  // namespace
}  // namespace jackfield::exchange
