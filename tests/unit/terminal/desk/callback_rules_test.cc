#include "agent-client/terminal/desk/callback_rules.h"

#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::desk {
namespace {

// A live desk of Ana's, who has a callback.
DeskPlayer DeskWithCallback() {
  DeskPlayer desk;
  Snapshot snapshot = SnapshotOfAna();
  snapshot.callback = CallbackOfAna();
  desk.Apply(Update{snapshot});
  desk.commands.clear();
  return desk;
}

TEST(CallbackRulesTest, TheCallbackIsTheOneThatTheServerTells) {  // B1
  DeskPlayer desk = DeskWithCallback();
  Callback later = CallbackOfAna();
  later.note = "call the office";
  desk.Apply(Update{CallbackChanged{later}});

  EXPECT_EQ(desk.state().callback->note, "call the office");
}

TEST(CallbackRulesTest, OneOfAnotherAgentIsNotTheirs) {  // B1
  DeskPlayer desk;
  desk.Apply(Update{SnapshotOfAna()});
  Callback other = CallbackOfAna();
  other.agent = "agents/ben";
  desk.Apply(Update{CallbackChanged{other}});

  EXPECT_FALSE(desk.state().callback);
  EXPECT_FALSE(desk.state().toast);
}

TEST(CallbackRulesTest, OneThatIsTakenAwayGoesWithItsPagesAndThatIsSaid) {  // B1, B3
  DeskPlayer desk = DeskWithCallback();
  desk.Type("bl");
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbackPrompt);
  desk.Apply(Update{CallbackChanged{CallbackToWang()}});

  EXPECT_FALSE(desk.state().callback);
  EXPECT_TRUE(desk.state().layers.empty());
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackGone);
}

TEST(CallbackRulesTest, ASnapshotWithoutItEndsIt) {  // B3
  DeskPlayer desk = DeskWithCallback();
  desk.Type("b");
  desk.Apply(Update{SnapshotOfAna()});

  EXPECT_FALSE(desk.state().callback);
  EXPECT_TRUE(desk.state().layers.empty());
}

TEST(CallbackRulesTest, EachOutcomeHasItsLetter) {
  const std::pair<const char*, AttemptOutcome> kLetters[] = {
      {"br", AttemptOutcome::kReached},     {"bN", AttemptOutcome::kNoAnswer},
      {"bb", AttemptOutcome::kBusy},        {"bm", AttemptOutcome::kNotThem},
      {"bw", AttemptOutcome::kWrongNumber},
  };
  for (const auto& [keys, outcome] : kLetters) {
    DeskPlayer desk = DeskWithCallback();
    desk.Type(keys);
    ASSERT_EQ(desk.Asked<CompleteCallback>().size(), 1U) << keys;
    EXPECT_EQ(desk.Asked<CompleteCallback>().back().callback, "callbacks/b1");
    EXPECT_EQ(desk.Asked<CompleteCallback>().back().outcome, outcome) << keys;
    EXPECT_FALSE(desk.Asked<CompleteCallback>().back().next_attempt);
  }
}

TEST(CallbackRulesTest, AnOutcomeIsAskedOnceAndEndsIt) {  // B2
  DeskPlayer desk = DeskWithCallback();
  desk.Type("brng");
  ASSERT_EQ(desk.Asked<CompleteCallback>().size(), 1U);
  EXPECT_TRUE(desk.Asked<ReturnCallback>().empty());
  desk.Apply(Update{CallbackChanged{CallbackToWang()}});
  EXPECT_FALSE(desk.state().toast);
  desk.Give<CompleteCallback>(AnswerValue{Done{}});

  EXPECT_FALSE(desk.state().callback);
  EXPECT_TRUE(desk.state().layers.empty());
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackTold);
}

TEST(CallbackRulesTest, ALaterTimeIsInSoLong) {
  DeskPlayer desk = DeskWithCallback();
  desk.Type("blsoon");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackSpan);
  for (int i = 0; i < 4; ++i) desk.Press(Key::Kind::kBackspace);
  desk.Type("2h");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<CompleteCallback>().size(), 1U);
  EXPECT_EQ(desk.Asked<CompleteCallback>().back().outcome, AttemptOutcome::kLater);
  EXPECT_EQ(desk.Asked<CompleteCallback>().back().next_attempt, WallTime(120 * kTestMinute));
}

