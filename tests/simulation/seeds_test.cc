#include "tests/simulation/seeds.h"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace jackfield::sim {
namespace {

// What is said of a text that is no number of seeds; "": it is one.
std::string Refused(std::string_view text) {
  try {
    ParseNumber("JACKFIELD_SEEDS", text, 1);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(SeedsTest, ANumberIsAllDigits) {
  EXPECT_EQ(ParseNumber("JACKFIELD_SEED", "0", 0), 0U);
  EXPECT_EQ(ParseNumber("JACKFIELD_SEEDS", "1", 1), 1U);
  EXPECT_EQ(ParseNumber("JACKFIELD_SEEDS", "100000", 1), 100'000U);
}

TEST(SeedsTest, WhatOnlyBeginsWithANumberIsRefused) {
  EXPECT_EQ(Refused("100,000"), "JACKFIELD_SEEDS=100,000: not a number in plain digits, from 1 on");
  EXPECT_EQ(Refused("7 "), "JACKFIELD_SEEDS=7 : not a number in plain digits, from 1 on");
  EXPECT_EQ(Refused(""), "JACKFIELD_SEEDS=: not a number in plain digits, from 1 on");
  EXPECT_EQ(Refused("-1"), "JACKFIELD_SEEDS=-1: not a number in plain digits, from 1 on");
  EXPECT_EQ(Refused("99999999999999999999"),
            "JACKFIELD_SEEDS=99999999999999999999: not a number in plain digits, from 1 on");
}

TEST(SeedsTest, NoSeedAtAllIsRefused) {
  EXPECT_EQ(Refused("0"), "JACKFIELD_SEEDS=0: not a number in plain digits, from 1 on");
}

}  // namespace
}  // namespace jackfield::sim
