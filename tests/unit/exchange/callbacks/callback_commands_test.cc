#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/exchange/callbacks/callback_rules.h"
#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr WallTime kStart = ExchangeDriver::kStart;
constexpr CallbackId kFirst{1};

class CallbackCommandsTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(CallbackSite()); }

  const Callback& callback() const { return driver.callback(1); }
  void Lease() {
    driver.Ask(NewCallbackFor()).value();
    SignIn(driver, "ana");
    Accept(driver, "ana");
  }

  ExchangeDriver driver;
};

TEST_F(CallbackCommandsTest, AListIsMadeWithoutWhatCannotBe) {
  ImportCallbacks list{.actor = "chief"};
  list.rows = {NewCallbackFor(7), NewCallbackFor(8), NewCallbackFor(7), NewCallbackFor(9)};
  list.rows[3].preferred = "nobody";
  driver.Ask(list).value();
  EXPECT_THAT(driver.state().callbacks, SizeIs(2));
  driver.Ask(list).value();
  EXPECT_THAT(driver.state().callbacks, SizeIs(2)) << "twice makes each once";
}

TEST_F(CallbackCommandsTest, OfAListForAWrongQueueOrTimeNoneIsMade) {
  ImportCallbacks list{.actor = "chief"};
  list.rows = {NewCallbackFor(7), NewCallbackFor(8)};
  list.rows[1].queue = "nowhere";
  EXPECT_EQ(ReasonOf(driver.Ask(list)), "QUEUE_NOT_FOUND");
  list.rows[1].queue = "support";
  list.rows[1].earliest = kStart + kCallbackAheadMax + Duration{1};
  EXPECT_EQ(ReasonOf(driver.Ask(list)), "EARLIEST_TIME_RANGE");
  EXPECT_THAT(driver.state().callbacks, IsEmpty());
}

TEST_F(CallbackCommandsTest, AListHasAtLeastOneAndAtMostAThousandRows) {
  ImportCallbacks list{.actor = "chief"};
  EXPECT_EQ(ReasonOf(driver.Ask(list)), "LIST_LENGTH");
  for (std::uint64_t i = 1; i <= 1'000; ++i) list.rows.push_back(NewCallbackFor(i));
  EXPECT_EQ(ReasonOf(driver.Ask(list)), "");
  EXPECT_THAT(driver.state().callbacks, SizeIs(1'000));
  list.rows.push_back(NewCallbackFor(1'001));
  EXPECT_EQ(ReasonOf(driver.Ask(list)), "LIST_LENGTH");
}

TEST_F(CallbackCommandsTest, TakingItBackFreesItsAgent) {
  Lease();
  driver.Ask(CancelCallback{"chief", kFirst}).value();
  EXPECT_EQ(callback().end, CallbackEnd::kTakenBack);
  EXPECT_EQ(callback().ended_by, "chief");
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
  EXPECT_EQ(ReasonOf(driver.Ask(CancelCallback{"chief", kFirst})), "") << "twice is as once";
}

TEST_F(CallbackCommandsTest, WhoSparesOthersTakesBackOnlyWhatNoOtherAgentHas) {
  Lease();
  EXPECT_EQ(ReasonOf(driver.Ask(CancelCallback{"bo", kFirst, true})), "CALLBACK_OF_ANOTHER_AGENT");
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
  driver.Ask(CancelCallback{"ana", kFirst, true}).value();
  EXPECT_EQ(callback().end, CallbackEnd::kTakenBack);
  driver.Ask(NewCallbackFor(8)).value();
  driver.Ask(CancelCallback{"chen", CallbackId{2}, true}).value();
  EXPECT_EQ(driver.callback(2).end, CallbackEnd::kTakenBack) << "nobody had it";
}

TEST_F(CallbackCommandsTest, AnAgentPicksItFromTheList) {
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "chen");  // No member of the queue.
  driver.Ask(TakeCallback{"chen", kFirst}).value();
  EXPECT_EQ(callback().agent, driver.agent("chen").id);
  EXPECT_THAT(driver.state().work, IsEmpty());
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"chen", kFirst})), "") << "their own again";
}

TEST_F(CallbackCommandsTest, WhatIsOfferedToAnotherAgentIsTakenFromThem) {
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  SignIn(driver, "chen");
  driver.Ask(TakeCallback{"chen", kFirst}).value();
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
}

TEST_F(CallbackCommandsTest, NobodyTakesItWhileTheCustomerCalls) {
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  driver.Advance(kSecond);
  Ring(driver, "in");
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", kFirst})), "CALLBACK_HELD");
}

TEST_F(CallbackCommandsTest, WhatIsReturnedGoesToItsPlace) {
  Lease();
  driver.Ask(ReturnCallback{"ana", kFirst}).value();
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
  EXPECT_THAT(callback().attempts, IsEmpty());
}

TEST_F(CallbackCommandsTest, OneThatWasDialledIsNotReturned) {
  Lease();
  CallOut(driver, "out", "PJSIP/1001");
  EXPECT_EQ(ReasonOf(driver.Ask(ReturnCallback{"ana", kFirst})), "CALLBACK_DIALLED");
}

