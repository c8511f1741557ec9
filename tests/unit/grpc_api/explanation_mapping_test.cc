#include "server/grpc_api/explanation_mapping.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using Step = v1::ExplanationStep;

constexpr OfferId kOffer{0x20};

WallTime At(int ms) { return WallTime(Duration{1'767'603'600'000 + ms}); }

TraceStep StepOf(TraceKind kind, int ms) {
  TraceStep step;
  step.kind = kind;
  step.at = At(ms);
  step.sequence = Sequence{12};
  return step;
}

TraceStep RingOf(TraceKind kind, int ms) {
  TraceStep step = StepOf(kind, ms);
  step.offer = kOffer;
  step.agent = "ana";
  step.device = "PJSIP/1001";
  step.desk_present = true;
  return step;
}

CallRecord RecordOf(std::vector<TraceStep> steps) {
  CallRecord record;
  record.row.emplace();
  record.row->name = "c7";
  record.steps = std::move(steps);
  return record;
}

v1::CallExplanation Explained(const CallRecord& record) {
  return ToExplanation(record, At(60'000));
}

std::vector<Step::Kind> KindsOf(const v1::CallExplanation& explanation) {
  std::vector<Step::Kind> kinds;
  for (const Step& step : explanation.steps()) kinds.push_back(step.kind());
  return kinds;
}

TEST(ExplanationMappingTest, AStepCarriesItsTimesNamesAndPlace) {
  TraceStep offered = RingOf(TraceKind::kOffered, 0);
  offered.source_time = At(-400);
  const v1::CallExplanation explanation = Explained(RecordOf({offered}));

  ASSERT_EQ(explanation.steps_size(), 1);
  const Step& step = explanation.steps(0);
  EXPECT_EQ(step.kind(), Step::KIND_OFFERED);
  EXPECT_EQ(step.agent(), "agents/ana");
  EXPECT_EQ(step.device(), "PJSIP/1001");
  EXPECT_EQ(step.offer(), "calls/c7/offers/20");
  EXPECT_EQ(step.journal_sequence(), 12);
  EXPECT_EQ(step.text(), "Rings at ana, device PJSIP/1001");
  EXPECT_TRUE(step.has_source_time());
}

TEST(ExplanationMappingTest, AnOfferKeepsTheNameOfTheCallThatItBeganIn) {
  TraceStep closed = RingOf(TraceKind::kClosed, 0);
  closed.first_call = "c3";

  EXPECT_EQ(Explained(RecordOf({closed})).steps(1).offer(), "calls/c3/offers/20");
}

TEST(ExplanationMappingTest, APopThatIsNotForTheDeskSaysSoRightAfterTheRing) {
  TraceStep offered = RingOf(TraceKind::kOffered, 0);
  TraceStep closed = RingOf(TraceKind::kClosed, 9'000);
  offered.pop_mode = closed.pop_mode = exchange::PopMode::kOff;
  const v1::CallExplanation explanation = Explained(RecordOf({offered, closed}));

  EXPECT_THAT(KindsOf(explanation),
              ElementsAre(Step::KIND_OFFERED, Step::KIND_NOT_DELIVERED, Step::KIND_OFFER_CLOSED));
  EXPECT_EQ(explanation.steps(1).no_pop_reason(), v1::NO_POP_REASON_POPS_SWITCHED_OFF);
  EXPECT_EQ(explanation.steps(1).text(), "The desk was not told: ana had switched pops off");
  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_POPS_SWITCHED_OFF);
}

TEST(ExplanationMappingTest, ATooShortRingSaysSoAtItsEnd) {
  const v1::CallExplanation explanation =
      Explained(RecordOf({RingOf(TraceKind::kOffered, 0), RingOf(TraceKind::kClosed, 100)}));

  EXPECT_THAT(KindsOf(explanation),
              ElementsAre(Step::KIND_OFFERED, Step::KIND_NOT_DELIVERED, Step::KIND_OFFER_CLOSED));
  EXPECT_EQ(explanation.steps(1).no_pop_reason(), v1::NO_POP_REASON_RING_TOO_SHORT);
}

TEST(ExplanationMappingTest, WhyACallerWentElsewhereIsSaid) {
  using exchange::OverflowCause;
  using exchange::OverflowRule;
  const auto text = [](const OverflowRule& rule) {
    TraceStep step = StepOf(TraceKind::kOverflowed, 0);
    step.detail = "sales";
    step.overflow = rule;
    const v1::CallExplanation explanation = Explained(RecordOf({step}));
    EXPECT_THAT(KindsOf(explanation), ElementsAre(Step::KIND_OVERFLOWED));
    return explanation.steps(0).text();
  };

  EXPECT_EQ(text({.cause = OverflowCause::kClosed, .number = "*98"}),
            "The switch was told to take the caller from queue sales to *98: it was closed");
  EXPECT_EQ(text({.cause = OverflowCause::kNobodySignedIn, .queue = "backup"}),
            "The caller went from queue sales to queue backup: none of its agents was signed in");
  EXPECT_EQ(text({.cause = OverflowCause::kLength, .callers = 30, .queue = "backup"}),
            "The caller went from queue sales to queue backup: 30 waited there already");
  EXPECT_EQ(
      text({.cause = OverflowCause::kExpectedWait, .limit = Duration{125'000}, .queue = "backup"}),
      "The caller went from queue sales to queue backup: a wait of 2 min 5 s or more was to "
      "be expected");
  EXPECT_EQ(text({.cause = OverflowCause::kWait, .limit = Duration{30'000}, .queue = "backup"}),
            "The caller went from queue sales to queue backup: the caller had waited for 30.0 s");
}

TraceStep ForetoldOf(const std::string& queue, Duration p50, Duration p90) {
  TraceStep step = StepOf(TraceKind::kForetold, 0);
  step.detail = queue;
  step.foretold_p50 = p50;
  step.foretold_p90 = p90;
  return step;
}

InteractionLeg LegOf(LegOutcome outcome, Duration waited, Duration p50, Duration p90) {
  return {.queue = "sales",
          .waited = waited,
          .outcome = outcome,
          .foretold_p50 = p50,
          .foretold_p90 = p90};
}

TEST(ExplanationMappingTest, WhatWasForetoldOfAWaitStandsBesideWhatItWas) {
  constexpr Duration kP50{42'140};
  constexpr Duration kP90{136'770};
  const std::string foretold =
      "In queue sales half of the callers in that place were to wait 42.1 s at most, nine of ten "
      "2 min 16 s";
  CallRecord record = RecordOf({ForetoldOf("sales", kP50, kP90)});
  const auto text = [&record] { return Explained(record).steps(0).text(); };

  EXPECT_THAT(KindsOf(Explained(record)), ElementsAre(Step::KIND_FORETOLD));
  EXPECT_EQ(text(), foretold);
  record.row->legs = {LegOf(LegOutcome::kWaiting, {}, kP50, kP90)};
  EXPECT_EQ(text(), foretold);
  record.row->legs = {LegOf(LegOutcome::kAnswered, Duration{70'000}, kP50, kP90)};
  EXPECT_EQ(text(), foretold + "; this one was answered after 1 min 10 s");
  record.row->legs = {LegOf(LegOutcome::kAbandoned, Duration{9'000}, kP50, kP90)};
  EXPECT_EQ(text(), foretold + "; this one hung up after 9.0 s");
  record.row->legs = {LegOf(LegOutcome::kOverflowed, Duration{9'000}, kP50, kP90)};
  EXPECT_EQ(text(), foretold + "; this one waited 9.0 s, unanswered");
}

TEST(ExplanationMappingTest, EachWaitStandsBesideWhatWasForetoldOfIt) {
  constexpr Duration kP50{10'000};
  constexpr Duration kP90{30'000};
  CallRecord record = RecordOf({ForetoldOf("sales", kP50, kP90), ForetoldOf("sales", kP50, kP90)});
  record.row->legs = {LegOf(LegOutcome::kOverflowed, Duration{5'000}, kP50, kP90),
                      LegOf(LegOutcome::kAnswered, Duration{7'000}, kP50, kP90)};

  const v1::CallExplanation explanation = Explained(record);

  EXPECT_THAT(explanation.steps(0).text(), EndsWith("; this one waited 5.0 s, unanswered"));
  EXPECT_THAT(explanation.steps(1).text(), EndsWith("; this one was answered after 7.0 s"));
}

TEST(ExplanationMappingTest, TheCallerIsToldOnceForAsLongAsNothingNewIsKnown) {
  TraceStep began = StepOf(TraceKind::kEvent, 0);
  began.event = 0;
  began.caller = TracedCaller{exchange::Presentation::kPresented, exchange::Match::kExact, 1};
  TraceStep again = began;
  TraceStep withheld = began;
  withheld.caller = TracedCaller{.presentation = exchange::Presentation::kWithheld};
  const v1::CallExplanation explanation = Explained(RecordOf({began, again, withheld}));

  EXPECT_THAT(KindsOf(explanation),
              ElementsAre(Step::KIND_EVENT, Step::KIND_IDENTIFIED, Step::KIND_EVENT,
                          Step::KIND_EVENT, Step::KIND_IDENTIFIED));
  EXPECT_EQ(explanation.steps(1).text(), "The number is a customer's, digit for digit");
}

TEST(ExplanationMappingTest, IdentificationIsThatOfTheLogWithoutItsNumbers) {
  CallRecord record = RecordOf({StepOf(TraceKind::kEvent, 0)});
  record.row->caller.presentation = exchange::Presentation::kPresented;
  record.row->caller.match = exchange::Match::kExact;
  record.row->caller.candidate_count = 3;
  record.row->caller.number = exchange::PersonalText("+4930901820");
  const v1::IdentificationExplanation known = Explained(record).identification();

  EXPECT_EQ(known.text(),
            "The number is a customer's, digit for digit; 3 customers have it, and none is "
            "preferred");
  EXPECT_EQ(known.candidate_count(), 3);
  EXPECT_EQ(known.raw_number(), "");
}

TEST(ExplanationMappingTest, StepsStandInTheOrderOfTheirTimes) {
  const v1::CallExplanation explanation =
      Explained(RecordOf({StepOf(TraceKind::kEnded, 900), RingOf(TraceKind::kDelivered, 100)}));

  EXPECT_THAT(KindsOf(explanation), ElementsAre(Step::KIND_DELIVERED, Step::KIND_EVENT));
}

TEST(ExplanationMappingTest, OfTooManyStepsTheOldestAreLeftOut) {
  std::vector<TraceStep> steps(501, StepOf(TraceKind::kEvent, 0));
  steps.push_back(StepOf(TraceKind::kEnded, 5));
  const v1::CallExplanation explanation = Explained(RecordOf(steps));

  ASSERT_EQ(explanation.steps_size(), 500);
  EXPECT_EQ(explanation.steps(499).text(), "The call was over");
}

TEST(ExplanationMappingTest, ACallThatRangNowhereSaysHowItsCallerWaited) {
  CallRecord record = RecordOf({StepOf(TraceKind::kEvent, 0)});
  record.row->legs.push_back(
      {.queue = "sales", .waited = Duration{125'000}, .outcome = LegOutcome::kAbandoned});

  EXPECT_EQ(Explained(record).verdict(),
            "It never rang at a device: the caller waited in sales for 2 min 5 s and hung up.");
}

TEST(ExplanationMappingTest, TheRoutingOfTheCallerIsToldStepByStep) {
  TraceStep reserved = StepOf(TraceKind::kReserved, 0);
  reserved.agent = "ana";
  reserved.reservation.emplace();
  reserved.reservation->queue = "sales";
  reserved.reservation->waited = Duration{4'000};
  reserved.reservation->choice.idle = Duration{60'000};
  TraceStep released = StepOf(TraceKind::kReleased, 15'000);
  released.agent = "ana";
  released.reservation = reserved.reservation;
  released.reservation->kind = ReservationTraceKind::kEnded;
  released.reservation->end = exchange::ReservationEnd::kUndeliverable;

  const v1::CallExplanation explanation = Explained(RecordOf({reserved, released}));

  EXPECT_THAT(KindsOf(explanation), ElementsAre(Step::KIND_RESERVED, Step::KIND_RELEASED));
  EXPECT_EQ(explanation.steps(0).agent(), "agents/ana");
  EXPECT_EQ(explanation.steps(0).text(),
            "Offered to ana of the queue sales after 4 s of waiting: of those who could have it, "
            "ana was idle the longest, for 1 min");
  EXPECT_EQ(explanation.steps(1).text(), "The offer to ana was over: it could not be delivered");
}

TEST(ExplanationMappingTest, WhyACallerWaitsForTheRoutingIsPartOfTheVerdict) {
  CallRecord record = RecordOf({StepOf(TraceKind::kEvent, 0)});
  record.wait.emplace();
  record.wait->queue = "sales";
  record.wait->entered = At(0);
  record.wait->agents = {{"ana", exchange::AgentObstacle::kNotReady, {}}};
  record.wait->counts = {{exchange::AgentObstacle::kNotReady, 1}};

  const v1::CallExplanation explanation = Explained(record);

  EXPECT_EQ(explanation.verdict(),
            "It never rang at a device. It has waited in sales for 1 min: nobody of 1 can have it "
            "now (1 not ready).");
  ASSERT_EQ(explanation.wait().candidates_size(), 1);
  EXPECT_EQ(explanation.wait().candidates(0).agent(), "agents/ana");
  EXPECT_EQ(explanation.wait().candidates(0).obstacle(), v1::WorkCandidate::OBSTACLE_NOT_READY);
}

}  // namespace
}  // namespace jackfield::grpc_api
