#include "server/identity/number_text.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

struct Case {
  const char* raw;
  const char* dialable;
  const char* extension;
};

TEST(ReadNumberTextTest, EveryWayToWriteANumberLeavesItsDigitsAndExtension) {
  constexpr std::array kCases = {
      Case{"+49 30 901820", "+4930901820", ""},
      Case{"030 1234/567", "0301234567", ""},
      Case{"(212) 555-1234", "2125551234", ""},
      Case{"[030] 901.820", "030901820", ""},
      Case{"030\u2013901\u2011820", "030901820", ""},
      Case{"\u202A+49 30 901820\u202C", "+4930901820", ""},
      Case{"０３０ ９０１８２０", "030901820", ""},
      Case{"＋４９（３０）９０１８２０", "+4930901820", ""},
      Case{"٠٣٠٩٠١٨٢٠", "030901820", ""},
      Case{"sip:+442079460958@example.com", "+442079460958", ""},
      Case{"sip:+442079460958@example.com;user=phone", "+442079460958", ""},
      Case{"sips:0301234567:secret@10.0.0.1:5061", "0301234567", ""},
      Case{"<sip:1001@pbx>", "1001", ""},
      Case{"\"Ana García\" <sip:%2B4930901820@pbx;user=phone>", "+4930901820", ""},
      Case{"Ana <tel:+4930901820>", "+4930901820", ""},
      Case{"tel:+1-201-555-0123;ext=5", "+12015550123", "5"},
      Case{"tel:30901820;phone-context=+49", "+4930901820", ""},
      Case{"tel:7042;phone-context=example.com", "7042", ""},
      Case{"TEL:+49-30-901820", "+4930901820", ""},
      Case{"callto:+4930901820", "+4930901820", ""},
      Case{"020 7946 0958 ext. 123", "02079460958", "123"},
      Case{"020 7946 0958 extension 7", "02079460958", "7"},
      Case{"020 7946 0958 x7", "02079460958", "7"},
      Case{"020 7946 0958 #7", "02079460958", "7"},
      Case{"+7 495 123-45-67 доб. 12", "+74951234567", "12"},
      Case{"+442079460958,,7#", "+442079460958", "7"},
      Case{"ext. 201", "201", ""},
      Case{"*97", "*97", ""},
      Case{"#31#", "#31#", ""},
      Case{"*#06#", "*#06#", ""},
      Case{"201", "201", ""},
  };
  for (const Case& row : kCases) {
    SCOPED_TRACE(row.raw);
    const NumberText text = ReadNumberText(row.raw);
    EXPECT_EQ(text.dialable, row.dialable);
    EXPECT_EQ(text.extension, row.extension);
    EXPECT_EQ(text.presentation, Presentation::kPresented);
  }
}

TEST(ReadNumberTextTest, AnOptionalZeroIsKeptAndRemembered) {
  const NumberText text = ReadNumberText("+49 (0)30 901820");

  EXPECT_EQ(text.dialable, "+49030901820");
  EXPECT_EQ(text.without_optional_zero, "+4930901820");
  EXPECT_TRUE(text.has_optional_zero);
}

TEST(ReadNumberTextTest, WordsForAWithheldNumberAreUnderstood) {
  for (const char* raw : {"anonymous", "Anonymous", "Restricted", "PRIVATE", "withheld", "blocked",
                          "sip:anonymous@anonymous.invalid", "sip:x@anonymous.invalid",
                          "\"Anonymous\" <sip:anonymous@anonymous.invalid>"}) {
    SCOPED_TRACE(raw);
    EXPECT_EQ(ReadNumberText(raw).presentation, Presentation::kWithheld);
    EXPECT_EQ(ReadNumberText(raw).dialable, "");
  }
}

TEST(ReadNumberTextTest, WordsForNoNumberAreUnderstood) {
  for (const char* raw : {"", "   ", "<unknown>", "unknown", "Unavailable", "<>", "sip:"}) {
    SCOPED_TRACE(raw);
    EXPECT_EQ(ReadNumberText(raw).presentation, Presentation::kUnknown);
    EXPECT_EQ(ReadNumberText(raw).dialable, "");
  }
}

TEST(ReadNumberTextTest, WhatIsNoNumberIsPresentedAndHasNothingToDial) {
  for (const char* raw :
       {"sip:alice@example.com", "1-800-FLOWERS", "alice", "+", "()", "4+930901820", "++4930901820",
        "016#89~", "060##9~", "030901820; DROP TABLE", "<sip:+4930901820", "%2B%2"}) {
    SCOPED_TRACE(raw);
    EXPECT_EQ(ReadNumberText(raw).presentation, Presentation::kPresented);
    EXPECT_EQ(ReadNumberText(raw).dialable, "");
  }
}

TEST(ReadNumberTextTest, RawIsKeptBesideTheDigits) {
  EXPECT_EQ(ReadNumberText(" (030)\t90 18 20\r\n").raw, "(030) 90 18 20");
}

TEST(ReadNumberTextTest, TwentyDigitsAreReadAndTwentyOneAreNot) {
  EXPECT_EQ(ReadNumberText("01234567890123456789").dialable, "01234567890123456789");
  EXPECT_EQ(ReadNumberText("012345678901234567890").dialable, "");
}

TEST(ReadNumberTextTest, ANumberHiddenInALongTextIsNotReadFromItsBeginning) {
  const std::string separators(60, '-');

  EXPECT_EQ(ReadNumberText("0309" + separators).dialable, "0309");
  EXPECT_EQ(ReadNumberText("03090" + separators).dialable, "");
  EXPECT_EQ(ReadNumberText("+4930901820" + std::string(1'000, '-') + "99").dialable, "");
}

}  // namespace
}  // namespace jackfield::identity
