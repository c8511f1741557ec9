#include "server/exchange/callbacks/callback_work.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

using testing::IsEmpty;

constexpr WallTime kStart = ExchangeDriver::kStart;  // 12:00 UTC.
constexpr WorkKey kKey{WorkKind::kCallback, 1, 0};

// "day" from 9:00 to 17:00, "early" from 9:00 to 13:00.
Configuration SiteWithHours() {
  Configuration site = CallbackSite();
  Calendar early = DayHoursCalendar("early");
  for (DayHours& day : early.week) day = {{std::chrono::hours{9}, std::chrono::hours{13}}};
  site.calendars = {DayHoursCalendar("day"), early};
  return site;
}

class CallbackWorkTest : public testing::Test {
 protected:
  void After(Duration time) {
    driver.Advance(time);
    driver.FireTimers();
  }
  const Callback& callback() const { return driver.callback(1); }

  ExchangeDriver driver;
};

struct HoursCase {
  std::string of_queue;
  std::string of_plan;
  std::uint32_t calling_code;
  std::optional<WallTime> closes;  // Of 2026-01-05.
};

TEST_F(CallbackWorkTest, TheCustomersHoursAreThoseOfTheirCountryElseOfThePlanElseOfTheQueue) {
  const WallTime at_13 = kStart + kHour;
  const WallTime at_17 = kStart + 5 * kHour;
  const std::vector<HoursCase> cases = {
      {"", "", 0, std::nullopt},   {"day", "", 0, at_17},  {"day", "early", 0, at_13},
      {"", "day", 49, at_17},      {"", "day", 44, at_13}, {"early", "", 49, at_13},
      {"day", "early", 44, at_13},
  };
  for (const HoursCase& each : cases) {
    SCOPED_TRACE(each.of_queue + "/" + each.of_plan + "/" + std::to_string(each.calling_code));
    Configuration site = SiteWithHours();
    site.queues[1].calendar = each.of_queue;
    site.queues[1].callbacks.calendar = each.of_plan;
    site.queues[1].callbacks.calendars_by_code = {{44, "early"}};
    ExchangeDriver fresh;
    fresh.Configure(site);
    CreateCallback command = NewCallbackFor();
    command.calling_code = each.calling_code;
    fresh.Ask(command).value();
    const Duration until_17 = 5 * kHour;

    fresh.Advance(each.closes ? *each.closes - kStart - Duration{1} : until_17);
    fresh.FireTimers();
    EXPECT_EQ(fresh.callback(1).state, CallbackState::kWaiting);
    fresh.Advance(Duration{1});
    fresh.FireTimers();
    EXPECT_EQ(fresh.callback(1).state,
              each.closes ? CallbackState::kScheduled : CallbackState::kWaiting);
  }
}

TEST_F(CallbackWorkTest, NobodyIsOfferedItOutsideTheCustomersHours) {  // H1
  Configuration site = SiteWithHours();
  site.queues[1].callbacks.calendar = "day";
  site.routing.passes_max = 0;  // ana may look on.
  driver.Configure(site);
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  driver.Ask(DeclineCallback{"ana", OfferTo(driver, "ana")}).value();

  After(5 * kHour);  // 17:00.
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  EXPECT_EQ(callback().due, kStart + 21 * kHour);
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", CallbackId{1}})), "CALLBACK_NOT_DUE");
  After(16 * kHour - Duration{1});
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  After(Duration{1});
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
}

TEST_F(CallbackWorkTest, ALeaseEndsWithTheCustomersHours) {  // H1
  Configuration site = SiteWithHours();
  site.queues[1].callbacks.calendar = "day";
  driver.Configure(site);
  driver.Advance(5 * kHour - kMinute);  // 16:59.
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  Accept(driver, "ana");
  EXPECT_EQ(callback().lease_until, kStart + 5 * kHour);
  After(kMinute);
  EXPECT_EQ(callback().state, CallbackState::kScheduled);
}

TEST_F(CallbackWorkTest, ThePlaceIsThatOfTheEntryAndOfAnAppointmentItsTime) {  // H2
  driver.Configure(CallbackSite());
  driver.Advance(kHour);
  CreateCallback waited = NewCallbackFor();
  waited.wait_start = kStart + 20 * kMinute;
  driver.Ask(waited).value();
  EXPECT_EQ(driver.state().work.at(kKey).entered.at, Instant(20 * kMinute));

  CreateCallback appointment = NewCallbackFor(8);
  appointment.wait_start = kStart;
  appointment.earliest = kStart + 90 * kMinute;
  driver.Ask(appointment).value();
  After(kHour);
  EXPECT_EQ(driver.state().work.at({WorkKind::kCallback, 2, 0}).entered.at, Instant(90 * kMinute));
}

TEST_F(CallbackWorkTest, WhoWaitedLongerIsCalledFirst) {  // H2
  driver.Configure(CallbackSite());
  driver.Advance(kHour);
  driver.Ask(NewCallbackFor(8)).value();
  CreateCallback waited = NewCallbackFor(7);
  waited.wait_start = kStart;
  driver.Ask(waited).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 2U);
}

struct PriorityCase {
  std::int32_t of_queue;
  std::uint32_t tier;
  std::int32_t expected;
};

TEST_F(CallbackWorkTest, ThePriorityIsTheQueuesAndPointsForTheTier) {  // H3
  const std::vector<PriorityCase> cases = {
      {0, 0, 0}, {7, 0, 7}, {0, 2, 50}, {7, 1, 27}, {990, 2, 1'000}};
  for (const PriorityCase& each : cases) {
    SCOPED_TRACE(each.expected);
    Configuration site = CallbackSite();
    site.routing.tier_priorities = {20, 50};
    site.queues[1].routing.priority = each.of_queue;
    ExchangeDriver fresh;
    fresh.Configure(site);
    CreateCallback command = NewCallbackFor();
    command.value_tier = each.tier;
    fresh.Ask(command).value();
    EXPECT_EQ(fresh.state().work.at(kKey).priority, each.expected);
  }
}

TEST_F(CallbackWorkTest, OtherHoursCountAtOnce) {
  driver.Configure(CallbackSite());
  driver.Advance(6 * kHour);  // 18:00.
  driver.Ask(NewCallbackFor()).value();
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
  Configuration site = SiteWithHours();
  site.queues[1].callbacks.calendar = "day";
  driver.Configure(site);
  EXPECT_EQ(callback().state, CallbackState::kScheduled);
  EXPECT_THAT(driver.state().work, IsEmpty());
}

}  // namespace
}  // namespace jackfield::exchange
