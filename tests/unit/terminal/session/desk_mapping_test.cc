#include "agent-client/terminal/session/desk_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::client {
namespace {

TEST(DeskMappingTest, AValueOfANewerServerIsTakenForWhatTheContractSays) {
  v1::Pop pop;
  pop.set_state(static_cast<v1::Pop::State>(99));
  pop.set_policy(static_cast<v1::Pop::Policy>(99));
  v1::AgentStatus status;
  status.set_state(static_cast<v1::AgentStatus::State>(99));
  v1::Agent agent;
  agent.set_pop_mode(static_cast<v1::PopMode>(99));
  v1::PopClosed closed;
  v1::WatchDeskResponse message;
  message.mutable_pop_closed()->set_reason(static_cast<v1::PopClosed::Reason>(99));

  EXPECT_EQ(ToPop(pop).state, desk::PopState::kEnded);
  EXPECT_EQ(ToPop(pop).policy, desk::PopPolicy::kCard);
  EXPECT_EQ(ToAgent(status).state, desk::AgentState::kNotReady);
  EXPECT_EQ(ToAgent(agent).pop_mode, desk::PopMode::kOn);
  EXPECT_EQ(std::get<desk::PopClosed>(*ToUpdate(message)).reason, desk::CloseReason::kUnknown);
}

TEST(DeskMappingTest, WhatIsAbsentStaysAbsent) {
  const desk::Pop pop = ToPop({});

  EXPECT_FALSE(pop.waited);
  EXPECT_FALSE(pop.answered);
  EXPECT_FALSE(pop.next_appointment);
  EXPECT_EQ(ToAgent(v1::Agent{}).pop_mode, desk::PopMode::kOn);
}

TEST(DeskMappingTest, AnAgentOutsideTheirWorkingHoursIsSo) {
  v1::WatchDeskResponse message;
  message.mutable_agent_changed()->set_outside_working_hours(true);

  EXPECT_TRUE(std::get<desk::Agent>(*ToUpdate(message)).off_hours);
  EXPECT_FALSE(ToAgent(v1::Agent{}).off_hours);
}

TEST(DeskMappingTest, AnUpdateThatIsNotKnownIsSkipped) {
  EXPECT_FALSE(ToUpdate(v1::WatchDeskResponse{}));
}

TEST(DeskMappingTest, TimesKeepTheirMilliseconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(12);
  time.set_nanos(345'678'901);

  EXPECT_EQ(ToWallTime(time), WallTime(Duration{12'345}));
}

TEST(DeskMappingTest, AFlagWithoutALabelShowsItsCode) {
  v1::Caller caller;
  caller.add_flags()->set_code("vip");
  caller.set_presentation(v1::PRESENTATION_WITHHELD);

  EXPECT_EQ(ToCaller(caller).flags.front(), "vip");
  EXPECT_TRUE(ToCaller(caller).withheld);
}

}  // namespace
}  // namespace jackfield::client
