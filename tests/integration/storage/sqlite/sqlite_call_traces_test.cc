#include "server/storage/sqlite/sqlite_call_traces.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/storage/sqlite/trace_table.h"
#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

using std::chrono::hours;

TraceStep StepOf(TraceKind kind, std::uint64_t sequence) {
  TraceStep step;
  step.kind = kind;
  step.sequence = Sequence{sequence};
  return step;
}

class SqliteCallTracesTest : public testing::Test {
 protected:
  // One commit that adds a step to a call, which begins with it where `switch_id` is given.
  void Save(CallId call, std::uint64_t sequence, const std::string& switch_id = "") {
    CommitBatch batch;
    CallTraceRow& row = batch.traces.emplace_back();
    row.call = call;
    if (!switch_id.empty()) row.source = "pbx";
    row.switch_id = switch_id;
    row.sequence = Sequence{sequence};
    row.at = site_.clock().WallNow();
    row.steps = {StepOf(TraceKind::kEvent, sequence)};
    if (!switch_id.empty() && call) {
      InteractionRow& interaction = batch.interactions.emplace_back();
      interaction.call = call;
      interaction.name = "call-" + std::to_string(call.value);
    }
    ASSERT_TRUE(site_.store().Commit(batch).has_value());
  }

  std::size_t StepsOf(CallId call) { return site_.traces().OfCall(call)->size(); }

  fakes::SqliteSite site_;
};

TEST_F(SqliteCallTracesTest, StepsComeBackInOrderAlsoAfterARestart) {
  Save(CallId{10}, 1, "c1");
  Save(CallId{10}, 3);
  Save(CallId{11}, 4, "c2");
  site_.Restart();
  const std::vector<TraceStep> steps = *site_.traces().OfCall(CallId{10});

  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0], StepOf(TraceKind::kEvent, 1));
  EXPECT_EQ(steps[1].sequence, Sequence{3});
}

TEST_F(SqliteCallTracesTest, ABatchThatIsWrittenTwiceLeavesItsStepsOnce) {
  Save(CallId{10}, 1, "c1");
  Save(CallId{10}, 1, "c1");

  EXPECT_EQ(StepsOf(CallId{10}), 1U);
}

TEST_F(SqliteCallTracesTest, TheNewestCallOfAnIdIsFound) {
  Save(CallId{10}, 1, "c1");
  Save(CallId{20}, 2, "c1");

  EXPECT_EQ(site_.traces().OfSourceCall("pbx", "c1")->call, "call-20");
  EXPECT_EQ(site_.traces().OfSourceCall("other", "c1")->call, std::nullopt);
}

TEST_F(SqliteCallTracesTest, StraysStandUnderTheirSourcesId) {
  Save(CallId{}, 5, "gone");
  Save(CallId{}, 6, "gone");
  const SourceCallTrace trace = *site_.traces().OfSourceCall("pbx", "gone");

  EXPECT_EQ(trace.call, std::nullopt);
  ASSERT_EQ(trace.strays.size(), 2U);
  EXPECT_EQ(trace.strays[1].sequence, Sequence{6});
}

TEST_F(SqliteCallTracesTest, WhatIsOlderThanAWeekIsTrimmed) {
  Save(CallId{10}, 1, "c1");
  Save(CallId{}, 2, "gone");
  site_.clock().Advance(hours(7 * 24 - 1));
  Save(CallId{20}, 3, "c2");
  ASSERT_FALSE(site_.store().TrimStep().value());
  ASSERT_EQ(StepsOf(CallId{10}), 1U);

  site_.clock().Advance(hours(2));
  ASSERT_FALSE(site_.store().TrimStep().value());

  EXPECT_EQ(StepsOf(CallId{10}), 0U);
  EXPECT_EQ(site_.traces().OfSourceCall("pbx", "c1")->call, std::nullopt);
  EXPECT_TRUE(site_.traces().OfSourceCall("pbx", "gone")->strays.empty());
  EXPECT_EQ(StepsOf(CallId{20}), 1U);
}

TEST_F(SqliteCallTracesTest, OneStepOfTrimmingIsSmall) {
  const std::uint64_t rows = trace_table::kTrimRowsMax + 1;
  for (std::uint64_t row = 1; row <= rows; ++row) Save(CallId{row}, row, "c");
  site_.clock().Advance(hours(8 * 24));

  EXPECT_TRUE(site_.store().TrimStep().value());
  EXPECT_EQ(StepsOf(CallId{rows}), 1U);
  EXPECT_FALSE(site_.store().TrimStep().value());
  EXPECT_EQ(StepsOf(CallId{rows}), 0U);
}

TEST_F(SqliteCallTracesTest, OfALongTraceTheNewestStepsAreGiven) {
  for (std::uint64_t row = 1; row <= CallTraces::kStepsMax + 1; ++row) Save(CallId{10}, row);
  const std::vector<TraceStep> steps = *site_.traces().OfCall(CallId{10});

  ASSERT_EQ(steps.size(), CallTraces::kStepsMax);
  EXPECT_EQ(steps.front().sequence, Sequence{2});
}

}  // namespace
}  // namespace jackfield::sqlite
