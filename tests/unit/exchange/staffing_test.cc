#include "server/exchange/staffing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr AgentId kAna{1};
constexpr QueueId kSales{1};
constexpr QueueId kSupport{2};

struct PartCase {
  AgentState state;
  bool paused;
  MemberPart part;
};

class MemberPartTest : public testing::TestWithParam<PartCase> {};

TEST_P(MemberPartTest, StateAndPauseGiveThePart) {
  Agent agent;
  agent.state = GetParam().state;
  Membership membership;
  membership.paused = GetParam().paused;

  EXPECT_EQ(PartOf(agent, membership), GetParam().part);
}

INSTANTIATE_TEST_SUITE_P(
    States, MemberPartTest,
    testing::Values(PartCase{AgentState::kLoggedOff, false, MemberPart::kLoggedOff},
                    PartCase{AgentState::kLoggedOff, true, MemberPart::kLoggedOff},
                    PartCase{AgentState::kNotReady, false, MemberPart::kAway},
                    PartCase{AgentState::kNotReady, true, MemberPart::kPaused},
                    PartCase{AgentState::kReady, false, MemberPart::kReady},
                    PartCase{AgentState::kReady, true, MemberPart::kPaused},
                    PartCase{AgentState::kReserved, false, MemberPart::kBusy},
                    PartCase{AgentState::kAlerting, false, MemberPart::kBusy},
                    PartCase{AgentState::kConnected, true, MemberPart::kBusy},
                    PartCase{AgentState::kHold, false, MemberPart::kBusy},
                    PartCase{AgentState::kWorkingAfterCall, false, MemberPart::kBusy}));

TEST(StaffCountTest, WhatIsAddedAndRemovedLeavesNothing) {
  StaffCount count;
  count.Add(MemberPart::kReady);
  count.Add(MemberPart::kBusy);
  count.Add(MemberPart::kPaused);
  count.Add(MemberPart::kAway);
  count.Add(MemberPart::kLoggedOff);
  EXPECT_EQ(count.staffed(), 4U);
  EXPECT_EQ(count.not_ready, 2U);
  EXPECT_EQ(count.logged_off, 1U);

  count.Remove(MemberPart::kReady);
  count.Remove(MemberPart::kBusy);
  count.Remove(MemberPart::kPaused);
  count.Remove(MemberPart::kAway);
  count.Remove(MemberPart::kLoggedOff);

  EXPECT_EQ(count.staffed(), 0U);
  EXPECT_EQ(count.logged_off, 0U);
}

State StateWithAna() {
  State state;
  Agent& ana = state.agents[kAna];
  ana.state = AgentState::kReady;
  ana.memberships[kSales] = {};
  ana.memberships[kSupport] = {.paused = true};
  return state;
}

TEST(StaffingTest, AnAgentIsCountedInEachOfItsQueues) {
  const Staffing staffing(StateWithAna());

  EXPECT_EQ(staffing.Of(kSales).ready, 1U);
  EXPECT_EQ(staffing.Of(kSupport).ready, 0U);
  EXPECT_EQ(staffing.Of(kSupport).not_ready, 1U);
  EXPECT_EQ(staffing.Of(kSupport).staffed(), 1U);
}

TEST(StaffingTest, OnlyQueuesInWhichSomethingChangedAreNamed) {
  State state = StateWithAna();
  Staffing staffing(state);
  state.agents[kAna].memberships[kSupport].paused = false;

  EXPECT_THAT(staffing.Recount(state, kAna), ElementsAre(kSupport));
  EXPECT_THAT(staffing.Recount(state, kAna), IsEmpty());
  EXPECT_EQ(staffing.Of(kSupport).ready, 1U);
}

TEST(StaffingTest, InAQueueThatJackfieldDistributesDeclaredMembersCount) {
  State state = StateWithAna();
  Agent& ana = state.agents[kAna];
  ana.configured = true;
  ana.routing.ranks = {{QueueId{3}, 1}, {QueueId{4}, 1}};
  Queue& directed = state.queues[QueueId{3}];
  directed.configured = true;
  directed.configuration.routing.mode = QueueMode::kDirected;
  state.queues[QueueId{4}].configured = true;
  Staffing staffing(state);
  EXPECT_EQ(staffing.Of(QueueId{3}).ready, 1U);
  EXPECT_EQ(staffing.Of(QueueId{4}).staffed(), 0U);

  ana.configured = false;
  EXPECT_THAT(staffing.Recount(state, kAna), ElementsAre(QueueId{3}));
}

// W13.
TEST(StaffingTest, WhereJackfieldDistributesNobodyIsThereOutsideTheirHours) {
  State state = StateWithAna();
  Agent& ana = state.agents[kAna];
  ana.configured = true;
  ana.routing.ranks = {{QueueId{3}, 1}};
  ana.routing.off_hours = true;
  Queue& directed = state.queues[QueueId{3}];
  directed.configured = true;
  directed.configuration.routing.mode = QueueMode::kDirected;
  Staffing staffing(state);
  EXPECT_EQ(staffing.Of(QueueId{3}).staffed(), 0U);
  EXPECT_EQ(staffing.Of(QueueId{3}).logged_off, 1U);
  EXPECT_EQ(staffing.Of(kSales).ready, 1U);

  ana.state = AgentState::kConnected;
  EXPECT_THAT(staffing.Recount(state, kAna), Contains(QueueId{3}));
  EXPECT_EQ(staffing.Of(QueueId{3}).busy, 1U);
}

TEST(StaffingTest, AnAgentWhoLeavesAQueueIsCountedThereNoMore) {
  State state = StateWithAna();
  Staffing staffing(state);
  state.agents[kAna].memberships.erase(kSales);

  EXPECT_THAT(staffing.Recount(state, kAna), ElementsAre(kSales));
  EXPECT_EQ(staffing.Of(kSales).staffed(), 0U);
}

}  // namespace
}  // namespace jackfield::exchange
