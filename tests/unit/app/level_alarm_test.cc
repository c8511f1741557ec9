#include "server/app/level_alarm.h"

#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using Turn = LevelAlarm::Turn;

TEST(LevelAlarmTest, TooMuchIsToldOnceAndAgainOnlyAfterItWasWell) {
  LevelAlarm alarm({.raise_at = 100, .clear_at = 50});

  EXPECT_EQ(alarm.Note(99), Turn::kNone);
  EXPECT_EQ(alarm.Note(100), Turn::kRaised);
  EXPECT_EQ(alarm.Note(500), Turn::kNone);
  EXPECT_EQ(alarm.Note(51), Turn::kNone);
  EXPECT_EQ(alarm.Note(100), Turn::kNone);
  EXPECT_TRUE(alarm.raised());
  EXPECT_EQ(alarm.Note(50), Turn::kCleared);
  EXPECT_FALSE(alarm.raised());
  EXPECT_EQ(alarm.Note(100), Turn::kRaised);
}

TEST(LevelAlarmTest, TooLittleIsToldOnceAndAgainOnlyAfterItWasWell) {
  LevelAlarm alarm({.raise_at = 10, .clear_at = 20});

  EXPECT_EQ(alarm.Note(11), Turn::kNone);
  EXPECT_EQ(alarm.Note(10), Turn::kRaised);
  EXPECT_EQ(alarm.Note(19), Turn::kNone);
  EXPECT_EQ(alarm.Note(20), Turn::kCleared);
  EXPECT_EQ(alarm.Note(0), Turn::kRaised);
}

}  // namespace
}  // namespace jackfield::app
