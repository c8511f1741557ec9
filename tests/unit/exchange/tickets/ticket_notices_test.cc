#include "server/exchange/tickets/ticket_notices.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TicketId kFirst{1};

class TicketNoticesTest : public testing::Test {
 protected:
  TicketNoticesTest() {
    driver.Configure(TicketSite());
    Make("ana");
  }

  // A ticket of the agent, made by the supervisor "chief" and watched by "bo".
  void Make(const std::string& owner) {
    CreateTicket made = NewTicket("support");
    made.owner = owner;
    made.watchers = {"bo", "chief"};
    driver.Ask(made).value();
  }
  Effects Comment(const std::string& actor, TicketId ticket = kFirst) {
    return driver.Ask(AddComment{.actor = actor, .ticket = ticket, .text = PersonalText(7, "text")})
        .value();
  }
  std::vector<TicketNoticeKind> KindsOf(const std::string& agent) const {
    std::vector<TicketNoticeKind> kinds;
    for (const WorkNotice& each : driver.agent(agent).notices) kinds.push_back(each.what);
    return kinds;
  }
  void SeeAll(const std::string& agent) { driver.Command(AcknowledgeNotices{agent, {}}).value(); }

  ExchangeDriver driver;
};

TEST_F(TicketNoticesTest, WhatAnAgentIsToldIsKeptUntilItIsSeenAlsoAcrossARestart) {
  driver.Advance(Duration{5'000});
  Comment("chief");
  driver.Restart();

  const std::vector<WorkNotice> kept = driver.agent("ana").notices;
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].what, TicketNoticeKind::kAssigned);
  EXPECT_EQ(kept[1].what, TicketNoticeKind::kCommented);
  EXPECT_EQ(kept[1].ticket, kFirst);
  EXPECT_EQ(kept[1].at.wall, ExchangeDriver::kStart + Duration{5'000});

  const Effects seen = driver.Command(AcknowledgeNotices{"ana", {kept[0].id}}).value();
  EXPECT_THAT(KindsOf("ana"), ElementsAre(TicketNoticeKind::kCommented));
  EXPECT_EQ(AllOf<NoticesChanged>(seen), std::vector{NoticesChanged{driver.agent("ana").id}});
  const Effects again = driver.Command(AcknowledgeNotices{"ana", {kept[0].id}}).value();
  EXPECT_THAT(AllOf<NoticesChanged>(again), IsEmpty());
}

// N1.
TEST_F(TicketNoticesTest, OfSeveralCommentsOnTheSameTicketTheLatestStands) {
  Comment("chief");
  const NoticeId first = driver.agent("ana").notices.back().id;
  Comment("chief");

  EXPECT_THAT(KindsOf("ana"),
              ElementsAre(TicketNoticeKind::kAssigned, TicketNoticeKind::kCommented));
  EXPECT_GT(driver.agent("ana").notices.back().id, first);
}

// N2.
TEST_F(TicketNoticesTest, WhoCommentsIsNotToldOfIt) {
  SeeAll("ana");
  Comment("ana");

  EXPECT_THAT(KindsOf("ana"), IsEmpty());
  EXPECT_THAT(KindsOf("bo"), ElementsAre(TicketNoticeKind::kCommented));
}

// N2.
TEST_F(TicketNoticesTest, WhoOpensATicketAgainIsNotToldOfIt) {
  const auto set = [this](TicketState state, const char* actor) {
    driver
        .Ask(SetTicketState{
            .actor = actor, .ticket = kFirst, .state = state, .text = PersonalText(7, "done")})
        .value();
  };
  SeeAll("ana");
  set(TicketState::kResolved, "ana");
  set(TicketState::kOpen, "ana");
  EXPECT_THAT(KindsOf("ana"), IsEmpty());
  EXPECT_THAT(KindsOf("bo"), ElementsAre(TicketNoticeKind::kReopened));

  SeeAll("bo");
  set(TicketState::kResolved, "ana");
  set(TicketState::kOpen, "bo");
  EXPECT_THAT(KindsOf("ana"), ElementsAre(TicketNoticeKind::kReopened));
  EXPECT_THAT(KindsOf("bo"), IsEmpty()) << "bo watches it, and did it";
}

// N3.
TEST_F(TicketNoticesTest, WhoGivesATicketAwayHasNoNoticesOfItUnlessTheyWatchIt) {
  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst, .owner = "bo"}).value();
  EXPECT_THAT(KindsOf("ana"), IsEmpty());
  EXPECT_THAT(KindsOf("bo"), ElementsAre(TicketNoticeKind::kAssigned));

  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst}).value();
  EXPECT_THAT(KindsOf("bo"), ElementsAre(TicketNoticeKind::kAssigned)) << "bo watches";

  driver.Ask(UnwatchTicket{.actor = "bo", .ticket = kFirst, .watcher = "bo"}).value();
  EXPECT_THAT(KindsOf("bo"), IsEmpty());
}

