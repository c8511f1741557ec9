#include "server/exchange/callbacks/callback_rules.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr WallTime kStart = ExchangeDriver::kStart;

class CallbackRulesTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(CallbackSite()); }

  const Callback& callback() const { return driver.callback(1); }

  // ana has the first callback.
  void Lease() {
    driver.Ask(NewCallbackFor()).value();
    SignIn(driver, "ana");
    Accept(driver, "ana");
  }
  void After(Duration time) {
    driver.Advance(time);
    driver.FireTimers();
  }

  ExchangeDriver driver;
};

TEST_F(CallbackRulesTest, ANewOneWaitsIsOfferedAcceptedAndReached) {
  driver.Ask(NewCallbackFor()).value();
  EXPECT_EQ(callback().state, CallbackState::kWaiting);

  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  Accept(driver, "ana");
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
  EXPECT_EQ(callback().agent, driver.agent("ana").id);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReserved);

  Complete(driver, "ana", 1, AttemptOutcome::kReached).value();
  EXPECT_EQ(callback().state, CallbackState::kReached);
  EXPECT_EQ(callback().end, CallbackEnd::kReached);
  EXPECT_EQ(callback().ended_by, "ana");
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(driver.agent("ana").routing.handled, 1U);
  EXPECT_THAT(driver.state().work, IsEmpty());
  EXPECT_THAT(driver.state().callbacks_of_party, IsEmpty());
}

TEST_F(CallbackRulesTest, OneHasAtMostOneLiveAttemptAndAnAgentAtMostOne) {  // B1, B2
  driver.Ask(NewCallbackFor(7)).value();
  driver.Ask(NewCallbackFor(8)).value();
  driver.Ask(NewCallbackFor(9)).value();
  SignIn(driver, "ana");
  SignIn(driver, "bo");

  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  EXPECT_EQ(OfferedTo(driver, "bo"), 2U) << "as many at once as there are free agents";
  Accept(driver, "ana");
  Accept(driver, "bo");
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U) << "has one already";
  EXPECT_EQ(driver.callback(3).state, CallbackState::kWaiting);
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", CallbackId{2}})), "CALLBACK_IN_PROGRESS");
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", CallbackId{3}})), "AGENT_NOT_READY");
}

TEST_F(CallbackRulesTest, ANumberHasOneLiveCallbackInAQueue) {  // B1
  driver.Ask(NewCallbackFor()).value();
  EXPECT_EQ(ReasonOf(driver.Ask(NewCallbackFor())), "CALLBACK_EXISTS");
  CreateCallback elsewhere = NewCallbackFor();
  elsewhere.queue = "sales";
  EXPECT_EQ(ReasonOf(driver.Ask(elsewhere)), "");
  driver.Ask(CancelCallback{"chief", CallbackId{1}}).value();
  EXPECT_EQ(ReasonOf(driver.Ask(NewCallbackFor())), "");
}

TEST_F(CallbackRulesTest, APersonIsCalledForOneCallbackAtATime) {  // B1
  CreateCallback elsewhere = NewCallbackFor();
  elsewhere.queue = "sales";
  Configuration site = CallbackSite();
  site.agents[1].queues = {{.queue = "sales"}};
  driver.Configure(site);
  driver.Ask(NewCallbackFor()).value();
  driver.Ask(elsewhere).value();
  SignIn(driver, "ana");
  Accept(driver, "ana");
  SignIn(driver, "bo");

  EXPECT_EQ(OfferedTo(driver, "bo"), 0U);
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();
  EXPECT_EQ(OfferedTo(driver, "bo"), 2U);
}

TEST_F(CallbackRulesTest, ALeaseThatRunsOutGoesBackToItsPlaceAndItsAgentIsNotReady) {  // B3
  Lease();
  driver.Advance(kMinute);
  driver.Ask(NewCallbackFor(8)).value();
  SignIn(driver, "bo");
  Accept(driver, "bo");
  Complete(driver, "bo", 2, AttemptOutcome::kReached).value();

  After(4 * kMinute - kSecond);
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
  After(kSecond);

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_THAT(callback().attempts, IsEmpty()) << "counts as no attempt";
  EXPECT_EQ(callback().lost_count, 1U);
  EXPECT_EQ(OfferedTo(driver, "bo"), 1U);
  const WorkItem& item = driver.state().work.at({WorkKind::kCallback, 1, 0});
  EXPECT_EQ(item.entered.at, Instant{}) << "its place is that of its entry";
}

