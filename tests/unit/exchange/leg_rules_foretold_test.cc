// What is foretold to callers of a queue, and what came of it (L5).
#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "server/exchange/counter_sums.h"
#include "server/exchange/leg_rules.h"
#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

// Ana is the only member of "sales", which Jackfield distributes. Three calls took her 60 s each,
// and she talks: so half of those who come are to wait no longer than 60 s (1 - 1/9)^3 = 42.140 s,
// and nine of ten no longer than 60 s (1 - 1/9 + 1.28155/3)^3 = 136.770 s.
class ForetoldTest : public testing::Test {
 protected:
  void SetUp() override {
    QueueConfiguration sales{.name = "sales"};
    sales.routing.mode = QueueMode::kDirected;
    site.queues = {sales};
    site.agents = {{.login = "ana", .devices = {"PJSIP/1001"}, .queues = {{"sales", 1}}}};
    driver.Configure(site);
    driver.Tell(LinkUp{"epoch", std::set{CommandKind::kRoute}});
    ASSERT_TRUE(driver.Command(DeskOpened{"ana", "desk"}));
    ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kReady, {}, "ana"}));
    for (const char* call : {"h1", "h2", "h3"}) {
      Come(call);
      Answer(call);
      driver.Advance(Duration{60'000});
      driver.Tell(CallCleared{call});
    }
    Come("busy");
    Answer("busy");
  }
  void Come(const std::string& call) {
    driver.Tell(Originated{.call = call, .connection = call + "-caller"});
    driver.Tell(Queued{call, call + "-caller", "sales"});
  }
  void Answer(const std::string& call) {
    driver.Tell(Delivered{call, call + "-member", "PJSIP/1001", {}, {}});
    driver.Tell(Established{call, call + "-member", "PJSIP/1001", {}, {}});
  }
  QueueCounters Counted() const {
    QueueCounters sum;
    for (const auto& [interval, each] : driver.queue("sales").intervals) AddTo(sum, each);
    return sum;
  }

  Configuration site;
  ExchangeDriver driver;
};

struct ForetoldCase {
  Duration waited;
  std::uint64_t p50;
  std::uint64_t p90;
};

class ForetoldWaitTest : public ForetoldTest, public testing::WithParamInterface<ForetoldCase> {};

