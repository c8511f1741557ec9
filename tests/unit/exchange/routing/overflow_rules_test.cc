#include "server/exchange/routing/overflow_rules.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration kSecond{1'000};

OverflowRule ToQueue(OverflowCause cause, const std::string& queue, Duration limit = {}) {
  return {.cause = cause, .limit = limit, .queue = queue};
}

OverflowRule ToNumber(OverflowCause cause, Duration limit = {}) {
  return {.cause = cause, .limit = limit, .number = "*98"};
}

// Ana is a member of "sales", Bo of "backup", and nobody of "night"; Jackfield distributes all. No
// calendar "never" is ever open.
Configuration Site(std::vector<OverflowRule> of_sales = {}) {
  Configuration site;
  for (const char* name : {"sales", "backup", "night"}) {
    QueueConfiguration queue{.name = name};
    queue.routing.mode = QueueMode::kDirected;
    site.queues.push_back(std::move(queue));
  }
  site.queues[0].routing.overflow = std::move(of_sales);
  site.agents = {{.login = "ana", .devices = {"PJSIP/1001"}, .queues = {{"sales", 1}}},
                 {.login = "bo", .devices = {"PJSIP/1002"}, .queues = {{"backup", 1}}}};
  site.calendars = {{.name = "never"}};
  return site;
}

class OverflowRulesTest : public testing::Test {
 protected:
  void Begin(const Configuration& site) {
    driver.emplace();
    driver->Configure(site);
    driver->Tell(LinkUp{"epoch", std::set{CommandKind::kRoute, CommandKind::kDivert}});
  }
  void Wish(const std::string& login, AgentWish wish) {
    ASSERT_TRUE(driver->Command(DeskOpened{login, "desk-" + login}));
    ASSERT_TRUE(driver->Command(SetAgentState{login, wish, {}, login}));
  }
  void Ready(const std::string& login) { Wish(login, AgentWish::kReady); }
  void Wait(const std::string& call, const std::string& queue = "sales") {
    driver->Tell(Originated{.call = call, .connection = call + "-caller"});
    driver->Tell(Queued{call, call + "-caller", queue});
  }
  void Leave(const std::string& call, DequeueCause cause, const std::string& queue = "sales") {
    driver->Tell(Dequeued{call, call + "-caller", queue, cause});
  }
  void Pass(Duration by) {
    driver->Advance(by);
    driver->FireTimers();
  }
  // Where the caller waits, and how it got there: "sales", "sales>backup". With "-" at the end the
  // caller waits no more.
  std::string WayOf(const std::string& call) const {
    std::string way;
    for (const Leg& leg : driver->call(call).legs) {
      if (!way.empty()) way += ">";
      way += driver->state().queues.at(leg.queue).configuration.name;
      if (leg.state != LegState::kWaiting && &leg == &driver->call(call).legs.back()) way += "-";
    }
    return way;
  }
  // The item of the call's last stay; nullptr: it is none.
  const WorkItem* ItemOf(const std::string& call) const {
    const Call& known = driver->call(call);
    const auto last = static_cast<std::uint32_t>(known.legs.size() - 1);
    const auto item = driver->state().work.find({WorkKind::kCall, known.id.value, last});
    return item == driver->state().work.end() ? nullptr : &item->second;
  }
  std::vector<DivertCall> Diversions() const {
    std::vector<DivertCall> told;
    for (const auto& [id, command] : driver->state().commands) {
      const auto* divert = std::get_if<DivertCall>(&command.body);
      if (divert != nullptr) told.push_back(*divert);
    }
    return told;
  }
  void AnswerDiversion(CommandOutcome outcome) {
    driver->Tell(CommandResult{driver->state().commands.rbegin()->first, outcome, "REASON"});
  }

  std::optional<ExchangeDriver> driver;
};

