#include "server/app/cli/callback_list.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

TEST(CallbackListTest, ColumnsAreFoundByTheirNamesAndOthersLeftAlone) {
  const auto request =
      ReadCallbackList("note,age,number,customer\nhello,7,030 901820,c1\n,,0301,customers/c2\n");
  ASSERT_TRUE(request.has_value());
  ASSERT_EQ(request->rows_size(), 2);
  EXPECT_EQ(request->rows(0).number(), "030 901820");
  EXPECT_EQ(request->rows(0).customer(), "customers/c1");
  EXPECT_EQ(request->rows(0).note(), "hello");
  EXPECT_EQ(request->rows(1).number(), "0301");
  EXPECT_EQ(request->rows(1).customer(), "customers/c2");
  EXPECT_EQ(request->rows(1).note(), "");
}

TEST(CallbackListTest, NumbersAloneAreEnough) {
  const auto request = ReadCallbackList("number\n030901820");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->rows(0).number(), "030901820");
}

TEST(CallbackListTest, WhatIsNoListIsRefusedWithItsLine) {
  EXPECT_EQ(ReadCallbackList("").error().message, "the file is empty");
  EXPECT_EQ(ReadCallbackList("number\n").error().message, "the file has no rows");
  EXPECT_EQ(ReadCallbackList("phone\n1\n").error().message,
            "line 1: the header names no column `number`");
}

TEST(CallbackListTest, AThousandRowsAreTheMost) {
  std::string csv = "number\n";
  for (int i = 0; i < 1'000; ++i) csv += "030901820\n";
  EXPECT_TRUE(ReadCallbackList(csv).has_value());
  csv += "030901820\n";
  EXPECT_EQ(ReadCallbackList(csv).error().message,
            "line 1002: more than 1,000 rows; split the list");
}

}  // namespace
}  // namespace jackfield::cli