TEST(CallbackRulesTest, ALaterTimeThatIsRefusedMayBeTypedAnew) {
  DeskPlayer desk = DeskWithCallback();
  desk.Type("bl2h");
  desk.Press(Key::Kind::kEnter);
  Error closed{ErrorCode::kInvalidArgument, "", "FIELD_INVALID"};
  closed.fields = {{"next_attempt_time", "must be within the customer's hours"}};
  desk.Give<CompleteCallback>(tl::unexpected<Error>(closed));

  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbackPrompt);
  EXPECT_EQ(desk.state().toast->say, Say::kFailed);
  desk.Press(Key::Kind::kBackspace);
  desk.Type("0h");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.Asked<CompleteCallback>().back().next_attempt, WallTime(1200 * kTestMinute));
}

TEST(CallbackRulesTest, ItIsGivenBackButNotAfterItWasDialled) {
  DeskPlayer desk = DeskWithCallback();
  desk.Type("bg");
  ASSERT_EQ(desk.Asked<ReturnCallback>().size(), 1U);
  desk.Give<ReturnCallback>(AnswerValue{Done{}});
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackReturned);

  Callback dialled = CallbackOfAna();
  dialled.attempts.back().start = WallTime(kTestMinute);
  desk.Apply(Update{CallbackChanged{dialled}});
  desk.Type("bg");

  EXPECT_EQ(desk.Asked<ReturnCallback>().size(), 1U);
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackDialled);
}

TEST(CallbackRulesTest, ItIsCancelledAfterAQuestion) {
  DeskPlayer desk = DeskWithCallback();
  desk.Type("bx");
  desk.Press(Key::Kind::kEscape);
  EXPECT_TRUE(desk.Asked<CancelCallback>().empty());
  desk.Type("x");
  desk.Press(Key::Kind::kEnter);
  ASSERT_EQ(desk.Asked<CancelCallback>().size(), 1U);
  desk.Give<CancelCallback>(AnswerValue{Done{}});

  EXPECT_FALSE(desk.state().callback);
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackCancelled);
}

TEST(CallbackRulesTest, ItsNumberIsDialledAndItStaysUntilTheOutcomeIsTold) {
  DeskPlayer desk = DeskWithCallback();
  desk.Apply(Update{AllowedCommands{{CallCommand::kDial}}});
  desk.Type("bd");
  desk.Press(Key::Kind::kEnter);
  ASSERT_EQ(desk.Asked<ControlCall>().size(), 1U);
  EXPECT_EQ(desk.Asked<ControlCall>().back().target, "+8613800138000");
  desk.Give<ControlCall>(AnswerValue{Done{}});

  EXPECT_TRUE(desk.state().callback);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallback);
}

TEST(CallbackRulesTest, OneThatIsOverWhenItsOutcomeIsToldGoes) {
  DeskPlayer desk = DeskWithCallback();
  desk.Type("br");
  desk.Give<CompleteCallback>(
      Fail(ErrorCode::kFailedPrecondition, "CALLBACK_NOT_IN_PROGRESS", "nobody has it"));

  EXPECT_FALSE(desk.state().callback);
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackGone);
}

TEST(CallbackRulesTest, WhatWasRefusedOtherwiseMayBeTriedAgain) {
  DeskPlayer desk = DeskWithCallback();
  desk.Type("br");
  desk.Give<CompleteCallback>(Fail(ErrorCode::kResourceExhausted, "INTAKE_FULL", "wait"));
  EXPECT_EQ(desk.state().toast->say, Say::kFailed);
  desk.Type("r");

  EXPECT_EQ(desk.Asked<CompleteCallback>().size(), 2U);
}

TEST(CallbackRulesTest, WithoutOneThereIsTheList) {
  DeskPlayer desk;
  desk.Type("b");

  EXPECT_EQ(desk.state().layers, std::vector{Layer::kCallbacks});
  EXPECT_EQ(desk.Asked<ListCallbacks>().size(), 1U);
}

TEST(CallbackRulesTest, NothingIsSaidOfItWhileTheLinkIsDown) {
  DeskPlayer desk = DeskWithCallback();
  desk.Apply(LinkChange{LinkChange::To::kLost, {}});
  desk.Type("brg");

  EXPECT_TRUE(desk.Asked<CompleteCallback>().empty());
  EXPECT_TRUE(desk.Asked<ReturnCallback>().empty());
  EXPECT_EQ(desk.state().toast->say, Say::kNotLive);
}

}  // namespace
}  // namespace jackfield::desk
