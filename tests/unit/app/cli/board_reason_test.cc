#include "server/app/cli/board_reason.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

v1::BoardAgent AgentWho(v1::AgentStatus::State state, int queues, int paused) {
  v1::BoardAgent agent;
  agent.mutable_status()->set_state(state);
  for (int i = 0; i < queues; ++i) agent.add_memberships()->set_paused(i < paused);
  return agent;
}

TEST(BoardReasonTest, WhoIsReadyOutsideTheirHoursIsToldToBe) {
  v1::BoardAgent agent = AgentWho(v1::AgentStatus::STATE_READY, 2, 1);
  agent.set_outside_working_hours(true);

  EXPECT_EQ(WriteReason(agent), "off hours");
}

TEST(BoardReasonTest, WhoIsReadyAndPausedAtTheSwitchIsToldInHowManyQueues) {
  EXPECT_EQ(WriteReason(AgentWho(v1::AgentStatus::STATE_READY, 3, 1)), "paused 1/3");
  EXPECT_EQ(WriteReason(AgentWho(v1::AgentStatus::STATE_READY, 3, 0)), "");
}

TEST(BoardReasonTest, WhoIsNotReadyHasTheReasonOfThat) {
  v1::BoardAgent agent = AgentWho(v1::AgentStatus::STATE_NOT_READY, 2, 2);
  agent.mutable_status()->set_reason("lunch");
  agent.set_outside_working_hours(true);

  EXPECT_EQ(WriteReason(agent), "lunch");
}

}  // namespace
}  // namespace jackfield::cli
