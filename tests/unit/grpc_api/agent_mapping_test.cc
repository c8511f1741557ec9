#include "server/grpc_api/agent_mapping.h"

#include <gtest/gtest.h>

#include "jackfield/v1/configuration.pb.h"

namespace jackfield::grpc_api {
namespace {

TEST(AgentMappingTest, AnAgentWhoseDeskWasLostIsNotReadyByThatCause) {
  AgentView view;
  view.login = "ana";
  view.state = exchange::AgentState::kNotReady;
  view.idle = {exchange::IdleState::kNotReady, "connection lost"};
  view.cause = exchange::StateCause::kConnectionLost;

  const v1::Agent agent = ToAgent(view);

  EXPECT_EQ(agent.name(), "agents/ana");
  EXPECT_EQ(agent.status().state(), v1::AgentStatus::STATE_NOT_READY);
  EXPECT_EQ(agent.status().cause(), v1::AgentStatus::CAUSE_CONNECTION_LOST);
}

TEST(AgentMappingTest, TheCauseOfAStateIsTold) {
  exchange::Agent agent;
  agent.state = exchange::AgentState::kReady;
  agent.cause = exchange::StateCause::kSupervisor;
  AgentView view;
  view.cause = exchange::StateCause::kSwitch;

  EXPECT_EQ(ToStatus(agent).cause(), v1::AgentStatus::CAUSE_SUPERVISOR);
  EXPECT_EQ(ToAgent(view).status().cause(), v1::AgentStatus::CAUSE_SWITCH);
}

TEST(AgentMappingTest, APendingStateIsToldBesideTheOneNow) {
  AgentView view;
  view.state = exchange::AgentState::kConnected;
  view.pending = exchange::Idle{exchange::IdleState::kNotReady, "lunch"};

  const v1::AgentStatus status = ToAgent(view).status();

  EXPECT_EQ(status.state(), v1::AgentStatus::STATE_CONNECTED);
  EXPECT_EQ(status.reason(), "");
  EXPECT_EQ(status.pending_state(), v1::AgentStatus::STATE_NOT_READY);
  EXPECT_EQ(status.pending_reason(), "lunch");
}

TEST(AgentMappingTest, AnAgentTellsThatItIsOutsideTheirWorkingHours) {
  AgentView view;
  EXPECT_FALSE(ToAgent(view).outside_working_hours());

  view.off_hours = true;

  EXPECT_TRUE(ToAgent(view).outside_working_hours());
}

TEST(AgentMappingTest, TheStateOfTheExchangeTellsWhetherADeskIsThere) {
  exchange::Agent agent;
  EXPECT_TRUE(ToStatus(agent).desk_lost());
  agent.desk = "d1";
  EXPECT_FALSE(ToStatus(agent).desk_lost());
}

TEST(AgentMappingTest, EachListedPopModeCanBeSetAndIsTold) {
  AgentView view;
  view.pop_mode = exchange::PopMode::kCardOnly;

  EXPECT_EQ(ToAgent(view).pop_mode(), v1::POP_MODE_CARD_ONLY);
  EXPECT_EQ(*PopModeOf(v1::POP_MODE_ON), exchange::PopMode::kOn);
  EXPECT_EQ(*PopModeOf(v1::POP_MODE_CARD_ONLY), exchange::PopMode::kCardOnly);
  EXPECT_EQ(*PopModeOf(v1::POP_MODE_OFF), exchange::PopMode::kOff);
  EXPECT_EQ(PopModeOf(v1::POP_MODE_UNSPECIFIED).error().reason, "FIELD_INVALID");
}

TEST(AgentMappingTest, OnlyThreeStatesCanBeSet) {
  EXPECT_EQ(WishOf(v1::AgentStatus::STATE_READY).value(), exchange::AgentWish::kReady);
  EXPECT_EQ(WishOf(v1::AgentStatus::STATE_LOGGED_OFF).value(), exchange::AgentWish::kLoggedOff);
  EXPECT_EQ(WishOf(v1::AgentStatus::STATE_CONNECTED).error().reason, "AGENT_STATE_INVALID");
}

TEST(AgentMappingTest, AReasonThatIsGivenMustBeConfigured) {
  v1::Configuration site;
  site.add_not_ready_reasons()->set_code("lunch");

  EXPECT_TRUE(CheckReason("", site));
  EXPECT_TRUE(CheckReason("lunch", site));
  EXPECT_EQ(CheckReason("holiday", site).error().reason, "NOT_READY_REASON_UNKNOWN");
  EXPECT_EQ(CheckReason("lunch", v1::Configuration()).error().reason, "NOT_READY_REASON_UNKNOWN");
}

}  // namespace
}  // namespace jackfield::grpc_api
