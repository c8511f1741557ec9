#include "server/grpc_api/desk_command_mapping.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::CommandKind;
using exchange::CommandOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr AgentId kAna{1};

CallView CallOf(exchange::ConnectionState state) {
  CallView view;
  view.can = {CommandKind::kAnswer, CommandKind::kDecline, CommandKind::kHold, CommandKind::kClear};
  exchange::Connection& connection = view.call.connections["m1"];
  connection.agent = kAna;
  connection.state = state;
  return view;
}

TEST(DeskCommandMappingTest, ARingIsAnsweredOrDeclinedAndACallIsHeldOrCleared) {
  const CallView rings = CallOf(exchange::ConnectionState::kAlerting);
  const CallView talks = CallOf(exchange::ConnectionState::kConnected);

  EXPECT_THAT(KindsForRing(rings, kAna),
              ElementsAre(v1::CALL_COMMAND_KIND_ANSWER, v1::CALL_COMMAND_KIND_DECLINE));
  EXPECT_THAT(KindsForCall(rings, kAna), IsEmpty());
  EXPECT_THAT(KindsForCall(talks, kAna),
              ElementsAre(v1::CALL_COMMAND_KIND_HOLD, v1::CALL_COMMAND_KIND_CLEAR));
  EXPECT_THAT(KindsForRing(talks, kAna), IsEmpty());
}

TEST(DeskCommandMappingTest, KindsHaveTheNumbersOfTheContract) {
  EXPECT_THAT(ToKinds({CommandKind::kAnswer, CommandKind::kDial, CommandKind::kCancelConsult}),
              ElementsAre(v1::CALL_COMMAND_KIND_ANSWER, v1::CALL_COMMAND_KIND_DIAL,
                          v1::CALL_COMMAND_KIND_CANCEL_CONSULT));
}

TEST(DeskCommandMappingTest, WhyACommandWasRefusedIsToldInWords) {
  const v1::CommandEnded ended =
      ToCommandEnded({CommandId{77}, CommandKind::kHold, CommandOutcome::kRefused, "CHANNEL_GONE"});

  EXPECT_EQ(ended.command_id(), "77");
  EXPECT_EQ(ended.kind(), v1::CALL_COMMAND_KIND_HOLD);
  EXPECT_EQ(ended.outcome(), v1::CallCommandResult::OUTCOME_REFUSED);
  EXPECT_EQ(ended.message(), "the call is over at the telephone system");
}

TEST(DeskCommandMappingTest, AReasonThatIsNotKnownIsToldAsItIs) {
  const auto message = [](const std::string& reason) {
    return ToCommandEnded({CommandId{1}, CommandKind::kHold, CommandOutcome::kUnknown, reason})
        .message();
  };

  EXPECT_EQ(message("PARKED_ELSEWHERE"), "PARKED_ELSEWHERE");
  EXPECT_EQ(message(""), "");
  EXPECT_EQ(message(std::string(300, 'X')).size(), 256U);
}

}  // namespace
}  // namespace jackfield::grpc_api
