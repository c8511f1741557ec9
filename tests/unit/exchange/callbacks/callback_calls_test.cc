#include "server/exchange/callbacks/callback_calls.h"

#include <set>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/exchange/callbacks/callback_rules.h"
#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr WallTime kStart = ExchangeDriver::kStart;

class CallbackCallsTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(CallbackSite()); }

  const Callback& callback() const { return driver.callback(1); }
  void Lease() {
    driver.Ask(NewCallbackFor()).value();
    SignIn(driver, "ana");
    Accept(driver, "ana");
    driver.Advance(kSecond);
  }
  void LinkForDialing() {
    driver.Tell(LinkUp{.epoch = "1", .capabilities = std::set{CommandKind::kDial}});
  }
  // Ana has a number dialled.
  Result<Effects> DialByKey(const std::string& number_key) {
    return driver.Command(Dial{"ana", "", PersonalText(99, "sealed"), number_key});
  }
  void After(Duration time) {
    driver.Advance(time);
    driver.FireTimers();
  }
  // The caller waits in "support".
  void Enter(const std::string& call) {
    driver.Tell(Queued{.call = call, .leg = call + "-caller", .queue = "support"});
  }
  void Leave(const std::string& call, DequeueCause cause) {
    driver.Tell(
        Dequeued{.call = call, .leg = call + "-caller", .queue = "support", .cause = cause});
  }
  // The agent at `device` answers.
  void AnswerBy(const std::string& call, const std::string& device) {
    driver.Tell(Established{.call = call,
                            .connection = call + "-" + device,
                            .device = device,
                            .queue = "support",
                            .leg = call + "-caller"});
  }
  void Plan(CallbackPlan plan) {
    Configuration site = CallbackSite();
    site.queues[1].callbacks = std::move(plan);
    driver.Configure(site);
  }

  ExchangeDriver driver;
};

TEST_F(CallbackCallsTest, ACallOfTheAgentToThatPersonIsTheAttempts) {  // N3, B4
  Lease();
  CallOut(driver, "out", "PJSIP/1001");

  EXPECT_EQ(callback().attempts[0].call, driver.call("out").name);
  EXPECT_EQ(callback().attempts[0].dialled, kStart + kSecond);
  EXPECT_FALSE(callback().lease_until) << "as long as the call lasts";
  After(kHour);
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
}

TEST_F(CallbackCallsTest, ACallOfTheAgentToSomebodyElseIsNot) {  // N3
  Lease();
  CallOut(driver, "out", "PJSIP/1001", 8);
  EXPECT_EQ(callback().attempts[0].call, "");
}

TEST_F(CallbackCallsTest, ACallOfAnotherAgentIsNot) {  // N3
  Lease();
  CallOut(driver, "out", "PJSIP/1002");
  EXPECT_EQ(callback().attempts[0].call, "");
}

TEST_F(CallbackCallsTest, AfterDialingTheNumberTheNextCallOfTheAgentIsTheAttempts) {  // N3
  LinkForDialing();
  Lease();
  const auto issued = AllOf<CommandIssued>(DialByKey("n7").value());
  ASSERT_THAT(issued, SizeIs(1));
  EXPECT_EQ(callback().attempts[0].commanded, issued[0].command.id);

  CallOut(driver, "out", "PJSIP/1001", 99);  // The switch writes the number otherwise.
  EXPECT_EQ(callback().attempts[0].call, driver.call("out").name);
}

TEST_F(CallbackCallsTest, AfterDialingAnotherNumberItIsNot) {  // N3
  LinkForDialing();
  Lease();
  DialByKey("n8").value();
  CallOut(driver, "out", "PJSIP/1001", 99);
  EXPECT_EQ(callback().attempts[0].call, "");
}

TEST_F(CallbackCallsTest, AfterADialThatTheSwitchRefusedItIsNot) {  // N3
  LinkForDialing();
  Lease();
  const auto issued = AllOf<CommandIssued>(DialByKey("n7").value());
  driver.Tell(CommandResult{issued[0].command.id, CommandOutcome::kRefused, "NO_CHANNEL"});
  CallOut(driver, "out", "PJSIP/1001", 99);
  EXPECT_EQ(callback().attempts[0].call, "");
}

