#include "server/exchange/routing/call_work_rules.h"

#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "server/exchange/commands/command_rules.h"
#include "server/exchange/routing/routing_rules.h"
#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

const std::set<CommandKind> kRoutes = {CommandKind::kRoute};

class CallWorkRulesTest : public testing::Test {
 protected:
  // Ana is ready before Bo.
  void SetUp() override { Begin(DirectedSite()); }
  void Begin(Configuration site) {
    driver.emplace();
    driver->Configure(std::move(site));
    driver->Tell(LinkUp{"epoch", kRoutes});
    Ready("ana");
    driver->Advance(Duration{1'000});
    Ready("bo");
    driver->Advance(Duration{1'000});
  }
  void Ready(const std::string& login) {
    ASSERT_TRUE(driver->Command(DeskOpened{login, "desk-" + login}));
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kReady, {}, login}));
  }
  void Wait(const std::string& call, const std::string& queue = "sales") {
    driver->Tell(Originated{.call = call, .connection = call + "-caller"});
    driver->Tell(Queued{call, call + "-caller", queue});
  }
  // A caller in the queue "sales" who prefers the agent.
  void WaitFor(const std::string& preferred) {
    Caller caller{.presentation = Presentation::kPresented, .number = PersonalText("+49301")};
    caller.preferred_agent = preferred;
    driver->Tell(Originated{.call = "c1", .caller = caller, .connection = "caller"});
    driver->Tell(Queued{"c1", "caller", "sales"});
  }
  void Pass(Duration by) {
    driver->Advance(by);
    driver->FireTimers();
  }
  AgentState StateOf(const std::string& login) const { return driver->agent(login).state; }
  // Login of the agent who is reserved for the call's first stay; empty: not exactly one.
  std::string ReservedFor(const std::string& call) const {
    const auto item = driver->state().work.find({WorkKind::kCall, driver->call(call).id.value, 0});
    if (item == driver->state().work.end() || item->second.reserved.size() != 1) return {};
    const Reservation& open = driver->state().reservations.at(*item->second.reserved.begin());
    return driver->state().agents.at(open.agent).login;
  }
  const RouteCall& LastRoute() const {
    return std::get<RouteCall>(driver->state().commands.rbegin()->second.body);
  }

  std::optional<ExchangeDriver> driver;
};

TEST_F(CallWorkRulesTest, ACallerIsReservedForTheLongestIdleAndRoutedThere) {
  Wait("c1");

  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(StateOf("ana"), AgentState::kReserved);
  EXPECT_EQ(StateOf("bo"), AgentState::kReady);
  ASSERT_EQ(driver->state().commands.size(), 1U);
  EXPECT_EQ(LastRoute(), (RouteCall{"c1", "c1-caller", {"PJSIP/1001"}}));
  EXPECT_EQ(driver->state().commands.begin()->second.agent, driver->agent("ana").id);
}

// W4.
TEST_F(CallWorkRulesTest, ACallerWhoseLinkIsDownWaitsAndIsRoutedWhenItIsBack) {
  driver->Tell(LinkDown{});
  Wait("c1");
  EXPECT_EQ(ReservedFor("c1"), "");
  EXPECT_EQ(driver->state().work.size(), 1U);
  EXPECT_TRUE(driver->state().commands.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);

  driver->Tell(LinkUp{"epoch", kRoutes});

  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(LastRoute(), (RouteCall{"c1", "c1-caller", {"PJSIP/1001"}}));
}

// W4.
TEST_F(CallWorkRulesTest, ACallerWhoseSourceDoesNotRouteWaitsUntilItSaysThatItDoes) {
  driver->Tell(LinkUp{"epoch", std::set{CommandKind::kHold}});
  Wait("c1");
  EXPECT_EQ(ReservedFor("c1"), "");
  EXPECT_TRUE(driver->state().commands.empty());

  driver->Tell(LinkUp{"epoch", kRoutes});

  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W4. A caller of another source does not wait for it.
TEST_F(CallWorkRulesTest, AnAgentIsFreeForOthersWhileTheSwitchOfACallerIsAway) {
  driver->Tell(LinkDown{});
  Wait("c1");
  WorkDriver rules(driver->state());
  rules.Enqueue({WorkKind::kTicket, 1, 0}, "sales");

  EXPECT_EQ(rules.ReservedFor({WorkKind::kTicket, 1, 0}), "ana");
}

// W4, W5. Nobody is asked again and again whom the switch cannot ring.
TEST_F(CallWorkRulesTest, ACallerWhoseLinkBreaksWhileTheyAreRoutedKeepsThePlaceAndWaits) {
  Wait("c1");
  driver->Tell(LinkDown{});
  Pass(Duration{30'000});
  Pass(Duration{120'000});

  EXPECT_EQ(ReservedFor("c1"), "");
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->state().work.begin()->second.offer_count, 1U);
  EXPECT_TRUE(driver->state().work.begin()->second.passed.empty());

  driver->Tell(LinkUp{"epoch", kRoutes});
  EXPECT_EQ(driver->state().work.begin()->second.reserved.size(), 1U);
}

// W4, X1.
TEST_F(CallWorkRulesTest, ACallerWhoWaitsForTheLinkDoesSoAfterARestart) {
  driver->Tell(LinkDown{});
  Wait("c1");
  driver->Restart();
  Ready("ana");
  EXPECT_EQ(ReservedFor("c1"), "");

  driver->Tell(LinkUp{"epoch", kRoutes});
  EXPECT_NE(ReservedFor("c1"), "");
}

// W4, V1. They may be sent to another queue meanwhile, and wait there.
TEST_F(CallWorkRulesTest, ACallerWhoseLinkIsDownOverflowsToAnotherQueue) {
  Configuration site = DirectedSite();
  site.queues[0].routing.overflow = {
      {.cause = OverflowCause::kWait, .limit = Duration{10'000}, .queue = "claims"}};
  Begin(site);
  driver->Tell(LinkDown{});
  Wait("c1");
  Pass(Duration{10'000});

  ASSERT_EQ(driver->state().work.size(), 1U);
  EXPECT_EQ(driver->state().work.begin()->second.queue, driver->queue("claims").id);
  EXPECT_TRUE(driver->state().commands.empty());
}

// W4.
TEST_F(CallWorkRulesTest, WhileNoMoreCommandsCanBeIssuedNobodyIsReserved) {
  WorkDriver rules(driver->state());
  const SourceId pbx = driver->state().source_names.at("pbx");
  while (rules.state().commands.size() < kCommandsOpenMax) {
    rules.Do([pbx](Step& step) {
      while (IssueCommand(step, {.source = pbx, .body = TakeSnapshot{}})) {
      }
    });
  }
  const WorkKey ticket{WorkKind::kTicket, 1, 0};
  rules.Enqueue(ticket, "sales");
  EXPECT_EQ(rules.ReservedFor(ticket), "");

  const CommandId open = rules.state().commands.begin()->first;
  rules.Do([open](Step& step) { OnCommandDeadline(step, open); });
  EXPECT_EQ(rules.ReservedFor(ticket), "ana");
}

// Of a ticket that comes, or is resolved, while they wait.
TEST_F(CallWorkRulesTest, AComplaintRaisesACallerWhoWaitsAlready) {
  Configuration site = DirectedSite();
  site.routing.complaint_priority = 100;
  Begin(site);
  driver->Tell(Originated{.call = "c1",
                          .caller = {.presentation = Presentation::kPresented,
                                     .number = PersonalText("+49301"),
                                     .customer = CustomerId{7}},
                          .connection = "caller"});
  driver->Tell(Queued{"c1", "caller", "sales"});
  const auto priority = [this] { return driver->state().work.begin()->second.priority; };
  ASSERT_EQ(priority(), 0);

  ASSERT_TRUE(driver->Ask(CreateTicket{.actor = "bo",
                                       .subject = PersonalText("Late again"),
                                       .type = TicketType::kComplaint,
                                       .owner = "bo",
                                       .customer = CustomerId{7}}));
  EXPECT_EQ(priority(), 100);

  const TicketId ticket{1};
  ASSERT_TRUE(driver->Ask(
      UpdateTicket{.actor = "bo", .ticket = ticket, .customer = TicketCustomer{CustomerId{8}}}));
  EXPECT_EQ(priority(), 0);
  ASSERT_TRUE(driver->Ask(
      UpdateTicket{.actor = "bo", .ticket = ticket, .customer = TicketCustomer{CustomerId{7}}}));
  EXPECT_EQ(priority(), 100);
  ASSERT_TRUE(
      driver->Ask(UpdateTicket{.actor = "bo", .ticket = ticket, .type = TicketType::kIncident}));
  EXPECT_EQ(priority(), 0);
  ASSERT_TRUE(
      driver->Ask(UpdateTicket{.actor = "bo", .ticket = ticket, .type = TicketType::kComplaint}));
  ASSERT_TRUE(driver->Ask(SetTicketState{.actor = "bo",
                                         .ticket = ticket,
                                         .state = TicketState::kResolved,
                                         .text = PersonalText("Sent")}));
  EXPECT_EQ(priority(), 0);
}

TEST_F(CallWorkRulesTest, AnObservedQueueIsTheSwitchesOwn) {
  Wait("c1", "elsewhere");

  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_TRUE(driver->state().commands.empty());
}

// W9. The switch does not say by which queue it rings.
TEST_F(CallWorkRulesTest, ARingAlertsAndAnAnswerAccepts) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(StateOf("ana"), AgentState::kAlerting);
  EXPECT_TRUE(driver->state().reservations.begin()->second.alerting);
  EXPECT_EQ(driver->state().reservations.begin()->second.deadline, Instant{Duration{22'000}});
  EXPECT_EQ(driver->call("c1").offers.back().queue, driver->queue("sales").id);

  driver->Advance(Duration{3'000});
  driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(StateOf("ana"), AgentState::kConnected);
  EXPECT_EQ(driver->call("c1").legs.front().state, LegState::kAnswered);
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(driver->agent("ana").routing.handled, 1U);
  EXPECT_EQ(driver->counted("sales").answered, 1U);
}

TEST_F(CallWorkRulesTest, AReservedAgentIsIdleInTheFigures) {
  Wait("c1");
  driver->Advance(Duration{10'000});
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});

  // Ready from 0 s on, reserved from 2 s on, rung from 12 s on.
  const AgentCounters& own = driver->agent("ana").intervals.at({ExchangeDriver::kStart, QueueId{}});
  EXPECT_EQ(own.ready, Duration{12'000});
}

// W5.
TEST_F(CallWorkRulesTest, APhoneThatDoesNotRingIsNoPassAndTheNextIsTried) {
  Wait("c1");
  Pass(Duration{29'999});
  EXPECT_EQ(ReservedFor("c1"), "ana");
  Pass(Duration{1});

  EXPECT_EQ(ReservedFor("c1"), "bo");
  EXPECT_EQ(LastRoute().devices, std::vector<std::string>{"PJSIP/1002"});
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->agent("ana").routing.passes, 0U);
}

// W9.
TEST_F(CallWorkRulesTest, ARingThatEndsUnansweredIsAPassAndTheNextIsTried) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_EQ(driver->agent("ana").routing.passes, 1U);
  EXPECT_EQ(ReservedFor("c1"), "bo");
  Wait("c2");
  EXPECT_EQ(ReservedFor("c2"), "ana");
}

// W7, while the phone rings.
TEST_F(CallWorkRulesTest, WhoLetsThreeRingsPassIsNotReady) {
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  for (const char* call : {"c1", "c2", "c3"}) {
    EXPECT_EQ(StateOf("ana"), AgentState::kReady);
    Wait(call);
    driver->Tell(Delivered{call, std::string(call) + "-m", "PJSIP/1001", {}, {}});
    driver->Tell(RingEnded{call, std::string(call) + "-m", RingEnd::kNoAnswer});
    driver->Tell(CallCleared{call});
  }
  EXPECT_EQ(StateOf("ana"), AgentState::kNotReady);
}

TEST_F(CallWorkRulesTest, ACallerWhoHangsUpFreesTheAgent) {
  Wait("c1");
  driver->Tell(CallCleared{"c1"});

  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  // Whom the caller left is idle for as long as before.
  Wait("c2");
  EXPECT_EQ(ReservedFor("c2"), "ana");
}

// The end of the stay is told after the end of the ring: nobody else is rung in between.
TEST_F(CallWorkRulesTest, ARingThatTheCallerEndedIsNotTriedElsewhere) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kCallerGone});
  EXPECT_EQ(driver->state().commands.size(), 1U);

  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});
  EXPECT_EQ(driver->state().commands.size(), 1U);
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->agent("ana").routing.passes, 0U);
}

TEST_F(CallWorkRulesTest, WhoWasRungIsIdleSinceTheEndOfTheRing) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Advance(Duration{5'000});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kCallerGone});
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(driver->agent("ana").routing.idle_since, Instant{Duration{7'000}});
}

// W9.
TEST_F(CallWorkRulesTest, TheSwitchsTruthWinsWhereSomebodyElseIsRungAndAnswers) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", "sales", "c1-caller"});
  EXPECT_EQ(ReservedFor("c1"), "ana");

  driver->Tell(Established{"c1", "m2", "PJSIP/1002", "sales", "c1-caller"});
  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(driver->call("c1").legs.front().agent, driver->agent("bo").id);
}

// W10.
TEST_F(CallWorkRulesTest, ASwitchMayTakeTheCallerOutOfItsQueueToRingTheAgent) {
  for (const DequeueCause cause : {DequeueCause::kUnknown, DequeueCause::kWithdrawn}) {
    Begin(DirectedSite());
    Wait("c1");
    driver->Tell(Dequeued{"c1", "c1-caller", "sales", cause});
    EXPECT_EQ(ReservedFor("c1"), "ana");

    driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
    driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
    EXPECT_EQ(driver->call("c1").legs.front().state, LegState::kAnswered);
    EXPECT_EQ(driver->counted("sales").answered, 1U);
    EXPECT_EQ(driver->counted("sales").withdrawn, 0U);
  }
}

// W10.
TEST_F(CallWorkRulesTest, WhomTheSwitchBringsBackWaitsAtTheirPlace) {
  Wait("c1");
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kUnknown});
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Advance(Duration{5'000});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  driver->Tell(Queued{"c1", "c1-caller", "sales"});

  EXPECT_EQ(ReservedFor("c1"), "bo");
  ASSERT_EQ(driver->call("c1").legs.size(), 1U);
  EXPECT_EQ(driver->state().work.begin()->second.entered.at, Instant{Duration{2'000}});
  EXPECT_EQ(driver->counted("sales").offered, 1U);
}

// W10. That the caller hung up is an end of the stay, and so is leaving when nobody is reserved.
TEST_F(CallWorkRulesTest, WhoHangsUpOnTheWayToAnAgentHasAbandoned) {
  Wait("c1");
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kUnknown});
  driver->Tell(Dequeued{"c1", "c1-caller", "sales", DequeueCause::kAbandoned});

  EXPECT_EQ(driver->counted("sales").abandoned, 1U);
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);

  for (const char* login : {"ana", "bo"}) {
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kNotReady, {}, login}));
  }
  Wait("c2");
  driver->Tell(Dequeued{"c2", "c2-caller", "sales", DequeueCause::kUnknown});
  EXPECT_TRUE(driver->state().work.empty());
}

// W10.
TEST_F(CallWorkRulesTest, ACallerOnTheWayToAnAgentIsNotLostWhereTheSwitchDoesNotListThemAsWaiting) {
  Wait("c1");
  const SwitchSnapshot listed{.calls = {{"c1", {}, {}, {{"c1-caller", {}, false}}}},
                              .queues = {"sales"}};
  driver->Tell(listed);
  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(driver->counted("sales").lost, 0U);

  for (const char* login : {"ana", "bo"}) {
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kNotReady, {}, login}));
  }
  driver->Tell(listed);
  EXPECT_EQ(driver->counted("sales").lost, 1U);
}

TEST_F(CallWorkRulesTest, RingAllRoutesOnceToAllAndTheFirstAnswerWins) {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = RoutingStrategy::kRingAll;
  Begin(site);
  Wait("c1");
  EXPECT_EQ(LastRoute().devices, (std::vector<std::string>{"PJSIP/1001", "PJSIP/1002"}));
  EXPECT_EQ(driver->state().commands.size(), 1U);

  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", {}, {}});
  driver->Tell(Established{"c1", "m2", "PJSIP/1002", {}, {}});
  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
  EXPECT_EQ(StateOf("bo"), AgentState::kConnected);
}

// W7.
TEST_F(CallWorkRulesTest, ARingThatIsNotAnsweredIsOnePassAndNotTwo) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});

  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_EQ(driver->agent("ana").routing.passes, 1U);
}

TEST_F(CallWorkRulesTest, TierAndComplaintRaiseThePriority) {
  Configuration site = DirectedSite();
  site.queues[0].routing.priority = 10;
  site.routing.tier_priorities = {3, 7};
  site.routing.complaint_priority = 20;
  Begin(site);
  Caller caller{.presentation = Presentation::kPresented, .number = PersonalText("+49301")};
  caller.value_tier = 2;
  caller.open_complaint = true;
  driver->Tell(Originated{.call = "c1", .caller = caller, .connection = "caller"});
  driver->Tell(Queued{"c1", "caller", "sales"});
  EXPECT_EQ(driver->state().work.begin()->second.priority, 37);

  // It is known better later.
  caller.value_tier = 1;
  caller.open_complaint = false;
  driver->Tell(CallInformation{.call = "c1", .caller = caller});
  EXPECT_EQ(driver->state().work.begin()->second.priority, 13);
}

TEST_F(CallWorkRulesTest, AnOpenTicketOfTypeComplaintRaisesThePriorityToo) {
  Configuration site = DirectedSite();
  site.routing.complaint_priority = 20;
  Begin(site);
  driver
      ->Ask(CreateTicket{.actor = "ana",
                         .subject = PersonalText(7, "Too late"),
                         .type = TicketType::kComplaint,
                         .customer = CustomerId{5}})
      .value();
  Caller caller{.presentation = Presentation::kPresented, .number = PersonalText("+49301")};
  caller.customer = CustomerId{5};
  driver->Tell(Originated{.call = "c1", .caller = caller, .connection = "caller"});
  driver->Tell(Queued{"c1", "caller", "sales"});

  EXPECT_EQ(driver->state().work.begin()->second.priority, 20);
}

// W8.
TEST_F(CallWorkRulesTest, WhoIsPreferredByWhomTheCallerTurnsOutToBeIsWaitedFor) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  for (const char* login : {"ana", "bo"}) {
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kNotReady, {}, login}));
  }
  Wait("c1");
  driver->Tell(CallInformation{
      .call = "c1", .attached_customer = CustomerId{5}, .attached_standing = {0, false, "bo"}});
  ASSERT_TRUE(driver->Command(SetAgentState{"ana", AgentWish::kReady, {}, "ana"}));
  EXPECT_EQ(ReservedFor("c1"), "");

  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kReady, {}, "bo"}));
  EXPECT_EQ(ReservedFor("c1"), "bo");
}

