#include "server/security/sign_in_throttle.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

constexpr Instant kNow{1000s};

// Tries `account` from `peer` at `now`, `times` times, without success.
void Fail(SignInThrottle& throttle, const std::string& account, const std::string& peer,
          std::uint32_t times) {
  for (std::uint32_t i = 0; i < times; ++i) throttle.Begin(account, peer, kNow);
}

// R1.
TEST(SignInThrottleTest, TriesAfterTheFreeOnesWaitLongerAndLonger) {
  SignInThrottle throttle;
  Fail(throttle, "ana", "10.0.0.1", SignInThrottle::kTriesFree);

  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow), 1s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + 400ms), 600ms);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + 1s), 0s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + 1s), 2s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + 3s), 0s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + 3s), 4s);
}

TEST(SignInThrottleTest, DelayOfAnAccountIsNeverLongerThanItsLimit) {
  SignInThrottle throttle;
  Instant now = kNow;
  for (int i = 0; i < 15; ++i) {
    throttle.Begin("ana", "10.0.0." + std::to_string(i), now);
    now += SignInThrottle::kAccountDelayMax;
  }
  throttle.Begin("ana", "10.0.1.1", now);

  EXPECT_EQ(throttle.Begin("ana", "10.0.1.2", now), SignInThrottle::kAccountDelayMax);
}

// R2.
TEST(SignInThrottleTest, StrangerCannotKeepAnOwnerOut) {
  SignInThrottle throttle;
  ASSERT_EQ(throttle.Begin("ana", "10.0.0.1", kNow), 0s);
  throttle.Succeeded("ana", "10.0.0.1", kNow);
  Fail(throttle, "ana", "6.6.6.6", SignInThrottle::kTriesFree);

  EXPECT_EQ(throttle.Begin("ana", "6.6.6.6", kNow), 1s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow), 0s);
}

TEST(SignInThrottleTest, PeerThatTriesManyAccountsIsDelayed) {
  SignInThrottle throttle;
  for (std::uint32_t i = 0; i < SignInThrottle::kPeerTriesFree; ++i) {
    ASSERT_EQ(throttle.Begin("user" + std::to_string(i), "6.6.6.6", kNow), 0s) << i;
  }

  EXPECT_EQ(throttle.Begin("ana", "6.6.6.6", kNow), 1s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow), 0s);
}

TEST(SignInThrottleTest, SuccessForgetsTheTriesOfTheAccount) {
  SignInThrottle throttle;
  Fail(throttle, "ana", "10.0.0.1", SignInThrottle::kTriesFree - 1);
  ASSERT_EQ(throttle.Begin("ana", "10.0.0.1", kNow), 0s);
  throttle.Succeeded("ana", "10.0.0.1", kNow);

  EXPECT_EQ(throttle.Begin("ana", "10.0.0.2", kNow), 0s);
}

// R4.
TEST(SignInThrottleTest, QuietAccountIsForgotten) {
  SignInThrottle throttle;
  Fail(throttle, "ana", "10.0.0.1", SignInThrottle::kTriesFree);

  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + SignInThrottle::kForgetAfter), 0s);
  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + SignInThrottle::kForgetAfter), 0s);
}

// R4: a flood of accounts takes bounded memory, and pushes out the oldest first.
TEST(SignInThrottleTest, FloodOfAccountsPushesOutTheOldest) {
  SignInThrottle throttle;
  Fail(throttle, "ana", "10.0.0.1", SignInThrottle::kTriesFree);
  for (std::size_t i = 0; i < SignInThrottle::kEntriesMax; ++i) {
    const std::string name = std::to_string(i);
    throttle.Begin("user" + name, "peer" + name, kNow + 1ms);
  }

  EXPECT_EQ(throttle.Begin("ana", "10.0.0.1", kNow + 2ms), 0s);
}

}  // namespace
}  // namespace jackfield::security
