// Numbers of a hundred countries in eight ways of writing, each with what it means.

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/identity/number_library.h"
#include "server/identity/number_normalizer.h"
#include "server/identity/stored_number.h"
#include "tests/support/shared_data.h"

namespace jackfield::identity {
namespace {

struct Vector {
  std::string raw;
  std::string region;
  std::string e164;
  std::string status;
  std::string type;
  std::string extension;
  std::string number_region;
};

class PhoneVectorsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto lines = test::SharedLines("data/phone/parse_vectors.csv");
    if (!lines) GTEST_SKIP() << "no data/phone/parse_vectors.csv";
    for (std::size_t i = 1; i < lines->size(); ++i) vectors_.push_back(Parse((*lines)[i]));
    ASSERT_GT(vectors_.size(), 700U);
  }

  static Vector Parse(const std::string& line) {
    std::istringstream columns(line);
    Vector row;
    for (std::string* column : {&row.raw, &row.region, &row.e164, &row.status, &row.type,
                                &row.extension, &row.number_region}) {
      std::getline(columns, *column, ',');
    }
    return row;
  }

  std::vector<Vector> vectors_;
};

LineType TypeNamed(const std::string& name) {
  static const std::map<std::string, LineType> kTypes = {
      {"FIXED_LINE", LineType::kFixed},
      {"MOBILE", LineType::kMobile},
      {"FIXED_LINE_OR_MOBILE", LineType::kFixedOrMobile},
      {"UNKNOWN", LineType::kUnknown},
  };
  return kTypes.at(name);
}

TEST_F(PhoneVectorsTest, EachPossibleNumberIsStoredAsItsE164) {
  for (const Vector& row : vectors_) {
    if (row.status == "PARSE_ERROR") continue;
    SCOPED_TRACE(row.raw + " in " + row.region);
    // Dialled within a town: possible for the library, of no use to call back or to match.
    if ((row.raw == "5551234" && row.region == "US") ||
        (row.raw == "95588" && row.region == "CN")) {
      EXPECT_FALSE(ValidateForStorage("number", row.raw, row.region));
      continue;
    }
    const auto number = ValidateForStorage("number", row.raw, row.region);
    ASSERT_TRUE(number) << number.error().message;
    EXPECT_EQ(number->e164.e164(), row.e164);
    EXPECT_EQ(number->extension, row.extension);
    EXPECT_EQ(number->assigned, row.status == "VALID");
    const NumberFacts facts = DescribeNumber(number->e164);
    EXPECT_EQ(facts.type, TypeNamed(row.type));
    EXPECT_EQ(number->assigned ? facts.region : "", number->assigned ? row.number_region : "");
  }
}

TEST_F(PhoneVectorsTest, WhatTheLibraryCannotParseIsRefusedUnlessItIsASipUri) {
  EXPECT_FALSE(ValidateForStorage("number", "", "GB"));
  EXPECT_EQ(ValidateForStorage("number", "sip:+442079460958@example.com", "GB")->e164.e164(),
            "+442079460958");
}

// What a source presents without a country is looked up in the directory by its national digits,
// and its default country is only assumed. Rows of up to six digits differ on purpose: they are an
// extension, whatever small countries dial, because 201 is not +86201.
TEST_F(PhoneVectorsTest, EachAssignedNumberIsCertainOrAssumedAndFoundByItsNationalDigits) {
  std::size_t certain = 0;
  std::size_t assumed = 0;
  std::size_t extensions = 0;
  for (const Vector& row : vectors_) {
    if (row.status != "VALID") continue;
    SCOPED_TRACE(row.raw + " in " + row.region);
    const auto normalizer = *NumberNormalizer::Prepare({.rules = {}, .default_region = row.region});
    const NormalizedNumber number = normalizer.Normalize(row.raw);
    if (number.kind == NumberKind::kExtension) {
      EXPECT_LE(number.digits.size(), 6U);
      ++extensions;
      continue;
    }
    EXPECT_EQ(number.extension, row.extension);
    if (number.kind == NumberKind::kE164) {
      EXPECT_EQ(number.e164->e164(), row.e164);
      ++certain;
      continue;
    }
    ASSERT_EQ(number.kind, NumberKind::kUncertain) << number.why;
    ASSERT_TRUE(number.assumed);
    EXPECT_EQ(number.assumed->e164(), row.e164);
    EXPECT_THAT(number.national_keys, testing::Contains(NationalDigits(*number.assumed)));
    ++assumed;
  }
  EXPECT_EQ(certain, 375U);
  EXPECT_EQ(assumed, 372U);
  EXPECT_EQ(extensions, 21U);
}

}  // namespace
}  // namespace jackfield::identity