TEST_F(CallbackCallsTest, WhatIsDialledIsNotDialledAgainBeforeItIsKnownWhatCameOfIt) {  // N3
  LinkForDialing();
  Lease();
  const auto issued = AllOf<CommandIssued>(DialByKey("n7").value());
  EXPECT_EQ(ReasonOf(DialByKey("n7")), "CALLBACK_DIALLED_ALREADY");
  EXPECT_EQ(ReasonOf(DialByKey("n8")), "") << "of another person";
  driver.Tell(CommandResult{issued[0].command.id, CommandOutcome::kAccepted, ""});
  EXPECT_EQ(ReasonOf(DialByKey("n7")), "CALLBACK_DIALLED_ALREADY") << "it only rings the agent";

  CallOut(driver, "out", "PJSIP/1001", 99);
  EXPECT_FALSE(callback().attempts[0].commanded);
  End(driver, "out");
  EXPECT_EQ(ReasonOf(DialByKey("n7")), "") << "the customer was busy";
}

TEST_F(CallbackCallsTest, WhatWasDialledAndBecameNoCallMayBeDialledAgain) {  // N3
  LinkForDialing();
  Lease();
  const auto issued = AllOf<CommandIssued>(DialByKey("n7").value());
  driver.Tell(CommandResult{issued[0].command.id, CommandOutcome::kAccepted, ""});
  After(kCallbackDialLimit - Duration{1});
  EXPECT_EQ(ReasonOf(DialByKey("n7")), "CALLBACK_DIALLED_ALREADY");
  After(Duration{1});
  EXPECT_FALSE(callback().attempts[0].commanded);
  EXPECT_EQ(callback().state, CallbackState::kInProgress);

  CallOut(driver, "other", "PJSIP/1001", 8);
  EXPECT_EQ(callback().attempts[0].call, "") << "it is to somebody else";
  End(driver, "other");
  EXPECT_THAT(AllOf<CommandIssued>(DialByKey("n7").value()), SizeIs(1));
}

TEST_F(CallbackCallsTest, ACallThatComesOfADialLateIsTheAttemptsByItsNumber) {  // N3
  LinkForDialing();
  Lease();
  DialByKey("n7").value();
  After(kCallbackDialLimit);
  CallOut(driver, "out", "PJSIP/1001");
  EXPECT_EQ(callback().attempts[0].call, driver.call("out").name);
}

TEST_F(CallbackCallsTest, ADialOfAnAttemptThatIsOverIsNotOfTheNext) {  // N3
  LinkForDialing();
  Lease();
  DialByKey("n7").value();
  Complete(driver, "ana", 1, AttemptOutcome::kBusy).value();
  After(10 * kMinute);
  Accept(driver, "ana");

  EXPECT_FALSE(callback().attempts.back().commanded);
  EXPECT_EQ(ReasonOf(DialByKey("n7")), "");
}

TEST_F(CallbackCallsTest, AnAttemptThatIsOverIsNotDialledAnyMore) {  // N3
  LinkForDialing();
  Lease();
  DialByKey("n7").value();
  Complete(driver, "ana", 1, AttemptOutcome::kFailed).value();

  ASSERT_THAT(callback().attempts, SizeIs(1));
  EXPECT_FALSE(callback().attempts[0].commanded);
}

TEST_F(CallbackCallsTest, ADialOfAnOlderStateHasItsLimitFromTheConfigurationOn) {  // N3
  LinkForDialing();
  Lease();
  DialByKey("n7").value();
  State older = driver.state();
  constexpr std::uint64_t kDial = 3;
  older.timers.Cancel({TimerKind::kCallback, 1, kDial});
  Exchange exchange = *Exchange::Restore(ToArchive(older));

  const Duration start = driver.now();
  const auto at = [](Duration now) {
    return Input{.now = Instant(now), .wall = kStart + now, .names = {1, 100}};
  };
  Input configured = at(start);
  configured.body = CallbackSite();
  exchange.Apply(Sequence{100}, configured).value();
  Input due = at(start + kCallbackDialLimit);
  due.body = TimersDue{};
  exchange.Apply(Sequence{101}, due).value();

  const Callback& adopted = exchange.state().callbacks.at(CallbackId{1});
  EXPECT_EQ(adopted.state, CallbackState::kInProgress);
  EXPECT_FALSE(adopted.attempts[0].commanded);
}

