#include "server/exchange/routing/working_hours.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/calendars.h"
#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

using fakes::Utc;

// Ana and Bo are members of "support", which Jackfield distributes, Chen of "sales", which the
// switch does. Ana and Chen work in the hours of "office": in Berlin, on weekdays from 8 to 18. It
// is Monday, 13:00 there.
Configuration Site() {
  Configuration site = CallbackSite();
  site.queues[1].routing.mode = QueueMode::kDirected;
  site.agents[0].calendar = "office";
  site.agents[2].calendar = "office";
  site.calendars = {fakes::Office(), fakes::Nights()};
  return site;
}

class WorkingHoursTest : public testing::Test {
 protected:
  void SetUp() override { Begin(Site()); }
  void Begin(const Configuration& site) {
    driver.Configure(site);
    driver.Tell(LinkUp{"epoch", std::set{CommandKind::kRoute}});
  }
  void At(std::string_view utc) {
    driver.AdvanceTo(Utc(utc));
    driver.FireTimers();
  }
  void Wait(const std::string& call) {
    driver.Tell(Originated{.call = call, .connection = call + "-caller"});
    driver.Tell(Queued{call, call + "-caller", "support"});
  }
  void Answer(const std::string& call) {
    driver.Tell(Delivered{call, call + "-member", "PJSIP/1001", {}, {}});
    driver.Tell(Established{call, call + "-member", "PJSIP/1001", {}, {}});
  }
  // What is reserved for the agent.
  std::vector<WorkKind> OffersOf(const std::string& agent) const {
    std::vector<WorkKind> kinds;
    for (const auto& [id, open] : driver.state().reservations) {
      if (open.agent == driver.agent(agent).id) kinds.push_back(open.work.kind);
    }
    return kinds;
  }
  bool IsOff(const std::string& agent) const { return driver.agent(agent).routing.off_hours; }

  ExchangeDriver driver;
};

// W11.
TEST_F(WorkingHoursTest, OutsideTheHoursNoTicketIsOfferedAndAtTheirBeginAtOnce) {
  At("2026-01-05 17:00");
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();
  At("2026-01-06 06:59:59");
  EXPECT_TRUE(OffersOf("ana").empty());

  At("2026-01-06 07:00");

  EXPECT_EQ(OffersOf("ana"), std::vector{WorkKind::kTicket});
}

TEST_F(WorkingHoursTest, OutsideTheHoursNoCallbackIsOfferedAndAtTheirBeginAtOnce) {
  At("2026-01-05 17:00");
  SignIn(driver, "ana");
  driver.Ask(NewCallbackFor()).value();
  At("2026-01-06 06:59:59");
  EXPECT_TRUE(OffersOf("ana").empty());

  At("2026-01-06 07:00");

  EXPECT_EQ(OffersOf("ana"), std::vector{WorkKind::kCallback});
}

TEST_F(WorkingHoursTest, OutsideTheHoursNoCallerIsOfferedAndAtTheirBeginAtOnce) {
  At("2026-01-06 06:59");
  SignIn(driver, "ana");
  Wait("c1");
  EXPECT_TRUE(OffersOf("ana").empty());

  At("2026-01-06 07:00");

  EXPECT_EQ(OffersOf("ana"), std::vector{WorkKind::kCall});
}

// Whoever shows agents hears of both.
TEST_F(WorkingHoursTest, TheEndAndTheBeginOfTheHoursAreToldOfTheAgentsWhoseTheyAre) {
  const auto told = [this](std::string_view utc) {
    driver.AdvanceTo(Utc(utc));
    std::set<AgentId> agents;
    for (const Effect& effect : driver.FireTimers()) {
      if (const auto* changed = std::get_if<AgentChanged>(&effect)) agents.insert(changed->agent);
    }
    return agents;
  };
  const std::set<AgentId> office = {driver.agent("ana").id, driver.agent("chen").id};
  SignIn(driver, "ana");

  EXPECT_TRUE(told("2026-01-05 16:59:59").empty());
  EXPECT_EQ(told("2026-01-05 17:00"), office);
  EXPECT_TRUE(told("2026-01-06 06:59:59").empty());
  EXPECT_EQ(told("2026-01-06 07:00"), office);
}

TEST_F(WorkingHoursTest, WhoNamesNoCalendarAlwaysWorks) {
  At("2026-01-05 23:00");
  SignIn(driver, "bo");
  driver.Ask(NewTicket("support")).value();

  EXPECT_FALSE(IsOff("bo"));
  EXPECT_EQ(OffersOf("bo"), std::vector{WorkKind::kTicket});
}

