#include "agent-client/terminal/session/reconnect_pause.h"

#include <gtest/gtest.h>

namespace jackfield::client {
namespace {

TEST(ReconnectPauseTest, FirstAttemptIsAtOnce) {
  EXPECT_EQ(ReconnectPause(0, 12'345), Duration{0});
}

TEST(ReconnectPauseTest, PausesDoubleAndEndAtTenSeconds) {
  EXPECT_EQ(ReconnectPause(1, 0), Duration{250});  // The shortest of 0.5 s.
  EXPECT_EQ(ReconnectPause(2, 0), Duration{500});
  EXPECT_EQ(ReconnectPause(5, 0), Duration{4'000});
  EXPECT_EQ(ReconnectPause(6, 0), Duration{5'000});
  EXPECT_EQ(ReconnectPause(60, 0), Duration{5'000});
}

TEST(ReconnectPauseTest, ChanceAddsAtMostHalfAsMuch) {
  EXPECT_EQ(ReconnectPause(1, 500), Duration{750});
  EXPECT_EQ(ReconnectPause(1, 501), Duration{250});
  EXPECT_EQ(ReconnectPause(60, 10'000), Duration{15'000});
}

}  // namespace
}  // namespace jackfield::client