TEST_F(CallbackRulesTest, WhoseLeaseRunsOutDuringAnotherCallStaysReady) {  // B3
  Lease();
  CallOut(driver, "out", "PJSIP/1001", 8);
  After(5 * kMinute);
  EXPECT_EQ(callback().lost_count, 1U);
  End(driver, "out");

  EXPECT_EQ(driver.agent("ana").idle.state, IdleState::kReady);
}

TEST_F(CallbackRulesTest, ALeaseIsLostWhenItsAgentIsNotReadyAnyMore) {  // B3
  Lease();
  driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "ana"}).value();

  EXPECT_EQ(callback().state, CallbackState::kWaiting);
  EXPECT_FALSE(driver.agent("ana").routing.callback);
}

TEST_F(CallbackRulesTest, ALeaseOutlivesAShortLossOfTheDeskAndNotALongOne) {  // B3
  Lease();
  driver.Command(DeskClosed{"ana", "desk-of-ana"}).value();
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
  After(kMinute);  // The grace is over.
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
}

TEST_F(CallbackRulesTest, ALeaseThatHasRunOutIsOverBeforeItsTimerIsNoticed) {  // B7
  Lease();
  driver.Advance(5 * kMinute);
  EXPECT_EQ(ReasonOf(Complete(driver, "ana", 1, AttemptOutcome::kReached)),
            "CALLBACK_NOT_IN_PROGRESS");
}

struct PauseCase {
  AttemptOutcome outcome;
  Duration pause;
};

TEST_F(CallbackRulesTest, TheNextAttemptComesAfterThePauseOfTheOutcome) {  // B5
  const std::vector<PauseCase> cases = {{AttemptOutcome::kNoAnswer, kHour},
                                        {AttemptOutcome::kBusy, 10 * kMinute},
                                        {AttemptOutcome::kNotThem, 2 * kHour},
                                        {AttemptOutcome::kFailed, 10 * kMinute}};
  for (const PauseCase& each : cases) {
    SCOPED_TRACE(static_cast<int>(each.outcome));
    ExchangeDriver fresh;
    fresh.Configure(CallbackSite());
    fresh.Ask(NewCallbackFor()).value();
    SignIn(fresh, "ana");
    Accept(fresh, "ana");
    Complete(fresh, "ana", 1, each.outcome).value();
    EXPECT_EQ(fresh.callback(1).state, CallbackState::kScheduled);
    EXPECT_EQ(fresh.callback(1).due, kStart + each.pause);

    fresh.Advance(each.pause - Duration{1});
    fresh.FireTimers();
    EXPECT_EQ(OfferedTo(fresh, "ana"), 0U);
    fresh.Advance(Duration{1});
    fresh.FireTimers();
    EXPECT_EQ(OfferedTo(fresh, "ana"), 1U);
  }
}

TEST_F(CallbackRulesTest, TheCustomersWishForTheNextAttemptCounts) {  // B5
  Lease();
  driver.Ask(CompleteAttempt{"ana", CallbackId{1}, AttemptOutcome::kNotThem, kStart + 7 * kHour})
      .value();
  EXPECT_EQ(callback().due, kStart + 7 * kHour);
}

TEST_F(CallbackRulesTest, ItIsGivenUpAfterAsManyAttemptsAsThePlanSays) {  // B5
  Lease();
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();
  After(kHour);
  Accept(driver, "ana");
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();
  EXPECT_TRUE(callback().live());
  After(kHour);
  Accept(driver, "ana");
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();

  EXPECT_EQ(callback().state, CallbackState::kUnreached);
  EXPECT_EQ(callback().end, CallbackEnd::kAttemptsUsed);
  EXPECT_THAT(callback().attempts, SizeIs(3));
}

TEST_F(CallbackRulesTest, WhoAskedForAnotherTimeIsCalledThenAndNotBefore) {  // B5
  Lease();
  driver.Ask(CompleteAttempt{"ana", CallbackId{1}, AttemptOutcome::kLater, kStart + 2 * kHour})
      .value();
  EXPECT_EQ(callback().state, CallbackState::kScheduled);
  EXPECT_EQ(callback().due, kStart + 2 * kHour);
  EXPECT_EQ(callback().attempts[0].outcome, AttemptOutcome::kLater);
  EXPECT_FALSE(IsRecovered(callback().end));

  After(2 * kHour - Duration{1});
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  After(Duration{1});
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
}

