#include "agent-client/terminal/desk/answer_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"

namespace jackfield::desk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Pop OfWang() {
  Pop pop = RingingPop();
  pop.caller.customer = "customers/w";
  pop.caller.display_name = "Wang";
  pop.caller.match = MatchKind::kExact;
  return pop;
}

TEST(AnswerRulesTest, NotThemChangesTheCardAndAsksWhoseNumberItIs) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{OfWang()}});
  desk.Type("x");
  Caller nobody;
  nobody.match = MatchKind::kDenied;
  desk.Give<ChooseCaller>(AnswerValue{CallerNow{nobody}});

  EXPECT_EQ(desk.state().pops.front().caller.customer, "");
  EXPECT_THAT(desk.state().layers, ElementsAre(Layer::kSearch));
  EXPECT_EQ(desk.state().search.call, "calls/c1");
}

TEST(AnswerRulesTest, ANoteThatTheServerHasNewerIsSavedAboveIt) {
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("na");
  desk.Press(Key::Kind::kEnter);
  const std::int64_t first = desk.Asked<SaveWrapUpNote>().back().revision;
  desk.Give<SaveWrapUpNote>(AnswerValue{NoteSaved{first + 100}});
  desk.at += Duration{3'000};
  desk.Apply(Tick{});

  ASSERT_THAT(desk.Asked<SaveWrapUpNote>(), SizeIs(2));
  EXPECT_GT(desk.Asked<SaveWrapUpNote>().back().revision, first + 100);
}

TEST(AnswerRulesTest, ANoteThatIsRefusedForGoodIsToldAndNotTriedAgain) {
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("na");
  desk.Press(Key::Kind::kEnter);
  desk.Give<SaveWrapUpNote>(Fail(ErrorCode::kNotFound, "WRAP_UP_NOT_FOUND", "none"));
  desk.at += Duration{10'000};
  desk.Apply(Update{Heartbeat{}});

  EXPECT_THAT(desk.Asked<SaveWrapUpNote>(), SizeIs(1));
  EXPECT_TRUE(desk.state().drafts.at("calls/c1").failed);
  EXPECT_EQ(desk.state().drafts.at("calls/c1").note.utf8(), "a");
}

TEST(AnswerRulesTest, ACompletionThatFailedKeepsNoteAndOutcome) {
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("nfine");
  desk.Press(Key::Kind::kEnter);
  desk.Type("1");
  desk.Press(Key::Kind::kEnter);
  ASSERT_THAT(desk.Asked<CompleteWrapUp>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<CompleteWrapUp>().back().note, "fine");
  desk.Give<CompleteWrapUp>(Fail(ErrorCode::kUnavailable, "away"));

  EXPECT_THAT(desk.state().wrap_ups, SizeIs(1));
  EXPECT_EQ(desk.state().drafts.at("calls/c1").outcome, "solved");
  EXPECT_EQ(desk.state().drafts.at("calls/c1").note.utf8(), "fine");
}

TEST(AnswerRulesTest, MoreTimeIsShownAtOnce) {
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("e");
  WrapUp later = OpenWrapUp();
  later.deadline = WallTime(Duration{99'000});
  later.extensions_left = 0;
  desk.Give<ExtendWrapUp>(AnswerValue{WrapUpNow{later}});

  EXPECT_EQ(desk.state().wrap_ups.front().deadline, WallTime(Duration{99'000}));
  EXPECT_EQ(desk.state().wrap_ups.front().extensions_left, 0);
}

TEST(AnswerRulesTest, AnAnswerThatNobodyWaitsForChangesNothing) {
  DeskPlayer desk;
  desk.Apply(Answer{4711, AnswerValue{Done{}}});

  EXPECT_FALSE(desk.state().toast);
  EXPECT_THAT(desk.state().pending, IsEmpty());
}

TEST(AnswerRulesTest, ATimelineThatFailsLeavesTheCardAlone) {
  DeskPlayer desk;
  Pop pop = OfWang();
  pop.state = PopState::kConnected;
  desk.Apply(Update{PopOpened{pop}});
  ASSERT_THAT(desk.Asked<ReadTimeline>(), SizeIs(1));
  desk.Give<ReadTimeline>(Fail(ErrorCode::kUnavailable, "away"));

  EXPECT_TRUE(desk.state().timeline.failed);
  EXPECT_FALSE(desk.state().toast);
  EXPECT_EQ(desk.state().focus.offer, "o1");
}

}  // namespace
}  // namespace jackfield::desk
