#include "server/grpc_api/explanation_verdict.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

constexpr std::uint8_t kRingEvent = 5;
constexpr OfferId kOffer{0x20};

WallTime At(int ms) { return WallTime(Duration{1'767'603'600'000 + ms}); }

TraceStep Step(TraceKind kind, int ms) {
  TraceStep step;
  step.kind = kind;
  step.at = At(ms);
  return step;
}

TraceStep Ring(TraceKind kind, int ms) {
  TraceStep step = Step(kind, ms);
  step.offer = kOffer;
  step.agent = "ana";
  step.device = "PJSIP/1001";
  step.desk_present = true;
  return step;
}

TraceStep Closed(int ms) {
  TraceStep step = Ring(TraceKind::kClosed, ms);
  step.state = exchange::OfferState::kNoAnswer;
  return step;
}

TraceStep Ignored(exchange::IgnoreCause cause, std::uint8_t event = kRingEvent) {
  TraceStep step = Step(TraceKind::kIgnored, 9'000);
  step.cause = cause;
  step.event = event;
  return step;
}

Verdict Judge(const std::vector<TraceStep>& steps) { return VerdictOf(StoryOf(steps), ""); }

TEST(ExplanationVerdictTest, APopThatWasShownNeedsNoReason) {  // V1
  TraceStep shown = Ring(TraceKind::kShown, 300);
  shown.source_time = At(250);
  const Verdict verdict =
      Judge({Ring(TraceKind::kOffered, 0), Ring(TraceKind::kDelivered, 100), shown});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_UNSPECIFIED);
  EXPECT_EQ(verdict.text, "The pop was shown to ana 0.3 s after it began to ring.");
}

TEST(ExplanationVerdictTest, SwitchedOffComesFirst) {  // V2
  TraceStep offered = Ring(TraceKind::kOffered, 0);
  TraceStep closed = Closed(12'000);
  offered.pop_mode = closed.pop_mode = exchange::PopMode::kOff;
  const Verdict verdict = Judge({offered, closed});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_POPS_SWITCHED_OFF);
  EXPECT_EQ(verdict.text,
            "It rang at ana (PJSIP/1001) for 12.0 s, but the agent had switched pops off.");
}