TEST_F(CallbackRulesTest, AnAttemptAfterWhichTheyAskedForAnotherTimeIsNotOneOfThePlan) {  // B5
  Configuration site = CallbackSite();
  site.queues[1].callbacks.attempts_max = 1;
  driver.Configure(site);
  Lease();
  for (int i = 1; i <= 2; ++i) {
    driver.Ask(CompleteAttempt{"ana", CallbackId{1}, AttemptOutcome::kLater, kStart + i * kHour})
        .value();
    EXPECT_TRUE(callback().live());
    After(kHour);
    Accept(driver, "ana");
  }
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();

  EXPECT_EQ(callback().end, CallbackEnd::kAttemptsUsed);
  EXPECT_THAT(callback().attempts, SizeIs(3));
}

TEST_F(CallbackRulesTest, AfterTheSixteenthAttemptTheyCannotAskForAnotherTime) {  // B5
  Lease();
  for (int i = 1; i < 16; ++i) {
    driver.Ask(CompleteAttempt{"ana", CallbackId{1}, AttemptOutcome::kLater, kStart + i * kHour})
        .value();
    After(kHour);
    Accept(driver, "ana");
  }
  EXPECT_EQ(ReasonOf(driver.Ask(CompleteAttempt{"ana", CallbackId{1}, AttemptOutcome::kLater,
                                                kStart + 20 * kHour})),
            "TIME_EXPIRED");
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();

  EXPECT_EQ(callback().end, CallbackEnd::kAttemptsUsed);
  EXPECT_THAT(callback().attempts, SizeIs(16));
}

TEST_F(CallbackRulesTest, AWrongNumberIsNotCalledAgain) {  // B5
  Lease();
  Complete(driver, "ana", 1, AttemptOutcome::kWrongNumber).value();
  EXPECT_EQ(callback().end, CallbackEnd::kWrongNumber);
  EXPECT_EQ(callback().state, CallbackState::kUnreached);
}

TEST_F(CallbackRulesTest, ItExpires) {  // B5
  driver.Ask(NewCallbackFor()).value();
  After(7 * 24 * kHour - Duration{1});
  EXPECT_TRUE(callback().live());
  After(Duration{1});
  EXPECT_EQ(callback().end, CallbackEnd::kExpired);
  EXPECT_THAT(driver.state().work, IsEmpty());
}

TEST_F(CallbackRulesTest, AnAppointmentIsOfferedAtItsTimeToItsAgent) {
  CreateCallback appointment = NewCallbackFor();
  appointment.earliest = kStart + 2 * kHour;
  appointment.preferred = "bo";
  driver.Ask(appointment).value();
  SignIn(driver, "ana");
  SignIn(driver, "bo");
  After(2 * kHour - Duration{1});
  EXPECT_EQ(callback().state, CallbackState::kScheduled);
  EXPECT_EQ(OfferedTo(driver, "bo"), 0U);

  After(Duration{1});
  EXPECT_EQ(OfferedTo(driver, "bo"), 1U);
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
}

TEST_F(CallbackRulesTest, ItIsKeptForItsBusyAgentAWhileAndThenGoesToAnybody) {
  driver.Ask(NewCallbackFor(8)).value();
  SignIn(driver, "bo");
  Accept(driver, "bo");  // bo has another one, and time for it.
  CreateCallback promised = NewCallbackFor();
  promised.preferred = "bo";
  driver.Ask(promised).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  CallOut(driver, "long", "PJSIP/1002", 8);
  After(15 * kMinute);
  EXPECT_EQ(OfferedTo(driver, "ana"), 2U);
}

TEST_F(CallbackRulesTest, OneThatIsOverIsForgottenAfterADay) {  // B8
  Lease();
  Complete(driver, "ana", 1, AttemptOutcome::kReached).value();
  After(24 * kHour - Duration{1});
  EXPECT_THAT(driver.state().callbacks, SizeIs(1));
  After(Duration{1});
  EXPECT_THAT(driver.state().callbacks, IsEmpty());
  EXPECT_THAT(driver.state().callback_names, IsEmpty());
}

TEST_F(CallbackRulesTest, AnotherProcessGoesOnWithALease) {
  Lease();
  driver.Restart();
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReserved);
  Complete(driver, "ana", 1, AttemptOutcome::kBusy).value();
  EXPECT_EQ(callback().due, kStart + 10 * kMinute);
}

TEST_F(CallbackRulesTest, AnAgentWhoIsNotDeclaredAnyMoreLosesTheLease) {  // B3
  Lease();
  Configuration site = CallbackSite();
  site.agents.erase(site.agents.begin());
  driver.Configure(site);
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
}

}  // namespace
}  // namespace jackfield::exchange
