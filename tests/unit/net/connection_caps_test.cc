#include "server/net/connection_caps.h"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

TEST(ConnectionCapsTest, AddressIsRefusedAtItsLimitAndOthersAreNot) {
  ConnectionCaps caps(10, 2);
  ASSERT_TRUE(caps.Admit("10.0.0.1"));
  ASSERT_TRUE(caps.Admit("10.0.0.1"));

  EXPECT_FALSE(caps.Admit("10.0.0.1"));
  EXPECT_TRUE(caps.Admit("10.0.0.2"));
  EXPECT_EQ(caps.count(), 3U);
}

TEST(ConnectionCapsTest, AllAreRefusedAtTheLimitOfAll) {
  ConnectionCaps caps(2, 2);
  ASSERT_TRUE(caps.Admit("10.0.0.1"));
  ASSERT_TRUE(caps.Admit("10.0.0.2"));

  EXPECT_FALSE(caps.Admit("10.0.0.3"));
  EXPECT_EQ(caps.count(), 2U);
}

TEST(ConnectionCapsTest, WhoLeavesMakesRoom) {
  ConnectionCaps caps(2, 1);
  ASSERT_TRUE(caps.Admit("10.0.0.1"));
  ASSERT_TRUE(caps.Admit("10.0.0.2"));
  caps.Release("10.0.0.1");

  EXPECT_FALSE(caps.Admit("10.0.0.2"));
  EXPECT_TRUE(caps.Admit("10.0.0.1"));
  caps.Release("10.0.0.1");
  caps.Release("10.0.0.2");
  EXPECT_EQ(caps.count(), 0U);
}

TEST(ConnectionCapsDeathTest, ReleasingWhatWasNotAdmittedIsABug) {
  ConnectionCaps caps(2, 1);

  EXPECT_DEATH(caps.Release("10.0.0.1"), "check failed");
}

TEST(ConnectionCapsTest, AnExemptAddressHasOnlyTheLimitOfAll) {
  ConnectionCaps caps(3, 1, {"10.0.0.1"});

  EXPECT_TRUE(caps.Admit("10.0.0.1"));
  EXPECT_TRUE(caps.Admit("10.0.0.1"));
  EXPECT_TRUE(caps.Admit("10.0.0.2"));
  EXPECT_FALSE(caps.Admit("10.0.0.1"));
}

}  // namespace
}  // namespace jackfield::net