// N3.
TEST_F(TicketNoticesTest, NoticesOfAForgottenTicketAreForgotten) {
  Make("ana");
  Comment("chief");
  for (const TicketState state : {TicketState::kResolved, TicketState::kClosed}) {
    driver
        .Ask(SetTicketState{
            .actor = "chief", .ticket = kFirst, .state = state, .text = PersonalText(7, "done")})
        .value();
  }
  driver.Advance(Duration{3LL * 24 * 3600 * 1000 + 1'000});
  driver.FireTimers();

  EXPECT_FALSE(driver.state().tickets.contains(kFirst));
  ASSERT_THAT(driver.agent("ana").notices, SizeIs(1));
  EXPECT_EQ(driver.agent("ana").notices[0].ticket, TicketId{2});
}

// N3.
TEST_F(TicketNoticesTest, TheOldestGoesWhenThereAreMoreThanFifty) {
  for (int count = 0; count < 49; ++count) Make("ana");
  EXPECT_THAT(driver.agent("ana").notices, SizeIs(50));
  EXPECT_EQ(driver.agent("ana").notices.front().ticket, kFirst);

  Make("ana");

  EXPECT_THAT(driver.agent("ana").notices, SizeIs(50));
  EXPECT_EQ(driver.agent("ana").notices.front().ticket, TicketId{2});
  EXPECT_EQ(driver.agent("ana").notices.back().ticket, TicketId{51});
}

TEST_F(TicketNoticesTest, ATicketIsShownToAnAgentWhoMaySeeItAndShownAgainWhenAsked) {
  const ShowTicket show{.actor = "tokens/crm", .ticket = kFirst, .agent = "bo"};
  const std::uint64_t revision = driver.ticket(1).revision;

  driver.Ask(show).value();
  const NoticeId first = driver.agent("bo").notices.back().id;
  driver.Ask(show).value();

  EXPECT_THAT(KindsOf("bo"), ElementsAre(TicketNoticeKind::kShown));
  EXPECT_GT(driver.agent("bo").notices.back().id, first);
  EXPECT_EQ(driver.ticket(1).revision, revision) << "it is no change of the ticket";
  EXPECT_EQ(ReasonOf(driver.Ask(ShowTicket{.ticket = kFirst, .agent = "chen"})),
            "TICKET_NOT_SEEN_BY_AGENT");
  EXPECT_EQ(ReasonOf(driver.Ask(ShowTicket{.ticket = kFirst, .agent = "dora"})), "AGENT_NOT_FOUND");
}

TEST_F(TicketNoticesTest, NobodyIsToldWhoIsNotDeclaredAnyMore) {
  Configuration site = TicketSite();
  site.agents.erase(site.agents.begin() + 1);
  driver.Configure(site);

  Comment("chief");

  EXPECT_EQ(DeclaredAgent(driver.state(), "bo"), AgentId{});
  EXPECT_THAT(KindsOf("bo"), IsEmpty());
}

}  // namespace
}  // namespace jackfield::exchange
