#include "server/grpc_api/board_feed.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

BoardUpdate UpdateOf(std::int64_t cursor, const std::string& queue, std::uint32_t talking) {
  BoardUpdate update;
  update.cursor = cursor;
  BoardQueue row;
  row.name = queue;
  row.talking = talking;
  update.queues = {row};
  return update;
}

TEST(BoardFeedTest, ANewerRowStandsInThePlaceOfTheOlder) {
  BoardFeed feed{BoardScope()};
  feed.Take(UpdateOf(1, "sales", 1));
  feed.Take(UpdateOf(2, "support", 4));
  feed.Take(UpdateOf(3, "sales", 2));

  const BoardNews news = feed.TakeNews();

  ASSERT_EQ(news.queues.size(), 2U);
  EXPECT_EQ(news.queues.at("sales").talking, 2U);
  EXPECT_EQ(news.queue_revisions.at("sales"), 3);
  EXPECT_EQ(news.queue_revisions.at("support"), 2);
  EXPECT_EQ(news.cursor, 3);
  EXPECT_FALSE(feed.HasNews());
}

TEST(BoardFeedTest, ASnapshotReplacesWhatWaits) {
  BoardFeed feed{BoardScope()};
  feed.Take(UpdateOf(1, "gone", 1));
  BoardUpdate all = UpdateOf(2, "sales", 2);
  all.snapshot = true;
  feed.Take(all);

  const BoardNews news = feed.TakeNews();

  EXPECT_TRUE(news.snapshot);
  ASSERT_EQ(news.queues.size(), 1U);
  EXPECT_EQ(news.queues.begin()->first, "sales");
}

TEST(BoardFeedTest, TheCursorStaysWhenAllIsTaken) {
  BoardFeed feed{BoardScope()};
  feed.Take(UpdateOf(7, "sales", 1));

  feed.TakeNews();

  EXPECT_EQ(feed.cursor(), 7);
}

TEST(BoardFeedTest, AnAgentWhoLeavesItsQueueIsHiddenUntilItComesBack) {
  BoardScope scope;
  scope.queues = {"sales"};
  BoardFeed feed{scope};
  BoardUpdate update;
  update.agents.resize(1);
  update.agents[0].login = "ana";
  update.agents[0].memberships = {{"sales", false, {}}};
  BoardUpdate left = update;
  left.agents[0].memberships.clear();

  feed.Take(update);
  feed.Take(left);
  const BoardNews gone = feed.TakeNews();
  feed.Take(left);
  feed.Take(update);
  const BoardNews back = feed.TakeNews();

  EXPECT_TRUE(gone.agents.empty());
  EXPECT_TRUE(gone.hidden_agents.contains("ana"));
  EXPECT_TRUE(back.agents.contains("ana"));
  EXPECT_TRUE(back.hidden_agents.empty());
}

TEST(BoardFeedTest, WhatIsNotOfInterestDoesNotWait) {
  BoardScope scope;
  scope.queues = {"support"};
  BoardFeed feed{scope};
  feed.Take(UpdateOf(1, "sales", 1));

  EXPECT_TRUE(feed.TakeNews().queues.empty());
}

}  // namespace
}  // namespace jackfield::grpc_api