TEST_F(CallbackCallsTest, TheNumberIsNotDialledOutsideTheCustomersHours) {  // H1
  LinkForDialing();
  Lease();
  Configuration site = CallbackSite();
  site.calendars = {{.name = "closed", .time_zone = "UTC"}};
  site.queues[1].callbacks.calendar = "closed";
  driver.Configure(site);
  EXPECT_EQ(ReasonOf(DialByKey("n7")), "CALLBACK_NOT_DUE");
  EXPECT_EQ(ReasonOf(DialByKey("n8")), "") << "of another person";
}

TEST_F(CallbackCallsTest, TheNumberMayBecomeKnownAfterTheCallBegan) {  // N3
  Lease();
  driver.Tell(Originated{.call = "out",
                         .direction = Direction::kOutbound,
                         .connection = "out-agent",
                         .device = "PJSIP/1001"});
  EXPECT_EQ(callback().attempts[0].call, "");
  driver.Tell(CallInformation{.call = "out", .dialled = PersonalText(7, "sealed")});
  EXPECT_EQ(callback().attempts[0].call, driver.call("out").name);
}

TEST_F(CallbackCallsTest, TheAgentTellsTheOutcomeAfterTheCall) {  // B4
  Lease();
  CallOut(driver, "out", "PJSIP/1001");
  Answer(driver, "out");
  End(driver, "out");
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReserved);
  Complete(driver, "ana", 1, AttemptOutcome::kNotThem).value();
  EXPECT_EQ(callback().attempts[0].outcome, AttemptOutcome::kNotThem);
  EXPECT_FALSE(callback().attempts[0].assumed);
}

TEST_F(CallbackCallsTest, AnOutcomeThatNobodyTellsIsAssumedFromTheCall) {  // B4
  Lease();
  CallOut(driver, "out", "PJSIP/1001");
  Answer(driver, "out");
  End(driver, "out");
  After(3 * kMinute);
  EXPECT_EQ(callback().end, CallbackEnd::kReached);
  EXPECT_TRUE(callback().attempts[0].assumed);
}

TEST_F(CallbackCallsTest, ACallThatTheCustomerDidNotAnswerIsAssumedToBeNoAnswer) {  // B4
  Lease();
  CallOut(driver, "out", "PJSIP/1001");
  End(driver, "out");
  After(3 * kMinute);
  EXPECT_TRUE(callback().live());
  EXPECT_EQ(callback().attempts[0].outcome, AttemptOutcome::kNoAnswer);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady) << "they did call";
}

TEST_F(CallbackCallsTest, WhoCallsAgainHasAsMuchTimeAgain) {  // N3
  Lease();
  CallOut(driver, "out", "PJSIP/1001");
  End(driver, "out");
  After(2 * kMinute);
  CallOut(driver, "again", "PJSIP/1001");
  EXPECT_EQ(callback().attempts[0].call, driver.call("again").name);
  EXPECT_EQ(callback().attempts[0].dialled, kStart + kSecond);
  After(kHour);
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
}

TEST_F(CallbackCallsTest, AnAgentWhoLeavesAfterTheCallTellsNothing) {  // B4
  Lease();
  CallOut(driver, "out", "PJSIP/1001");
  End(driver, "out");
  driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "ana"}).value();
  EXPECT_EQ(callback().state, CallbackState::kInProgress) << "may tell yet";
  driver.Command(SetAgentState{"ana", AgentWish::kLoggedOff, {}, "ana"}).value();
  EXPECT_EQ(callback().attempts[0].outcome, AttemptOutcome::kNoAnswer);
}

TEST_F(CallbackCallsTest, ItIsHeldWhileAnotherAgentCallsTheCustomer) {  // N2, B6
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  CallOut(driver, "out", "PJSIP/1002");
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  EXPECT_EQ(ReasonOf(driver.Ask(TakeCallback{"ana", CallbackId{1}})), "CALLBACK_HELD");

  End(driver, "out");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U) << "nobody answered";
}

TEST_F(CallbackCallsTest, ItIsHeldAlsoWhereTheNumberBecomesKnownLater) {  // N2
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  driver.Tell(Originated{.call = "out",
                         .direction = Direction::kOutbound,
                         .connection = "out-agent",
                         .device = "PJSIP/1002"});
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  driver.Tell(CallInformation{.call = "out", .dialled = PersonalText(7, "sealed")});
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
}

