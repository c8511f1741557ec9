#include "server/app/cli/csv_reader.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<CsvRow> ReadAll(std::string_view text) {
  CsvReader reader;
  reader.Feed(text);
  reader.Finish();
  std::vector<CsvRow> rows;
  while (auto row = reader.Next()) rows.push_back(*row);
  return rows;
}

TEST(CsvReaderTest, CellsMayHoldCommasQuotesAndLineEnds) {
  const auto rows = ReadAll("a,\"b,c\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",x\n");

  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b,c", "say \"hi\""));
  EXPECT_THAT(rows[1].cells, ElementsAre("two\nlines", "x"));
}

TEST(CsvReaderTest, LineOfARowIsWhereItBegins) {
  const auto rows = ReadAll("a\n\"two\nlines\"\n\nlast");

  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].line, 1);
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_EQ(rows[2].line, 5);
}

TEST(CsvReaderTest, SpacesAndEmptyCellsAreKept) {
  const auto rows = ReadAll(" a ,,b\n");

  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows[0].cells, ElementsAre(" a ", "", "b"));
}

TEST(CsvReaderTest, ByteOrderMarkIsSkipped) {
  const auto rows = ReadAll("\xef\xbb\xbfname\n");

  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows[0].cells, ElementsAre("name"));
}

TEST(CsvReaderTest, BytesMayBeCutAnywhere) {
  CsvReader reader;
  for (const char byte : std::string("\"a\"\"b\",张\nc,d\n")) reader.Feed({&byte, 1});
  reader.Finish();

  EXPECT_THAT(reader.Next()->cells, ElementsAre("a\"b", "张"));
  EXPECT_THAT(reader.Next()->cells, ElementsAre("c", "d"));
  EXPECT_FALSE(reader.Next());
}

TEST(CsvReaderTest, MalformedRowIsReportedAndTheNextOneRead) {
  const auto rows = ReadAll("a\nb\"c,d\ne\n");

  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[1].problem, HasSubstr("quote"));
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_THAT(rows[2].problem, IsEmpty());
  EXPECT_THAT(rows[2].cells, ElementsAre("e"));
}

TEST(CsvReaderTest, QuoteWithoutAnEndIsReportedOnce) {
  const auto rows = ReadAll("a\n\"b\nc\n");

  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(rows[1].problem, HasSubstr("no end"));
  EXPECT_EQ(rows[1].line, 2);
}

TEST(CsvReaderTest, RowThatIsNotUtf8IsReported) {
  const auto rows = ReadAll("a\n\xc3\x28\nb\n");

  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[1].problem, HasSubstr("UTF-8"));
  EXPECT_THAT(rows[2].cells, ElementsAre("b"));
}

TEST(CsvReaderTest, RowOfTheGreatestLengthIsReadAndALongerOneReported) {
  const std::string longest(CsvReader::kRowBytesMax - 1, 'x');
  const auto rows = ReadAll(longest + "\n" + longest + "x\nb\n");

  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(rows[0].problem, IsEmpty());
  EXPECT_THAT(rows[1].problem, HasSubstr("64 KiB"));
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_THAT(rows[2].cells, ElementsAre("b"));
}

}  // namespace
}  // namespace jackfield::cli
