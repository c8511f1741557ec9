#include "server/exchange/routing/call_work_rules.h"

#include <gtest/gtest.h>

#include "tests/unit/exchange/routing/call_work_driver.h"

namespace jackfield::exchange {
namespace {

class CallWorkRulesTest : public CallWorkTest {};

TEST_F(CallWorkRulesTest, ACallerIsReservedForTheLongestIdleAndRoutedThere) {
  Wait("c1");

  EXPECT_EQ(ReservedFor("c1"), "ana");
  EXPECT_EQ(StateOf("ana"), AgentState::kReserved);
  EXPECT_EQ(StateOf("bo"), AgentState::kReady);
  ASSERT_EQ(driver->state().commands.size(), 1U);
  EXPECT_EQ(LastRoute(), (RouteCall{"c1", "c1-caller", {"PJSIP/1001"}}));
  EXPECT_EQ(driver->state().commands.begin()->second.agent, driver->agent("ana").id);
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

TEST_F(CallWorkRulesTest, AReservedAgentIsIdleInTheFigures) {
  Wait("c1");
  driver->Advance(Duration{10'000});
  driver->Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});

  // Ready from 0 s on, reserved from 2 s on, rung from 12 s on.
  const AgentCounters& own = driver->agent("ana").intervals.at({ExchangeDriver::kStart, QueueId{}});
  EXPECT_EQ(own.ready, Duration{12'000});
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

}  // namespace
}  // namespace jackfield::exchange
