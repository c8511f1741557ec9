#include "agent-client/terminal/desk/call_rules.h"

#include <gtest/gtest.h>

#include "agent-client/terminal/desk/work_state.h"
#include "tests/unit/terminal/desk/desk_player.h"

namespace jackfield::desk {
namespace {

OwnCall CallWith(const std::string& name, CallState state, std::vector<CallCommand> allowed) {
  OwnCall call;
  call.call = name;
  call.state = state;
  call.revision = 1;
  call.allowed = std::move(allowed);
  return call;
}

// A desk with one call that the agent talks in.
DeskPlayer DeskInCall(std::vector<CallCommand> allowed) {
  DeskPlayer desk;
  desk.Apply(Update{CallWith("calls/c1", CallState::kConnected, std::move(allowed))});
  desk.commands.clear();
  return desk;
}

TEST(CallRulesTest, WhatIsNotAllowedIsNotAskedFor) {  // C1
  DeskPlayer desk = DeskInCall({CallCommand::kHangUp});
  desk.Type("lu");

  EXPECT_TRUE(desk.Asked<ControlCall>().empty());
  EXPECT_EQ(desk.state().toast->say, Say::kNoCommand);
  EXPECT_EQ(PossibleCommands(desk.state()), std::vector{CallCommand::kHangUp});
}

TEST(CallRulesTest, ARingIsAnsweredWhereTheSwitchCan) {
  DeskPlayer desk;
  Pop pop = RingingPop();
  pop.allowed = {CallCommand::kAnswer, CallCommand::kDecline};
  desk.Apply(Update{PopOpened{pop}});
  desk.Type("u");

  ASSERT_EQ(desk.Asked<ControlCall>().size(), 1U);
  EXPECT_EQ(desk.Asked<ControlCall>().back(),
            (ControlCall{CallCommand::kAnswer, "calls/c1", {}, {}}));
}

TEST(CallRulesTest, TheMenuHasWhatIsPossibleByLetter) {
  DeskPlayer desk = DeskInCall({CallCommand::kHold, CallCommand::kHangUp});
  desk.Type("c");
  ASSERT_EQ(desk.state().menu.options.size(), 2U);
  desk.Type("t");
  EXPECT_EQ(TopLayer(desk.state()), Layer::kMenu);
  desk.Type("e");

  ASSERT_EQ(desk.Asked<ControlCall>().size(), 1U);
  EXPECT_EQ(desk.Asked<ControlCall>().back().kind, CallCommand::kHangUp);
  EXPECT_TRUE(desk.state().layers.empty());
}

TEST(CallRulesTest, HoldGoesToAndFro) {
  DeskPlayer desk = DeskInCall({CallCommand::kHold});
  desk.Type("l");
  EXPECT_EQ(desk.Asked<ControlCall>().back().kind, CallCommand::kHold);
  desk.Give<ControlCall>(AnswerValue{Done{}});
  OwnCall held = CallWith("calls/c1", CallState::kHeld, {CallCommand::kRetrieve});
  held.revision = 2;
  desk.Apply(Update{held});
  desk.Type("l");

  EXPECT_EQ(desk.Asked<ControlCall>().back().kind, CallCommand::kRetrieve);
}

TEST(CallRulesTest, ATransferAsksForTheNumber) {
  DeskPlayer desk = DeskInCall({CallCommand::kTransfer});
  desk.Type("ct");
  EXPECT_EQ(TopLayer(desk.state()), Layer::kNumber);
  desk.Press(Key::Kind::kEnter);
  EXPECT_TRUE(desk.Asked<ControlCall>().empty());
  desk.Type("1002");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<ControlCall>().size(), 1U);
  EXPECT_EQ(desk.Asked<ControlCall>().back(),
            (ControlCall{CallCommand::kTransfer, "calls/c1", {}, "1002"}));
  EXPECT_TRUE(desk.state().layers.empty());
}

TEST(CallRulesTest, ATransferIsFinishedWithTheHeldCallFirst) {
  DeskPlayer desk;
  const std::vector<CallCommand> allowed{CallCommand::kCompleteTransfer};
  desk.Apply(Update{CallWith("calls/asked", CallState::kConnected, allowed)});
  desk.Apply(Update{CallWith("calls/held", CallState::kHeld, allowed)});

  EXPECT_EQ(CommandOf(desk.state(), CallCommand::kCompleteTransfer),
            (ControlCall{CallCommand::kCompleteTransfer, "calls/held", "calls/asked", {}}));
}

TEST(CallRulesTest, AConsultationIsEndedByTheCallThatIsHeld) {
  DeskPlayer desk;
  const std::vector<CallCommand> allowed{CallCommand::kCancelConsult};
  desk.Apply(Update{CallWith("calls/asked", CallState::kConnected, allowed)});
  desk.Apply(Update{CallWith("calls/held", CallState::kHeld, allowed)});
  desk.Type("cx");

  ASSERT_EQ(desk.Asked<ControlCall>().size(), 1U);
  EXPECT_EQ(desk.Asked<ControlCall>().back(),
            (ControlCall{CallCommand::kCancelConsult, "calls/held", {}, {}}));
}

TEST(CallRulesTest, AConsultationInTheSameCallIsEndedByThat) {
  const DeskPlayer desk = DeskInCall({CallCommand::kCancelConsult});

  EXPECT_EQ(CommandOf(desk.state(), CallCommand::kCancelConsult),
            (ControlCall{CallCommand::kCancelConsult, "calls/c1", {}, {}}));
}

TEST(CallRulesTest, WhereTheSwitchKeepsBothInOneCallItIsNamedTwice) {
  const DeskPlayer desk = DeskInCall({CallCommand::kConference});

  EXPECT_EQ(CommandOf(desk.state(), CallCommand::kConference),
            (ControlCall{CallCommand::kConference, "calls/c1", "calls/c1", {}}));
}

TEST(CallRulesTest, AMissedCallIsDialledBack) {
  DeskPlayer desk;
  desk.Apply(Update{AllowedCommands{{CallCommand::kDial}}});
  Missed missed;
  missed.offer = "calls/c9/offers/m1";
  missed.number.e164 = "+8613800138000";
  desk.Apply(Update{MissedAdded{missed}});
  desk.Type("jcn");

  EXPECT_EQ(desk.state().number.number.utf8(), "+8613800138000");
}

TEST(CallRulesTest, TwoStrokesAskOnce) {  // C2
  DeskPlayer desk = DeskInCall({CallCommand::kHold});
  desk.Type("ll");

  EXPECT_EQ(desk.Asked<ControlCall>().size(), 1U);
}

TEST(CallRulesTest, WhatTheServerRefusedIsKnownNotToBeDone) {
  struct Row {
    ErrorCode code;
    const char* reason;
    Say say;
  };
  constexpr Row kRows[] = {
      {ErrorCode::kUnavailable, "SOURCE_NOT_CONNECTED", Say::kFailed},
      {ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE", Say::kFailed},
      {ErrorCode::kUnavailable, "", Say::kCommandUnknown},
      {ErrorCode::kDeadlineExceeded, "CHANGE_NOT_SAVED", Say::kCommandUnknown},
  };
  for (const Row& row : kRows) {
    DeskPlayer desk = DeskInCall({CallCommand::kHold});
    desk.Type("l");
    desk.Give<ControlCall>(Fail(row.code, row.reason, "why"));
    EXPECT_EQ(desk.state().toast->say, row.say) << row.reason;
  }
}

TEST(CallRulesTest, WhatWasNotAnsweredIsTheSameRequestForAWhile) {  // C2
  DeskPlayer desk = DeskInCall({CallCommand::kHold});
  std::vector<std::uint64_t> keys;
  const auto attempt = [&] {
    desk.Type("l");
    keys.push_back(desk.commands.back().key);
    desk.Give<ControlCall>(Fail(ErrorCode::kDeadlineExceeded, "late"));
  };
  attempt();
  EXPECT_EQ(desk.state().toast->say, Say::kCommandUnknown);
  attempt();
  desk.at += Duration{40'000};
  desk.Apply(Update{Heartbeat{}});
  attempt();

  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_NE(keys[1], keys[2]);
}

}  // namespace
}  // namespace jackfield::desk
