#include "agent-client/terminal/desk/key_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"

namespace jackfield::desk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(KeyRulesTest, LettersAreTextInAText) {  // K1
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("n");
  desk.Type("orqm12");

  EXPECT_EQ(desk.state().drafts.at("calls/c1").note.utf8(), "orqm12");
  EXPECT_EQ(desk.state().drafts.at("calls/c1").outcome, "");
}

TEST(KeyRulesTest, AltWithTheLetterWorksInATextAndKeepsIt) {  // K2
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("n");
  desk.Type("half");
  desk.Apply(Update{PopOpened{RingingPop("o2", "c2")}});
  desk.Press(Key::Kind::kAlt, U'o');

  EXPECT_EQ(desk.state().focus.offer, "o2");
  EXPECT_THAT(desk.state().layers, IsEmpty());
  EXPECT_EQ(desk.state().drafts.at("calls/c1").note.utf8(), "half");
  EXPECT_THAT(desk.Asked<SaveWrapUpNote>(), SizeIs(1));
}

TEST(KeyRulesTest, EscapeClosesTheTopLayerOnly) {  // K3
  DeskPlayer desk;
  desk.Type("/");
  desk.Press(Key::Kind::kControl, U'c');
  ASSERT_THAT(desk.state().layers, ElementsAre(Layer::kSearch, Layer::kQuit));

  desk.Press(Key::Kind::kEscape);

  EXPECT_THAT(desk.state().layers, ElementsAre(Layer::kSearch));
}

TEST(KeyRulesTest, QuitIsAskedForBeforeItIsDone) {
  DeskPlayer desk;
  desk.Type("q");
  EXPECT_THAT(desk.Asked<Quit>(), IsEmpty());
  desk.Type("q");
  EXPECT_THAT(desk.Asked<Quit>(), SizeIs(1));
}

TEST(KeyRulesTest, NothingIsAskedWhileTheLinkIsDown) {  // K4
  DeskPlayer desk;
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Apply(LinkChange{LinkChange::To::kLost, {}});
  desk.commands.clear();

  for (const char32_t key : std::u32string_view(U"rpmex")) desk.Press(Key::Kind::kCharacter, key);
  desk.Press(Key::Kind::kEnter);

  EXPECT_THAT(desk.commands, IsEmpty());
  EXPECT_EQ(desk.state().toast->say, Say::kNotLive);
}

TEST(KeyRulesTest, ReadyGoesToAMenuOfReasonsAndBackAtOnce) {
  DeskPlayer desk;
  desk.Type("r");
  ASSERT_THAT(desk.state().layers, ElementsAre(Layer::kMenu));
  desk.Press(Key::Kind::kEnter);
  ASSERT_THAT(desk.Asked<SetAgentState>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<SetAgentState>().back().reason, "break");

  Agent away;
  away.state = AgentState::kNotReady;
  desk.Apply(Update{away});
  desk.Type("r");
  EXPECT_EQ(desk.Asked<SetAgentState>().back().state, AgentState::kReady);
}

TEST(KeyRulesTest, PopModeGoesRoundAndAServerWithoutItIsTold) {
  DeskPlayer desk;
  desk.Type("p");
  ASSERT_THAT(desk.Asked<SetPopMode>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<SetPopMode>().back().mode, PopMode::kCardOnly);

  desk.Give<SetPopMode>(Fail(ErrorCode::kFailedPrecondition, "this server does not have it"));

  EXPECT_EQ(desk.state().toast->say, Say::kFailed);
  EXPECT_EQ(desk.state().agent.pop_mode, PopMode::kOn);
}

TEST(KeyRulesTest, CallsAreWalkedThroughInTheirOrder) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{RingingPop("o1", "c1")}});
  desk.Apply(Update{PopOpened{RingingPop("o2", "c2")}});
  EXPECT_EQ(desk.state().focus.offer, "o1");
  desk.Type("j");
  EXPECT_EQ(desk.state().focus.offer, "o2");
  desk.Type("j");
  EXPECT_EQ(desk.state().focus.offer, "o2");
  desk.Press(Key::Kind::kUp);
  EXPECT_EQ(desk.state().focus.offer, "o1");
}

TEST(KeyRulesTest, OneMissedCallInFocusIsMarkedAloneElseAll) {
  DeskPlayer desk;
  Missed missed;
  missed.offer = "calls/c9/offers/m1";
  desk.Apply(Update{MissedAdded{missed}});
  desk.Type("m");
  EXPECT_THAT(desk.Asked<AcknowledgeMissed>().back().offers, IsEmpty());
  desk.Type("jm");
  EXPECT_THAT(desk.Asked<AcknowledgeMissed>().back().offers, ElementsAre("calls/c9/offers/m1"));
}

}  // namespace
}  // namespace jackfield::desk