TEST_F(CallbackCommandsTest, WhatIsReturnedGoesToAnotherAgentFirst) {
  Lease();
  driver.Ask(ReturnCallback{"ana", kFirst}).value();
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  SignIn(driver, "bo");
  EXPECT_EQ(OfferedTo(driver, "bo"), 1U);
}

TEST_F(CallbackCommandsTest, WhatIsReturnedComesBackToItsOnlyAgentAfterAWhile) {
  Lease();
  driver.Ask(ReturnCallback{"ana", kFirst}).value();
  driver.Advance(kMinute);
  driver.FireTimers();
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
}

TEST_F(CallbackCommandsTest, OnlyWhoHasItReturnsAndCompletesIt) {
  Lease();
  SignIn(driver, "bo");
  EXPECT_EQ(ReasonOf(driver.Ask(ReturnCallback{"bo", kFirst})), "CALLBACK_OF_ANOTHER_AGENT");
  EXPECT_EQ(ReasonOf(Complete(driver, "bo", 1, AttemptOutcome::kBusy)),
            "CALLBACK_OF_ANOTHER_AGENT");
}

TEST_F(CallbackCommandsTest, TheSameOutcomeAgainChangesNothing) {
  Lease();
  Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer).value();
  const std::uint64_t revision = callback().revision;
  EXPECT_EQ(ReasonOf(Complete(driver, "ana", 1, AttemptOutcome::kNoAnswer)), "");
  EXPECT_EQ(callback().revision, revision);
  EXPECT_EQ(ReasonOf(Complete(driver, "ana", 1, AttemptOutcome::kBusy)),
            "CALLBACK_NOT_IN_PROGRESS");
  EXPECT_EQ(ReasonOf(Complete(driver, "ana", 1, AttemptOutcome::kNone)), "OUTCOME_UNKNOWN");
}

TEST_F(CallbackCommandsTest, AnotherTimeThatTheyAskedForIsNotTheSameOutcomeAgain) {
  Lease();
  const auto later = [this](Duration in) {
    return driver.Ask(CompleteAttempt{"ana", kFirst, AttemptOutcome::kLater, kStart + in});
  };
  later(kHour).value();

  EXPECT_EQ(ReasonOf(later(kHour)), "");
  EXPECT_EQ(ReasonOf(later(2 * kHour)), "CALLBACK_NOT_IN_PROGRESS");
  EXPECT_EQ(callback().due, kStart + kHour);
}

TEST_F(CallbackCommandsTest, AnotherTimeIsAnotherPlace) {
  driver.Ask(NewCallbackFor()).value();
  driver.Ask(RescheduleCallback{"chief", kFirst, kStart + kHour, "bo"}).value();
  EXPECT_EQ(callback().state, CallbackState::kScheduled);
  EXPECT_EQ(callback().due, kStart + kHour);
  EXPECT_EQ(callback().preferred, driver.agent("bo").id);
  driver.Ask(RescheduleCallback{"chief", kFirst, std::nullopt, ""}).value();
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
}

TEST_F(CallbackCommandsTest, WhoHasItIsNotDisturbedByAnotherTime) {
  Lease();
  EXPECT_EQ(ReasonOf(driver.Ask(RescheduleCallback{"chief", kFirst, kStart + kHour, ""})),
            "CALLBACK_IN_PROGRESS");
}

TEST_F(CallbackCommandsTest, ACustomerWhoIsNotToBeCalledIsCalledOnlyWhereTheyAskedForIt) {
  CreateCallback listed = NewCallbackFor(7);
  listed.customer = CustomerId{5};
  listed.origin = CallbackOrigin::kList;
  driver.Ask(listed).value();
  CreateCallback asked = NewCallbackFor(7);
  asked.customer = CustomerId{5};
  asked.origin = CallbackOrigin::kQueue;
  asked.queue = "sales";
  driver.Ask(asked).value();
  driver.Ask(NewCallbackFor(8)).value();

  driver.Ask(ForbidCallbacks{"chief", {CustomerId{5}}, {}}).value();
  EXPECT_EQ(driver.callback(1).end, CallbackEnd::kDoNotCall);
  EXPECT_TRUE(driver.callback(2).live());
  EXPECT_TRUE(driver.callback(3).live());
}

TEST_F(CallbackCommandsTest, OneThatIsKnownByItsNumberAloneEndsByTheNumber) {
  driver.Ask(NewCallbackFor(7)).value();
  CreateCallback of_another = NewCallbackFor(8);
  of_another.customer = CustomerId{6};
  driver.Ask(of_another).value();
  driver.Ask(NewCallbackFor(9)).value();

  driver.Ask(ForbidCallbacks{"chief", {CustomerId{5}}, {"n7", "n8"}}).value();
  EXPECT_EQ(driver.callback(1).end, CallbackEnd::kDoNotCall);
  EXPECT_TRUE(driver.callback(2).live()) << "it is known whose it is";
  EXPECT_TRUE(driver.callback(3).live());
}

TEST_F(CallbackCommandsTest, ADeclinedOfferGoesToTheNextAgent) {
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  driver.Ask(DeclineCallback{"ana", OfferTo(driver, "ana")}).value();
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  SignIn(driver, "bo");
  EXPECT_EQ(OfferedTo(driver, "bo"), 1U);
}

}  // namespace
}  // namespace jackfield::exchange
