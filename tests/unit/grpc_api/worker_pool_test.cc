#include "server/grpc_api/worker_pool.h"

#include <atomic>

#include <absl/synchronization/notification.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

// A pool of one thread, which is busy until Release(), with place for one task that waits.
//
// Thread safety: none; one per test.
class WorkerPoolTest : public testing::Test {
 protected:
  WorkerPoolTest() {
    EXPECT_TRUE(pool_.Post([this] {
      busy_.Notify();
      released_.WaitForNotification();
    }));
    busy_.WaitForNotification();
  }
  ~WorkerPoolTest() override { Release(); }

  void Release() {
    if (!released_.HasBeenNotified()) released_.Notify();
  }
  void Count() { done_.fetch_add(1); }

  absl::Notification busy_;
  absl::Notification released_;
  std::atomic<int> done_ = 0;
  WorkerPool pool_{"test", {1, 1}};
};

TEST_F(WorkerPoolTest, WhoKeptRoomMayPostWhenOthersAreRefused) {
  const WorkerPool::RoomPtr room = pool_.KeepRoom();
  ASSERT_NE(room, nullptr);
  EXPECT_EQ(pool_.KeepRoom(), nullptr);
  EXPECT_FALSE(pool_.Post([this] { Count(); }));

  EXPECT_TRUE(room->Post([this] { Count(); }));

  Release();
  pool_.Stop();
  EXPECT_EQ(done_.load(), 1);
}

TEST_F(WorkerPoolTest, RoomThatWasNotNeededIsGivenBack) {
  WorkerPool::RoomPtr room = pool_.KeepRoom();
  room.reset();

  EXPECT_TRUE(pool_.Post([this] { Count(); }));
  EXPECT_FALSE(pool_.Post([this] { Count(); }));
}

TEST_F(WorkerPoolTest, NoRoomIsKeptWhereAsManyWaitAsMay) {
  ASSERT_TRUE(pool_.Post([this] { Count(); }));

  EXPECT_EQ(pool_.KeepRoom(), nullptr);
}

TEST_F(WorkerPoolTest, AfterTheEndNothingIsTakenAnyMore) {
  const WorkerPool::RoomPtr room = pool_.KeepRoom();
  Release();
  pool_.Stop();

  EXPECT_FALSE(room->Post([this] { Count(); }));
  EXPECT_EQ(pool_.KeepRoom(), nullptr);
  EXPECT_EQ(done_.load(), 0);
}

}  // namespace
}  // namespace jackfield::grpc_api
