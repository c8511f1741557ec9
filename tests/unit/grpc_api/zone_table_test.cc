#include "server/grpc_api/zone_table.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/exchange/calendar/opening_hours.h"
#include "tests/support/zones.h"

namespace jackfield::grpc_api {
namespace {

using exchange::ZoneOffsets;
using fakes::Text;
using fakes::Utc;

// A year after zones.h begins.
constexpr WallTime kFrom = Utc("2027-01-01 00:00");

// Without what comes after the years of zones.h.
ZoneOffsets UpTo2028(ZoneOffsets offsets) {
  std::erase_if(offsets.changes, [](const exchange::OffsetChange& change) {
    return change.at >= Utc("2029-01-01 00:00");
  });
  return offsets;
}

TEST(ZoneTableTest, TheTzDatabaseSaysWhatTheRulesOfTheCountriesSay) {
  EXPECT_EQ(UpTo2028(OffsetsOf("Europe/Berlin", kFrom).value()), fakes::Berlin());
  EXPECT_EQ(UpTo2028(OffsetsOf("America/New_York", kFrom).value()), fakes::NewYork());
  EXPECT_EQ(UpTo2028(OffsetsOf("Australia/Lord_Howe", kFrom).value()), fakes::LordHowe());
}

TEST(ZoneTableTest, AZoneWhoseClocksAreNeverSetHasOneOffset) {
  EXPECT_EQ(OffsetsOf("Asia/Shanghai", kFrom).value(), fakes::Shanghai());
  EXPECT_EQ(OffsetsOf("Asia/Kolkata", kFrom).value(), (ZoneOffsets{std::chrono::minutes{330}, {}}));
  EXPECT_EQ(OffsetsOf("UTC", kFrom).value(), ZoneOffsets());
  EXPECT_EQ(OffsetsOf("", kFrom).value(), ZoneOffsets());
}

TEST(ZoneTableTest, ANewNameOfAnOffsetIsNoChange) {
  // In October 2024 Paraguay stayed with its summer time, and called it standard time from then on.
  EXPECT_EQ(OffsetsOf("America/Asuncion", Utc("2025-01-01 00:00")).value(),
            (ZoneOffsets{std::chrono::hours{-3},
                         {{Utc("2024-03-24 03:00"), std::chrono::hours{-4}},
                          {Utc("2024-10-06 04:00"), std::chrono::hours{-3}}}}));
}

TEST(ZoneTableTest, ItReachesFromAYearBeforeToTwentyYearsAfter) {
  const ZoneOffsets offsets = OffsetsOf("Europe/Berlin", Utc("2027-06-01 00:00")).value();

  EXPECT_EQ(offsets.first, std::chrono::hours{2});
  EXPECT_EQ(offsets.changes.size(), 42U);
  EXPECT_EQ(Text(offsets.changes.front().at), "2026-10-25 01:00");
  EXPECT_EQ(Text(offsets.changes.back().at), "2047-03-31 01:00");
}

struct FarCase {
  std::string zone;
  std::string in_spring;
  std::string in_autumn;
};

class FarChangeTest : public testing::TestWithParam<FarCase> {};

// The files of the tz database list no year after 2037.
TEST_P(FarChangeTest, FollowsTheRule) {
  const std::string year = GetParam().in_spring.substr(0, 4);
  std::vector<std::string> of_year;
  const auto offsets = OffsetsOf(GetParam().zone, kFrom);
  ASSERT_TRUE(offsets);
  for (const auto& change : offsets.value().changes) {
    if (Text(change.at).starts_with(year)) of_year.push_back(Text(change.at));
  }

  EXPECT_EQ(of_year, (std::vector<std::string>{GetParam().in_spring, GetParam().in_autumn}));
}

INSTANTIATE_TEST_SUITE_P(
    Years, FarChangeTest,
    testing::Values(FarCase{"Europe/Berlin", "2037-03-29 01:00", "2037-10-25 01:00"},
                    FarCase{"Europe/Berlin", "2038-03-28 01:00", "2038-10-31 01:00"},
                    FarCase{"Europe/Berlin", "2040-03-25 01:00", "2040-10-28 01:00"},
                    FarCase{"Europe/Berlin", "2046-03-25 01:00", "2046-10-28 01:00"},
                    FarCase{"America/New_York", "2038-03-14 07:00", "2038-11-07 06:00"},
                    FarCase{"America/New_York", "2040-03-11 07:00", "2040-11-04 06:00"},
                    FarCase{"America/New_York", "2046-03-11 07:00", "2046-11-04 06:00"},
                    FarCase{"Australia/Lord_Howe", "2038-04-03 15:00", "2038-10-02 15:30"},
                    FarCase{"Australia/Lord_Howe", "2046-03-31 15:00", "2046-10-06 15:30"}));

TEST(ZoneTableTest, ItMayBeginWhereTheFilesOfTheTzDatabaseEnd) {
  const ZoneOffsets offsets = OffsetsOf("Europe/Berlin", Utc("2041-07-01 00:00")).value();

  EXPECT_EQ(offsets.first, std::chrono::hours{2});
  EXPECT_EQ(Text(offsets.changes.front().at), "2040-10-28 01:00");
}

TEST(ZoneTableTest, ChangesStandByTime) {
  for (const char* const zone : {"Africa/Casablanca", "Asia/Gaza", "Europe/Dublin"}) {
    const exchange::Calendar calendar{.offsets = OffsetsOf(zone, kFrom).value()};

    EXPECT_GE(calendar.offsets.changes.size(), 40U) << zone;
    EXPECT_TRUE(exchange::IsSound(calendar)) << zone;
  }
}

TEST(ZoneTableTest, AnUnknownZoneIsRefused) {
  const auto offsets = OffsetsOf("Europe/Nowhere", kFrom);

  ASSERT_FALSE(offsets);
  EXPECT_EQ(offsets.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(offsets.error().reason, "FIELD_INVALID");
  EXPECT_FALSE(FindZone(""));
}

}  // namespace
}  // namespace jackfield::grpc_api