TEST_F(WorkingHoursTest, ACalendarThatIsNotDeclaredIsNone) {
  Configuration site = Site();
  site.calendars = {};
  Begin(site);
  At("2026-01-05 23:00");

  EXPECT_FALSE(IsOff("ana"));
}

// The clocks of Berlin are set on 2026-03-29 and on 2026-10-25; 2026-04-06 is a holiday.
TEST_F(WorkingHoursTest, HoursFollowTheClocksOfTheZoneAndHolidays) {
  At("2026-03-27 06:59:59");
  EXPECT_TRUE(IsOff("ana"));
  At("2026-03-27 07:00");
  EXPECT_FALSE(IsOff("ana"));
  At("2026-03-28 12:00");
  EXPECT_TRUE(IsOff("ana"));
  At("2026-03-30 05:59:59");
  EXPECT_TRUE(IsOff("ana"));
  At("2026-03-30 06:00");
  EXPECT_FALSE(IsOff("ana"));
  At("2026-04-06 10:00");
  EXPECT_TRUE(IsOff("ana"));
  At("2026-10-23 06:00");
  EXPECT_FALSE(IsOff("ana"));
  At("2026-10-26 06:59:59");
  EXPECT_TRUE(IsOff("ana"));
  At("2026-10-26 07:00");
  EXPECT_FALSE(IsOff("ana"));
}

// W12.
TEST_F(WorkingHoursTest, ACallThatRunsGoesOnAndNoOtherFollows) {
  At("2026-01-05 16:59");
  SignIn(driver, "ana");
  Wait("c1");
  Answer("c1");
  At("2026-01-05 17:00");
  EXPECT_EQ(driver.agent("ana").state, AgentState::kConnected);
  Wait("c2");

  driver.Tell(CallCleared{"c1"});

  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_TRUE(OffersOf("ana").empty());
}

TEST_F(WorkingHoursTest, AnOfferThatIsOpenWhenTheHoursEndStands) {
  At("2026-01-05 16:59:50");
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();
  At("2026-01-05 17:00");
  ASSERT_EQ(OffersOf("ana"), std::vector{WorkKind::kTicket});

  driver.Ask(AcceptTicket{"ana", driver.state().reservations.begin()->first}).value();

  EXPECT_EQ(driver.ticket(1).owner, driver.agent("ana").id);
}

TEST_F(WorkingHoursTest, WhatAnAgentTakesByThemselvesIsTheirsAtAnyTime) {
  At("2026-01-05 17:00");
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();

  driver.Ask(TakeTicket{"ana", TicketId{1}, {}}).value();

  EXPECT_EQ(driver.ticket(1).owner, driver.agent("ana").id);
}

TEST_F(WorkingHoursTest, ASwitchThatDistributesRingsThemAtAnyTime) {
  At("2026-01-05 17:00");
  SignIn(driver, "chen");
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "sales"});

  driver.Tell(Delivered{"c1", "m1", "Local/2001@agents", "sales", "caller"});

  EXPECT_EQ(driver.agent("chen").state, AgentState::kAlerting);
}

// W11, W8.
TEST_F(WorkingHoursTest, NothingIsKeptForAnAgentOutsideTheirHours) {
  Configuration site = Site();
  site.queues[1].routing.preferred_limit = kHour;
  Begin(site);
  SignIn(driver, "ana");
  SignIn(driver, "bo");
  driver.Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}).value();
  At("2026-01-05 16:59:50");
  CreateTicket ticket = NewTicket("support");
  ticket.preferred_agent = "ana";
  driver.Ask(ticket).value();
  EXPECT_TRUE(OffersOf("bo").empty());

  At("2026-01-05 17:00");

  EXPECT_EQ(OffersOf("bo"), std::vector{WorkKind::kTicket});
}

// W13, V1.
TEST_F(WorkingHoursTest, WhenTheHoursOfTheLastOneEndNobodyIsSignedIn) {
  Configuration site = Site();
  site.queues.push_back({.name = "backup"});
  site.queues[2].routing.mode = QueueMode::kDirected;
  site.queues[1].routing.overflow = {{.cause = OverflowCause::kNobodySignedIn, .queue = "backup"}};
  Begin(site);
  SignIn(driver, "ana");
  driver.Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}).value();
  At("2026-01-05 16:59:59");
  Wait("c1");
  EXPECT_EQ(driver.call("c1").legs.size(), 1U);

  At("2026-01-05 17:00");

  ASSERT_EQ(driver.call("c1").legs.size(), 2U);
  EXPECT_EQ(driver.call("c1").legs[1].queue, driver.queue("backup").id);
}

