#include "server/grpc_api/board_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

const SiteDocument kSite{v1::Configuration()};
const BoardPeople kPeople{
    [](const exchange::Caller&) { return v1::Caller(); },
    [](const exchange::PersonalText& text) { return "opened " + text.bytes; }};

TEST(BoardMappingTest, AQueueTellsWhoWaitsAndWhoIsThere) {
  BoardQueue queue;
  queue.name = "sales";
  queue.waiting = {{"c1", WallTime{Duration{5'000}}}, {"c2", WallTime{Duration{9'000}}}};
  queue.talking = 6;
  queue.staffed = 10;
  queue.ready = 3;
  queue.busy = 4;
  queue.not_ready = 2;
  queue.wrap_up = Duration{30'000};
  queue.current.offered = 7;

  const v1::BoardQueue proto = ToProto(queue, kSite);

  EXPECT_EQ(proto.queue().name(), "queues/sales");
  EXPECT_TRUE(proto.queue().discovered());
  EXPECT_EQ(proto.waiting_count(), 2);
  EXPECT_EQ(proto.longest_waiting_since_time().seconds(), 5);
  EXPECT_EQ(proto.staffed_count(), 10);
  EXPECT_EQ(proto.talking_count(), 6);
  EXPECT_EQ(proto.not_ready_count(), 2);
  EXPECT_EQ(proto.queue().wrap_up_duration().seconds(), 30);
  EXPECT_EQ(proto.interval_counts().offered_count(), 7);
}

TEST(BoardMappingTest, AQueueTellsItsLimitsAsConfigured) {
  v1::Configuration document;
  v1::QueueConfiguration& configured = *document.add_queues();
  configured.set_queue_id("sales");
  configured.set_waiting_warning_count(5);
  configured.mutable_wait_warning_duration()->set_seconds(60);
  configured.add_alert_rules()->set_figure(v1::AlertRule::FIGURE_WAITING_COUNT);
  configured.mutable_alert_rules(0)->set_limit(10);
  const SiteDocument site(document);
  BoardQueue queue;
  queue.name = "sales";

  const v1::Queue proto = ToProto(queue, site).queue();

  EXPECT_FALSE(proto.discovered());
  EXPECT_EQ(proto.waiting_warning_count(), 5);
  EXPECT_EQ(proto.wait_warning_duration().seconds(), 60);
  ASSERT_EQ(proto.alert_rules_size(), 1);
  EXPECT_EQ(proto.alert_rules(0).limit(), 10);
}

TEST(BoardMappingTest, ASiteWithoutAZoneIsInUtc) {
  v1::Configuration document;
  document.set_time_zone("Europe/Berlin");

  EXPECT_EQ(ToBoardSite(kSite).time_zone(), "UTC");
  EXPECT_EQ(ToBoardSite(SiteDocument(document)).time_zone(), "Europe/Berlin");
}

TEST(BoardMappingTest, AQueueTellsItsTickets) {
  BoardQueue queue;
  queue.name = "support";
  queue.tickets = {.open = 12,
                   .pending = 7,
                   .waiting = 4,
                   .offered = 1,
                   .warned_clocks = 3,
                   .breached_clocks = 2,
                   .longest_waiting_since = WallTime{Duration{5'000}}};

  const v1::BoardQueueTickets proto = ToProto(queue, kSite).tickets();

  EXPECT_EQ(proto.open_count(), 12);
  EXPECT_EQ(proto.pending_count(), 7);
  EXPECT_EQ(proto.waiting_count(), 4);
  EXPECT_EQ(proto.offered_count(), 1);
  EXPECT_EQ(proto.warned_clock_count(), 3);
  EXPECT_EQ(proto.breached_clock_count(), 2);
  EXPECT_EQ(proto.longest_waiting_since_time().seconds(), 5);
}

TEST(BoardMappingTest, AQueueWithoutTicketsTellsNothingOfThem) {
  BoardQueue none;
  none.name = "sales";
  BoardQueue pending;
  pending.name = "support";
  pending.tickets.pending = 1;

  EXPECT_FALSE(ToProto(none, kSite).has_tickets());
  EXPECT_TRUE(ToProto(pending, kSite).has_tickets());
  EXPECT_FALSE(ToProto(pending, kSite).tickets().has_longest_waiting_since_time());
}

TEST(BoardMappingTest, AnAgentTellsTheirTicketsAndHowManyTheyMayHold) {
  BoardAgent agent;
  agent.tickets = {.load = {.held = 3, .pending = 2}, .offered = 1, .capacity = 5};

  const v1::BoardAgentTickets proto = ToProto(agent, BoardScope(), kPeople).tickets();

  EXPECT_EQ(proto.held_count(), 3);
  EXPECT_EQ(proto.pending_count(), 2);
  EXPECT_EQ(proto.offered_count(), 1);
  EXPECT_EQ(proto.capacity(), 5);
}

TEST(BoardMappingTest, AnAgentWithoutTicketsTellsHowManyTheyMayHold) {
  BoardAgent agent;
  agent.tickets.capacity = 5;

  EXPECT_EQ(ToProto(agent, BoardScope(), kPeople).tickets().capacity(), 5);
}

TEST(BoardMappingTest, AnAgentTellsThatItIsOutsideTheirWorkingHours) {
  BoardAgent agent;
  EXPECT_FALSE(ToProto(agent, BoardScope(), kPeople).outside_working_hours());

  agent.off_hours = true;

  EXPECT_TRUE(ToProto(agent, BoardScope(), kPeople).outside_working_hours());
}

TEST(BoardMappingTest, ABoardOnTheWallNamesNoAgents) {
  BoardAgent agent;
  agent.login = "ana";
  agent.display_name = "Ana";
  BoardScope wall;
  wall.names = false;

  EXPECT_EQ(ToProto(agent, wall, kPeople).display_name(), "");
  EXPECT_EQ(ToProto(agent, BoardScope(), kPeople).display_name(), "Ana");
}

TEST(BoardMappingTest, AnAgentTellsWhatItDoesAndWhatItDidToday) {
  BoardAgent agent;
  agent.state = exchange::AgentState::kHold;
  agent.since = WallTime{Duration{9'000}};
  agent.call_name = "c1";
  agent.call_since = WallTime{Duration{5'000}};
  agent.pending = exchange::Idle{exchange::IdleState::kNotReady, "lunch", {}};
  agent.day.answered = 12;
  agent.day.ring_no_answers = 3;
  agent.day.talk = Duration{60'000};
  agent.day.ready = Duration{20'000};

  const v1::BoardAgent proto = ToProto(agent, BoardScope(), kPeople);

  EXPECT_EQ(proto.status().state(), v1::AgentStatus::STATE_HOLD);
  EXPECT_EQ(proto.status().since_time().seconds(), 9);
  EXPECT_EQ(proto.status().call(), "calls/c1");
  EXPECT_EQ(proto.status().pending_state(), v1::AgentStatus::STATE_NOT_READY);
  EXPECT_EQ(proto.status().pending_reason(), "lunch");
  EXPECT_EQ(proto.call_since_time().seconds(), 5);
  EXPECT_EQ(proto.day_counts().answered_count(), 12);
  EXPECT_EQ(proto.day_counts().ring_no_answer_count(), 3);
  EXPECT_DOUBLE_EQ(proto.day_ratios().occupancy_ratio(), 0.75);
}

TEST(BoardMappingTest, AnAgentInWrapUpTellsWhenItEnds) {
  BoardAgent agent;
  agent.state = exchange::AgentState::kWorkingAfterCall;
  agent.deadline = WallTime{Duration{40'000}};

  const v1::BoardAgent proto = ToProto(agent, BoardScope(), kPeople);

  EXPECT_EQ(proto.status().deadline_time().seconds(), 40);
  EXPECT_FALSE(proto.has_call_since_time());
}

TEST(BoardMappingTest, APauseTellsItsReasonButNotOnTheWall) {
  BoardAgent agent;
  const exchange::PersonalText reason("lunch");
  agent.memberships = {{"sales", true, reason}, {"support", false, {}}};
  BoardScope wall;
  wall.names = false;

  const v1::BoardAgent proto = ToProto(agent, BoardScope(), kPeople);

  ASSERT_EQ(proto.memberships_size(), 2);
  EXPECT_EQ(proto.memberships(0).queue(), "queues/sales");
  EXPECT_TRUE(proto.memberships(0).paused());
  EXPECT_EQ(proto.memberships(0).pause_reason(), "opened lunch");
  EXPECT_FALSE(proto.memberships(1).paused());
  EXPECT_EQ(proto.memberships(1).pause_reason(), "");
  EXPECT_EQ(ToProto(agent, wall, kPeople).memberships(0).pause_reason(), "");
}

TEST(BoardMappingTest, DevicesOfNobodyStandWithTheLastRingFirst) {
  BoardSource source;
  source.name = "pbx";
  source.unmapped_devices = {{"PJSIP/1", 5}, {"PJSIP/2", 1}, {"PJSIP/3", 2}};
  source.unmapped_rang = {{"PJSIP/1", WallTime{Duration{1'000}}},
                          {"PJSIP/2", WallTime{Duration{3'000}}},
                          {"PJSIP/3", WallTime{Duration{2'000}}}};

  const auto devices = UnmappedOf(source, 2);

  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].source(), "sources/pbx");
  EXPECT_EQ(devices[0].device(), "PJSIP/2");
  EXPECT_EQ(devices[0].last_ring_time().seconds(), 3);
  EXPECT_EQ(devices[1].device(), "PJSIP/3");
  EXPECT_EQ(devices[1].ring_count(), 2);
}

TEST(BoardMappingTest, AScopeShowsItsQueuesTheirAgentsAndItsTeams) {
  BoardScope scope;
  scope.queues = {"sales"};
  BoardQueue sales;
  sales.name = "sales";
  BoardQueue support;
  support.name = "support";
  BoardAgent ana;
  ana.memberships = {{"sales", false, {}}};
  BoardAgent ben;
  ben.memberships = {{"support", false, {}}};
  BoardScope team;
  team.teams = {"north"};

  EXPECT_TRUE(scope.ShowsQueue(sales.name));
  EXPECT_FALSE(scope.ShowsQueue(support.name));
  EXPECT_TRUE(scope.Shows(ana));
  EXPECT_FALSE(scope.Shows(ben));
  EXPECT_FALSE(team.Shows(ana));
  EXPECT_TRUE(BoardScope().Shows(ben));
}

TEST(BoardMappingTest, ALinkThatNeverWasIsNotCalledLost) {
  BoardSource source;
  source.name = "pbx";

  EXPECT_EQ(ToProto(source).state(), v1::BoardSource::STATE_UNSPECIFIED);
}

TEST(BoardMappingTest, ALinkIsUpOrDown) {
  BoardSource source;
  source.name = "pbx";
  source.since = WallTime{Duration{1'000}};
  source.last_event = WallTime{Duration{2'000}};
  EXPECT_EQ(ToProto(source).last_event_time().seconds(), 2);
  EXPECT_EQ(ToProto(source).state(), v1::BoardSource::STATE_DOWN);
  source.linked = true;
  EXPECT_EQ(ToProto(source).state(), v1::BoardSource::STATE_UP);
}

}  // namespace
}  // namespace jackfield::grpc_api
