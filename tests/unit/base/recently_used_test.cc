#include "server/base/recently_used.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(RecentlyUsedTest, WhatWasUsedLongestAgoGoes) {
  RecentlyUsed<std::string, int> map(2);
  map.Put("a", 1);
  map.Put("b", 2);
  ASSERT_NE(map.Find("a"), nullptr);

  map.Put("c", 3);

  EXPECT_EQ(*map.Find("a"), 1);
  EXPECT_EQ(map.Find("b"), nullptr);
  EXPECT_EQ(*map.Find("c"), 3);
}

TEST(RecentlyUsedTest, AValueReplacesTheOneOfItsKey) {
  RecentlyUsed<std::string, int> map(2);
  map.Put("a", 1);
  map.Put("b", 2);

  map.Put("a", 3);
  map.Put("c", 4);

  EXPECT_EQ(*map.Find("a"), 3);
  EXPECT_EQ(map.Find("b"), nullptr);
}

TEST(RecentlyUsedTest, ClearLeavesNothing) {
  RecentlyUsed<std::string, int> map(2);
  map.Put("a", 1);

  map.Clear();
  EXPECT_EQ(map.Find("a"), nullptr);

  map.Put("a", 2);
  EXPECT_EQ(*map.Find("a"), 2);
}

}  // namespace
}  // namespace jackfield
