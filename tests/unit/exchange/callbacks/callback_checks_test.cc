#include "server/exchange/callbacks/callback_checks.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/exchange/callbacks/callback_rules.h"
#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

constexpr WallTime kStart = ExchangeDriver::kStart;

class CallbackChecksTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(CallbackSite()); }

  // The reason why it is refused; empty: it is not.
  template <typename Change>
  std::string Refusal(Change change) {
    CreateCallback command = NewCallbackFor();
    change(command);
    const std::string before = driver.exchange().Save();
    const std::string reason = ReasonOf(driver.Ask(command));
    if (reason.empty()) {
      driver.Ask(CancelCallback{"chief", CallbackId{++made_}}).value();
    } else {
      EXPECT_EQ(driver.exchange().Save(), before) << "X2";
    }
    return reason;
  }

  ExchangeDriver driver;
  std::uint64_t made_ = 0;
};

TEST_F(CallbackChecksTest, WhatIsWrongIsRefused) {
  EXPECT_EQ(Refusal([](auto& c) { c.number = PersonalText(); }), "NUMBER_REQUIRED");
  EXPECT_EQ(Refusal([](auto& c) { c.number.bytes = std::string(513, 'x'); }), "TEXT_TOO_LONG");
  EXPECT_EQ(Refusal([](auto& c) { c.note.bytes = std::string(4'097, 'x'); }), "TEXT_TOO_LONG");
  EXPECT_EQ(Refusal([](auto& c) { c.list = std::string(257, 'x'); }), "TEXT_TOO_LONG");
  EXPECT_EQ(Refusal([](auto& c) { c.origin = CallbackOrigin{9}; }), "ORIGIN_UNKNOWN");
  EXPECT_EQ(Refusal([](auto& c) { c.value_tier = 101; }), "VALUE_TIER_RANGE");
  EXPECT_EQ(Refusal([](auto& c) { c.calling_code = 1'000; }), "CALLING_CODE_RANGE");
  EXPECT_EQ(Refusal([](auto& c) { c.call = "no name"; }), "NAME_INVALID");
  EXPECT_EQ(Refusal([](auto& c) { c.ticket = "7"; }), "NAME_INVALID");
  EXPECT_EQ(Refusal([](auto& c) { c.queue = "nowhere"; }), "QUEUE_NOT_FOUND");
  EXPECT_EQ(Refusal([](auto& c) { c.preferred = "nobody"; }), "AGENT_NOT_FOUND");
}

TEST_F(CallbackChecksTest, LimitsAreIncluded) {
  EXPECT_EQ(Refusal([](auto& c) { c.number.bytes = std::string(512, 'x'); }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.note.bytes = std::string(4'096, 'x'); }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.list = std::string(256, 'x'); }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.value_tier = 100; }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.calling_code = 999; }), "");
}

TEST_F(CallbackChecksTest, AWaitBeganInThePastAndNotTooLongAgo) {
  EXPECT_EQ(Refusal([](auto& c) { c.wait_start = kStart; }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.wait_start = kStart + Duration{1}; }), "WAIT_START_RANGE");
  EXPECT_EQ(Refusal([](auto& c) { c.wait_start = kStart - kCallbackWaitMax; }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.wait_start = kStart - kCallbackWaitMax - Duration{1}; }),
            "WAIT_START_RANGE");
}

TEST_F(CallbackChecksTest, AnAppointmentIsNotTooFarAway) {
  EXPECT_EQ(Refusal([](auto& c) { c.earliest = kStart + kCallbackAheadMax; }), "");
  EXPECT_EQ(Refusal([](auto& c) { c.earliest = kStart + kCallbackAheadMax + Duration{1}; }),
            "EARLIEST_TIME_RANGE");
}

TEST_F(CallbackChecksTest, TheTimeThatTheyAskedForIsThereAndTheirsAndInTime) {
  Configuration site = CallbackSite();
  site.calendars = {DayHoursCalendar("day")};
  site.queues[1].callbacks.calendar = "day";
  driver.Configure(site);
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  Accept(driver, "ana");
  const auto refusal = [this](std::optional<WallTime> at) {
    const std::string before = driver.exchange().Save();
    const auto answer =
        driver.Ask(CompleteAttempt{"ana", CallbackId{1}, AttemptOutcome::kLater, at});
    if (answer) return std::string();
    EXPECT_EQ(driver.exchange().Save(), before) << "X2";
    EXPECT_EQ(answer.error().fields[0].field, "next_attempt");
    return answer.error().reason;
  };
  constexpr Duration kDay = 24 * kHour;

  EXPECT_EQ(refusal(std::nullopt), "TIME_REQUIRED");
  EXPECT_EQ(refusal(kStart), "TIME_OVER");
  EXPECT_EQ(refusal(kStart + 5 * kHour), "TIME_CLOSED") << "at 17:00";
  EXPECT_EQ(refusal(kStart + 21 * kHour - Duration{1}), "TIME_CLOSED") << "before 9:00";
  EXPECT_EQ(refusal(kStart + 7 * kDay), "TIME_EXPIRED");
  EXPECT_EQ(refusal(kStart + 367 * kDay), "EARLIEST_TIME_RANGE");
  EXPECT_EQ(refusal(kStart + 7 * kDay - Duration{1}), "");
  EXPECT_EQ(refusal(kStart + 7 * kDay - Duration{1}), "") << "twice is as once";
}

TEST_F(CallbackChecksTest, APersonHasSoManyAtMost) {
  for (std::size_t i = 0; i < kCallbacksPerPartyMax; ++i) {
    CreateCallback command = NewCallbackFor();
    command.customer = CustomerId{5};
    command.number_key = "n" + std::to_string(i);
    driver.Ask(command).value();
  }
  CreateCallback more = NewCallbackFor();
  more.customer = CustomerId{5};
  more.number_key = "another";
  EXPECT_EQ(ReasonOf(driver.Ask(more)), "CALLBACKS_OF_PARTY_FULL");
}

TEST_F(CallbackChecksTest, ACallbackThatIsNotThereOrOverIsNotChanged) {
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", CallbackId{1}})), "CALLBACK_NOT_FOUND");
  driver.Ask(NewCallbackFor()).value();
  EXPECT_EQ(ReasonOf(Complete(driver, "ana", 1, AttemptOutcome::kReached)),
            "CALLBACK_NOT_IN_PROGRESS");
  driver.Ask(CancelCallback{"chief", CallbackId{1}}).value();
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", CallbackId{1}})), "CALLBACK_OVER");
}

}  // namespace
}  // namespace jackfield::exchange