TEST_P(ForetoldWaitTest, WhatWasForetoldIsComparedWithTheWait) {
  Come("c1");
  driver.Advance(GetParam().waited);
  driver.Tell(CallCleared{"busy"});
  Answer("c1");

  const QueueCounters counted = Counted();
  EXPECT_EQ(driver.call("c1").legs[0].foretold_p50, Duration{42'140});
  EXPECT_EQ(driver.call("c1").legs[0].foretold_p90, Duration{136'770});
  EXPECT_EQ(counted.foretold_offered, 1U);
  EXPECT_EQ(counted.foretold, 1U);
  EXPECT_EQ(counted.foretold_p50, GetParam().p50);
  EXPECT_EQ(counted.foretold_p90, GetParam().p90);
  EXPECT_EQ(counted.wait_foretold, Duration{42'140});
  EXPECT_EQ(counted.wait_of_foretold, GetParam().waited);
}

INSTANTIATE_TEST_SUITE_P(Limits, ForetoldWaitTest,
                         testing::Values(ForetoldCase{Duration{0}, 1, 1},
                                         ForetoldCase{Duration{42'140}, 1, 1},
                                         ForetoldCase{Duration{42'141}, 0, 1},
                                         ForetoldCase{Duration{136'770}, 0, 1},
                                         ForetoldCase{Duration{136'771}, 0, 0}));

// Two agents' ends of talk are waited for: 120 s (1 - 1/18)^3 = 101.091 s.
TEST_F(ForetoldTest, WhoComesSecondIsForetoldALongerWait) {
  Come("c1");
  Come("c2");

  EXPECT_EQ(driver.call("c2").legs[0].foretold_p50, Duration{101'091});
}

TEST_F(ForetoldTest, NothingIsForetoldWhereSomebodyIsReady) {
  driver.Tell(CallCleared{"busy"});
  Come("c1");
  Answer("c1");

  EXPECT_FALSE(driver.call("c1").legs[0].foretold_p90);
  EXPECT_EQ(Counted().foretold_offered, 0U);
  EXPECT_EQ(Counted().foretold, 0U);
}

TEST_F(ForetoldTest, WhoComesIsCountedInTheIntervalOfTheEntryAndWhoIsAnsweredInThatOfTheAnswer) {
  Come("c1");
  driver.Advance(kIntervalLength);
  driver.Tell(CallCleared{"busy"});
  Answer("c1");

  const auto& intervals = driver.queue("sales").intervals;
  ASSERT_EQ(intervals.size(), 2U);
  EXPECT_EQ(intervals.begin()->second.foretold_offered, 1U);
  EXPECT_EQ(intervals.begin()->second.foretold, 0U);
  EXPECT_EQ(intervals.rbegin()->second.foretold_offered, 0U);
  EXPECT_EQ(intervals.rbegin()->second.foretold, 1U);
}

TEST_F(ForetoldTest, AnAbandonedWaitIsCountedApartAndNotCompared) {
  Come("c1");
  driver.Advance(Duration{10'000});
  driver.Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(Counted().abandoned, 1U);
  EXPECT_EQ(Counted().foretold_offered, 1U);
  EXPECT_EQ(Counted().foretold_abandoned, 1U);
  EXPECT_EQ(Counted().foretold, 0U);
}

TEST_F(ForetoldTest, AWaitThatTurnsOutToHaveBeenAbandonedIsCountedOnce) {
  Come("c1");
  driver.Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kUnknown});
  driver.Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(Counted().foretold_abandoned, 1U);
}

TEST_F(ForetoldTest, WhoAbandonsWithoutABandIsNotCounted) {
  driver.Tell(CallCleared{"busy"});
  Come("c1");
  driver.Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(Counted().abandoned, 1U);
  EXPECT_EQ(Counted().foretold_abandoned, 0U);
}

TEST_F(ForetoldTest, WhatIsForetoldIsToldOnceForTheStay) {
  driver.Tell(Originated{.call = "c1", .connection = "c1-caller"});
  const Effects effects = driver.Tell(Queued{"c1", "c1-caller", "sales"});

  const QueueId sales = driver.queue("sales").id;
  const Effect told =
      WaitForetold{driver.call("c1").id, sales, Duration{42'140}, Duration{136'770}};
  EXPECT_EQ(std::count(effects.begin(), effects.end(), told), 1);
}

TEST_F(ForetoldTest, WhatWasForetoldOutlivesARestart) {
  Come("c1");
  driver.Restart();
  driver.Advance(Duration{60'000});
  driver.Tell(CallCleared{"busy"});
  Answer("c1");

  EXPECT_EQ(driver.call("c1").legs[0].foretold_p90, Duration{136'770});
  EXPECT_EQ(Counted().foretold_offered, 1U);
  EXPECT_EQ(Counted().foretold_p50, 0U);
  EXPECT_EQ(Counted().foretold_p90, 1U);
}

TEST_F(ForetoldTest, WhoGoesElsewhereByRuleIsCountedApartAndNotCompared) {
  QueueConfiguration backup{.name = "backup"};
  backup.routing.mode = QueueMode::kDirected;
  site.queues.push_back(backup);
  site.queues[0].routing.overflow = {
      {.cause = OverflowCause::kLength, .callers = 1, .queue = "backup"}};
  driver.Configure(site);
  Come("c1");
  Come("c2");

  EXPECT_EQ(driver.call("c2").legs[0].foretold_p50, Duration{101'091});
  EXPECT_FALSE(driver.call("c2").legs[1].foretold_p50);
  EXPECT_EQ(Counted().foretold_offered, 2U);
  EXPECT_EQ(Counted().overflowed, 1U);
  EXPECT_EQ(Counted().foretold_overflowed, 1U);
  EXPECT_EQ(Counted().foretold, 0U);
}

}  // namespace
}  // namespace jackfield::exchange
