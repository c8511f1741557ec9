#include "server/app/cli/board_model.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

v1::WatchBoardResponse PartOf(const std::string& queue, int waiting) {
  v1::WatchBoardResponse message;
  message.set_cursor(5);
  v1::BoardQueue& row = *message.mutable_snapshot_part()->add_queues();
  row.mutable_queue()->set_name(queue);
  row.set_waiting_count(waiting);
  return message;
}

v1::WatchBoardResponse Complete(std::int64_t cursor) {
  v1::WatchBoardResponse message;
  message.set_cursor(cursor);
  message.set_snapshot_complete(true);
  return message;
}

TEST(BoardModelTest, ASnapshotIsShownWhenItIsWhole) {
  BoardModel board;
  board.Apply(PartOf("queues/sales", 1));
  board.Apply(PartOf("queues/support", 2));
  EXPECT_FALSE(board.complete());
  EXPECT_TRUE(board.queues().empty());
  EXPECT_EQ(board.cursor(), 0);

  board.Apply(Complete(5));

  EXPECT_TRUE(board.complete());
  EXPECT_EQ(board.queues().size(), 2U);
  EXPECT_EQ(board.cursor(), 5);
}

TEST(BoardModelTest, ALaterSnapshotReplacesWhatIsGone) {
  BoardModel board;
  board.Apply(PartOf("queues/sales", 1));
  board.Apply(Complete(5));
  board.Apply(PartOf("queues/support", 2));
  EXPECT_TRUE(board.queues().contains("queues/sales"));

  board.Apply(Complete(9));

  EXPECT_FALSE(board.queues().contains("queues/sales"));
  EXPECT_TRUE(board.queues().contains("queues/support"));
}

TEST(BoardModelTest, AnUnfinishedSnapshotIsForgottenWhenANewStreamBegins) {
  BoardModel board;
  board.Apply(PartOf("queues/sales", 1));
  board.BeginStream();
  board.Apply(PartOf("queues/support", 2));
  board.Apply(Complete(9));

  EXPECT_EQ(board.queues().size(), 1U);
  EXPECT_TRUE(board.queues().contains("queues/support"));
}

TEST(BoardModelTest, AChangeReplacesRowsAndTakesOutWhoWaitsNoMore) {
  BoardModel board;
  v1::WatchBoardResponse first = PartOf("queues/sales", 1);
  v1::BoardWaitingCall& call = *first.mutable_snapshot_part()->add_waiting_calls();
  call.set_call("calls/c1");
  call.set_queue("queues/sales");
  board.Apply(first);
  board.Apply(Complete(5));
  ASSERT_EQ(board.waiting().size(), 1U);
  v1::WatchBoardResponse change;
  change.set_cursor(6);
  v1::BoardQueue& row = *change.mutable_delta()->add_queues();
  row.mutable_queue()->set_name("queues/sales");
  row.set_talking_count(1);
  *change.mutable_delta()->add_removed_waiting_calls() = call;

  board.Apply(change);

  EXPECT_TRUE(board.waiting().empty());
  EXPECT_EQ(board.queues().at("queues/sales").talking_count(), 1);
  EXPECT_EQ(board.queues().at("queues/sales").waiting_count(), 0);
  EXPECT_EQ(board.cursor(), 6);
}

TEST(BoardModelTest, AHeartbeatTellsTheServersTime) {
  BoardModel board;
  v1::WatchBoardResponse beat;
  beat.mutable_heartbeat()->mutable_server_time()->set_seconds(7);

  board.Apply(beat);

  EXPECT_EQ(board.server_time(), WallTime(Duration{7'000}));
}

TEST(BoardModelTest, AClearedAlertIsShownNoMore) {
  BoardModel board;
  v1::WatchBoardResponse first = PartOf("queues/sales", 1);
  first.mutable_snapshot_part()->add_alerts()->set_name("alerts/1");
  board.Apply(first);
  board.Apply(Complete(5));
  v1::WatchBoardResponse change;
  v1::Alert& raised = *change.mutable_delta()->add_alerts();
  raised.set_name("alerts/2");
  raised.set_state(v1::Alert::STATE_RAISED);
  v1::Alert& cleared = *change.mutable_delta()->add_alerts();
  cleared.set_name("alerts/1");
  cleared.set_state(v1::Alert::STATE_CLEARED);

  board.Apply(change);

  ASSERT_EQ(board.alerts().size(), 1U);
  EXPECT_TRUE(board.alerts().contains("alerts/2"));
}

// A stream that goes on after a cursor begins with changes, not with a snapshot.
TEST(BoardModelTest, AStreamThatGoesOnChangesWhatIsShown) {
  BoardModel board;
  board.Apply(PartOf("queues/sales", 1));
  board.Apply(Complete(5));

  board.BeginStream();
  v1::WatchBoardResponse change;
  change.set_cursor(9);
  v1::BoardQueue& row = *change.mutable_delta()->add_queues();
  row.mutable_queue()->set_name("queues/support");
  board.Apply(change);

  EXPECT_TRUE(board.queues().contains("queues/sales"));
  EXPECT_TRUE(board.queues().contains("queues/support"));
  EXPECT_EQ(board.cursor(), 9);
}

}  // namespace
}  // namespace jackfield::cli