// V1.
TEST_F(OverflowRulesTest, WhoHasWaitedForTheLimitGoesToTheOtherQueue) {
  Begin(Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  Wait("c1");
  Pass(Duration{29'999});
  EXPECT_EQ(WayOf("c1"), "sales");

  Pass(Duration{1});

  EXPECT_EQ(WayOf("c1"), "sales>backup");
  EXPECT_EQ(driver->call("c1").legs[0].cause, DequeueCause::kOverflowed);
  EXPECT_EQ(driver->counted("sales").offered, 1U);
  EXPECT_EQ(driver->queue("sales").intervals.begin()->second.overflowed, 1U);
  EXPECT_EQ(driver->counted("backup").offered, 1U);
  Ready("bo");
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", {}, {}});
  driver->Tell(Established{"c1", "m2", "PJSIP/1002", {}, {}});
  EXPECT_EQ(WayOf("c1"), "sales>backup-");
  EXPECT_EQ(driver->counted("backup").answered, 1U);
  EXPECT_EQ(driver->counted("backup").wait_answered, Duration{0});
}

// V2.
TEST_F(OverflowRulesTest, ThePlaceIsThatOfTheFirstQueue) {
  Begin(Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  Wait("c1");
  Pass(10 * kSecond);
  Wait("c2", "backup");
  Pass(20 * kSecond);
  ASSERT_EQ(WayOf("c1"), "sales>backup");

  Ready("bo");

  EXPECT_EQ(ItemOf("c1")->reserved.size(), 1U);
  EXPECT_THAT(ItemOf("c2")->reserved, IsEmpty());
}

// V2.
TEST_F(OverflowRulesTest, WhatTheSwitchTellsOfItsQueueIsOfTheStayThatThereIs) {
  Begin(Site({ToQueue(OverflowCause::kClosed, "backup")}));
  Configuration closed = Site({ToQueue(OverflowCause::kClosed, "backup")});
  closed.queues[0].calendar = "never";
  driver->Configure(closed);
  Wait("c1");
  ASSERT_EQ(WayOf("c1"), "sales>backup");

  driver->Tell(Queued{"c1", "c1-caller", "sales"});
  EXPECT_EQ(WayOf("c1"), "sales>backup") << "It is told again.";
  driver->Tell(SwitchSnapshot{.calls = {{"c1", {}, {}, {{"c1-caller", {}, false}}}},
                              .waiting = {{"sales", "c1", "c1-caller", 5 * kSecond}},
                              .queues = {"sales", "backup"}});
  EXPECT_EQ(WayOf("c1"), "sales>backup") << "It is listed.";
  Leave("c1", DequeueCause::kUnknown);
  EXPECT_EQ(WayOf("c1"), "sales>backup-");
  Leave("c1", DequeueCause::kAbandoned);

  EXPECT_EQ(driver->call("c1").legs[1].cause, DequeueCause::kAbandoned);
  EXPECT_EQ(driver->counted("backup").abandoned, 1U);
  EXPECT_EQ(driver->counted("sales").abandoned, 0U);
}

// V2. The switch has no queue "backup".
TEST_F(OverflowRulesTest, WhomTheSwitchNoLongerListsInItsQueueIsLostAlsoWhereItIsNotTheStaysOwn) {
  Begin(Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  Wait("c1");
  Pass(30 * kSecond);
  const std::vector<SnapshotCall> calls = {{"c1", {}, {}, {{"c1-caller", {}, false}}}};
  driver->Tell(SwitchSnapshot{.calls = calls, .queues = {"night"}});
  EXPECT_EQ(WayOf("c1"), "sales>backup") << "It lists another queue.";
  driver->Tell(SwitchSnapshot{.calls = calls,
                              .waiting = {{"sales", "c1", "c1-caller", 30 * kSecond}},
                              .queues = {"sales"}});
  EXPECT_EQ(WayOf("c1"), "sales>backup") << "It is listed.";

  driver->Tell(SwitchSnapshot{.calls = calls, .queues = {"sales"}});

  EXPECT_EQ(WayOf("c1"), "sales>backup-");
  EXPECT_EQ(driver->counted("backup").lost, 1U);
  EXPECT_EQ(ItemOf("c1"), nullptr);
}

// V2.
TEST_F(OverflowRulesTest, AnAnswerThatNamesTheSwitchesQueueIsOfTheStayThatThereIs) {
  Begin(Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  Wait("c1");
  Pass(30 * kSecond);
  Ready("bo");
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", "sales", "c1-caller"});
  driver->Tell(Established{"c1", "m2", "PJSIP/1002", "sales", "c1-caller"});

  EXPECT_EQ(driver->call("c1").legs[1].state, LegState::kAnswered);
  EXPECT_EQ(driver->call("c1").legs[1].agent, driver->agent("bo").id);
  EXPECT_THAT(driver->state().reservations, IsEmpty());
}

// V1.
TEST_F(OverflowRulesTest, ClosingSendsAwayWhoComesAndNobodyWhoWaits) {
  const std::vector<OverflowRule> rules = {ToQueue(OverflowCause::kClosed, "backup")};
  Begin(Site(rules));
  Wait("c1");
  Configuration closed = Site(rules);
  closed.queues[0].calendar = "never";
  driver->Configure(closed);
  Wait("c2");

  EXPECT_EQ(WayOf("c1"), "sales");
  EXPECT_EQ(WayOf("c2"), "sales>backup");
}

// V1. It is Monday, 12:00 UTC.
TEST_F(OverflowRulesTest, TheHoursOfTheDaySayWhetherItIsClosed) {
  using std::chrono::hours;
  Configuration site = Site({ToQueue(OverflowCause::kClosed, "backup")});
  site.queues[0].calendar = "office";
  Calendar office{.name = "office"};
  office.week[1] = {{hours(9), hours(13)}};
  site.calendars.push_back(office);
  Begin(site);
  Wait("c1");
  EXPECT_EQ(WayOf("c1"), "sales");

  driver->Advance(3'599 * kSecond);
  Wait("c2");
  EXPECT_EQ(WayOf("c2"), "sales");
  driver->Advance(kSecond);
  Wait("c3");
  EXPECT_EQ(WayOf("c3"), "sales>backup");
}

// V1.
TEST_F(OverflowRulesTest, WhoFindsSoManyWaitingGoesElsewhere) {
  Begin(Site({{.cause = OverflowCause::kLength, .callers = 2, .queue = "backup"}}));
  for (const char* call : {"c1", "c2", "c3"}) Wait(call);

  EXPECT_EQ(WayOf("c1"), "sales");
  EXPECT_EQ(WayOf("c2"), "sales");
  EXPECT_EQ(WayOf("c3"), "sales>backup");
}

// V1.
TEST_F(OverflowRulesTest, WhenTheLastMemberSignsOffAllGoElsewhere) {
  Begin(Site({ToQueue(OverflowCause::kNobodySignedIn, "backup")}));
  Wish("ana", AgentWish::kNotReady);
  Wait("c1");
  Wait("c2");
  EXPECT_EQ(WayOf("c1"), "sales");

  Wish("ana", AgentWish::kLoggedOff);
  EXPECT_EQ(WayOf("c1"), "sales>backup");
  EXPECT_EQ(WayOf("c2"), "sales>backup");

  Wait("c3");
  EXPECT_EQ(WayOf("c3"), "sales>backup");
}

// V1.
TEST_F(OverflowRulesTest, WhenTheLastMemberIsDeclaredNoMoreAllGoElsewhere) {
  Configuration without_ana = Site({ToQueue(OverflowCause::kNobodySignedIn, "backup")});
  without_ana.agents.erase(without_ana.agents.begin());
  Configuration of_no_queue = Site({ToQueue(OverflowCause::kNobodySignedIn, "backup")});
  of_no_queue.agents[0].queues.clear();
  for (const Configuration& next : {without_ana, of_no_queue}) {
    Begin(Site({ToQueue(OverflowCause::kNobodySignedIn, "backup")}));
    Wish("ana", AgentWish::kNotReady);
    Wait("c1");
    EXPECT_EQ(WayOf("c1"), "sales");

    driver->Configure(next);
    EXPECT_EQ(WayOf("c1"), "sales>backup");
  }
}

// V1, V5.
TEST_F(OverflowRulesTest, WhoIsReservedForAMemberWhoIsDeclaredNoMoreGoesElsewhere) {
  Configuration site = Site({ToQueue(OverflowCause::kNobodySignedIn, "backup")});
  Begin(site);
  Ready("ana");
  Wait("c1");
  ASSERT_EQ(ItemOf("c1")->reserved.size(), 1U);

  site.agents.erase(site.agents.begin());
  driver->Configure(site);
  EXPECT_EQ(WayOf("c1"), "sales>backup");
}

// V1, V4.
TEST_F(OverflowRulesTest, WhoCouldNotBeSentToANumberIsSentByTheNextRuleAboutNobodySignedIn) {
  Begin(Site({ToNumber(OverflowCause::kNobodySignedIn),
              ToQueue(OverflowCause::kNobodySignedIn, "backup")}));
  Wait("c1");
  EXPECT_EQ(Diversions().size(), 1U);
  AnswerDiversion(CommandOutcome::kRefused);

  EXPECT_EQ(WayOf("c1"), "sales>backup");
}

// V1. Three calls took 60 s each. With one agent, who talks, half of those who come wait no longer
// than 60 s (1 - 1/9)^3 = 42.140 s.
TEST_F(OverflowRulesTest, WhoHasToExpectSuchAWaitGoesElsewhere) {
  const auto way = [this](Duration limit) {
    Begin(Site({ToQueue(OverflowCause::kExpectedWait, "backup", limit)}));
    Ready("ana");
    for (const char* call : {"h1", "h2", "h3", "h4"}) {
      Wait(call);
      const std::string member = std::string(call) + "-member";
      driver->Tell(Delivered{call, member, "PJSIP/1001", {}, {}});
      driver->Tell(Established{call, member, "PJSIP/1001", {}, {}});
      if (std::string(call) == "h4") break;
      driver->Advance(60 * kSecond);
      driver->Tell(CallCleared{call});
    }
    Wait("c1");
    return WayOf("c1");
  };

  EXPECT_EQ(way(Duration{42'140}), "sales>backup");
  EXPECT_EQ(way(Duration{42'141}), "sales");
}

// V3.
TEST_F(OverflowRulesTest, TheSwitchIsToldOnceAndNobodyIsOfferedTheCallerMeanwhile) {
  Begin(Site({ToNumber(OverflowCause::kWait, 30 * kSecond)}));
  Wait("c1");
  Pass(30 * kSecond);
  EXPECT_THAT(Diversions(), ElementsAre(DivertCall{"c1", "c1-caller", PersonalText("*98")}));

  Ready("ana");
  EXPECT_THAT(ItemOf("c1")->reserved, IsEmpty());
  AnswerDiversion(CommandOutcome::kAccepted);
  Pass(29 * kSecond);
  EXPECT_THAT(ItemOf("c1")->reserved, IsEmpty());
  EXPECT_THAT(Diversions(), IsEmpty());
  Leave("c1", DequeueCause::kUnknown);

  EXPECT_EQ(driver->call("c1").legs[0].cause, DequeueCause::kOverflowed);
  EXPECT_EQ(driver->queue("sales").intervals.begin()->second.overflowed, 1U);
  EXPECT_EQ(driver->counted("sales").withdrawn, 0U);
}

// V3.
TEST_F(OverflowRulesTest, WhoHangsUpWhileTheSwitchIsToldHasAbandoned) {
  Begin(Site({ToNumber(OverflowCause::kWait, 30 * kSecond)}));
  Wait("c1");
  Pass(30 * kSecond);
  Leave("c1", DequeueCause::kAbandoned);

  EXPECT_EQ(driver->counted("sales").abandoned, 1U);
  EXPECT_EQ(driver->queue("sales").intervals.begin()->second.overflowed, 0U);
}

// V3, V4.
TEST_F(OverflowRulesTest, WhomTheSwitchDoesNotTakeWaitsOnAndIsNotSentAgain) {
  for (const CommandOutcome outcome : {CommandOutcome::kRefused, CommandOutcome::kUnknown}) {
    Begin(Site({ToNumber(OverflowCause::kWait, 30 * kSecond)}));
    Wait("c1");
    Pass(30 * kSecond);
    AnswerDiversion(outcome);
    EXPECT_FALSE(ItemOf("c1")->held);
    Pass(60 * kSecond);
    EXPECT_THAT(Diversions(), IsEmpty());

    Ready("ana");
    EXPECT_EQ(ItemOf("c1")->reserved.size(), 1U);
  }
}

// V3.
TEST_F(OverflowRulesTest, WhoIsStillThereAfterTheLimitWaitsOn) {
  Begin(Site({ToNumber(OverflowCause::kWait, 30 * kSecond)}));
  Ready("bo");
  Wait("c1");
  Pass(30 * kSecond);
  AnswerDiversion(CommandOutcome::kAccepted);
  Pass(Duration{29'999});
  EXPECT_TRUE(ItemOf("c1")->held);

  Pass(Duration{1});
  EXPECT_FALSE(ItemOf("c1")->held);
}

// V3. A refusal is of the caller, whatever call they are in by then.
TEST_F(OverflowRulesTest, WhoIsHandedOverWhileTheSwitchIsToldWaitsOnWhereItIsNotDone) {
  Begin(Site({ToNumber(OverflowCause::kWait, 10 * kSecond)}));
  Wait("c1");
  Pass(10 * kSecond);
  driver->Tell(Originated{.call = "c2", .connection = "c2-caller"});
  driver->Tell(LegMoved{"c1", "c1-caller", "sales", "c2", "c2-caller"});
  ASSERT_TRUE(ItemOf("c2")->held);

  AnswerDiversion(CommandOutcome::kRefused);

  EXPECT_FALSE(ItemOf("c2")->held);
}

// V3, V4.
TEST_F(OverflowRulesTest, WhereTheSwitchCannotDoItTheNextRuleCounts) {
  Begin(Site({ToNumber(OverflowCause::kWait, 30 * kSecond),
              ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  driver->Tell(LinkUp{"epoch", std::set{CommandKind::kRoute}});
  Wait("c1");
  Pass(30 * kSecond);

  EXPECT_THAT(Diversions(), IsEmpty());
  EXPECT_EQ(WayOf("c1"), "sales>backup");
}

// V4.
TEST_F(OverflowRulesTest, NobodyGoesRoundInCircles) {
  Configuration site = Site({ToQueue(OverflowCause::kNobodySignedIn, "backup")});
  site.queues[1].routing.overflow = {ToQueue(OverflowCause::kNobodySignedIn, "night")};
  site.queues[2].routing.overflow = {ToQueue(OverflowCause::kNobodySignedIn, "sales")};
  Begin(site);
  Wait("c1");

  EXPECT_EQ(WayOf("c1"), "sales>backup>night");
  Pass(3'000 * kSecond);
  EXPECT_EQ(WayOf("c1"), "sales>backup>night");
}

TEST_F(OverflowRulesTest, WhoIsHandedOverDoesNotGoBackToTheFirstQueueEither) {
  Configuration site = Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)});
  site.queues[1].routing.overflow = {ToQueue(OverflowCause::kWait, "sales", 40 * kSecond)};
  Begin(site);
  Wait("c1");
  Pass(30 * kSecond);
  ASSERT_EQ(WayOf("c1"), "sales>backup");
  driver->Tell(Originated{.call = "c2", .connection = "c2-caller"});
  driver->Tell(LegMoved{"c1", "c1-caller", "sales", "c2", "c2-caller"});

  Pass(60 * kSecond);

  EXPECT_EQ(WayOf("c2"), "backup");
}

// V5.
TEST_F(OverflowRulesTest, WhoIsReservedStaysUntilTheAgentLetsThemPass) {
  Begin(Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  Ready("ana");
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  Pass(40 * kSecond);
  EXPECT_EQ(WayOf("c1"), "sales");

  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  driver->FireTimers();

  EXPECT_EQ(WayOf("c1"), "sales>backup");
}

// V5. The reservation is over by the engine's clock, and the switch's, a second behind, lets the
// phone ring.
TEST_F(OverflowRulesTest, WhoAnswersWhenTheCallerHasJustGoneElsewhereHasThem) {
  Configuration site = Site({ToQueue(OverflowCause::kWait, "backup", 10 * kSecond)});
  site.queues[0].offer_limit = 20 * kSecond;
  Begin(site);
  Ready("ana");
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  Pass(20 * kSecond);
  Pass(Duration{0});
  ASSERT_EQ(WayOf("c1"), "sales>backup");

  driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});

  EXPECT_EQ(WayOf("c1"), "sales>backup-");
  EXPECT_EQ(driver->call("c1").legs[1].state, LegState::kAnswered);
  EXPECT_EQ(driver->call("c1").legs[1].agent, driver->agent("ana").id);
}

TEST_F(OverflowRulesTest, ItGoesOnAfterARestart) {
  Begin(Site({ToQueue(OverflowCause::kWait, "backup", 30 * kSecond)}));
  Wait("c1");
  Pass(29 * kSecond);
  driver->Restart();
  Pass(kSecond);
  EXPECT_EQ(WayOf("c1"), "sales>backup");

  driver->Restart();
  Ready("bo");
  EXPECT_EQ(ItemOf("c1")->reserved.size(), 1U);
}

}  // namespace
}  // namespace jackfield::exchange
