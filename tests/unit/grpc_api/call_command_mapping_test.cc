#include "server/grpc_api/call_command_mapping.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::CommandKind;
using exchange::PersonalText;
using testing::ElementsAre;

TEST(CallCommandMappingTest, EachCommandIsWrittenWithAllThatItSays) {
  const PersonalText text("1002");
  const std::vector<std::pair<exchange::CallCommandBody, std::string>> rows = {
      {exchange::AnswerCall{"c", "m"}, "answer { call: \"c\" connection: \"m\" }"},
      {exchange::HoldCall{"c", "m"}, "hold { call: \"c\" connection: \"m\" }"},
      {exchange::RetrieveCall{"c", "m"}, "retrieve { call: \"c\" connection: \"m\" }"},
      {exchange::ClearCall{"c", "m"}, "clear { call: \"c\" connection: \"m\" }"},
      {exchange::TransferCall{"c", "m", text},
       "transfer { call: \"c\" connection: \"m\" target: \"1002\" }"},
      {exchange::ConsultCall{"c", "m", text},
       "consult { call: \"c\" connection: \"m\" target: \"1002\" }"},
      {exchange::CompleteTransfer{"c", "k"},
       "complete_transfer { call: \"c\" consultation: \"k\" }"},
      {exchange::JoinConference{"c", "k"}, "conference { call: \"c\" consultation: \"k\" }"},
      {exchange::DeclineCall{"c", "m"}, "decline { call: \"c\" connection: \"m\" }"},
      {exchange::DialNumber{"PJSIP/1", text}, "dial { device: \"PJSIP/1\" number: \"1002\" }"},
      {exchange::PauseQueueMember{"q", "PJSIP/1", true, "lunch"},
       "pause_member { queue: \"q\" device: \"PJSIP/1\" paused: true reason: \"lunch\" }"},
      {exchange::TakeSnapshot{}, "snapshot { }"},
      {exchange::RouteCall{"c", "l", {"PJSIP/1", "PJSIP/2"}},
       "route { call: \"c\" leg: \"l\" devices: \"PJSIP/1\" devices: \"PJSIP/2\" }"},
      {exchange::AddQueueMember{"q", "PJSIP/1", true},
       "add_member { queue: \"q\" device: \"PJSIP/1\" paused: true }"},
      {exchange::RemoveQueueMember{"q", "PJSIP/1"},
       "remove_member { queue: \"q\" device: \"PJSIP/1\" }"},
      {exchange::CancelConsult{"c", "m"}, "cancel_consult { call: \"c\" connection: \"m\" }"},
      {exchange::DivertCall{"c", "l", PersonalText("*98")},
       "divert { call: \"c\" leg: \"l\" target: \"*98\" }"},
  };
  EXPECT_EQ(rows.size(), std::variant_size_v<exchange::CallCommandBody>);
  for (const auto& [body, written] : rows) {
    const v1::CallCommand command =
        ToProto({.id = CommandId{20'480}, .body = body}, WallTime{Duration{5'000}});
    std::string text_of = command.ShortDebugString();
    while (text_of.ends_with(' ')) text_of.pop_back();
    EXPECT_EQ(text_of, "command_id: \"20480\" deadline_time { seconds: 5 } " + written);
  }
}

TEST(CallCommandMappingTest, AResultNamesItsCommandAndItsOutcome) {
  v1::CallCommandResult result;
  result.set_command_id("20480");
  result.set_outcome(v1::CallCommandResult::OUTCOME_REFUSED);
  result.mutable_error()->set_reason("LINE_BUSY");
  EXPECT_EQ(CommandResultOf(result).value(),
            (exchange::CommandResult{CommandId{20'480}, exchange::CommandOutcome::kRefused,
                                     "LINE_BUSY"}));
  result.set_outcome(v1::CallCommandResult::OUTCOME_ACCEPTED);
  EXPECT_EQ(CommandResultOf(result)->outcome, exchange::CommandOutcome::kAccepted);
  result.set_outcome(v1::CallCommandResult::OUTCOME_UNKNOWN);
  EXPECT_EQ(CommandResultOf(result)->outcome, exchange::CommandOutcome::kUnknown);
  result.mutable_error()->set_reason("line busy\r\n");
  EXPECT_EQ(CommandResultOf(result)->reason, "");
}

TEST(CallCommandMappingTest, AResultWithoutCommandOrOutcomeIsRefused) {
  v1::CallCommandResult result;
  result.set_command_id("20480");
  EXPECT_EQ(CommandResultOf(result).error().reason, "COMMAND_RESULT_INVALID");
  result.set_outcome(v1::CallCommandResult::OUTCOME_ACCEPTED);
  for (const char* id : {"", "0", "-1", "20480 ", "x", "99999999999999999999"}) {
    result.set_command_id(id);
    ASSERT_FALSE(CommandResultOf(result).has_value()) << id;
    EXPECT_EQ(CommandResultOf(result).error().reason, "COMMAND_RESULT_INVALID");
  }
}

TEST(CallCommandMappingTest, KindsThatAreNotKnownAreLeftOut) {
  v1::StreamHello hello;
  for (const int kind : {0, 1, 17, 18, -1, 4}) {
    hello.add_commands(static_cast<v1::CallCommandKind>(kind));
  }
  EXPECT_THAT(CommandsOf(hello),
              ElementsAre(CommandKind::kAnswer, CommandKind::kClear, CommandKind::kDivert));
}

}  // namespace
}  // namespace jackfield::grpc_api
