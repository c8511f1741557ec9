#include "agent-client/terminal/desk/callback_list_rules.h"

#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::desk {
namespace {

Callback Scheduled() {
  Callback callback = CallbackToWang();
  callback.name = "callbacks/b2";
  callback.state = CallbackState::kScheduled;
  callback.next_attempt = WallTime(60 * kTestMinute);
  callback.preferred = "agents/ben";
  return callback;
}

Callback OfBen() {
  Callback callback = CallbackToWang();
  callback.name = "callbacks/b3";
  callback.state = CallbackState::kInProgress;
  callback.agent = "agents/ben";
  return callback;
}

// A live desk of Ana's with the list: Wang who is due, one for later, and one that Ben has.
DeskPlayer DeskWithList() {
  DeskPlayer desk;
  desk.Apply(Update{SnapshotOfAna()});
  desk.Type("b");
  desk.Give<ListCallbacks>(
      AnswerValue{CallbacksListed{{CallbackToWang(), Scheduled(), OfBen()}, false}});
  return desk;
}

TEST(CallbackListRulesTest, TheListIsReadByGroupAndAgain) {  // L1
  DeskPlayer desk = DeskWithList();
  EXPECT_EQ(desk.state().callback_list.read.size(), 3U);
  desk.Type("gffff");

  const auto asked = desk.Asked<ListCallbacks>();
  ASSERT_EQ(asked.size(), 6U);
  EXPECT_EQ(asked[1].group, CallbackGroup::kLive);
  EXPECT_EQ(asked[2].group, CallbackGroup::kDue);
  EXPECT_EQ(asked[3].group, CallbackGroup::kLater);
  EXPECT_EQ(asked[4].group, CallbackGroup::kInProgress);
  EXPECT_EQ(asked[5].group, CallbackGroup::kLive);
  EXPECT_TRUE(desk.state().callback_list.busy);
}

TEST(CallbackListRulesTest, AnAnswerToAnotherListIsNotShown) {  // L1
  DeskPlayer desk;
  desk.Type("b");
  const std::uint64_t first = desk.commands.back().id;
  desk.Type("f");
  desk.Apply(Answer{first, AnswerValue{CallbacksListed{{CallbackToWang()}, false}}});

  EXPECT_TRUE(desk.state().callback_list.read.empty());
}

TEST(CallbackListRulesTest, WithoutALinkItIsNotRead) {
  DeskPlayer desk;
  desk.Apply(LinkChange{LinkChange::To::kLost, {}});
  desk.Type("b");

  EXPECT_TRUE(desk.Asked<ListCallbacks>().empty());
  EXPECT_TRUE(desk.state().callback_list.failed);
}

TEST(CallbackListRulesTest, OneThatIsDueIsTakenAndItsPageOpens) {  // L2, L3
  DeskPlayer desk = DeskWithList();
  desk.Type("tt");
  ASSERT_EQ(desk.Asked<TakeCallback>().size(), 1U) << "asked once";
  EXPECT_EQ(desk.Asked<TakeCallback>().back().callback, "callbacks/b1");
  desk.Give<TakeCallback>(AnswerValue{CallbackNow{CallbackOfAna()}});

  EXPECT_EQ(desk.state().callback->name, "callbacks/b1");
  EXPECT_EQ(desk.state().layers, std::vector{Layer::kCallback});
  EXPECT_EQ(desk.state().toast->say, Say::kWorkAccepted);
}

TEST(CallbackListRulesTest, ThePageOfOneThatWasTakenLeavesTheTypingAlone) {  // L3
  DeskPlayer desk = DeskWithList();
  desk.Type("tjm");
  const std::vector<Layer> typing = {Layer::kCallbacks, Layer::kCallbackPrompt};
  ASSERT_EQ(desk.state().layers, typing);
  desk.Give<TakeCallback>(AnswerValue{CallbackNow{CallbackOfAna()}});
  desk.Type("2d");

  EXPECT_EQ(desk.state().layers, typing);
  EXPECT_EQ(desk.state().callback->name, "callbacks/b1");
  EXPECT_EQ(desk.state().callback_prompt.span.utf8(), "2d");
  EXPECT_TRUE(desk.Asked<ControlCall>().empty()) << "nothing was dialled";
  EXPECT_EQ(desk.state().toast->say, Say::kWorkAccepted);
}

TEST(CallbackListRulesTest, OneThatSomebodyElseTookStaysAndTheReasonIsSaid) {
  DeskPlayer desk = DeskWithList();
  desk.Type("t");
  desk.Give<TakeCallback>(
      Fail(ErrorCode::kFailedPrecondition, "CALLBACK_IN_PROGRESS", "agent \"ben\" has it"));

  EXPECT_FALSE(desk.state().callback);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbacks);
  EXPECT_EQ(desk.state().toast->say, Say::kFailed);
}

