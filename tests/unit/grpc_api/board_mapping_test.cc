#include "server/grpc_api/board_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

const SiteDocument kSite{v1::Configuration()};

TEST(BoardMappingTest, AQueueTellsWhoWaitsAndWhoIsThere) {
  BoardQueue queue;
  queue.name = "sales";
  queue.waiting = {{"c1", WallTime{Duration{5'000}}}, {"c2", WallTime{Duration{9'000}}}};
  queue.members = 10;
  queue.ready = 3;
  queue.busy = 4;
  queue.paused = 2;
  queue.current.offered = 7;

  const v1::BoardQueue proto = ToProto(queue, kSite);

  EXPECT_EQ(proto.queue().name(), "queues/sales");
  EXPECT_TRUE(proto.queue().discovered());
  EXPECT_EQ(proto.waiting_count(), 2);
  EXPECT_EQ(proto.longest_waiting_since_time().seconds(), 5);
  EXPECT_EQ(proto.staffed_count(), 10);
  EXPECT_EQ(proto.not_ready_count(), 3);
  EXPECT_EQ(proto.interval_counts().offered_count(), 7);
}

TEST(BoardMappingTest, ABoardOnTheWallNamesNoAgents) {
  BoardAgent agent;
  agent.login = "ana";
  agent.display_name = "Ana";
  BoardScope wall;
  wall.names = false;

  EXPECT_EQ(ToProto(agent, wall).display_name(), "");
  EXPECT_EQ(ToProto(agent, BoardScope()).display_name(), "Ana");
}

TEST(BoardMappingTest, AScopeShowsItsQueuesTheirAgentsAndItsTeams) {
  BoardScope scope;
  scope.queues = {"sales"};
  BoardQueue sales;
  sales.name = "sales";
  BoardQueue support;
  support.name = "support";
  BoardAgent ana;
  ana.queues = {"sales"};
  BoardAgent ben;
  ben.queues = {"support"};
  BoardScope team;
  team.teams = {"north"};

  EXPECT_TRUE(scope.Shows(sales));
  EXPECT_FALSE(scope.Shows(support));
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
  EXPECT_EQ(ToProto(source).state(), v1::BoardSource::STATE_DOWN);
  source.linked = true;
  EXPECT_EQ(ToProto(source).state(), v1::BoardSource::STATE_UP);
}

}  // namespace
}  // namespace jackfield::grpc_api
