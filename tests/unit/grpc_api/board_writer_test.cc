#include "server/grpc_api/board_writer.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

const SiteDocument kSite{v1::Configuration()};
constexpr WallTime kNine{Duration{9'000}};

class BoardWriterTest : public testing::Test {
 protected:
  // Counts how many callers were looked up.
  BoardPeople People() {
    const auto caller = [this](const exchange::Caller&) {
      ++looked_up_;
      v1::Caller found;
      found.set_display_name("Wang Xiaoming");
      found.mutable_number()->set_e164("+4930901820");
      found.set_tier("gold");
      return found;
    };
    return {caller, [](const exchange::PersonalText& text) { return text.bytes; }};
  }

  static BoardNews NewsOf(std::vector<BoardWaiting> waiting) {
    BoardNews news;
    BoardQueue queue;
    queue.name = "sales";
    queue.waiting = std::move(waiting);
    news.queues["sales"] = queue;
    news.queue_revisions["sales"] = ++cursor_;
    news.cursor = cursor_;
    return news;
  }
  static BoardNews SnapshotOf(std::vector<BoardWaiting> waiting) {
    BoardNews news = NewsOf(std::move(waiting));
    news.snapshot = true;
    return news;
  }

  static inline std::int64_t cursor_ = 0;
  int looked_up_ = 0;
  BoardWriter writer_{BoardScope(), People()};
};

TEST_F(BoardWriterTest, AWaitingCallTellsWhoWaits) {
  const v1::BoardSnapshot board = writer_.WriteWhole(SnapshotOf({{"c1", kNine, true, {}}}), kSite);

  ASSERT_EQ(board.waiting_calls_size(), 1);
  EXPECT_EQ(board.waiting_calls(0).call(), "calls/c1");
  EXPECT_EQ(board.waiting_calls(0).position(), 1);
  EXPECT_TRUE(board.waiting_calls(0).ringing());
  EXPECT_EQ(board.waiting_calls(0).caller_display_name(), "Wang Xiaoming");
  EXPECT_EQ(board.waiting_calls(0).number().e164(), "+4930901820");
  EXPECT_EQ(board.waiting_calls(0).tier(), "gold");
}

TEST_F(BoardWriterTest, WhoMayNotSeeCallersIsToldNothingOfThem) {
  BoardScope wall;
  wall.callers = false;
  BoardWriter writer(wall, People());

  const v1::BoardSnapshot board = writer.WriteWhole(SnapshotOf({{"c1", kNine, true, {}}}), kSite);

  EXPECT_EQ(board.waiting_calls(0).caller_display_name(), "");
  EXPECT_FALSE(board.waiting_calls(0).has_number());
  EXPECT_EQ(board.waiting_calls(0).tier(), "");
  EXPECT_EQ(looked_up_, 0);
}

TEST_F(BoardWriterTest, TheSiteStandsInTheFirstPartOfASnapshotOnly) {
  BoardNews news = SnapshotOf({});
  for (int i = 0; i < BoardWriter::kRowsPerMessageMax; ++i) {
    news.sources["pbx" + std::to_string(i)] = BoardSource{};
  }

  const auto messages = writer_.Write(news, kSite);

  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].snapshot_part().site().time_zone(), "UTC");
  EXPECT_TRUE(messages[1].has_snapshot_part());
  EXPECT_FALSE(messages[1].snapshot_part().has_site());
}

TEST_F(BoardWriterTest, AWaitingCallIsWrittenAgainOnlyWhenItChanged) {
  writer_.Write(SnapshotOf({{"c1", kNine, false, {}}, {"c2", kNine, false, {}}}), kSite);

  const auto messages =
      writer_.Write(NewsOf({{"c1", kNine, false, {}}, {"c2", kNine, true, {}}}), kSite);

  ASSERT_EQ(messages.size(), 1U);
  ASSERT_EQ(messages[0].delta().waiting_calls_size(), 1);
  EXPECT_EQ(messages[0].delta().waiting_calls(0).call(), "calls/c2");
  EXPECT_EQ(messages[0].delta().queues(0).revision(), messages[0].cursor());
  EXPECT_EQ(looked_up_, 3);
}

