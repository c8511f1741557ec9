#include "server/exchange/telephony_rules.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

class TelephonyRulesTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(SmallSite()); }
  const Source& pbx() const {
    return driver.state().sources.at(driver.state().source_names.at("pbx"));
  }
  ExchangeDriver driver;
};

TEST_F(TelephonyRulesTest, AgentWhoCallsOutIsBusy) {
  driver.Tell(Originated{.call = "c1",
                         .direction = Direction::kOutbound,
                         .connection = "a",
                         .device = "PJSIP/1001-00000009"});
  EXPECT_EQ(driver.agent("ana").state, AgentState::kConnected);
}

TEST_F(TelephonyRulesTest, AttachedValueOfTheSameNameIsReplaced) {
  driver.Tell(Originated{.call = "c1"});
  driver.Tell(CallInformation{.call = "c1", .attached = {{"account", PersonalText("1")}}});
  driver.Tell(CallInformation{.call = "c1", .attached = {{"account", PersonalText("2")}}});

  ASSERT_EQ(driver.call("c1").attached.size(), 1U);
  EXPECT_EQ(driver.call("c1").attached[0].value, PersonalText("2"));
}

TEST_F(TelephonyRulesTest, ThirtyThirdAttachedValueIsDropped) {
  driver.Tell(Originated{.call = "c1"});
  for (int i = 0; i < 33; ++i) {
    driver.Tell(CallInformation{.call = "c1", .attached = {{std::to_string(i), {}}}});
  }
  EXPECT_EQ(driver.call("c1").attached.size(), kAttachedPerCallMax);
}

TEST_F(TelephonyRulesTest, ParkedCallDoesNotEndWhenEverybodyLeft) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Parked{"c1", "701"});
  driver.Tell(ConnectionCleared{"c1", "caller"});
  EXPECT_TRUE(driver.call("c1").live());

  driver.Tell(Unparked{"c1"});
  driver.Tell(CallCleared{"c1"});
  EXPECT_FALSE(driver.call("c1").live());
}

TEST_F(TelephonyRulesTest, HoldTimeIsKeptWithTheConnection) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(Held{"c1", "m1"});
  driver.Tell(Held{"c1", "m1"});
  driver.Advance(Duration{3'000});
  driver.Tell(Retrieved{"c1", "m1"});

  EXPECT_EQ(driver.call("c1").connections.at("m1").held, Duration{3'000});
}

TEST_F(TelephonyRulesTest, ConferenceJoinsTwoCalls) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Originated{.call = "c2", .connection = "other"});
  driver.Tell(Conferenced{"c1", "c2"});

  EXPECT_EQ(driver.call("c2").parent, driver.call("c1").id);
  EXPECT_TRUE(driver.call("c1").connections.contains("other"));
}

TEST_F(TelephonyRulesTest, LinkIsUpOnce) {
  EXPECT_FALSE(driver.Tell(LinkUp{"e"}).empty());
  EXPECT_TRUE(driver.Tell(LinkUp{"e"}).empty());
}

// T1.
TEST_F(TelephonyRulesTest, LostLinkCountsAsLostUntilTheSourceIsHeardAgain) {
  driver.Tell(LinkUp{"e"});
  driver.Tell(LinkDown{});
  EXPECT_TRUE(pbx().link_lost());

  const Effects effects = driver.Tell(CallInformation{.call = "unknown"});

  EXPECT_FALSE(pbx().link_lost());
  EXPECT_FALSE(pbx().linked);
  EXPECT_NE(std::find(effects.begin(), effects.end(), Effect(SourceChanged{pbx().id})),
            effects.end());
  driver.Tell(LinkUp{"e"});
  EXPECT_TRUE(pbx().linked);
}

// T2.
TEST_F(TelephonyRulesTest, LinkThatTheSourceEndedItselfIsNotLost) {
  driver.Tell(LinkUp{"e"});
  driver.Tell(LinkDown{true});

  EXPECT_FALSE(pbx().link_lost());
  EXPECT_FALSE(pbx().linked);
}

TEST_F(TelephonyRulesTest, EndOfALegIsThatOfItsDeviceWhereTheCallerWaitedTwice) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Advance(Duration{1'000});
  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Tell(Established{"c1", "m2", "PJSIP/1002", "sales", "caller"});

  driver.Tell(LegCompleted{"c1", "caller", "sales", "PJSIP/1001", true});

  EXPECT_TRUE(driver.call("c1").legs.at(0).transferred);
  EXPECT_FALSE(driver.call("c1").legs.at(1).transferred);
}

}  // namespace
}  // namespace jackfield::exchange
