#include "server/exchange/timers.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

constexpr SourceId kPbx{1};
constexpr TimerKey kKey{TimerKind::kWatchdog, 7, 0};

Instant At(int ms) { return Instant(Duration(ms)); }
WallTime Wall(int ms) { return WallTime(Duration(1'000'000 + ms)); }
Moment Told(int at, int wall) { return {At(at), Wall(wall), true}; }
Moment Own(int at) { return {At(at), Wall(at), false}; }

TEST(TimersTest, EngineTimerIsDueAtItsTimeAndNotBefore) {
  Timers timers;
  timers.Set(kKey, kPbx, Own(0), Duration{500});

  EXPECT_EQ(timers.Next(), At(500));
  EXPECT_FALSE(timers.TakeDue(At(499), Wall(499)));
  const auto due = timers.TakeDue(At(800), Wall(800));
  ASSERT_TRUE(due);
  EXPECT_EQ(due->key, kKey);
  EXPECT_EQ(due->when, Own(500));  // The moment it was set for.
  EXPECT_FALSE(timers.Next());
}

TEST(TimersTest, TimerOfNoSourceRunsOnTheEnginesLineWhateverToldTheMoment) {
  Timers timers;
  timers.Set(kKey, SourceId{}, Told(0, 0), Duration{500});

  EXPECT_EQ(timers.Next(), At(500));
  EXPECT_TRUE(timers.TakeDue(At(500), Wall(500)));
}

TEST(TimersTest, SourceTimerIsDueWhenTheSourceTellsThatTime) {
  Timers timers;
  timers.Set(kKey, kPbx, Told(0, 0), Duration{10'000});

  timers.Observe(kPbx, Told(500, 10'000));  // A replay at twenty times the speed.

  const auto due = timers.TakeDue(At(500), Wall(500));
  ASSERT_TRUE(due);
  EXPECT_EQ(due->when.wall, Wall(10'000));
  EXPECT_TRUE(due->when.by_source);
}

TEST(TimersTest, SilentSourcesTimerIsDueByTheEnginesClockAfterRoomForLateEvents) {
  Timers timers;
  timers.Set(kKey, kPbx, Told(0, 0), Duration{10'000});

  EXPECT_EQ(timers.Next(), At(11'000));
  EXPECT_FALSE(timers.TakeDue(At(10'999), Wall(0)));
  EXPECT_TRUE(timers.TakeDue(At(11'000), Wall(0)));
}

TEST(TimersTest, SettingAgainMovesTheTimer) {
  Timers timers;
  timers.Set(kKey, kPbx, Own(0), Duration{500});
  timers.Set(kKey, kPbx, Own(0), Duration{900});

  EXPECT_FALSE(timers.TakeDue(At(899), Wall(0)));
  EXPECT_TRUE(timers.TakeDue(At(900), Wall(0)));
  EXPECT_FALSE(timers.TakeDue(At(5'000), Wall(0)));
}

TEST(TimersTest, CancelledTimerIsNeverDue) {
  Timers timers;
  timers.Set(kKey, kPbx, Own(0), Duration{500});
  timers.Cancel(kKey);

  EXPECT_FALSE(timers.TakeDue(At(1'000), Wall(0)));
}

TEST(TimersTest, TimersAreTakenInTheOrderOfTheirTime) {
  Timers timers;
  timers.Set({TimerKind::kForget, 1, 0}, kPbx, Own(0), Duration{300});
  timers.Set({TimerKind::kForget, 2, 0}, kPbx, Own(0), Duration{200});

  EXPECT_EQ(timers.TakeDue(At(400), Wall(0))->key.subject, 2U);
  EXPECT_EQ(timers.TakeDue(At(400), Wall(0))->key.subject, 1U);
}

TEST(TimersTest, SourceClockThatStepsBackMovesNothing) {
  Timers timers;
  timers.Set(kKey, kPbx, Told(0, 5'000), Duration{1'000});
  timers.Observe(kPbx, Told(100, 2'000));

  EXPECT_EQ(timers.Next(), At(2'000));
}

TEST(TimersTest, TimerOfASourceWhoseClockWasSetBackRunsOnTheEnginesClock) {
  Timers timers;
  timers.Observe(kPbx, Told(0, 600'000));
  timers.Set(kKey, kPbx, Told(100, 1'000), Duration{5'000});

  EXPECT_FALSE(timers.TakeDue(At(5'099), Wall(0)));
  EXPECT_TRUE(timers.TakeDue(At(5'100), Wall(0)));
}

TEST(TimersTest, TheEstimateOfATimeAfterTheClockWasSetBackIsWhenItWasTold) {
  Timers timers;
  timers.Observe(kPbx, Told(0, 600'000));

  EXPECT_EQ(timers.Estimate(kPbx, Told(100, 1'000)), At(100));
  EXPECT_EQ(timers.Estimate(kPbx, Told(100, 600'500)), At(500));
}

}  // namespace
}  // namespace jackfield::exchange