TEST(CallbackListRulesTest, WhatItsStateDoesNotAllowIsNotAsked) {  // L2
  DeskPlayer desk = DeskWithList();
  desk.Type("jt");
  EXPECT_TRUE(desk.Asked<TakeCallback>().empty()) << "not due yet";
  desk.Type("jtmx");

  EXPECT_TRUE(desk.Asked<TakeCallback>().empty());
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbacks) << "Ben has it";
  Callback held = CallbackToWang();
  held.held = true;
  EXPECT_FALSE(CanTake(held)) << "the customer is calling";
}

TEST(CallbackListRulesTest, OneIsOpenedWithItsDetails) {
  DeskPlayer desk = DeskWithList();
  desk.Type("j");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.state().layers, (std::vector{Layer::kCallbacks, Layer::kListedCallback}));
  EXPECT_EQ(desk.state().callback_list.opened->name, "callbacks/b2");

  desk.Press(Key::Kind::kEscape);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbacks);
}

TEST(CallbackListRulesTest, TheOwnOneOpensItsPage) {
  DeskPlayer desk = DeskWithList();
  desk.Apply(Update{CallbackChanged{CallbackOfAna()}});
  EXPECT_EQ(desk.state().callback_list.read[0].state, CallbackState::kInProgress);
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallback);
  desk.Press(Key::Kind::kEscape);
  desk.Press(Key::Kind::kEscape);
  desk.Type("bf");
  EXPECT_EQ(desk.state().layers, (std::vector{Layer::kCallback, Layer::kCallbacks}));
}

TEST(CallbackListRulesTest, OneIsMovedAndKeptForWhomItWas) {  // L2
  DeskPlayer desk = DeskWithList();
  desk.Type("jm2h");
  desk.Press(Key::Kind::kEnter);
  ASSERT_EQ(desk.Asked<RescheduleCallback>().size(), 1U);
  EXPECT_EQ(desk.Asked<RescheduleCallback>().back().callback, "callbacks/b2");
  EXPECT_EQ(desk.Asked<RescheduleCallback>().back().preferred, "agents/ben");
  EXPECT_EQ(desk.Asked<RescheduleCallback>().back().earliest, WallTime(120 * kTestMinute));
  Callback moved = Scheduled();
  moved.earliest = WallTime(120 * kTestMinute);
  desk.Give<RescheduleCallback>(AnswerValue{CallbackNow{moved}});

  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbacks);
  EXPECT_EQ(desk.state().callback_list.read[1].earliest, WallTime(120 * kTestMinute));
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackMoved);
}

TEST(CallbackListRulesTest, WithoutATimeItIsMovedToNow) {
  DeskPlayer desk = DeskWithList();
  desk.Type("jm");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<RescheduleCallback>().size(), 1U);
  EXPECT_FALSE(desk.Asked<RescheduleCallback>().back().earliest);
}

TEST(CallbackListRulesTest, OneIsTakenBackAfterAQuestionAndLeavesTheList) {  // L2
  DeskPlayer desk = DeskWithList();
  desk.Type("j");
  desk.Press(Key::Kind::kEnter);
  desk.Type("x");
  EXPECT_TRUE(desk.Asked<CancelCallback>().empty());
  desk.Press(Key::Kind::kEnter);
  ASSERT_EQ(desk.Asked<CancelCallback>().back().callback, "callbacks/b2");
  Callback over = Scheduled();
  over.state = CallbackState::kCancelled;
  desk.Give<CancelCallback>(AnswerValue{CallbackNow{over}});

  EXPECT_EQ(desk.state().layers, std::vector{Layer::kCallbacks});
  EXPECT_EQ(desk.state().callback_list.read.size(), 2U);
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackCancelled);
}

TEST(CallbackListRulesTest, WhatWasDoneAndCannotBeReadIsSaidAndTheListStays) {
  DeskPlayer desk = DeskWithList();
  desk.Type("t");
  desk.Give<TakeCallback>(AnswerValue{Done{}});
  EXPECT_EQ(desk.state().toast->say, Say::kDone);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbacks);
  desk.Type("jm2h");
  desk.Press(Key::Kind::kEnter);
  desk.Give<RescheduleCallback>(AnswerValue{Done{}});
  EXPECT_EQ(desk.state().toast->say, Say::kCallbackMoved);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbacks) << "the prompt is closed";
  EXPECT_EQ(desk.state().callback_list.read[1].display_name, "Wang");
  desk.Type("x");
  desk.Press(Key::Kind::kEnter);
  desk.Give<CancelCallback>(AnswerValue{Done{}});

  EXPECT_EQ(desk.state().toast->say, Say::kCallbackCancelled);
  EXPECT_EQ(desk.state().callback_list.read.size(), 2U) << "it is over";
}

TEST(CallbackListRulesTest, TheEndOfTheOwnOneLeavesWhatIsAskedOfAnother) {  // B3
  DeskPlayer desk = DeskWithList();
  desk.Apply(Update{CallbackChanged{CallbackOfAna()}});
  desk.Type("jm");
  desk.Apply(Update{CallbackChanged{CallbackToWang()}});

  EXPECT_FALSE(desk.state().callback);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallbackPrompt);
}

}  // namespace
}  // namespace jackfield::desk