// W8.
TEST_F(CallWorkRulesTest, NobodyIsKeptForWhoLetThemPassBeforeTheyTurnedOutToBePreferred) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  ASSERT_EQ(ReservedFor("c1"), "bo");

  driver->Tell(CallInformation{
      .call = "c1", .attached_customer = CustomerId{5}, .attached_standing = {0, false, "ana"}});

  EXPECT_FALSE(driver->state().work.begin()->second.preferred_until);
}

// W8.
TEST_F(CallWorkRulesTest, TheCallersPreferredAgentComesFirst) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  WaitFor("bo");
  EXPECT_EQ(ReservedFor("c1"), "bo");

  // Who lets it pass is not preferred any more.
  driver->Tell(Delivered{"c1", "m2", "PJSIP/1002", {}, {}});
  driver->Tell(RingEnded{"c1", "m2", RingEnd::kNoAnswer});
  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W8.
TEST_F(CallWorkRulesTest, WhoHasLetItPassIsNotWaitedForWhenTheyTurnOutToBePreferred) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  Wait("c1");
  ASSERT_EQ(ReservedFor("c1"), "ana");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  driver->Tell(CallInformation{
      .call = "c1", .attached_customer = CustomerId{5}, .attached_standing = {0, false, "ana"}});
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kReady, {}, "bo"}));

  EXPECT_EQ(ReservedFor("c1"), "bo");
}

