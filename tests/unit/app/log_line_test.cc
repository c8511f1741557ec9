#include "server/app/log_line.h"

#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using std::chrono_literals::operator""ms;

constexpr WallTime kTime{1'795'371'060'007ms};
const std::string kStamp = "2026-11-22T18:11:00.007Z";

std::string Logfmt(std::string_view text) {
  return FormatLogLine({.at = kTime, .level = "warn", .text = text}, LogFormat::kLogfmt);
}

TEST(LogLineTest, PhraseAndPairsAreToldApart) {
  const LogEvent event =
      ParseLogEvent("ami session lost host=pbx reason=\"timed out\" retry_ms=500");

  EXPECT_EQ(event, (LogEvent{"ami session lost",
                             {{"host", "pbx"}, {"reason", "timed out"}, {"retry_ms", "500"}}}));
}

TEST(LogLineTest, WhatIsNoPairStaysWhereItStands) {
  EXPECT_EQ(ParseLogEvent("").phrase, "");
  EXPECT_EQ(ParseLogEvent("just words").phrase, "just words");
  EXPECT_EQ(ParseLogEvent("a == b").phrase, "a == b");
  EXPECT_EQ(ParseLogEvent("lost x=1 and more"), (LogEvent{"lost", {{"x", "1 and more"}}}));
  EXPECT_EQ(ParseLogEvent("lost x=\"open"), (LogEvent{"lost", {{"x", "open"}}}));
}

TEST(LogLineTest, LogfmtLineHasTimeLevelMessageAndPairs) {
  EXPECT_EQ(
      Logfmt("link lost host=pbx reason=\"timed out\" empty="),
      "ts=" + kStamp + " level=warn msg=\"link lost\" host=pbx reason=\"timed out\" empty=\"\"\n");
}

TEST(LogLineTest, JsonLineHasTheSame) {
  EXPECT_EQ(
      FormatLogLine({.at = kTime, .level = "info", .text = "link lost host=pbx"}, LogFormat::kJson),
      "{\"ts\":\"" + kStamp + "\",\"level\":\"info\",\"msg\":\"link lost\",\"host\":\"pbx\"}\n");
}

// S19: a text from outside writes neither a line nor a pair of its own.
TEST(LogLineTest, TextFromOutsideCannotForgeLinesOrPairs) {
  EXPECT_EQ(Logfmt("lost reason=\"x\nts=1 level=error\""),
            "ts=" + kStamp + " level=warn msg=\"lost\" reason=\"x\\nts=1 level=error\"\n");
  EXPECT_EQ(Logfmt("lost reason=\"a\"b\""),
            "ts=" + kStamp + " level=warn msg=\"lost\" reason=\"a\\\"b\"\n");
}

}  // namespace
}  // namespace jackfield::app
