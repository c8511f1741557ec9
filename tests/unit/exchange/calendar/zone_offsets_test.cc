#include "server/exchange/calendar/zone_offsets.h"

#include <array>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/zones.h"

namespace jackfield::exchange {
namespace {

using fakes::Berlin;
using fakes::Local;
using fakes::LordHowe;
using fakes::NewYork;
using fakes::Shanghai;
using fakes::Text;
using fakes::Utc;

using Zone = ZoneOffsets (*)();

struct ShownCase {
  Zone zone;
  std::string utc;
  std::string local;
};

class ClockTest : public testing::TestWithParam<ShownCase> {};

TEST_P(ClockTest, ShowsTheTimeOfItsZone) {
  EXPECT_EQ(Text(ToLocal(GetParam().zone(), Utc(GetParam().utc))), GetParam().local);
}

INSTANTIATE_TEST_SUITE_P(
    BothSidesOfEachChange, ClockTest,
    testing::Values(
        ShownCase{Berlin, "1999-07-01 12:00", "1999-07-01 13:00"},  // Before all that is known.
        ShownCase{Berlin, "2026-03-29 00:59:59", "2026-03-29 01:59:59"},
        ShownCase{Berlin, "2026-03-29 01:00", "2026-03-29 03:00"},
        ShownCase{Berlin, "2026-10-25 00:59:59", "2026-10-25 02:59:59"},
        ShownCase{Berlin, "2026-10-25 01:00", "2026-10-25 02:00"},
        ShownCase{Berlin, "2026-12-31 23:00", "2027-01-01 00:00"},
        ShownCase{Berlin, "2028-02-28 23:00", "2028-02-29 00:00"},
        ShownCase{Berlin, "2040-07-01 12:00", "2040-07-01 13:00"},  // After all that is known.
        ShownCase{NewYork, "2026-03-08 06:59:59", "2026-03-08 01:59:59"},
        ShownCase{NewYork, "2026-03-08 07:00", "2026-03-08 03:00"},
        ShownCase{NewYork, "2026-11-01 05:59:59", "2026-11-01 01:59:59"},
        ShownCase{NewYork, "2026-11-01 06:00", "2026-11-01 01:00"},
        ShownCase{NewYork, "2027-01-01 04:59:59", "2026-12-31 23:59:59"},
        ShownCase{Shanghai, "2026-06-30 16:00", "2026-07-01 00:00"},
        ShownCase{LordHowe, "2026-04-04 14:59:59", "2026-04-05 01:59:59"},
        ShownCase{LordHowe, "2026-04-04 15:00", "2026-04-05 01:30"},
        ShownCase{LordHowe, "2026-10-03 15:29:59", "2026-10-04 01:59:59"},
        ShownCase{LordHowe, "2026-10-03 15:30", "2026-10-04 02:30"}));

struct MeaningCase {
  Zone zone;
  std::string local;
  std::string earlier;
  std::string later;
};

class LocalTimeTest : public testing::TestWithParam<MeaningCase> {};

TEST_P(LocalTimeTest, MeansTheMomentsAtWhichTheClocksShowIt) {
  const ZoneOffsets zone = GetParam().zone();
  const LocalTime local = Local(GetParam().local);

  EXPECT_EQ(Text(ToUtc(zone, local, LocalMeaning::kEarlier)), GetParam().earlier);
  EXPECT_EQ(Text(ToUtc(zone, local, LocalMeaning::kLater)), GetParam().later);
}

INSTANTIATE_TEST_SUITE_P(
    Once, LocalTimeTest,
    testing::Values(
        MeaningCase{Berlin, "1999-07-01 12:00", "1999-07-01 11:00", "1999-07-01 11:00"},
        MeaningCase{Berlin, "2026-03-29 01:59:59", "2026-03-29 00:59:59", "2026-03-29 00:59:59"},
        MeaningCase{Berlin, "2026-03-29 03:00", "2026-03-29 01:00", "2026-03-29 01:00"},
        MeaningCase{Berlin, "2026-10-25 01:59:59", "2026-10-24 23:59:59", "2026-10-24 23:59:59"},
        MeaningCase{Berlin, "2026-10-25 03:00", "2026-10-25 02:00", "2026-10-25 02:00"},
        MeaningCase{Berlin, "2040-07-01 12:00", "2040-07-01 11:00", "2040-07-01 11:00"},
        MeaningCase{NewYork, "2026-12-31 23:59:59", "2027-01-01 04:59:59", "2027-01-01 04:59:59"},
        MeaningCase{Shanghai, "2028-02-29 00:00", "2028-02-28 16:00", "2028-02-28 16:00"},
        MeaningCase{LordHowe, "2026-04-05 01:29:59", "2026-04-04 14:29:59", "2026-04-04 14:29:59"},
        MeaningCase{LordHowe, "2026-04-05 02:00", "2026-04-04 15:30", "2026-04-04 15:30"},
        MeaningCase{LordHowe, "2026-10-04 02:30", "2026-10-03 15:30", "2026-10-03 15:30"}));

INSTANTIATE_TEST_SUITE_P(
    Twice, LocalTimeTest,
    testing::Values(
        MeaningCase{Berlin, "2026-10-25 02:00", "2026-10-25 00:00", "2026-10-25 01:00"},
        MeaningCase{Berlin, "2026-10-25 02:30", "2026-10-25 00:30", "2026-10-25 01:30"},
        MeaningCase{Berlin, "2026-10-25 02:59:59", "2026-10-25 00:59:59", "2026-10-25 01:59:59"},
        MeaningCase{Berlin, "2028-10-29 02:30", "2028-10-29 00:30", "2028-10-29 01:30"},
        MeaningCase{NewYork, "2026-11-01 01:00", "2026-11-01 05:00", "2026-11-01 06:00"},
        MeaningCase{NewYork, "2027-11-07 01:59:59", "2027-11-07 05:59:59", "2027-11-07 06:59:59"},
        MeaningCase{LordHowe, "2026-04-05 01:30", "2026-04-04 14:30", "2026-04-04 15:00"},
        MeaningCase{LordHowe, "2027-04-04 01:59:59", "2027-04-03 14:59:59",
                    "2027-04-03 15:29:59"}));

INSTANTIATE_TEST_SUITE_P(
    Never, LocalTimeTest,
    testing::Values(
        MeaningCase{Berlin, "2026-03-29 02:00", "2026-03-29 01:00", "2026-03-29 01:00"},
        MeaningCase{Berlin, "2026-03-29 02:30", "2026-03-29 01:00", "2026-03-29 01:00"},
        MeaningCase{Berlin, "2027-03-28 02:59:59", "2027-03-28 01:00", "2027-03-28 01:00"},
        MeaningCase{NewYork, "2027-03-14 02:30", "2027-03-14 07:00", "2027-03-14 07:00"},
        MeaningCase{LordHowe, "2026-10-04 02:00", "2026-10-03 15:30", "2026-10-03 15:30"},
        MeaningCase{LordHowe, "2027-10-03 02:29:59", "2027-10-02 15:30", "2027-10-02 15:30"}));

TEST(ZoneOffsetsTest, TheDefaultIsUtc) {
  EXPECT_EQ(Text(ToLocal({}, Utc("2026-07-01 12:00"))), "2026-07-01 12:00");
  EXPECT_EQ(Text(ToUtc({}, Local("2026-07-01 12:00"), LocalMeaning::kEarlier)), "2026-07-01 12:00");
}

TEST(ZoneOffsetsTest, TheyComeBackFromTheArchive) {
  EXPECT_EQ(FromArchive<ZoneOffsets>(ToArchive(LordHowe())).value(), LordHowe());
  EXPECT_EQ(FromArchive<ZoneOffsets>(ToArchive(NewYork())).value(), NewYork());
}

// Of all between, also in the first cases of a run, which are small otherwise.
template <typename T>
rc::Gen<T> In(T begin, T end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(begin, end));
}

// A moment of 2026 to 2028, often near a change of the clocks.
WallTime AnyTime(const ZoneOffsets& zone) {
  constexpr std::int64_t kNear = 2 * 3600 * 1000;
  if (zone.changes.empty() || *rc::gen::arbitrary<bool>()) {
    const std::int64_t begin = Utc("2026-01-01 00:00").time_since_epoch().count();
    const std::int64_t end = Utc("2029-01-01 00:00").time_since_epoch().count();
    return WallTime(Duration(*In(begin, end)));
  }
  const OffsetChange change = *rc::gen::elementOf(zone.changes);
  return change.at + Duration(*In<std::int64_t>(-kNear, kNear));
}

ZoneOffsets AnyZone() {
  const std::array<ZoneOffsets, 4> zones = {Berlin(), NewYork(), Shanghai(), LordHowe()};
  return zones[*In<std::size_t>(0, zones.size())];
}

RC_GTEST_PROP(ZoneOffsetsProperty, WhatAClockShowsMeansThatMoment, ()) {
  const ZoneOffsets zone = AnyZone();
  const WallTime at = AnyTime(zone);
  const WallTime earlier = ToUtc(zone, ToLocal(zone, at), LocalMeaning::kEarlier);
  const WallTime later = ToUtc(zone, ToLocal(zone, at), LocalMeaning::kLater);

  RC_ASSERT(at == earlier || at == later);
  RC_ASSERT(earlier <= later);
  RC_ASSERT(ToLocal(zone, earlier) == ToLocal(zone, at));
  RC_ASSERT(ToLocal(zone, later) == ToLocal(zone, at));
}

RC_GTEST_PROP(ZoneOffsetsProperty, ALaterLocalTimeIsNeverAnEarlierMoment, ()) {
  const ZoneOffsets zone = AnyZone();
  const LocalTime local(AnyTime(zone).time_since_epoch() + zone.first);
  const LocalTime behind = local + Duration(*In(0, 3 * 3600 * 1000));

  RC_ASSERT(ToUtc(zone, local, LocalMeaning::kEarlier) <=
            ToUtc(zone, behind, LocalMeaning::kEarlier));
  RC_ASSERT(ToUtc(zone, local, LocalMeaning::kLater) <= ToUtc(zone, behind, LocalMeaning::kLater));
}

}  // namespace
}  // namespace jackfield::exchange
