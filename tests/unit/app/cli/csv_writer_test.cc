#include "server/app/cli/csv_writer.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jackfield/v1/report.pb.h"

namespace jackfield::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(CsvWriterTest, WhatASpreadsheetWouldRunIsText) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("+4930"), "'+4930");
  EXPECT_EQ(CsvCell("@x"), "'@x");
  EXPECT_EQ(CsvCell("a=b"), "a=b");
}

TEST(CsvWriterTest, TextOfACellIsWhatTheCellWasMadeOf) {
  for (const char* text :
       {"=1+1", "+4930", "@x", "-", "'", "'t Hooft", "'=x", "''+1", " two ", "'two ", "a=b", ""}) {
    EXPECT_EQ(CsvText(CsvCell(text)), text);
  }
}

TEST(CsvWriterTest, TextOfACellThatPeopleWroteLosesSpacesAtItsEnds) {
  EXPECT_EQ(CsvText("  Ana \t"), "Ana");
  EXPECT_EQ(CsvText("'t Hooft"), "'t Hooft");
  EXPECT_EQ(CsvText("   "), "");
}

TEST(CsvWriterTest, CommasQuotesAndLineEndsAreQuoted) {
  EXPECT_EQ(CsvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvCell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(CsvCell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(CsvCell("plain"), "plain");
}

TEST(CsvWriterTest, CountsAndRatiosStandInTheRowOfTheirQueue) {
  const std::string heading = CsvHeading(*v1::QueueReportRow::descriptor());

  EXPECT_THAT(heading, StartsWith("queue,queue_display_name,start_time,end_time,offered_count,"));
  EXPECT_THAT(heading, HasSubstr(",answered_wait_ms,"));
  EXPECT_THAT(heading, HasSubstr(",abandons_negative_ratio,"));
  EXPECT_EQ(heading.substr(heading.size() - 7), ",open\r\n");
}

TEST(CsvWriterTest, ALineHasACellForEachColumnAndNoDataIsEmpty) {
  v1::AgentReportRow row;
  row.set_agent("agents/ana");
  row.mutable_start_time()->set_seconds(1'762'000'000);
  row.mutable_counts()->set_answered_count(3);
  row.mutable_counts()->mutable_talk_duration()->set_seconds(61);
  const auto cells = [](const std::string& line) {
    return std::count(line.begin(), line.end(), ',');
  };

  const std::string line = CsvLine(row);

  EXPECT_THAT(line, StartsWith("agents/ana,,,2025-11-01T12:26:40Z,,0,3,"));
  EXPECT_THAT(line, HasSubstr(",61000,"));
  EXPECT_EQ(cells(line), cells(CsvHeading(*v1::AgentReportRow::descriptor())));
}

}  // namespace
}  // namespace jackfield::cli
