#include "agent-client/terminal/screen/wording.h"

#include <gtest/gtest.h>

namespace jackfield::screen {
namespace {

std::tm Utc(WallTime time) {
  const std::time_t seconds = time.time_since_epoch().count() / 1'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return utc;
}

constexpr WallTime kNow{Duration{1'772'442'000'000}};  // 2026-03-02 09:00:00 UTC

TEST(WordingTest, SpansAreMinutesAndSecondsThenHours) {
  EXPECT_EQ(WriteSpan(Duration{7'900}), "00:07");
  EXPECT_EQ(WriteSpan(Duration{3'599'000}), "59:59");
  EXPECT_EQ(WriteSpan(Duration{3'723'000}), "1:02:03");
  EXPECT_EQ(WriteSpan(Duration{-5'000}), "00:00");
}

TEST(WordingTest, DaysAreTodayThenDatesThenYears) {
  EXPECT_EQ(WriteDay(kNow - Duration{3'600'000}, kNow, Utc), "Today 08:00");
  EXPECT_EQ(WriteDay(kNow - Duration{86'400'000}, kNow, Utc), " 1 Mar 09:00");
  EXPECT_EQ(WriteDay(kNow - Duration{100 * 86'400'000LL}, kNow, Utc), "22 Nov 2025");
}

TEST(WordingTest, CallsOfTodayAreCountedFromTheSecond) {
  EXPECT_EQ(WriteCallsToday(1), "");
  EXPECT_EQ(WriteCallsToday(2), "2nd call today");
  EXPECT_EQ(WriteCallsToday(11), "11th call today");
  EXPECT_EQ(WriteCallsToday(23), "23rd call today");
  EXPECT_EQ(WriteCallsToday(112), "112th call today");
}

TEST(WordingTest, TheMatchSaysHowAndHowMany) {
  desk::Caller caller;
  caller.match = desk::MatchKind::kOtherFormat;
  caller.candidate_count = 3;
  EXPECT_EQ(WriteMatch(caller), "same number, other format, 3 customers");
  EXPECT_EQ(WriteMatch({}), "no number to look for");
}

TEST(WordingTest, AWithheldNumberIsNotCalledUnknown) {
  desk::Caller caller;
  EXPECT_EQ(WriteNumber(caller), "Number not known");
  caller.withheld = true;
  EXPECT_EQ(WriteWho(caller), "Number withheld");
}

TEST(WordingTest, TheBannerOfALostLinkSaysSinceWhenAndThatThePhoneRings) {
  desk::DeskState state;
  state.known = true;
  state.link.server_time = kNow;
  state.link.heard = desk::Uptime{0};
  state.now = desk::Uptime{11'000};

  EXPECT_EQ(WriteBanner(state, Utc).text,
            "Not live since 09:00:00. Calls still reach your phone.  Ctrl-R: try now");
  EXPECT_EQ(WriteLink(state).text, "✖ Offline 11 s");
}

}  // namespace
}  // namespace jackfield::screen
