#include "server/identity/caller_text.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace jackfield::identity {
namespace {

TEST(CleanNameTest, NamesOfAllScriptsStayAsTheyAre) {
  EXPECT_EQ(CleanName("王小明"), "王小明");
  EXPECT_EQ(CleanName("Siobhán O'Brien"), "Siobhán O'Brien");
  EXPECT_EQ(CleanName("François Brown, Jr."), "François Brown, Jr.");
}

TEST(CleanNameTest, ControlBidirectionalAndZeroWidthCharactersAreTakenOut) {
  EXPECT_EQ(CleanName("A\x01na\x7F"), "Ana");
  EXPECT_EQ(CleanName("\u202Eana\u202C \u2066x\u2069"), "ana x");
  EXPECT_EQ(CleanName("A\u200Bn\u200Da\uFEFF"), "Ana");
}

TEST(CleanNameTest, WhiteSpaceOfAnyKindBecomesOneSpaceAndNoneAtTheEnds) {
  EXPECT_EQ(CleanName("\r\n Ana\t\u3000\u00A0García \n"), "Ana García");
}

TEST(CleanNameTest, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(CleanName("Jos\xE9"), "Jos\uFFFD");
  EXPECT_EQ(CleanName("\xC0\xAF"), "\uFFFD\uFFFD");                 // Overlong '/'.
  EXPECT_EQ(CleanName("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");       // A surrogate.
  EXPECT_EQ(CleanName("\xF4\x90\x80\x80").substr(0, 3), "\uFFFD");  // Beyond U+10FFFF.
  EXPECT_EQ(CleanName("\xE7\x8E"), "\uFFFD\uFFFD");                 // Cut off.
}

TEST(CleanNameTest, ATextOf128CodePointsIsKeptAndALongerOneIsCut) {
  const std::string longest(128, 'a');

  EXPECT_EQ(CleanName(longest), longest);
  EXPECT_EQ(CleanName(longest + "b"), longest);
}

TEST(CleanNameTest, AMegabyteOfCombiningSpacesIsCutBeforeItIsRead) {
  EXPECT_EQ(CleanName(std::string(1'000'000, ' ') + "Ana"), "");
}

RC_GTEST_PROP(CleanNameTest, CleaningTwiceChangesNothing, (const std::string& raw)) {
  const std::string once = CleanName(raw);
  RC_ASSERT(CleanName(once) == once);
}

RC_GTEST_PROP(CleanNameTest, WhatIsCleanDecodesAndEncodesToItself, (const std::string& raw)) {
  const std::string clean = CleanName(raw);
  RC_ASSERT(EncodeUtf8(DecodeUtf8(clean)) == clean);
}

TEST(CallerNameTest, WordsThatCarriersSendInPlaceOfANameAreNoName) {
  EXPECT_EQ(CallerName("WIRELESS CALLER"), "");
  EXPECT_EQ(CallerName(" <unknown> "), "");
  EXPECT_EQ(CallerName("Unavailable"), "");
  EXPECT_EQ(CallerName("Anonymous"), "");
  EXPECT_EQ(CallerName("Ana Private"), "Ana Private");
}

TEST(RedactedTextTest, AllButTheLastTwoLettersOrDigitsAreMasked) {
  EXPECT_EQ(RedactedText("030 90 18-20"), "*** ** **-20");
  EXPECT_EQ(RedactedText("王小明"), "**明");
  EXPECT_EQ(RedactedText("Li"), "*i");
  EXPECT_EQ(RedactedText("7"), "*");
}

}  // namespace
}  // namespace jackfield::identity
