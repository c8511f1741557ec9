#include "server/engine/snapshot_saver.h"

#include <optional>

#include <gtest/gtest.h>

#include "server/ports/figures.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_store.h"

namespace jackfield::engine {
namespace {

TEST(SnapshotSaverTest, WhatItWasGivenIsSavedWhenItEnds) {
  fakes::FakeStore store;
  fakes::FakeMetrics metrics;

  std::optional<SnapshotSaver> saver(std::in_place, store, metrics);
  EXPECT_FALSE(saver->busy());
  saver->Save({Sequence{3}, "state"});
  saver.reset();

  EXPECT_EQ(store.snapshots(), 1U);
  EXPECT_EQ(store.LoadSnapshot().value()->state, "state");
}

TEST(SnapshotSaverTest, ASnapshotThatIsNotSavedIsCounted) {
  fakes::FakeStore store;
  fakes::FakeMetrics metrics;
  store.SetFailing(Error{ErrorCode::kUnavailable, "as the test wants"});

  SnapshotSaver saver(store, metrics);
  saver.Save({Sequence{3}, "state"});

  EXPECT_TRUE(metrics.AwaitCount(figures::kStoreFailuresTotal, "step=snapshot"));
  EXPECT_EQ(store.snapshots(), 0U);
}

}  // namespace
}  // namespace jackfield::engine