TEST_F(CallbackCallsTest, OneThatIsMadeWhileItsCustomerIsOnTheLineIsHeld) {  // N2
  Ring(driver, "in");
  driver.Ask(NewCallbackFor()).value();
  CallOut(driver, "out", "PJSIP/1002", 8);
  driver.Ask(NewCallbackFor(8)).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);

  End(driver, "in");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  driver.Ask(DeclineCallback{"ana", OfferTo(driver, "ana")}).value();
  End(driver, "out");
  EXPECT_EQ(OfferedTo(driver, "ana"), 2U);
}

TEST_F(CallbackCallsTest, OneThatIsMadeAfterTheCallIsNotHeldByIt) {  // N2
  Ring(driver, "in");
  End(driver, "in");
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  EXPECT_THAT(driver.state().calls_of_party, IsEmpty());
}

TEST_F(CallbackCallsTest, ACallBetweenAgentsHoldsNothing) {  // N2
  Originated begun{.call = "inside", .direction = Direction::kInternal};
  begun.caller.presentation = Presentation::kPresented;
  begun.caller.number = PersonalText(7, "sealed");
  begun.caller.number_key = "n7";
  begun.connection = "inside-caller";
  driver.Tell(begun);
  driver.Ask(NewCallbackFor()).value();
  EXPECT_THAT(callback().callers, IsEmpty());
}

TEST_F(CallbackCallsTest, TheCallItCameFromHoldsItAlsoWhereTheNumberIsAnother) {  // N2
  Ring(driver, "in", 9);
  CreateCallback promise = NewCallbackFor();
  promise.call = driver.call("in").name;
  driver.Ask(promise).value();
  driver.Tell(CallInformation{.call = "in", .attached_customer = CustomerId{5}});
  EXPECT_THAT(callback().callers, ElementsAre(driver.call("in").id));
}

TEST_F(CallbackCallsTest, ItIsHeldWhileTheCustomerCalls) {  // N2, B6
  driver.Ask(NewCallbackFor()).value();
  driver.Advance(kSecond);
  Ring(driver, "in");
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
  EXPECT_EQ(callback().state, CallbackState::kWaiting);

  End(driver, "in");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
}

TEST_F(CallbackCallsTest, AnOfferIsTakenBackWhenTheCustomerCalls) {  // N2
  driver.Ask(NewCallbackFor()).value();
  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "ana"), 1U);
  driver.Advance(kSecond);
  Ring(driver, "in");
  EXPECT_EQ(OfferedTo(driver, "ana"), 0U);
}

TEST_F(CallbackCallsTest, ItIsOverWhenAnAgentAnswersTheCustomer) {  // B6
  driver.Ask(NewCallbackFor()).value();
  driver.Advance(kSecond);
  Ring(driver, "in");
  Enter("in");
  AnswerBy("in", "PJSIP/1001");
  EXPECT_EQ(callback().end, CallbackEnd::kCustomerCalled);
  EXPECT_EQ(callback().state, CallbackState::kCancelled);
  EXPECT_TRUE(IsRecovered(callback().end));
}

TEST_F(CallbackCallsTest, ACustomerIsKnownByAnotherNumber) {  // B6
  CreateCallback command = NewCallbackFor();
  command.customer = CustomerId{5};
  driver.Ask(command).value();
  driver.Advance(kSecond);
  Ring(driver, "in", 8);
  EXPECT_THAT(callback().callers, IsEmpty());
  driver.Tell(CallInformation{.call = "in", .attached_customer = CustomerId{5}});
  EXPECT_THAT(callback().callers, SizeIs(1));
}

TEST_F(CallbackCallsTest, APromiseIsNotKeptByTheCallInWhichItWasMade) {  // B6
  Ring(driver, "in");
  Enter("in");
  AnswerBy("in", "PJSIP/1001");
  driver.Advance(kSecond);
  CreateCallback promise = NewCallbackFor();
  promise.call = driver.call("in").name;
  driver.Ask(promise).value();
  SignIn(driver, "bo");
  EXPECT_EQ(OfferedTo(driver, "bo"), 0U) << "they still talk";

  AnswerBy("in", "PJSIP/1002");
  EXPECT_TRUE(callback().live());
  End(driver, "in");
  EXPECT_TRUE(callback().live());
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
}

