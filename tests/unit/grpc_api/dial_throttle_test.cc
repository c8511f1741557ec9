#include "server/grpc_api/dial_throttle.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

Instant At(std::int64_t ms) { return Instant{Duration{ms}}; }

TEST(DialThrottleTest, OneMoreThanAllowedWaitsUntilTheFirstIsAMinuteOld) {
  DialThrottle throttle;
  ASSERT_EQ(throttle.Take("ana", 2, At(5'000)), std::nullopt);
  ASSERT_EQ(throttle.Take("ana", 2, At(8'000)), std::nullopt);

  EXPECT_EQ(throttle.Take("ana", 2, At(15'000)), Duration{50'000});
  EXPECT_EQ(throttle.Take("ana", 2, At(64'999)), Duration{1});
  EXPECT_EQ(throttle.Take("ana", 2, At(65'000)), std::nullopt);
  EXPECT_EQ(throttle.Take("ana", 2, At(65'000)), Duration{3'000});
}

TEST(DialThrottleTest, WhatOneDialsDoesNotCountForAnother) {
  DialThrottle throttle;
  ASSERT_EQ(throttle.Take("ana", 1, At(0)), std::nullopt);

  EXPECT_EQ(throttle.Take("ben", 1, At(0)), std::nullopt);
}

TEST(DialThrottleTest, ALimitThatBecameSmallerHoldsAtOnce) {
  DialThrottle throttle;
  for (const std::int64_t at : {0, 10'000, 20'000}) {
    ASSERT_EQ(throttle.Take("ana", 3, At(at)), std::nullopt);
  }

  EXPECT_EQ(throttle.Take("ana", 1, At(30'000)), Duration{50'000});
}

}  // namespace
}  // namespace jackfield::grpc_api
