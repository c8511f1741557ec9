#include "server/intake/intake_thread.h"

#include <memory>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/engine_inputs.h"
#include "tests/support/fake_caller_memory.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_customers.h"
#include "tests/support/fake_engine.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_vault.h"

namespace jackfield::intake {
namespace {

using exchange::PersonalText;
using fakes::PbxEvent;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class IntakeThreadTest : public testing::Test {
 protected:
  IntakeThreadTest() {
    resolver_ = std::move(*CallerResolver::Prepare({}, customers_, memory_, metrics_));
    Restart({});
  }

  void Restart(IntakeOptions options) {
    intake_ = std::make_unique<IntakeThread>(
        IntakePorts{*resolver_, vault_, engine_, metrics_, clock_}, options);
  }

  void Accept(const std::string& id, exchange::TelephonyEventBody body) {
    intake_->Accept(PbxEvent(id, std::move(body)), [this](const Result<Receipt>& status) {
      const absl::MutexLock lock(&mutex_);
      answers_.push_back(status ? "OK" : status.error().reason);
    });
  }

  // The answers when `count` have come, or after 10 s.
  std::vector<std::string> Answers(std::size_t count) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [this, count]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return answers_.size() >= count;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(10));
    return answers_;
  }

  static exchange::TelephonyEventBody CallFrom(const std::string& number) {
    exchange::Originated begun;
    begun.call = "c1";
    begun.caller.presentation = exchange::Presentation::kPresented;
    begun.caller.number = PersonalText(number);
    return begun;
  }

  fakes::FakeCustomers customers_;
  fakes::FakeCallerMemory memory_;
  fakes::FakeMetrics metrics_;
  fakes::FakeVault vault_;
  fakes::FakeEngine engine_;
  fakes::FakeClock clock_;
  std::unique_ptr<CallerResolver> resolver_;
  absl::Mutex mutex_;
  std::vector<std::string> answers_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<IntakeThread> intake_;
};

TEST_F(IntakeThreadTest, AnEventIsPublishedIdentifiedAndSealed) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  intake_->Start();

  Accept("e1", CallFrom("+4930901820"));

  const auto events = engine_.Await(1);
  ASSERT_THAT(events, SizeIs(1));
  const auto& begun = std::get<exchange::Originated>(events[0].body);
  EXPECT_EQ(begun.caller.customer, CustomerId{3});
  EXPECT_EQ(begun.caller.number.key, vault_.KeyOf("customer 3"));
  engine_.Answer({});
  EXPECT_THAT(Answers(1), ElementsAre("OK"));
}

TEST_F(IntakeThreadTest, NothingIsAnsweredBeforeTheEngineAnswers) {
  intake_->Start();
  Accept("e1", CallFrom("+4930901820"));
  engine_.Await(1);

  EXPECT_THAT(Answers(0), IsEmpty());

  engine_.Answer(Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE", "disk"));
  EXPECT_THAT(Answers(1), ElementsAre("STORE_UNAVAILABLE"));
}

TEST_F(IntakeThreadTest, EventsArePublishedInTheOrderInWhichTheyCame) {
  intake_->Start();
  Accept("e1", fakes::CallComesIn("c1"));
  Accept("e2", fakes::CallWaits("c1"));
  Accept("e3", fakes::CallEnds("c1"));

  const auto events = engine_.Await(3);

  ASSERT_THAT(events, SizeIs(3));
  EXPECT_EQ(events[0].id, "e1");
  EXPECT_EQ(events[1].id, "e2");
  EXPECT_EQ(events[2].id, "e3");
}

TEST_F(IntakeThreadTest, AnEventThatBreaksARuleIsRefusedAtOnce) {
  Accept("e1", fakes::CallEnds(""));

  EXPECT_THAT(Answers(1), ElementsAre("EVENT_INVALID"));
}

// N4.
TEST_F(IntakeThreadTest, AnEventOfTheFutureIsRefusedWhereSomebodyWaitsForTheAnswer) {
  exchange::TelephonyEvent event = PbxEvent("e1", fakes::CallComesIn("c1"));
  event.time = clock_.WallNow() + Duration{3'600'001};
  std::string reason;

  intake_->Accept(event, [&reason](const Result<Receipt>& receipt) {
    if (!receipt) reason = receipt.error().reason;
  });

  EXPECT_EQ(reason, "EVENT_INVALID");
}

// N4.
TEST_F(IntakeThreadTest, AnEventOfTheFutureIsTakenAsOfNowWhereNobodyWaitsForTheAnswer) {
  exchange::TelephonyEvent wrong = PbxEvent("e1", fakes::CallComesIn("c1"));
  wrong.time = clock_.WallNow() + Duration{3'600'001};
  exchange::TelephonyEvent right = PbxEvent("e2", fakes::CallWaits("c1"));
  right.time = clock_.WallNow() + Duration{3'600'000};
  intake_->Start();

  intake_->Accept(wrong, {});
  intake_->Accept(right, {});
  const auto events = engine_.Await(2);

  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].time, std::nullopt);
  EXPECT_EQ(events[1].time, right.time);
}

