#include "server/app/cli/wording.h"

#include <gtest/gtest.h>

#include "jackfield/v1/queue.pb.h"

namespace jackfield::cli {
namespace {

TEST(WordingTest, SpansAreReadWithTheirUnit) {
  EXPECT_EQ(ReadSpan("500ms")->nanos(), 500'000'000);
  EXPECT_EQ(ReadSpan("90s")->seconds(), 90);
  EXPECT_EQ(ReadSpan("2m")->seconds(), 120);
  EXPECT_EQ(ReadSpan("4h")->seconds(), 14'400);
  EXPECT_EQ(ReadSpan("7d")->seconds(), 604'800);
}

TEST(WordingTest, SpanWithoutUnitOrWithAnotherOneIsNone) {
  EXPECT_FALSE(ReadSpan("90"));
  EXPECT_FALSE(ReadSpan("-1s"));
  EXPECT_FALSE(ReadSpan("1w"));
  EXPECT_FALSE(ReadSpan(""));
}

TEST(WordingTest, DateIsItsMidnight) {
  EXPECT_EQ(ReadTime("1970-01-02")->seconds(), 86'400);
  EXPECT_EQ(ReadTime("1970-01-01T00:01:00Z")->seconds(), 60);
  EXPECT_FALSE(ReadTime("yesterday"));
}

TEST(WordingTest, EnumsAreWrittenAndReadWithoutTheirPrefix) {
  const auto& type = *v1::ServiceLevelFormula_descriptor();

  EXPECT_EQ(WriteEnum(type, v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY), "answered_only");
  EXPECT_EQ(ReadEnum(type, "answered_only")->number(), v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY);
  EXPECT_EQ(ReadEnum(type, "answered-only")->number(), v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY);
  EXPECT_EQ(ReadEnum(type, "unspecified"), nullptr);
  EXPECT_EQ(WriteEnum(type, 99), "99");
}

TEST(WordingTest, SpansAreWrittenAsClocksShowThem) {
  google::protobuf::Duration span;
  span.set_seconds(3'723);

  EXPECT_EQ(WriteSpan(span), "1:02:03");
  EXPECT_EQ(WriteRatio(0.875), "87.5 %");
}

TEST(WordingTest, ATimeThatIsNotThereYetIsNoTime) {
  const WallTime now(Duration{1'000'000'000});
  google::protobuf::Timestamp since;
  since.set_seconds(999'940);
  EXPECT_EQ(WriteSince(since, now), "1:00");

  since.set_seconds(1'000'060);
  EXPECT_EQ(WriteSince(since, now), "0:00");
}

}  // namespace
}  // namespace jackfield::cli
