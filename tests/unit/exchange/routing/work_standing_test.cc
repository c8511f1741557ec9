#include "server/exchange/routing/work_standing.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"
#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class WorkStandingTest : public testing::Test {
 protected:
  WorkStandingTest() { driver_.Configure(TicketSite()); }

  void Make(std::vector<SkillRequirement> skills = {}) {
    CreateTicket ticket = NewTicket("support");
    ticket.skills = std::move(skills);
    ASSERT_TRUE(driver_.Ask(ticket));
  }
  WorkStanding Standing(std::uint64_t number = 1) const {
    return StandingOf(driver_.state(), {WorkKind::kTicket, number, 0}).value();
  }
  AgentObstacle ObstacleOf(const std::string& agent) const {
    for (const AgentStanding& each : Standing().agents) {
      if (each.agent == agent) return each.obstacle;
    }
    ADD_FAILURE() << agent << " is not asked";
    return AgentObstacle::kNone;
  }
  void Set(const std::string& agent, AgentWish wish) {
    ASSERT_TRUE(driver_.Command(SetAgentState{agent, wish, {}, agent}));
  }

  ExchangeDriver driver_;
};

TEST_F(WorkStandingTest, WhatDoesNotWaitHasNone) {
  EXPECT_FALSE(StandingOf(driver_.state(), {WorkKind::kTicket, 1, 0}).has_value());
}

TEST_F(WorkStandingTest, MembersOfTheQueueAreListedWithWhatKeepsItFromThem) {
  Make();

  const WorkStanding standing = Standing();

  EXPECT_EQ(standing.queue, "support");
  EXPECT_EQ(standing.entered, ExchangeDriver::kStart);
  EXPECT_EQ(standing.priority, 100);
  EXPECT_EQ(standing.offer_count, 0U);
  EXPECT_THAT(standing.queues, ElementsAre("support"));
  EXPECT_EQ(standing.AgentCount(), 2U);
  EXPECT_THAT(standing.agents, ElementsAre(AgentStanding{"ana", AgentObstacle::kSignedOff, {}},
                                           AgentStanding{"bo", AgentObstacle::kSignedOff, {}}));
}

TEST_F(WorkStandingTest, WhoIsPausedAtTheSwitchAloneIsListed) {
  Configuration site = TicketSite();
  site.agents[0].queues.clear();
  driver_.Configure(site);
  driver_.Tell(MemberAdded{"support", site.agents[0].devices.front(), true, {}});
  SignIn(driver_, "ana");
  Make();

  EXPECT_EQ(ObstacleOf("ana"), AgentObstacle::kPaused);
}

TEST_F(WorkStandingTest, WhoHasTheOfferIsToldApart) {
  SignIn(driver_, "ana");
  Make();

  EXPECT_EQ(Standing().offer_count, 1U);
  EXPECT_EQ(ObstacleOf("ana"), AgentObstacle::kHasOffer);
}

TEST_F(WorkStandingTest, OfManyMembersAllAreCountedAndThoseWithTheOfferAreListedFirst) {
  Configuration site = TicketSite();
  for (int i = 100; i < 250; ++i) {
    AgentConfiguration agent = site.agents[0];
    agent.login = "agent" + std::to_string(i);
    agent.devices.clear();
    site.agents.push_back(agent);
  }
  driver_.Configure(site);
  SignIn(driver_, "agent249");
  Make();
  SignIn(driver_, "agent248");

  const WorkStanding standing = Standing();

  EXPECT_EQ(standing.AgentCount(), 152U);
  EXPECT_EQ(standing.agents.size(), WorkStanding::kAgentsMax);
  EXPECT_THAT(standing.counts,
              ElementsAre(Pair(AgentObstacle::kNone, 1U), Pair(AgentObstacle::kHasOffer, 1U),
                          Pair(AgentObstacle::kSignedOff, 150U)));
  EXPECT_EQ(standing.agents[0].agent, "agent249");
  EXPECT_EQ(standing.agents[1].agent, "agent248");
  EXPECT_EQ(standing.agents[2].agent, "ana");
}

TEST_F(WorkStandingTest, WhoLetItPassIsNotAskedAgainYet) {
  SignIn(driver_, "ana");
  Make();
  const ReservationId offer = driver_.state().reservations.begin()->first;
  ASSERT_TRUE(driver_.Ask(DeclineTicket{"ana", offer}));

  EXPECT_EQ(ObstacleOf("ana"), AgentObstacle::kPassed);
}

TEST_F(WorkStandingTest, ASkillThatIsLackingComesBeforeTheStateOfTheAgent) {
  Make({{"english", 50}});

  EXPECT_THAT(Standing().skills, ElementsAre(SkillRequirement{"english", 50}));
  EXPECT_EQ(Standing().agents.at(0),
            (AgentStanding{"ana", AgentObstacle::kSkill, SkillRequirement{"english", 50}}));
}

TEST_F(WorkStandingTest, WhoIsNotReadyOrHasNoRoomGetsNothing) {
  Configuration site = TicketSite();
  site.agents[0].ticket_capacity = 0;
  driver_.Configure(site);
  SignIn(driver_, "ana");
  SignIn(driver_, "bo");
  Set("bo", AgentWish::kNotReady);
  Make();

  EXPECT_EQ(ObstacleOf("ana"), AgentObstacle::kFull);
  EXPECT_EQ(ObstacleOf("bo"), AgentObstacle::kNotReady);
}

TEST_F(WorkStandingTest, WhoIsReadyOutsideTheirHoursGetsNothing) {
  Configuration site = TicketSite();
  site.calendars = {{.name = "never"}};
  site.agents[0].calendar = "never";
  site.agents[1].calendar = "never";
  driver_.Configure(site);
  SignIn(driver_, "ana");
  SignIn(driver_, "bo");
  Set("bo", AgentWish::kNotReady);
  Make();

  EXPECT_EQ(ObstacleOf("ana"), AgentObstacle::kOffHours);
  EXPECT_EQ(ObstacleOf("bo"), AgentObstacle::kNotReady);
}

TEST_F(WorkStandingTest, WhoHasACallIsBusy) {
  SignIn(driver_, "ana");
  driver_.Tell(Originated{.call = "c1", .connection = "c1-caller"});
  driver_.Tell(Delivered{"c1", "c1-member", "PJSIP/1001", {}, {}});
  driver_.Tell(Established{"c1", "c1-member", "PJSIP/1001", {}, {}});
  Make();

  EXPECT_EQ(ObstacleOf("ana"), AgentObstacle::kBusy);
}

TEST_F(WorkStandingTest, TicketsBeforeItAreCounted) {
  Make();
  driver_.Advance(Duration{1'000});
  Make();

  EXPECT_EQ(Standing(1).ahead, 0U);
  EXPECT_EQ(Standing(2).ahead, 1U);
}

TEST_F(WorkStandingTest, AQueueWithoutMembersAsksNobody) {
  Configuration site = TicketSite();
  site.agents[0].queues = {};
  site.agents[1].queues = {};
  driver_.Configure(site);
  Make();

  EXPECT_EQ(Standing().AgentCount(), 0U);
  EXPECT_THAT(Standing().agents, IsEmpty());
}

}  // namespace
}  // namespace jackfield::exchange
