#include "server/app/cli/explanation_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;

using Step = v1::ExplanationStep;

constexpr std::int64_t kBegin = 1'767'603'600;  // 2026-01-05 09:00:00 UTC.

Step& AddStep(v1::CallExplanation& explanation, Step::Kind kind, int ms, const std::string& text) {
  Step& step = *explanation.add_steps();
  step.set_kind(kind);
  step.mutable_time()->set_seconds(kBegin + ms / 1000);
  step.mutable_time()->set_nanos(ms % 1000 * 1'000'000);
  step.set_text(text);
  return step;
}

TEST(ExplanationTextTest, CallsAreNamedAsPeopleWriteThem) {
  EXPECT_EQ(ExplainedName("0af3"), "calls/0af3");
  EXPECT_EQ(ExplainedName("calls/0af3"), "calls/0af3");
  EXPECT_EQ(ExplainedName("pbx/1719.23"), "sources/pbx/calls/1719.23");
  EXPECT_EQ(ExplainedName("pbx/a/b"), "sources/pbx/calls/a/b");
  EXPECT_EQ(ExplainedName("sources/pbx/calls/1719.23"), "sources/pbx/calls/1719.23");
}

TEST(ExplanationTextTest, TheVerdictComesFirstThenTheCallThenTheTimeline) {
  v1::CallExplanation explanation;
  explanation.set_verdict("It rang at ana, but ana had switched pops off.");
  explanation.set_no_pop_reason(v1::NO_POP_REASON_POPS_SWITCHED_OFF);
  explanation.mutable_identification()->set_text("No customer has the number");
  explanation.mutable_identification()->set_raw_number("030901820");
  explanation.mutable_identification()->set_e164_number("+4930901820");
  explanation.mutable_identification()->add_rules("prefix 0 taken off");
  AddStep(explanation, Step::KIND_OFFERED, 0, "Rings at ana");
  AddStep(explanation, Step::KIND_NOT_DELIVERED, 1'250, "ana had switched pops off")
      .set_no_pop_reason(v1::NO_POP_REASON_POPS_SWITCHED_OFF);

  EXPECT_THAT(WriteExplanation(explanation),
              ElementsAre("It rang at ana, but ana had switched pops off.",  //
                          "reason    pops_switched_off",                     //
                          "",                                                //
                          "began     2026-01-05 09:00:00 UTC",               //
                          "caller    +4930901820",                           //
                          "matched   No customer has the number",            //
                          "received  030901820",                             //
                          "read by   prefix 0 taken off",                    //
                          "",                                                //
                          "       0.000  rings      Rings at ana",           //
                          "!      1.250  not told   ana had switched pops off"));
}

TEST(ExplanationTextTest, HowItWaitsForTheRoutingStandsBeforeTheTimeline) {
  v1::CallExplanation explanation;
  explanation.set_verdict("It waits.");
  v1::WorkWait& wait = *explanation.mutable_wait();
  wait.mutable_start_time()->set_seconds(kBegin);
  wait.set_priority(5);
  wait.add_candidates()->set_text("ana is not ready");
  wait.set_candidate_count(2);
  const std::vector<std::string> lines = WriteExplanation(explanation);

  EXPECT_THAT(lines, Contains("priority  5"));
  EXPECT_THAT(lines, Contains("  ana is not ready"));
  EXPECT_THAT(lines, Contains("  and 1 more agents"));
}

TEST(ExplanationTextTest, ALongVerdictIsBrokenBetweenWords) {
  v1::CallExplanation explanation;
  explanation.set_verdict(std::string(60, 'a') + " " + std::string(30, 'b') + " c");

  EXPECT_THAT(WriteExplanation(explanation),
              ElementsAre(std::string(60, 'a'), std::string(30, 'b') + " c", ""));
}

TEST(ExplanationTextTest, AClockOfTheSourceThatDiffersIsSaid) {
  v1::CallExplanation explanation;
  Step& late = AddStep(explanation, Step::KIND_EVENT, 5'000, "A device answered");
  late.mutable_source_time()->set_seconds(kBegin + 3);
  Step& near = AddStep(explanation, Step::KIND_EVENT, 5'400, "The call ended");
  near.mutable_source_time()->set_seconds(kBegin + 5);
  const std::vector<std::string> lines = WriteExplanation(explanation);

  EXPECT_THAT(
      lines,
      Contains("       0.000  event      A device answered (the source says 2.0 s earlier)"));
  EXPECT_THAT(lines, Contains("       0.400  event      The call ended"));
}

TEST(ExplanationTextTest, WhatWasForetoldOfAWaitHasALabelOfItsOwn) {
  v1::CallExplanation explanation;
  AddStep(explanation, Step::KIND_FORETOLD, 0, "In queue sales half of the callers were to wait");

  EXPECT_THAT(WriteExplanation(explanation),
              Contains("       0.000  expected   In queue sales half of the callers were to wait"));
}

TEST(ExplanationTextTest, AWithheldCallerHasNoNumber) {
  v1::CallExplanation explanation;
  explanation.mutable_identification()->set_withheld(true);

  EXPECT_THAT(WriteExplanation(explanation), Contains("caller    (withheld)"));
}

}  // namespace
}  // namespace jackfield::cli
