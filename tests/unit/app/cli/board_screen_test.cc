#include "server/app/cli/board_screen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/app/cli/text_table.h"

namespace jackfield::cli {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::ResultOf;

constexpr std::int64_t kNow = 1'000'000;

class BoardScreenTest : public testing::Test {
 protected:
  BoardScreenTest() { view_.now = WallTime(Duration{kNow * 1'000}); }

  v1::BoardSnapshot& board() { return *message_.mutable_snapshot_part(); }

  v1::BoardQueue& AddQueue(const std::string& name) {
    v1::BoardQueue& queue = *board().add_queues();
    queue.mutable_queue()->set_name("queues/" + name);
    queue.mutable_queue()->mutable_service_level_threshold()->set_seconds(20);
    queue.mutable_queue()->set_service_level_target_ratio(0.8);
    return queue;
  }

  v1::BoardWaitingCall& AddWaiting(const std::string& call, const std::string& caller, int ago) {
    v1::BoardWaitingCall& waiting = *board().add_waiting_calls();
    waiting.set_call("calls/" + call);
    waiting.set_queue("queues/sales");
    waiting.set_caller_display_name(caller);
    waiting.mutable_waiting_since_time()->set_seconds(kNow - ago);
    return waiting;
  }

  void AddAgent(const std::string& login, v1::AgentStatus::State state, int ago) {
    v1::BoardAgent& agent = *board().add_agents();
    agent.set_agent("agents/" + login);
    agent.mutable_status()->set_state(state);
    agent.mutable_status()->mutable_since_time()->set_seconds(kNow - ago);
  }

  std::vector<ScreenLine> Draw() {
    BoardModel model;
    model.Apply(message_);
    v1::WatchBoardResponse complete;
    complete.set_snapshot_complete(true);
    model.Apply(complete);
    return DrawBoard(model, view_);
  }

  // The whole screen as one text.
  std::string Text() {
    std::string text;
    for (const ScreenLine& line : Draw()) text += line.text + "\n";
    return text;
  }

  v1::WatchBoardResponse message_;
  BoardView view_;
};

TEST_F(BoardScreenTest, AQueueStandsWithItsLevelItsTargetAndTheDirection) {
  AddQueue("sales").mutable_day_ratios()->mutable_service_levels()->set_abandons_negative_ratio(
      0.74);
  AddQueue("vip").mutable_day_ratios()->mutable_service_levels()->set_abandons_negative_ratio(0.98);

  const std::string text = Text();

  EXPECT_THAT(text, HasSubstr("✖ sales"));
  EXPECT_THAT(text, HasSubstr("74.0 %  80.0 %  ▼ below"));
  EXPECT_THAT(text, HasSubstr("✓ vip"));
  EXPECT_THAT(text, HasSubstr("98.0 %  80.0 %  ▲ above"));
}

TEST_F(BoardScreenTest, WithoutDataThereIsNoLevelAndNoDirection) {
  AddQueue("sales");

  const std::string text = Text();

  EXPECT_THAT(text, HasSubstr("✓ sales"));
  EXPECT_THAT(text, Not(HasSubstr("below")));
  EXPECT_THAT(text, Not(HasSubstr("0.0 %  80")));
}

TEST_F(BoardScreenTest, AQueueWhereSomebodyWaitsBeyondTheThresholdIsMarked) {
  AddQueue("sales").mutable_longest_waiting_since_time()->set_seconds(kNow - 21);
  AddQueue("vip").mutable_longest_waiting_since_time()->set_seconds(kNow - 20);

  const std::string text = Text();

  EXPECT_THAT(text, HasSubstr("✖ sales"));
  EXPECT_THAT(text, HasSubstr("0:21 over"));
  EXPECT_THAT(text, HasSubstr("✓ vip"));
}

TEST_F(BoardScreenTest, WhoWaitsLongestStandsFirst) {
  AddQueue("sales");
  AddWaiting("c1", "Short Wait", 5);
  AddWaiting("c2", "Long Wait", 65);

  const std::string text = Text();

  EXPECT_LT(text.find("Long Wait"), text.find("Short Wait"));
  EXPECT_THAT(text, HasSubstr("1:05"));
}

TEST_F(BoardScreenTest, WhatCallersSentCannotControlTheTerminal) {
  AddQueue("sales");
  AddWaiting("c1", "\x1b[2J\u202eevil", 5);

  for (const ScreenLine& line : Draw()) {
    EXPECT_EQ(line.text.find('\x1b'), std::string::npos);
    EXPECT_EQ(line.text.find("\u202e"), std::string::npos);
  }
  EXPECT_THAT(Text(), HasSubstr("\\x1b[2J"));
}

TEST_F(BoardScreenTest, AgentsStandWithTheTimeInTheirState) {
  AddAgent("ana", v1::AgentStatus::STATE_CONNECTED, 3'725);
  AddAgent("ben", v1::AgentStatus::STATE_LOGGED_OFF, 10);

  const std::string text = Text();

  EXPECT_THAT(text, HasSubstr("ana"));
  EXPECT_THAT(text, HasSubstr("connected  1:02:05"));
  EXPECT_THAT(text, Not(HasSubstr("ben")));
}

TEST_F(BoardScreenTest, WhoIsReadyOutsideTheirWorkingHoursIsToldToBe) {
  AddAgent("ana", v1::AgentStatus::STATE_READY, 5);
  board().mutable_agents(0)->set_outside_working_hours(true);

  EXPECT_THAT(Text(), HasSubstr("ready  0:05  off hours"));
}

TEST_F(BoardScreenTest, QueuesWithTicketsStandInATableOfTheirOwn) {
  AddQueue("sales");
  v1::BoardQueueTickets& tickets = *AddQueue("support").mutable_tickets();
  tickets.set_open_count(12);
  tickets.set_waiting_count(4);
  tickets.mutable_longest_waiting_since_time()->set_seconds(kNow - 65);

  const std::string text = Text();

  const std::size_t table = text.find("TICKETS OF");
  ASSERT_NE(table, std::string::npos);
  EXPECT_THAT(text.substr(table), HasSubstr("1:05"));
  EXPECT_THAT(text.substr(table), Not(HasSubstr("sales")));
  EXPECT_THAT(text, Not(HasSubstr("✖ support")));
}

TEST_F(BoardScreenTest, AQueueWithABreachedClockIsMarkedAmongTheTickets) {
  AddQueue("support").mutable_tickets()->set_breached_clock_count(1);

  EXPECT_THAT(Text(), HasSubstr("✖ support"));
}

TEST_F(BoardScreenTest, WithoutTicketsThereIsNothingOfThem) {
  AddQueue("sales");
  AddAgent("ana", v1::AgentStatus::STATE_READY, 5);
  board().mutable_agents(0)->mutable_tickets()->set_capacity(5);

  EXPECT_THAT(Text(), Not(HasSubstr("TICKETS")));
}

TEST_F(BoardScreenTest, AsSoonAsOneAgentHasATicketAllStandWithTheirLoad) {
  AddAgent("ana", v1::AgentStatus::STATE_READY, 5);
  AddAgent("ben", v1::AgentStatus::STATE_READY, 5);
  board().mutable_agents(0)->mutable_tickets()->set_capacity(5);
  board().mutable_agents(1)->mutable_tickets()->set_capacity(4);
  board().mutable_agents(1)->mutable_tickets()->set_held_count(2);

  const std::string text = Text();

  EXPECT_THAT(text, HasSubstr("MISSED  TICKETS"));
  EXPECT_THAT(text, HasSubstr("0/5"));
  EXPECT_THAT(text, HasSubstr("2/4"));
}

TEST_F(BoardScreenTest, NoLineIsWiderAndNoScreenHigherThanTheTerminal) {
  view_.columns = 40;
  view_.lines = 12;
  for (int i = 0; i < 30; ++i) {
    AddQueue("queue-with-a-long-name-" + std::to_string(i));
    AddWaiting("c" + std::to_string(i), "王小明王小明王小明王小明王小明王小明", i);
    AddAgent("agent-" + std::to_string(i), v1::AgentStatus::STATE_READY, i);
  }

  const std::vector<ScreenLine> screen = Draw();

  EXPECT_LE(screen.size(), 12U);
  EXPECT_THAT(screen, Each(ResultOf([](const ScreenLine& line) { return DisplayWidth(line.text); },
                                    testing::Le(40U))));
  EXPECT_THAT(Text(), HasSubstr("more"));
}

TEST_F(BoardScreenTest, OldDataAreToldToBeOldAndThenLoudly) {
  AddQueue("sales");
  view_.age = Duration{4'999};
  EXPECT_THAT(Draw().front().text, HasSubstr("live, 4 s ago"));

  view_.age = Duration{5'000};
  EXPECT_THAT(Draw().front().text, HasSubstr("STALE, no data for 5 s"));

  view_.age = Duration{15'000};
  EXPECT_THAT(Draw().front().text, HasSubstr("NO LIVE DATA SINCE"));
  EXPECT_EQ(Draw().front().tone, ScreenLine::Tone::kLoud);
  EXPECT_EQ(Draw().back().tone, ScreenLine::Tone::kDim);
}

TEST_F(BoardScreenTest, ALostLinkToATelephoneSystemIsLoud) {
  v1::BoardSource& source = *board().add_sources();
  source.set_source("sources/pbx");
  source.set_state(v1::BoardSource::STATE_DOWN);
  source.mutable_since_time()->set_seconds(kNow - 61);

  EXPECT_THAT(Text(), HasSubstr("LINK LOST to pbx for 1:01"));
}

TEST(ClipTextTest, ACharacterIsNeverCutInTwo) {
  EXPECT_EQ(ClipText("张伟李", 5), "张伟");
  EXPECT_EQ(ClipText("abc", 3), "abc");
  EXPECT_EQ(ClipText("abcd", 3), "abc");
  EXPECT_EQ(ClipText("e\u0301x", 1), "e\u0301");
}

TEST_F(BoardScreenTest, AnAlertStandsWithItsValueItsLimitAndWhoTakesCare) {
  AddQueue("sales");
  v1::Alert& open = *board().add_alerts();
  open.set_name("alerts/1");
  open.set_queue("queues/sales");
  open.set_raised_value(12);
  open.mutable_rule()->set_figure(v1::AlertRule::FIGURE_WAITING_COUNT);
  open.mutable_rule()->set_limit(10);
  open.mutable_raise_time()->set_seconds(kNow - 65);
  v1::Alert& cared = *board().add_alerts();
  cared = open;
  cared.set_name("alerts/2");
  cared.mutable_rule()->set_figure(v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO);
  cared.mutable_rule()->set_limit(0.8);
  cared.set_raised_value(0.68);
  cared.mutable_acknowledge_time()->set_seconds(kNow - 5);
  cared.set_acknowledged_by("sue");

  const std::string text = Text();

  EXPECT_THAT(text, HasSubstr("! sales  waiting        12 over 10           1:05"));
  EXPECT_THAT(text, HasSubstr("  sales  service level  68.0 % under 80.0 %  1:05  sue"));
  EXPECT_THAT(text, HasSubstr("✖ sales"));
  EXPECT_LT(text.find("waiting"), text.find("service level"));
}

TEST_F(BoardScreenTest, TheIntervalStandsBesideTheDayWithItsTrend) {
  view_.columns = 120;
  v1::BoardQueue& queue = AddQueue("sales");
  queue.mutable_day_ratios()->mutable_service_levels()->set_abandons_negative_ratio(0.9);
  queue.mutable_interval_ratios()->mutable_service_levels()->set_abandons_negative_ratio(0.6);

  EXPECT_THAT(Text(), HasSubstr("▼ 60.0 %"));
}

TEST_F(BoardScreenTest, QueuesThatNeedSomebodyStandFirst) {
  AddQueue("alpha").mutable_day_ratios()->mutable_service_levels()->set_abandons_negative_ratio(
      0.98);
  AddQueue("zulu").mutable_day_ratios()->mutable_service_levels()->set_abandons_negative_ratio(0.5);

  const std::string text = Text();

  EXPECT_LT(text.find("zulu"), text.find("alpha"));
}

}  // namespace
}  // namespace jackfield::cli