// W8.
TEST_F(CallWorkRulesTest, NobodyIsKeptForWhoIsNoMemberAnyMoreWhenTheirReservationEnds) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  WaitFor("bo");
  site.agents[1].queues.clear();
  driver->Configure(site);
  ASSERT_EQ(ReservedFor("c1"), "bo");

  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));

  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W8.
TEST_F(CallWorkRulesTest, NobodyIsKeptForWhomTheSwitchCannotRing) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  site.queues[1].aliases = {{"other", "claims"}};
  site.agents[0].devices = {"other:PJSIP/1001"};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}));
  WaitFor("ana");

  EXPECT_EQ(ReservedFor("c1"), "bo");
}

// W8.
TEST_F(CallWorkRulesTest, NobodyIsKeptAnyLongerForWhoLeftTheQueue) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  WaitFor("bo");
  EXPECT_EQ(ReservedFor("c1"), "");

  site.agents[1].queues.clear();
  driver->Configure(site);
  EXPECT_EQ(ReservedFor("c1"), "ana");
}

// W8.
TEST_F(CallWorkRulesTest, NobodyIsKeptAnyLongerForWhoLacksTheSkillsOfTheNextRing) {
  Configuration site = DirectedSite();
  site.queues[0].routing.preferred_limit = Duration{20'000};
  site.queues[0].routing.rings = {{}, {.after = Duration{10'000}, .skills = {{"english", 50}}}};
  site.agents[0].skills = {{"english", 60}};
  Begin(site);
  ASSERT_TRUE(driver->Command(SetAgentState{"bo", AgentWish::kNotReady, {}, "bo"}));
  WaitFor("bo");
  Pass(Duration{9'999});
  EXPECT_EQ(ReservedFor("c1"), "");

  Pass(Duration{1});
  EXPECT_EQ(ReservedFor("c1"), "ana");
}

TEST_F(CallWorkRulesTest, WhoWaitsFollowsTheNewPriorityOfTheQueue) {
  Wait("c1");
  Configuration site = DirectedSite();
  site.queues[0].routing.priority = 10;
  driver->Configure(site);

  EXPECT_EQ(driver->state().work.begin()->second.priority, 10);
}

TEST_F(CallWorkRulesTest, AStayThatMovesToAnotherCallKeepsItsReservation) {
  Wait("c1");
  driver->Tell(Originated{.call = "c2", .connection = "other"});
  driver->Tell(LegMoved{"c1", "c1-caller", "sales", "c2", "other"});

  const WorkKey moved{WorkKind::kCall, driver->call("c2").id.value, 0};
  ASSERT_EQ(driver->state().work.size(), 1U);
  EXPECT_EQ(driver->state().work.begin()->first, moved);
  EXPECT_EQ(ReservedFor("c2"), "ana");
  EXPECT_EQ(driver->state().reservations.begin()->second.work, moved);

  driver->Tell(Delivered{"c2", "m1", "PJSIP/1001", {}, {}});
  driver->Tell(Established{"c2", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(driver->call("c2").legs.front().state, LegState::kAnswered);
}

// An agent waited, and hands the place over to a customer.
TEST_F(CallWorkRulesTest, AStayThatMovesToAnotherCallHasThePriorityOfItsCaller) {
  Configuration site = DirectedSite();
  site.routing.tier_priorities = {50};
  Begin(site);
  Wait("c1");
  Caller caller{.presentation = Presentation::kPresented, .number = PersonalText("+49301")};
  caller.value_tier = 1;
  driver->Tell(Originated{.call = "c2", .caller = caller, .connection = "other"});
  driver->Tell(LegMoved{"c1", "c1-caller", "sales", "c2", "other"});

  EXPECT_EQ(driver->state().work.begin()->second.priority, 50);
}

TEST_F(CallWorkRulesTest, AQueueThatIsDirectedFromNowOnRoutesWhoWaits) {
  Configuration site = DirectedSite();
  site.queues[0].routing.mode = QueueMode::kObserved;
  Begin(site);
  Wait("c1");
  EXPECT_EQ(ReservedFor("c1"), "");

  driver->Configure(DirectedSite());
  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(driver->state().work.begin()->second.entered.at, Instant{Duration{2'000}});

  driver->Configure(site);
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_EQ(StateOf("ana"), AgentState::kReady);
}

TEST_F(CallWorkRulesTest, AnAgentWhoIsNotDeclaredAnyMoreIsNotReserved) {
  Wait("c1");
  Configuration site = DirectedSite();
  site.agents.erase(site.agents.begin());
  driver->Configure(site);

  EXPECT_EQ(ReservedFor("c1"), "bo");
}

TEST_F(CallWorkRulesTest, AnAgentWithoutADeviceAtTheCallsSwitchIsPassedBy) {
  Configuration site = DirectedSite();
  site.queues[1].aliases = {{"other", "claims"}};
  site.agents[0].devices = {"other:PJSIP/1001"};
  site.agents[1].devices = {"pbx:PJSIP/1002", "other:PJSIP/1004", "PJSIP/1003"};
  Begin(site);
  Wait("c1");

  EXPECT_EQ(ReservedFor("c1"), "bo");
  EXPECT_EQ(LastRoute().devices, (std::vector<std::string>{"PJSIP/1002", "PJSIP/1003"}));
}

TEST_F(CallWorkRulesTest, ARouteThatFailsIsTriedElsewhere) {
  Wait("c1");
  WorkDriver rules(driver->state());
  const WorkKey key = rules.state().work.begin()->first;
  ASSERT_EQ(rules.ReservedFor(key), "ana");
  const ReservationId failed = rules.ReservationOf(key);
  rules.Do([&](Step& step) { FailRoute(step, failed, 1); });
  EXPECT_EQ(rules.ReservedFor(key), "bo");
  EXPECT_EQ(rules.agent("ana").state, AgentState::kReady);

  const ReservationId next = rules.ReservationOf(key);
  rules.Do([&](Step& step) { FailRoute(step, failed, 1); });  // It has ended.
  EXPECT_EQ(rules.ReservationOf(key), next);
}

// The switch rings already: that it refused is no news.
TEST_F(CallWorkRulesTest, ARouteThatFailsAfterTheRingChangesNothing) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  WorkDriver rules(driver->state());
  const WorkKey key = rules.state().work.begin()->first;
  const ReservationId rings = rules.ReservationOf(key);
  rules.Do([&](Step& step) { FailRoute(step, rings, 1); });
  EXPECT_EQ(rules.ReservationOf(key), rings);
}

// The first agent of a ring-all leaves before the switch refuses.
TEST_F(CallWorkRulesTest, ARouteThatFailsEndsAlsoTheReservationsThatOutlivedTheFirst) {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = RoutingStrategy::kRingAll;
  Begin(site);
  Wait("c1");
  const CommandId route = driver->state().commands.rbegin()->first;
  ASSERT_EQ(driver->state().commands.at(route).reserved_count, 2U);
  ASSERT_TRUE(driver->Command(SetAgentState{"ana", AgentWish::kNotReady, {}, "ana"}));
  ASSERT_EQ(ReservedFor("c1"), "bo");

  driver->Tell(CommandResult{route, CommandOutcome::kRefused, "SWITCH_REFUSED"});

  EXPECT_TRUE(driver->state().reservations.empty());
  EXPECT_EQ(StateOf("bo"), AgentState::kReady);
}

// The ring has expired here, and the agent answers all the same.
TEST_F(CallWorkRulesTest, ALateAnswerEndsTheWaitAndTheNextAgentsReservation) {
  Wait("c1");
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  Pass(Duration{22'000});
  EXPECT_EQ(ReservedFor("c1"), "bo");

  driver->Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_TRUE(driver->state().work.empty());
  EXPECT_EQ(StateOf("bo"), AgentState::kReady);
  EXPECT_EQ(driver->call("c1").legs.front().agent, driver->agent("ana").id);
}

}  // namespace
}  // namespace jackfield::exchange