// W14. Ana was declared first, Bo is idle for longer, and their calendars are two.
TEST_F(WorkingHoursTest, OfAllWhoseHoursBeginTogetherTheStrategyNamesOne) {
  Configuration site = Site();
  Calendar other = fakes::Office();
  other.name = "other";
  site.calendars.push_back(other);
  site.agents[1].calendar = "other";
  Begin(site);
  At("2026-01-05 20:00");
  SignIn(driver, "bo");
  At("2026-01-05 20:01");
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();

  At("2026-01-06 07:00");

  EXPECT_EQ(OffersOf("bo"), std::vector{WorkKind::kTicket});
}

TEST_F(WorkingHoursTest, OtherHoursCountFromWhenTheyAreDeclared) {
  At("2026-01-05 17:00");
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();
  Configuration site = Site();
  site.calendars[0].week[1] = {{std::chrono::hours{8}, std::chrono::hours{22}}};

  Begin(site);

  EXPECT_EQ(OffersOf("ana"), std::vector{WorkKind::kTicket});
  At("2026-01-05 20:59:59");
  EXPECT_FALSE(IsOff("ana"));
  At("2026-01-05 21:00");
  EXPECT_TRUE(IsOff("ana"));
}

TEST_F(WorkingHoursTest, WhoNamesNoCalendarAnyMoreWorksAtOnce) {
  At("2026-01-05 17:00");
  Configuration site = Site();
  site.agents[0].calendar.clear();
  site.agents[2].calendar.clear();

  Begin(site);

  EXPECT_FALSE(IsOff("ana"));
  EXPECT_EQ(driver.exchange().NextTimer(), std::nullopt);
}

TEST_F(WorkingHoursTest, TheHoursSurviveARestart) {
  At("2026-01-05 17:00");
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();

  driver.Restart();

  At("2026-01-06 06:59:59");
  EXPECT_TRUE(OffersOf("ana").empty());
  At("2026-01-06 07:00");
  EXPECT_EQ(OffersOf("ana"), std::vector{WorkKind::kTicket});
}

// The wall clock is set back by an hour while the engine's goes on.
TEST_F(WorkingHoursTest, WorkBeginsByTheWallClockAlsoWhereThatWasSetBack) {
  Exchange exchange;
  Configuration site = Site();
  const Input before{.now = Instant{}, .wall = Utc("2026-01-06 06:00"), .body = site};
  exchange.Apply(Sequence{1}, before).value();
  const auto off = [&exchange] { return exchange.FindAgentByLogin("ana")->routing.off_hours; };

  const Input early{.now = Instant{kHour}, .wall = Utc("2026-01-06 06:00"), .body = TimersDue{}};
  exchange.Apply(Sequence{2}, early).value();
  EXPECT_TRUE(off());
  EXPECT_EQ(exchange.NextTimer(), Instant{2 * kHour});
  const Input due{.now = Instant{2 * kHour}, .wall = Utc("2026-01-06 07:00"), .body = TimersDue{}};
  exchange.Apply(Sequence{3}, due).value();

  EXPECT_FALSE(off());
}

struct SignedInCase {
  AgentState state;
  bool off_hours;
  bool expected;
};

TEST(SignedInToWorkTest, WhoIsBusyIsSignedInAlsoOutsideTheirHours) {
  const std::vector<SignedInCase> cases = {
      {AgentState::kLoggedOff, false, false}, {AgentState::kReady, false, true},
      {AgentState::kReady, true, false},      {AgentState::kNotReady, false, true},
      {AgentState::kNotReady, true, false},   {AgentState::kConnected, true, true},
      {AgentState::kReserved, true, true},    {AgentState::kWorkingAfterCall, true, true},
  };
  for (const SignedInCase& each : cases) {
    Agent agent;
    agent.state = each.state;
    agent.routing.off_hours = each.off_hours;
    EXPECT_EQ(IsSignedInToWork(agent), each.expected) << static_cast<int>(each.state);
  }
}

// W13.
TEST(SignedInToWorkTest, WhoHasACallbackIsSignedInAlsoWhenNotReadyForMore) {
  Agent agent{.id = AgentId{1}, .state = AgentState::kNotReady};
  agent.routing.off_hours = true;
  EXPECT_FALSE(IsSignedInToWork(agent));
  agent.routing.callback = CallbackId{1};
  EXPECT_TRUE(IsSignedInToWork(agent));
  agent.state = AgentState::kLoggedOff;
  EXPECT_FALSE(IsSignedInToWork(agent));
}

}  // namespace
}  // namespace jackfield::exchange