TEST_F(BoardWriterTest, WhoMovesUpIsWrittenAndWhoLeftIsRemoved) {
  writer_.Write(SnapshotOf({{"c1", kNine, false, {}}, {"c2", kNine, false, {}}}), kSite);

  BoardNews news = NewsOf({{"c2", kNine, false, {}}});
  news.waits_ended = {{"sales", "c1"}};
  const auto messages = writer_.Write(news, kSite);

  const v1::BoardDelta& delta = messages.at(0).delta();
  ASSERT_EQ(delta.waiting_calls_size(), 1);
  EXPECT_EQ(delta.waiting_calls(0).position(), 1);
  ASSERT_EQ(delta.removed_waiting_calls_size(), 1);
  EXPECT_EQ(delta.removed_waiting_calls(0).call(), "calls/c1");
  EXPECT_EQ(delta.removed_waiting_calls(0).queue(), "queues/sales");
}

TEST_F(BoardWriterTest, AnAgentWhoLeftTheScopeIsRemoved) {
  BoardNews gone;
  gone.hidden_agents = {"ana"};

  const auto messages = writer_.Write(gone, kSite);

  ASSERT_EQ(messages.size(), 1U);
  ASSERT_EQ(messages[0].delta().removed_agents_size(), 1);
  EXPECT_EQ(messages[0].delta().removed_agents(0), "agents/ana");
}

AlertRow AlertOf(std::uint64_t id) {
  AlertRow row;
  row.alert.id = AlertId{id};
  row.queue = "sales";
  row.alert.acknowledged_by = "sue";
  return row;
}

TEST_F(BoardWriterTest, RaisedAlertsStandInTheSnapshotTheNewestFirst) {
  BoardNews news = SnapshotOf({});
  news.alerts = {{AlertId{1}, AlertOf(1)}, {AlertId{2}, AlertOf(2)}, {AlertId{3}, AlertOf(3)}};
  news.alerts.at(AlertId{2}).alert.cleared = kNine;

  const v1::BoardSnapshot board = writer_.WriteWhole(news, kSite);

  ASSERT_EQ(board.alerts_size(), 2);
  EXPECT_EQ(board.alerts(0).name(), "alerts/3");
  EXPECT_EQ(board.alerts(1).name(), "alerts/1");
  EXPECT_EQ(board.alerts(0).acknowledged_by(), "sue");
}

TEST_F(BoardWriterTest, AClearedAlertIsTold) {
  BoardNews news;
  news.alerts = {{AlertId{1}, AlertOf(1)}};
  news.alerts.at(AlertId{1}).alert.cleared = kNine;

  const auto messages = writer_.Write(news, kSite);

  ASSERT_EQ(messages.at(0).delta().alerts_size(), 1);
  EXPECT_EQ(messages[0].delta().alerts(0).state(), v1::Alert::STATE_CLEARED);
}

TEST_F(BoardWriterTest, ABoardOnAWallIsToldNoLogins) {
  BoardScope wall;
  wall.names = false;
  BoardWriter writer(wall, People());
  BoardNews news;
  news.alerts = {{AlertId{1}, AlertOf(1)}};

  const auto messages = writer.Write(news, kSite);

  EXPECT_EQ(messages.at(0).delta().alerts(0).acknowledged_by(), "");
}

TEST_F(BoardWriterTest, NewsOfNoInterestMakeNoMessage) {
  EXPECT_TRUE(writer_.Write(BoardNews(), kSite).empty());
}

TEST_F(BoardWriterTest, ASnapshotEndsWithItsCompletion) {
  const auto messages = writer_.Write(SnapshotOf({}), kSite);

  ASSERT_EQ(messages.size(), 2U);
  EXPECT_TRUE(messages[0].has_snapshot_part());
  EXPECT_TRUE(messages[1].snapshot_complete());
}

}  // namespace
}  // namespace jackfield::grpc_api
