#include "server/grpc_api/queue_watch.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

WallTime At(std::int64_t ms) { return WallTime{Duration{ms}}; }

BoardQueue QueueOf(const std::string& name, std::vector<BoardWaiting> waiting) {
  BoardQueue queue;
  queue.name = name;
  queue.waiting = std::move(waiting);
  return queue;
}

TEST(QueueWatchTest, AQueueIsAsItsNewestRowSays) {
  QueueWatch watch;
  EXPECT_EQ(watch.Of("sales"), std::nullopt);

  BoardUpdate first;
  first.snapshot = true;
  first.queues = {QueueOf("sales", {{"c1", At(5)}, {"c2", At(7)}}), QueueOf("support", {})};
  watch.OnBoard(first);
  EXPECT_EQ(watch.Of("sales"), (QueueWatch::Waiting{2, At(5), false}));
  EXPECT_EQ(watch.Of("support"), (QueueWatch::Waiting{0, std::nullopt, false}));

  BoardUpdate later;
  later.queues = {QueueOf("sales", {})};
  later.queues[0].stale = true;
  watch.OnBoard(later);
  EXPECT_EQ(watch.Of("sales"), (QueueWatch::Waiting{0, std::nullopt, true}));
  EXPECT_EQ(watch.Of("support"), (QueueWatch::Waiting{0, std::nullopt, false}));
}

TEST(QueueWatchTest, ASnapshotForgetsQueuesThatAreNotInIt) {
  QueueWatch watch;
  BoardUpdate update;
  update.snapshot = true;
  update.queues = {QueueOf("sales", {})};
  watch.OnBoard(update);
  update.queues = {QueueOf("support", {})};

  watch.OnBoard(update);

  EXPECT_EQ(watch.Of("sales"), std::nullopt);
}

}  // namespace
}  // namespace jackfield::grpc_api
