#include "server/app/cli/progress_text.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

TEST(ProgressTextTest, SaysShareRateAndRest) {
  ProgressText text("rows");
  text.Add({Duration{0}, 0, 0, 1'000});
  text.Add({Duration{5'000}, 25'000, 250, 1'000});

  EXPECT_EQ(text.Bar(), "[#######.......................]  25 %  25,000 rows  5,000/s  0:15 left");
  EXPECT_EQ(text.Line(), "25 %  25,000 rows  5,000/s  0:15 left");
}

TEST(ProgressTextTest, RateIsThatOfTheLastSeconds) {
  ProgressText text("rows");
  for (int second = 0; second <= 20; ++second) {
    const int rows = second <= 10 ? second * 1'000 : 10'000 + (second - 10) * 100;
    text.Add({Duration{second * 1'000}, rows, rows, 20'000});
  }

  EXPECT_EQ(text.Line(), "55 %  11,000 rows  100/s  1:30 left");
}

TEST(ProgressTextTest, WhatWasDoneBeforeDoesNotCountForTheRate) {
  ProgressText text("rows");
  text.Add({Duration{0}, 500'000, 500'000, 1'000'000});
  text.Add({Duration{1'000}, 501'000, 501'000, 1'000'000});

  EXPECT_EQ(text.Line(), "50 %  501,000 rows  1,000/s  8:19 left");
}

TEST(ProgressTextTest, GoingBackBeginsAnewAndOnePointHasNoRate) {
  ProgressText text("rows");
  text.Add({Duration{0}, 500, 500, 1'000});
  text.Add({Duration{1'000}, 900, 900, 1'000});
  text.Add({Duration{2'000}, 700, 700, 1'000});

  EXPECT_EQ(text.Line(), "70 %  700 rows");
}

TEST(ProgressTextTest, UnknownWholeHasNoShare) {
  ProgressText text("customers");
  text.Add({Duration{0}, 0, 0, 0});
  text.Add({Duration{2'000}, 1'000, 1'000, 0});

  EXPECT_EQ(text.Bar(), "1,000 customers  500/s");
}

TEST(ProgressTextTest, CountsAreReadable) {
  EXPECT_EQ(WriteCount(0), "0");
  EXPECT_EQ(WriteCount(999), "999");
  EXPECT_EQ(WriteCount(1'000), "1,000");
  EXPECT_EQ(WriteCount(1'234'567), "1,234,567");
  EXPECT_EQ(WriteCount(-123'456), "-123,456");
}

}  // namespace
}  // namespace jackfield::cli
