#include "server/exchange/commands/call_command.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

TEST(CallCommandTest, EachBodyHasTheKindOfTheContract) {
  const std::vector<std::pair<CallCommandBody, int>> rows = {
      {AnswerCall{}, 1},   {HoldCall{}, 2},        {RetrieveCall{}, 3},       {ClearCall{}, 4},
      {TransferCall{}, 5}, {ConsultCall{}, 6},     {CompleteTransfer{}, 7},   {JoinConference{}, 8},
      {DeclineCall{}, 9},  {DialNumber{}, 10},     {PauseQueueMember{}, 11},  {TakeSnapshot{}, 12},
      {RouteCall{}, 13},   {AddQueueMember{}, 14}, {RemoveQueueMember{}, 15}, {CancelConsult{}, 16},
      {DivertCall{}, 17},
  };
  for (const auto& [body, kind] : rows) EXPECT_EQ(static_cast<int>(KindOf(body)), kind);
  EXPECT_EQ(rows.size(), std::variant_size_v<CallCommandBody>);
}

TEST(CallCommandTest, PersonalTextsAreTargetsAndNumbers) {
  const PersonalText text("1");
  CallCommandBody transfer = TransferCall{"c", "m", text};
  CallCommandBody consult = ConsultCall{"c", "m", text};
  CallCommandBody dial = DialNumber{"PJSIP/1", text};
  CallCommandBody pause = PauseQueueMember{"q", "PJSIP/1", true, "lunch"};
  for (CallCommandBody* body : {&transfer, &consult, &dial}) {
    ASSERT_EQ(TextsOf(*body).size(), 1U);
    EXPECT_EQ(*TextsOf(*body)[0], text);
  }
  EXPECT_TRUE(TextsOf(pause).empty());
}

TEST(CallCommandTest, WhatIsDialledHasDigitsStarsAndHashesOnly) {
  const std::string longest(64, '1');
  for (const std::string& target :
       {std::string("1"), std::string("+493012345"), std::string("*8#"), longest}) {
    EXPECT_TRUE(CheckDialTarget(target, "target").has_value()) << target;
  }
  for (const std::string& target :
       {std::string(), std::string("+"), longest + "1", std::string("12 3"), std::string("1+2"),
        std::string("1\r\nAction: Command"), std::string("1,2"), std::string("1;2"),
        std::string("${X}"), std::string("1&2"), std::string("a"), std::string("1\0", 2),
        std::string("\xD9\xA1")}) {
    const Status checked = CheckDialTarget(target, "target");
    ASSERT_FALSE(checked.has_value()) << target;
    EXPECT_EQ(checked.error().reason, "DIAL_TARGET_INVALID");
    EXPECT_EQ(checked.error().fields[0].field, "target");
  }
}

}  // namespace
}  // namespace jackfield::exchange