TEST_F(CallbackCallsTest, ItIsOverWhenSomebodyCallsThemWithoutIt) {  // B6
  driver.Ask(NewCallbackFor()).value();
  driver.Advance(kSecond);
  CallOut(driver, "out", "PJSIP/1002");
  Answer(driver, "out");
  End(driver, "out");
  EXPECT_EQ(callback().end, CallbackEnd::kReachedOtherwise);
  EXPECT_EQ(callback().state, CallbackState::kReached);
}

TEST_F(CallbackCallsTest, AMissedCallMakesOneWhereThePlanSaysSo) {  // N1
  Plan({.on_missed_call = true});
  Ring(driver, "in");
  driver.Advance(kSecond);
  Enter("in");
  driver.Advance(kMinute);
  Leave("in", DequeueCause::kAbandoned);
  End(driver, "in");

  ASSERT_THAT(driver.state().callbacks, SizeIs(1));
  EXPECT_EQ(callback().origin, CallbackOrigin::kMissedCall);
  EXPECT_EQ(callback().number, PersonalText(7, "sealed"));
  EXPECT_EQ(callback().since.wall, kStart + kSecond) << "the place of the entry";
  EXPECT_EQ(callback().call, driver.call("in").name);
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
}

TEST_F(CallbackCallsTest, OneThatACallMakesKeepsTheHoursOfTheCallersCountry) {  // N1, H1
  Configuration site = CallbackSite();
  site.calendars = {{.name = "closed", .time_zone = "UTC"}};
  site.queues[1].callbacks = {.on_missed_call = true, .calendars_by_code = {{86, "closed"}}};
  driver.Configure(site);
  for (const std::uint32_t code : {49U, 86U}) {
    const std::string call = "from " + std::to_string(code);
    Originated begun{.call = call, .direction = Direction::kInbound};
    begun.caller.presentation = Presentation::kPresented;
    begun.caller.number = PersonalText(code, "sealed");
    begun.caller.calling_code = code;
    begun.connection = call + "-caller";
    driver.Tell(begun);
    Enter(call);
    End(driver, call);
  }

  EXPECT_EQ(driver.callback(1).state, CallbackState::kWaiting);
  EXPECT_EQ(driver.callback(2).state, CallbackState::kScheduled);
}

TEST_F(CallbackCallsTest, AMissedCallHasThePlaceOfItsFirstQueue) {  // N1
  Configuration site = CallbackSite();
  for (QueueConfiguration& queue : site.queues) queue.routing.mode = QueueMode::kDirected;
  site.queues[0].routing.overflow = {
      {.cause = OverflowCause::kWait, .limit = kMinute, .queue = "support"}};
  site.queues[1].callbacks.on_missed_call = true;
  driver.Configure(site);
  Ring(driver, "in");
  driver.Tell(Queued{.call = "in", .leg = "in-caller", .queue = "sales"});
  After(kMinute);
  ASSERT_THAT(driver.call("in").legs, SizeIs(2));
  End(driver, "in");

  ASSERT_THAT(driver.state().callbacks, SizeIs(1));
  EXPECT_EQ(callback().since.wall, kStart);
}

TEST_F(CallbackCallsTest, AMissedCallMakesNoneByDefault) {  // N1
  Ring(driver, "in");
  Enter("in");
  End(driver, "in");
  EXPECT_THAT(driver.state().callbacks, IsEmpty());
}

TEST_F(CallbackCallsTest, OfACustomerWhoIsNotToBeCalledOnlyTheKeyMakesOne) {  // N1
  Plan({.on_exit_key = true, .on_missed_call = true});
  const CustomerStanding flagged{.do_not_call = true};
  Ring(driver, "missed");
  driver.Tell(CallInformation{
      .call = "missed", .attached_customer = CustomerId{5}, .attached_standing = flagged});
  Enter("missed");
  End(driver, "missed");
  EXPECT_THAT(driver.state().callbacks, IsEmpty());

  Ring(driver, "key");
  driver.Tell(CallInformation{
      .call = "key", .attached_customer = CustomerId{5}, .attached_standing = flagged});
  Enter("key");
  Leave("key", DequeueCause::kExitKey);
  End(driver, "key");
  ASSERT_THAT(driver.state().callbacks, SizeIs(1));
  EXPECT_EQ(callback().origin, CallbackOrigin::kQueue);
}

