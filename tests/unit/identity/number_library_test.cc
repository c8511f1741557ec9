#include "server/identity/number_library.h"

#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

PhoneNumber Number(std::string_view e164) { return *PhoneNumber::Parse(e164); }

TEST(NumberLibraryTest, LengthsAreJudgedByTheCountrysPlan) {
  EXPECT_EQ(ReadInternational("+4930901820").length, NumberLength::kPossible);
  EXPECT_EQ(ReadInternational("+86201").length, NumberLength::kTooShort);
  EXPECT_EQ(ReadInternational("+120155501234").length, NumberLength::kTooLong);
  EXPECT_EQ(ReadInternational("+99912345678").length, NumberLength::kNoSuchCountry);
  EXPECT_EQ(ReadInRegion("5551234", "US").length, NumberLength::kLocalOnly);
}

TEST(NumberLibraryTest, PossibleNumbersOutsideAssignedRangesAreNotValid) {
  const LibraryReading reading = ReadInRegion("85223456789", "CN");

  EXPECT_EQ(reading.e164->e164(), "+8685223456789");
  EXPECT_FALSE(reading.valid);
}

TEST(NumberLibraryTest, ImpossibleNumbersHaveNoE164) {
  EXPECT_FALSE(ReadInRegion("201", "CN").e164);
  EXPECT_FALSE(ReadInternational("+99912345678").e164);
}

TEST(NumberLibraryTest, ANumberThatWouldChangeWhenReadAgainIsNone) {
  EXPECT_EQ(ReadInternational("+4900930820").length, NumberLength::kNotANumber);
  EXPECT_FALSE(ReadInternational("+4900930820").e164);
}

TEST(NumberLibraryTest, ThePrefixForGoingAbroadIsTheRegionsOwn) {
  EXPECT_TRUE(ReadInRegion("011442079460251", "US").by_international_prefix);
  EXPECT_FALSE(ReadInRegion("011442079460251", "DE").by_international_prefix);
}

TEST(NumberLibraryTest, NationalDigitsHaveNeitherCallingCodeNorTrunkPrefix) {
  EXPECT_EQ(NationalDigits(Number("+442079460251")), "2079460251");
  EXPECT_EQ(NationalDigits(Number("+12125550117")), "2125550117");
  EXPECT_EQ(NationalDigits(Number("+8613800138079")), "13800138079");
}

TEST(NumberLibraryTest, NationalDigitsKeepTheZeroThatItalyKeeps) {
  EXPECT_EQ(NationalDigits(Number("+390612345678")), "0612345678");
}

TEST(NumberLibraryTest, NationalDigitsOfNoCountryAreAllDigits) {
  EXPECT_EQ(NationalDigits(Number("+99912345678")), "99912345678");
}

TEST(NumberLibraryTest, ACallingCodeIsOfOneToThreeDigitsOrNobodys) {
  EXPECT_EQ(CallingCode(Number("+12125550117")), 1U);
  EXPECT_EQ(CallingCode(Number("+8613800138079")), 86U);
  EXPECT_EQ(CallingCode(Number("+352621123456")), 352U);
  EXPECT_EQ(CallingCode(Number("+99912345678")), 0U);
}

TEST(NumberLibraryTest, TrunkPrefixesDifferByRegion) {
  EXPECT_EQ(TrunkPrefix("DE"), "0");
  EXPECT_EQ(TrunkPrefix("RU"), "8");
  EXPECT_EQ(TrunkPrefix("ES"), "");
}

TEST(NumberLibraryTest, TheFactsOfANumberComeFromTheNumberingPlan) {
  const NumberFacts mobile = DescribeNumber(Number("+8613800138000"));
  const NumberFacts fixed = DescribeNumber(Number("+4930901820"));

  EXPECT_EQ(mobile.formatted, "+86 138 0013 8000");
  EXPECT_EQ(mobile.type, LineType::kMobile);
  EXPECT_EQ(mobile.place, "Beijing");
  EXPECT_EQ(mobile.region, "CN");
  EXPECT_EQ(fixed.formatted, "+49 30 901820");
  EXPECT_EQ(fixed.type, LineType::kFixed);
  EXPECT_EQ(fixed.place, "Berlin");
}

TEST(NumberLibraryTest, ANumberOfNoCountryIsShownAsItIs) {
  const NumberFacts facts = DescribeNumber(Number("+99912345678"));

  EXPECT_EQ(facts.formatted, "+99912345678");
  EXPECT_EQ(facts.type, LineType::kUnknown);
  EXPECT_EQ(facts.place, "");
  EXPECT_EQ(facts.region, "");
}

TEST(NumberLibraryTest, ANumberOfTheWholeWorldIsOfNoRegion) {
  EXPECT_EQ(DescribeNumber(Number("+80012345678")).region, "");
}

TEST(NumberLibraryTest, NothingIsWrittenToStandardOutput) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();

  ReadInRegion("no number at all", "XX");
  ReadInternational("+\xFF\xFE");
  NationalDigits(Number("+99912345678"));

  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace jackfield::identity