TEST_F(IntakeThreadTest, EventsBeyondTheQueueAreRefusedAtOnce) {
  Restart({.events_max = 1});
  Accept("e1", fakes::CallComesIn("c1"));

  Accept("e2", fakes::CallComesIn("c2"));

  EXPECT_THAT(Answers(1), ElementsAre("INTAKE_FULL"));
}

TEST_F(IntakeThreadTest, TheEngineIsGivenNoMoreEventsThanItMayHave) {
  Restart({.in_flight_max = 2});
  intake_->Start();
  Accept("e1", fakes::CallComesIn("c1"));
  Accept("e2", fakes::CallComesIn("c2"));
  Accept("e3", fakes::CallComesIn("c3"));
  EXPECT_THAT(engine_.Await(2), SizeIs(2));

  engine_.Answer({});

  EXPECT_THAT(engine_.Await(3), SizeIs(3));
  engine_.Answer({});
  EXPECT_THAT(Answers(3), ElementsAre("OK", "OK", "OK"));
}

TEST_F(IntakeThreadTest, WhatCannotBeSealedIsRefusedWhereTheSourceWaitsForAnAnswer) {
  vault_.SetFailing(true);
  intake_->Start();

  Accept("e1", CallFrom("+4930901820"));

  EXPECT_THAT(Answers(1), SizeIs(1));
  EXPECT_THAT(engine_.Await(0), IsEmpty());
}

TEST_F(IntakeThreadTest, WhatCannotBeSealedGoesOnWithoutTextsWhereTheSourceDoesNotWait) {
  vault_.SetFailing(true);
  intake_->Start();

  intake_->Accept(PbxEvent("", CallFrom("+4930901820")), nullptr);

  const auto events = engine_.Await(1);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_TRUE(std::get<exchange::Originated>(events[0].body).caller.number.empty());
}

TEST_F(IntakeThreadTest, StopHandsOnWhatWaitsEvenToAnEngineThatDoesNotAnswer) {
  Restart({.in_flight_max = 1});
  intake_->Start();
  Accept("e1", fakes::CallComesIn("c1"));
  Accept("e2", fakes::CallComesIn("c2"));

  intake_->Stop();

  EXPECT_THAT(engine_.Await(2), SizeIs(2));
}

TEST_F(IntakeThreadTest, AnAnswerMayComeWhenIntakeIsGone) {
  intake_->Start();
  Accept("e1", fakes::CallComesIn("c1"));
  engine_.Await(1);
  intake_.reset();

  engine_.Answer({});

  EXPECT_THAT(Answers(1), ElementsAre("OK"));
}

TEST_F(IntakeThreadTest, AfterStopEventsAreRefused) {
  intake_->Start();
  intake_->Stop();

  Accept("e1", fakes::CallComesIn("c1"));

  EXPECT_THAT(Answers(1), ElementsAre("SHUTTING_DOWN"));
}

TEST_F(IntakeThreadTest, AnIntakeThatWasNeverStartedAnswersItsEventsAtTheEnd) {
  Accept("e1", fakes::CallComesIn("c1"));

  intake_->Stop();

  EXPECT_THAT(Answers(1), ElementsAre("SHUTTING_DOWN"));
}

}  // namespace
}  // namespace jackfield::intake
