#include "server/security/redacted.h"

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

TEST(RedactedTest, NumberKeepsItsLastTwoDigitsOnly) {
  EXPECT_EQ(RedactedNumber("+4930901820"), "+********20");
  EXPECT_EQ(RedactedNumber("030/90 18 20"), "***/** ** 20");
  EXPECT_EQ(RedactedNumber("12345"), "***45");
}

TEST(RedactedTest, ExtensionIsNotMasked) {
  EXPECT_EQ(RedactedNumber("1001"), "1001");
  EXPECT_EQ(RedactedNumber(""), "");
}

TEST(RedactedTest, TextShowsItsLengthOnly) {
  EXPECT_EQ(RedactedText("Ana Silva"), "<text of 9>");
  EXPECT_EQ(RedactedText(""), "");
}

TEST(RedactedTest, ControlCharactersCannotBeginAnotherLogLine) {
  EXPECT_EQ(Escaped("a\nlevel=error\r\t"), "a\\nlevel=error\\r\\t");
  EXPECT_EQ(Escaped("\x1b[31m\x7f"), "\\u001b[31m\\u007f");
  EXPECT_EQ(Escaped("say \"hi\" \\"), "say \\\"hi\\\" \\\\");
  EXPECT_EQ(Escaped(std::string_view("\0", 1)), "\\u0000");
}

TEST(RedactedTest, WellFormedUtf8IsKeptAndTheRestEscapedByteByByte) {
  EXPECT_EQ(Escaped("张伟 é 😀"), "张伟 é 😀");
  EXPECT_EQ(Escaped("\xff\xc3"), "\\u00ff\\u00c3");
  EXPECT_EQ(Escaped("\xc2\x9b"), "\\u00c2\\u009b");  // CSI: a control character of terminals.
}

}  // namespace
}  // namespace jackfield::security
