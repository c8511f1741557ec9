#include "server/exchange/routing/routing_index.h"

#include <gtest/gtest.h>

#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

constexpr std::array<bool, kWorkKinds> kForNothing = {false, false, false};

// Queue "claims" is the switch's own, and has Ana as a declared member, Bo as one of the switch.
ExchangeDriver Driven() {
  Configuration site = DirectedSite();
  site.queues[1].routing.mode = QueueMode::kObserved;
  site.agents[1].queues = {{"sales", 7}};
  ExchangeDriver driver;
  driver.Configure(site);
  driver.Tell(MemberAdded{"claims", "PJSIP/1002"});
  driver.Tell(MemberAdded{"sales", "Local/2001@agents"});
  return driver;
}

RoutedAgent Routed(const ExchangeDriver& driver, const std::string& login) {
  return RoutedAgentOf(driver.state(), driver.agent(login));
}

TEST(RoutingIndexTest, MembersAreThoseDeclaredAndWhereTheSwitchDistributesItsOwn) {
  const ExchangeDriver driver = Driven();
  const QueueId sales = driver.queue("sales").id;
  const QueueId claims = driver.queue("claims").id;

  using Ranks = std::map<QueueId, std::uint32_t>;
  EXPECT_EQ(Routed(driver, "ana").ranks, (Ranks{{sales, 1}, {claims, 1}}));
  EXPECT_EQ(Routed(driver, "bo").ranks, (Ranks{{sales, 7}, {claims, kUndeclaredRank}}));
  // A member at the switch of a queue that Jackfield distributes.
  EXPECT_EQ(Routed(driver, "chen").ranks, Ranks{});
}

TEST(RoutingIndexTest, WhoIsPausedAtTheSwitchIsNoMemberMeanwhile) {
  ExchangeDriver driver = Driven();
  driver.Tell(MemberAdded{"sales", "PJSIP/1002", true, {}});
  driver.Tell(MemberPaused{"claims", "PJSIP/1002", true, {}});
  EXPECT_TRUE(Routed(driver, "bo").ranks.empty());

  driver.Tell(MemberPaused{"sales", "PJSIP/1002", false, {}});
  EXPECT_EQ(Routed(driver, "bo").ranks.size(), 1U);
}

TEST(RoutingIndexTest, CallsNeedAPhoneTicketsAndCallbacksADesk) {
  ExchangeDriver driver = Driven();  // Bo is ready by the switch, without a desk.
  EXPECT_EQ(Routed(driver, "bo").free, (std::array<bool, kWorkKinds>{true, false, false}));
  EXPECT_EQ(Routed(driver, "ana").free, kForNothing);

  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk"}));
  EXPECT_EQ(Routed(driver, "bo").free, (std::array<bool, kWorkKinds>{true, true, true}));
}

TEST(RoutingIndexTest, AnAgentOfATalkIsFreeForNothing) {
  ExchangeDriver driver = Driven();
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk"}));
  driver.Tell(Originated{.call = "c1", .connection = "x", .device = "PJSIP/1002"});
  EXPECT_EQ(Routed(driver, "bo").free, kForNothing);
}

TEST(RoutingIndexTest, AQueueNobodyDeclaresIsObserved) {
  ExchangeDriver driver = Driven();
  EXPECT_EQ(PlanOf(driver.state(), driver.queue("sales").id).mode, QueueMode::kDirected);
  Configuration site = DirectedSite();
  site.queues.erase(site.queues.begin());
  driver.Configure(site);
  EXPECT_EQ(PlanOf(driver.state(), driver.queue("sales").id).mode, QueueMode::kObserved);
  EXPECT_EQ(PlanOf(driver.state(), QueueId{99}).mode, QueueMode::kObserved);
}

TEST(RoutingIndexTest, AnItemAsksForItsOwnSkillsAndThoseOfItsRing) {
  Configuration site = DirectedSite();
  site.queues[0].routing.strategy = RoutingStrategy::kRanked;
  site.queues[0].routing.rings = {{.skills = {{"english", 50}}},
                                  {.after = Duration{1}, .queues = {"claims", "no such"}}};
  ExchangeDriver driver;
  driver.Configure(site);
  WorkItem item{.key = {WorkKind::kTicket, 1, 0},
                .queue = driver.queue("sales").id,
                .entered = {Instant{Duration{30'000}}, {}, false},
                .priority = 2,
                .skills = {{"billing", 1}},
                .preferred = AgentId{1},
                .passed = {AgentId{2}}};
  RoutedItem routed = RoutedItemOf(driver.state(), item);
  EXPECT_EQ(routed.place.place, -90'000);
  EXPECT_EQ(routed.strategy, RoutingStrategy::kRanked);
  EXPECT_EQ(routed.skills, (std::vector<SkillRequirement>{{"billing", 1}, {"english", 50}}));
  EXPECT_EQ(routed.queues, std::set<QueueId>{item.queue});
  EXPECT_EQ(routed.passed, std::set<AgentId>{AgentId{2}});
  EXPECT_EQ(routed.kept_for, AgentId{});

  item.ring = 1;
  item.preferred_until = Instant{};
  routed = RoutedItemOf(driver.state(), item);
  EXPECT_EQ(routed.skills, (std::vector<SkillRequirement>{{"billing", 1}}));
  EXPECT_EQ(routed.queues, (std::set<QueueId>{item.queue, driver.queue("claims").id}));
  EXPECT_EQ(routed.kept_for, AgentId{1});
}

TEST(RoutingIndexTest, QualifiesByMembershipAndLevels) {
  const RoutedItem item{.queues = {QueueId{1}, QueueId{2}}, .skills = {{"english", 50}}};
  RoutedAgent agent{.ranks = {{QueueId{2}, 1}}, .skills = {{"english", 50}}};
  EXPECT_TRUE(Qualifies(agent, item));
  agent.skills["english"] = 49;
  EXPECT_FALSE(Qualifies(agent, item));
  agent.skills.clear();
  EXPECT_FALSE(Qualifies(agent, item));
  EXPECT_FALSE(Qualifies({.ranks = {{QueueId{3}, 1}}, .skills = {{"english", 60}}}, item));
}

TEST(RoutingIndexTest, ARouterMadeOfTheStateKnowsWhatIsToBeGivenOnly) {
  WorkDriver driver(DirectedSite());
  for (std::uint64_t id = 1; id <= 3; ++id) driver.Enqueue({WorkKind::kTicket, id, 0}, "sales");
  driver.Do([](Step& step) { HoldWork(step, {WorkKind::kTicket, 1, 0}, true); });
  State state = driver.state();
  state.work.at({WorkKind::kTicket, 2, 0}).reserved = {ReservationId{1}};
  Agent& ana = state.agents.at(state.agent_logins.at("ana"));
  ana.state = AgentState::kReady;
  ana.desk = "desk";

  EXPECT_EQ(IndexWork(state).Next(), (Assignment{{WorkKind::kTicket, 3, 0}, {ana.id}}));
}

}  // namespace
}  // namespace jackfield::exchange