TEST_F(CallbackCallsTest, AnAnsweredCallAndOneWithoutANumberMakeNone) {  // N1
  Plan({.on_missed_call = true});
  Ring(driver, "in");
  Enter("in");
  AnswerBy("in", "PJSIP/1001");
  End(driver, "in");
  driver.Tell(Originated{.call = "withheld", .direction = Direction::kInbound, .connection = "w"});
  driver.Tell(Queued{.call = "withheld", .leg = "w", .queue = "support"});
  End(driver, "withheld");
  EXPECT_THAT(driver.state().callbacks, IsEmpty());
}

TEST_F(CallbackCallsTest, WhoIsMissedTwiceHasOne) {  // N1
  Plan({.on_missed_call = true});
  for (const std::string call : {"first", "second"}) {
    Ring(driver, call);
    Enter(call);
    driver.Advance(kMinute);
    End(driver, call);
  }
  EXPECT_THAT(driver.state().callbacks, SizeIs(1));
  EXPECT_EQ(callback().state, CallbackState::kWaiting);
}

TEST_F(CallbackCallsTest, WhoLeavesByAKeyKeepsThePlaceAmongThoseWhoWait) {  // N1, H2
  Plan({.on_exit_key = true});
  Ring(driver, "in");
  Enter("in");
  driver.Advance(kMinute);
  driver.Ask(NewCallbackFor(8)).value();  // Came later.
  driver.Advance(kMinute);
  Leave("in", DequeueCause::kExitKey);
  EXPECT_EQ(driver.callback(2).origin, CallbackOrigin::kQueue);
  SignIn(driver, "bo");
  EXPECT_EQ(OfferedTo(driver, "bo"), 1U) << "who presses the key is on the phone yet";
  driver.Ask(DeclineCallback{"bo", OfferTo(driver, "bo")}).value();
  End(driver, "in");

  SignIn(driver, "ana");
  EXPECT_EQ(OfferedTo(driver, "bo"), 2U);
}

TEST_F(CallbackCallsTest, OfTwoAttemptsWhoseCallsBecomeOneTheOtherHasHadItsCall) {  // N3
  Lease();
  driver.Ask(NewCallbackFor(8)).value();
  SignIn(driver, "bo");
  Accept(driver, "bo");
  driver.Advance(kSecond);
  CallOut(driver, "first", "PJSIP/1001");
  Answer(driver, "first");
  CallOut(driver, "second", "PJSIP/1002", 8);
  ASSERT_FALSE(driver.callback(2).lease_until);

  driver.Tell(
      Transferred{.call = "first", .kind = TransferKind::kConsultation, .consultation = "second"});
  EXPECT_FALSE(callback().lease_until) << "its call goes on";
  EXPECT_TRUE(driver.callback(2).lease_until);
  After(3 * kMinute);
  EXPECT_EQ(driver.callback(2).attempts[0].outcome, AttemptOutcome::kNoAnswer);
  EXPECT_EQ(callback().state, CallbackState::kInProgress);
}

TEST_F(CallbackCallsTest, ACallThatGoesOnInAnotherOneHoldsWhatIsMadeMeanwhile) {  // N2
  Ring(driver, "in");
  Ring(driver, "other", 9);
  driver.Tell(
      Transferred{.call = "other", .kind = TransferKind::kConsultation, .consultation = "in"});
  driver.Ask(NewCallbackFor()).value();
  EXPECT_THAT(callback().callers, ElementsAre(driver.call("other").id));
}

TEST_F(CallbackCallsTest, ACallThatGoesOnInAnotherOneStillHolds) {  // N2
  driver.Ask(NewCallbackFor()).value();
  driver.Advance(kSecond);
  Ring(driver, "in");
  Ring(driver, "other", 9);
  driver.Tell(
      Transferred{.call = "other", .kind = TransferKind::kConsultation, .consultation = "in"});
  EXPECT_THAT(callback().callers, ElementsAre(driver.call("other").id));
  Caller named;
  named.name = PersonalText("Somebody");
  driver.Tell(CallInformation{.call = "other", .caller = named});  // More is known of one of them.
  EXPECT_THAT(callback().callers, ElementsAre(driver.call("other").id));
  End(driver, "other");
  EXPECT_THAT(callback().callers, IsEmpty());
}

}  // namespace
}  // namespace jackfield::exchange
