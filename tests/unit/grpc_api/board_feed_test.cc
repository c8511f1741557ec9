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

// Whoever comes back with a cursor must hold all that it stands for.
TEST(BoardFeedTest, TheCursorIsNotThatOfNewsThatWait) {
  BoardFeed feed{BoardScope()};
  feed.Take(UpdateOf(7, "sales", 1));
  feed.TakeNews();

  feed.Take(UpdateOf(8, "sales", 2));

  EXPECT_EQ(feed.cursor(), 7);
}

TEST(BoardFeedTest, AWaitThatEndedIsToldUnlessTheCallCameBack) {
  BoardFeed feed{BoardScope()};
  BoardUpdate ended = UpdateOf(1, "sales", 0);
  ended.waits_ended = {{"sales", "c1"}, {"sales", "c2"}};
  ended.queues[0].waiting = {{"c2", {}, false, {}}};

  feed.Take(ended);

  EXPECT_EQ(feed.TakeNews().waits_ended, (std::set<BoardWaitEnded>{{"sales", "c1"}}));
}

// R3: the viewer may hold the agent from an earlier stream.
TEST(BoardFeedTest, AnAgentWhoWasOfInterestIsHiddenAlsoWhereItWasNotToldHere) {
  BoardScope scope;
  scope.queues = {"sales"};
  BoardFeed feed{scope};
  BoardUpdate update;
  update.agents.resize(2);
  update.agents[0].login = "ana";
  update.agents[0].left = BoardPlace{"", {"sales"}};
  update.agents[1].login = "ben";
  update.agents[1].left = BoardPlace{"", {"support"}};

  feed.Take(update);

  EXPECT_EQ(feed.TakeNews().hidden_agents, std::set<std::string>{"ana"});
}

TEST(BoardFeedTest, OnlyAlertsOfTheQueuesAreTold) {
  BoardScope scope;
  scope.queues = {"sales"};
  BoardFeed feed{scope};
  BoardUpdate update;
  update.alerts.resize(2);
  update.alerts[0].alert.id = AlertId{1};
  update.alerts[0].queue = "sales";
  update.alerts[1].alert.id = AlertId{2};
  update.alerts[1].queue = "support";

  feed.Take(update);

  const BoardNews news = feed.TakeNews();
  ASSERT_EQ(news.alerts.size(), 1U);
  EXPECT_EQ(news.alerts.begin()->second.queue, "sales");
}

TEST(BoardFeedTest, AlertsAboutTicketsAreToldToThoseWhoMaySeeTickets) {
  BoardScope wall;
  wall.tickets = false;
  BoardFeed of_wall{wall};
  BoardFeed of_supervisor{BoardScope{}};
  BoardUpdate update;
  update.alerts.resize(1);
  update.alerts[0].alert.ticket = exchange::TicketAlert{.ticket = TicketId{3}};

  of_wall.Take(update);
  of_supervisor.Take(update);

  EXPECT_TRUE(of_wall.TakeNews().alerts.empty());
  EXPECT_EQ(of_supervisor.TakeNews().alerts.size(), 1U);
}

}  // namespace
}  // namespace jackfield::grpc_api
