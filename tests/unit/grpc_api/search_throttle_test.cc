#include "server/grpc_api/search_throttle.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

Instant At(std::int64_t ms) { return Instant{Duration{ms}}; }

// As many as are allowed, all at `at`.
void SearchAll(SearchThrottle& throttle, const std::string& actor, Instant at) {
  for (int i = 0; i < 30; ++i) ASSERT_EQ(throttle.Take(actor, at), std::nullopt);
}

TEST(SearchThrottleTest, TheThirtyFirstSearchOfAMinuteWaitsUntilTheFirstIsAMinuteOld) {
  SearchThrottle throttle;
  SearchAll(throttle, "ana", At(5'000));

  EXPECT_EQ(throttle.Take("ana", At(15'000)), Duration{50'000});
  EXPECT_EQ(throttle.Take("ana", At(64'999)), Duration{1});
  EXPECT_EQ(throttle.Take("ana", At(65'000)), std::nullopt);
}

TEST(SearchThrottleTest, WhatOneSearchesDoesNotCountForAnother) {
  SearchThrottle throttle;
  SearchAll(throttle, "ana", At(5'000));

  EXPECT_EQ(throttle.Take("ben", At(5'000)), std::nullopt);
}

TEST(SearchThrottleTest, WhenTooManyAreRememberedThoseWhoAreDoneAreForgottenFirst) {
  SearchThrottle throttle;
  for (std::size_t i = 1; i < SearchThrottle::kActorsMax; ++i) {
    ASSERT_EQ(throttle.Take("actor " + std::to_string(i), At(0)), std::nullopt);
  }
  SearchAll(throttle, "ana", At(59'000));

  EXPECT_EQ(throttle.Take("ben", At(60'000)), std::nullopt);
  EXPECT_EQ(throttle.Take("ana", At(60'000)), Duration{59'000});
}

}  // namespace
}  // namespace jackfield::grpc_api