TEST(ExplanationVerdictTest, WithoutADeskNobodyWasTold) {
  TraceStep offered = Ring(TraceKind::kOffered, 0);
  TraceStep closed = Closed(12'000);
  offered.desk_present = closed.desk_present = false;

  EXPECT_EQ(Judge({offered, closed}).reason, v1::NO_POP_REASON_DESK_NOT_CONNECTED);
  EXPECT_EQ(Judge({offered, Ring(TraceKind::kDelivered, 5'000), closed}).reason,
            v1::NO_POP_REASON_NOT_REPORTED)
      << "it came back while it rang";
}

TEST(ExplanationVerdictTest, ARingThatWasOverTooSoonIsTellable) {  // V3
  EXPECT_EQ(Judge({Ring(TraceKind::kOffered, 0), Closed(200)}).reason,
            v1::NO_POP_REASON_RING_TOO_SHORT);
  EXPECT_EQ(
      Judge({Ring(TraceKind::kOffered, 0), Closed(200), Ring(TraceKind::kDelivered, 201)}).reason,
      v1::NO_POP_REASON_RING_TOO_SHORT);
  EXPECT_EQ(Judge({Ring(TraceKind::kOffered, 0), Closed(9'000)}).reason,
            v1::NO_POP_REASON_DESK_NOT_CONNECTED)
      << "the desk's connection took nothing";
}

TEST(ExplanationVerdictTest, ADeskThatWasToldAndReportsNothingIsTheReason) {
  const Verdict verdict =
      Judge({Ring(TraceKind::kOffered, 0), Ring(TraceKind::kDelivered, 100), Closed(4'000)});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_NOT_REPORTED);
  EXPECT_EQ(verdict.text,
            "It rang at ana (PJSIP/1001) for 4.0 s. The desk was told after 0.1 s, and has not "
            "reported yet that it showed the pop.");
}

TEST(ExplanationVerdictTest, ADeviceOfNobodyIsNamed) {
  TraceStep unmapped = Step(TraceKind::kUnmapped, 0);
  unmapped.device = "PJSIP/1099";
  const Verdict verdict = Judge({Step(TraceKind::kEvent, 0), unmapped, unmapped});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_UNMAPPED_DEVICE);
  EXPECT_EQ(verdict.text,
            "It rang at PJSIP/1099, which is no agent's device; declare it with `jackfield apply` "
            "to have pops.");
}

TEST(ExplanationVerdictTest, EventsAfterTheEndPopNothing) {
  EXPECT_EQ(Judge({Ignored(exchange::IgnoreCause::kCallOver)}).reason,
            v1::NO_POP_REASON_CALL_ENDED);
  EXPECT_EQ(Judge({Step(TraceKind::kEvent, 0), Ignored(exchange::IgnoreCause::kCallOver)}).reason,
            v1::NO_POP_REASON_CALL_ENDED);
}

TEST(ExplanationVerdictTest, ALateEventOfAnotherKindIsNotWhyNothingPopped) {
  const std::vector<TraceStep> steps = {Step(TraceKind::kEvent, 0),
                                        Ignored(exchange::IgnoreCause::kCallOver, 16)};

  EXPECT_EQ(Judge(steps).reason, v1::NO_POP_REASON_NEVER_RANG);
  EXPECT_EQ(VerdictOf(StoryOf(steps), "the caller waits in sales").text,
            "It never rang at a device: the caller waits in sales.");
}

TEST(ExplanationVerdictTest, WhatCameAgainIsMentionedBesideWhatWasShown) {
  TraceStep repeated = Step(TraceKind::kRepeated, 50);
  repeated.event = kRingEvent;
  const Verdict verdict = Judge({Ring(TraceKind::kOffered, 0), Ring(TraceKind::kShown, 100),
                                 repeated, Ignored(exchange::IgnoreCause::kRangAlready)});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_UNSPECIFIED);
  EXPECT_EQ(verdict.text,
            "The pop was shown to ana 0.1 s after it began to ring. 2 ring events told what was "
            "known, and opened no pop.");
}

TEST(ExplanationVerdictTest, ACallOfRepetitionsAloneIsADuplicate) {
  TraceStep repeated = Step(TraceKind::kRepeated, 0);
  repeated.event = kRingEvent;

  EXPECT_EQ(Judge({repeated}).reason, v1::NO_POP_REASON_DUPLICATE_EVENT);
}

TEST(ExplanationVerdictTest, AWithheldNumberIsSaidWhateverBecameOfTheCall) {
  TraceStep began = Step(TraceKind::kEvent, 0);
  began.caller = TracedCaller{.presentation = exchange::Presentation::kWithheld};
  const Verdict verdict =
      Judge({began, Ring(TraceKind::kOffered, 0), Ring(TraceKind::kShown, 100)});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_UNSPECIFIED);
  EXPECT_NE(verdict.text.find("The number was withheld"), std::string::npos);
}

TEST(ExplanationVerdictTest, TheNewestOfSeveralRingsIsToldFirst) {
  TraceStep other = Ring(TraceKind::kOffered, 5'000);
  other.offer = OfferId{0x21};
  other.agent = "ben";
  other.desk_present = false;
  const Verdict verdict =
      Judge({Ring(TraceKind::kOffered, 0), Ring(TraceKind::kDelivered, 100), Closed(4'000), other});

  EXPECT_EQ(verdict.reason, v1::NO_POP_REASON_DESK_NOT_CONNECTED);
  EXPECT_TRUE(verdict.text.starts_with("It rings at ben")) << verdict.text;
}

}  // namespace
}  // namespace jackfield::grpc_api
