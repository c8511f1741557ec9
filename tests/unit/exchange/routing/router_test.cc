#include "server/exchange/routing/router.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/exchange/routing/naive_router.h"

namespace jackfield::exchange {
namespace {

constexpr QueueId kSales{1};
constexpr QueueId kSupport{2};
constexpr AgentId kAna{1};
constexpr AgentId kBo{2};
constexpr AgentId kChen{3};

Instant AtSecond(int seconds) { return Instant{Duration{1'000 * seconds}}; }

WorkKey Call(std::uint64_t id) { return {WorkKind::kCall, id, 0}; }

// Free for calls, a member of sales, idle since the second.
RoutedAgent Free(AgentId id, int idle_since) {
  return {.id = id,
          .ranks = {{kSales, 1}},
          .free = {true, false, false},
          .idle_since = AtSecond(idle_since)};
}

RoutedItem Waiting(WorkKey key, int entered, std::int32_t priority = 0) {
  return {.place = PlaceOf(key, AtSecond(entered), priority, 1), .queues = {kSales}};
}

TEST(WorkPlaceTest, OnePointIsAsMuchAsAMinuteOfWaiting) {
  const WorkPlace plain = PlaceOf(Call(1), AtSecond(0), 0, 1);
  EXPECT_LT(plain, PlaceOf(Call(2), AtSecond(601), 10, 1));
  EXPECT_GT(plain, PlaceOf(Call(2), AtSecond(599), 10, 1));
  // Equal scores: who came first.
  EXPECT_LT(plain, PlaceOf(Call(2), AtSecond(600), 10, 1));
  EXPECT_LT(plain, PlaceOf(Call(2), AtSecond(0), 0, 1));
}

TEST(WorkPlaceTest, FasterAgeingMakesPriorityWeighLess) {
  EXPECT_LT(PlaceOf(Call(1), AtSecond(0), 0, 20), PlaceOf(Call(2), AtSecond(31), 10, 20));
  EXPECT_GT(PlaceOf(Call(1), AtSecond(0), 0, 20), PlaceOf(Call(2), AtSecond(29), 10, 20));
}

TEST(WorkPlaceTest, ATicketComesAfterEveryCall) {
  EXPECT_LT(PlaceOf(Call(1), AtSecond(600), 0, 1),
            PlaceOf({WorkKind::kTicket, 1, 0}, AtSecond(0), 1'000, 1));
}

TEST(WorkPlaceTest, TheHighestAgeingAndAHundredYearsHaveRoom) {
  const Instant late{Duration{3'155'760'000'000}};
  EXPECT_LT(PlaceOf(Call(1), late, 0, 4'294'967'295U),
            PlaceOf(Call(2), late + Duration{61}, 1'000, 4'294'967'295U));
  EXPECT_GT(PlaceOf(Call(1), late, 0, 4'294'967'295U),
            PlaceOf(Call(2), late + Duration{59}, 1'000, 4'294'967'295U));
}

TEST(RouterTest, NothingWaitsOrNobodyIsFree) {
  Router router;
  EXPECT_EQ(router.Next(), std::nullopt);
  router.PutItem(Waiting(Call(1), 0));
  EXPECT_EQ(router.Next(), std::nullopt);
  router.RemoveItem(Call(1));
  router.PutAgent(Free(kAna, 0));
  EXPECT_EQ(router.Next(), std::nullopt);
}

// Skills that nobody has or asks for any more make room for others.
TEST(RouterTest, ASkillIsNotTakenForOneThatWasAskedForBefore) {
  Router router;
  RoutedAgent ana = Free(kAna, 0);
  ana.skills = {{"french", 50}};
  router.PutAgent(ana);
  ana.skills = {{"dutch", 50}};
  router.PutAgent(ana);
  RoutedItem item = Waiting(Call(1), 0);
  for (const char* skill : {"french", "polish"}) {
    item.skills = {{skill, 1}};
    router.PutItem(item);
    EXPECT_EQ(router.Next(), std::nullopt);
  }
  item.skills = {{"dutch", 1}};
  router.PutItem(item);

  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kAna}}));
}

TEST(RouterTest, SaysTheSameUntilItIsToldWhatBecameOfIt) {
  Router router;
  router.PutAgent(Free(kAna, 0));
  router.PutItem(Waiting(Call(1), 0));

  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kAna}}));
  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kAna}}));
  router.RemoveItem(Call(1));
  EXPECT_EQ(router.Next(), std::nullopt);
}

// W2.
TEST(RouterTest, AnAgentOfSeveralQueuesGetsTheHighestScoreOfAll) {
  Router router;
  RoutedItem urgent = Waiting(Call(2), 100, 5);
  urgent.queues = {kSupport};
  router.PutItem(Waiting(Call(1), 0));
  router.PutItem(urgent);
  RoutedAgent ana = Free(kAna, 0);
  ana.ranks = {{kSales, 1}, {kSupport, 1}};
  router.PutAgent(ana);

  EXPECT_EQ(router.Next(), (Assignment{Call(2), {kAna}}));
}

// W3.
TEST(RouterTest, ASkillIsNeededAtItsLevel) {
  Router router;
  RoutedItem english = Waiting(Call(1), 0);
  english.skills = {{"english", 50}};
  router.PutItem(english);
  RoutedAgent ana = Free(kAna, 0);
  ana.skills = {{"english", 49}};
  router.PutAgent(ana);
  EXPECT_EQ(router.Next(), std::nullopt);

  ana.skills = {{"english", 50}};
  router.PutAgent(ana);
  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kAna}}));
}

// W3.
TEST(RouterTest, AnItemIsNotAskedOfWhoLetItPass) {
  Router router;
  router.PutAgent(Free(kAna, 0));
  RoutedItem passed = Waiting(Call(1), 0);
  passed.passed = {kAna};
  router.PutItem(passed);
  router.PutItem(Waiting(Call(2), 10));
  EXPECT_EQ(router.Next(), (Assignment{Call(2), {kAna}}));

  router.PutAgent(Free(kBo, 5));
  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kBo}}));
}

// W8.
TEST(RouterTest, AKeptItemIsForItsAgentAlone) {
  Router router;
  RoutedItem kept = Waiting(Call(1), 0);
  kept.kept_for = kBo;
  router.PutItem(kept);
  router.PutAgent(Free(kAna, 0));
  EXPECT_EQ(router.Next(), std::nullopt);
  EXPECT_EQ(router.KeptFor(kBo), std::vector<WorkKey>{Call(1)});

  router.PutAgent(Free(kBo, 0));
  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kBo}}));
}

struct StrategyCase {
  RoutingStrategy strategy;
  std::vector<AgentId> expected;
};

class RouterStrategyTest : public testing::TestWithParam<StrategyCase> {};

// Ana is idle longest, Bo handled least, Chen talked least and was offered least lately; Bo ranks
// first.
TEST_P(RouterStrategyTest, NamesWhoGetsIt) {
  Router router;
  RoutedAgent ana = Free(kAna, 10);
  ana.ranks = {{kSales, 3}};
  ana.handled = 5;
  ana.talk = Duration{900'000};
  ana.last_offer = AtSecond(500);
  RoutedAgent bo = Free(kBo, 20);
  bo.ranks = {{kSales, 1}};
  bo.handled = 4;
  bo.talk = Duration{800'000};
  bo.last_offer = AtSecond(400);
  RoutedAgent chen = Free(kChen, 30);
  chen.ranks = {{kSales, 2}};
  chen.handled = 6;
  chen.talk = Duration{700'000};
  chen.last_offer = AtSecond(300);
  router.PutAgent(chen);
  router.PutAgent(ana);
  router.PutAgent(bo);
  RoutedItem item = Waiting(Call(1), 0);
  item.strategy = GetParam().strategy;
  router.PutItem(item);

  EXPECT_EQ(router.Next(), (Assignment{Call(1), GetParam().expected}));
}

INSTANTIATE_TEST_SUITE_P(Strategies, RouterStrategyTest,
                         testing::Values(StrategyCase{RoutingStrategy::kLongestIdle, {kAna}},
                                         StrategyCase{RoutingStrategy::kFewestHandled, {kBo}},
                                         StrategyCase{RoutingStrategy::kLeastTalkTime, {kChen}},
                                         StrategyCase{RoutingStrategy::kRoundRobin, {kChen}},
                                         StrategyCase{RoutingStrategy::kRanked, {kBo}},
                                         StrategyCase{RoutingStrategy::kRingAll,
                                                      {kAna, kBo, kChen}}));

TEST(RouterTest, EqualsByTheStrategyGoByIdleTimeThenByDeclaration) {
  Router router;
  router.PutAgent(Free(kChen, 10));
  router.PutAgent(Free(kBo, 10));
  router.PutAgent(Free(kAna, 11));
  RoutedItem item = Waiting(Call(1), 0);
  item.strategy = RoutingStrategy::kFewestHandled;
  router.PutItem(item);

  EXPECT_EQ(router.Next(), (Assignment{Call(1), {kBo}}));
}

// Few of each, so that they meet. Literal ranges: what comes out is checked against the reference.
RoutedAgent AnyAgent() {
  RoutedAgent agent{.id = AgentId{*rc::gen::inRange<std::uint64_t>(1, 9)}};
  for (std::uint64_t queue = 1; queue <= 4; ++queue) {
    const auto rank = *rc::gen::inRange<std::uint32_t>(0, 5);
    if (rank > 0) agent.ranks[QueueId{queue}] = rank;
  }
  for (const char* skill : {"english", "billing"}) {
    const auto level = *rc::gen::inRange<std::uint32_t>(0, 4);
    if (level > 0) agent.skills[skill] = level;
  }
  for (bool& free : agent.free) free = *rc::gen::inRange(0, 3) > 0;
  agent.idle_since = AtSecond(*rc::gen::inRange(0, 6));
  agent.handled = *rc::gen::inRange<std::uint32_t>(0, 4);
  agent.talk = Duration{*rc::gen::inRange(0, 4)};
  agent.last_offer = AtSecond(*rc::gen::inRange(0, 4));
  return agent;
}

NaiveItem AnyItem(std::uint32_t ageing) {
  NaiveItem item;
  const WorkKey key{static_cast<WorkKind>(*rc::gen::inRange(0, 3)),
                    *rc::gen::inRange<std::uint64_t>(1, 20), 0};
  item.priority = *rc::gen::inRange(0, 4);
  const Instant entered{Duration{*rc::gen::inRange(0, 300'000)}};
  item.routed.place = PlaceOf(key, entered, item.priority, ageing);
  item.routed.strategy = static_cast<RoutingStrategy>(*rc::gen::inRange(0, 6));
  for (int queues = *rc::gen::inRange(1, 4); queues > 0; --queues) {
    item.routed.queues.insert(QueueId{*rc::gen::inRange<std::uint64_t>(1, 5)});
  }
  if (*rc::gen::inRange(0, 3) == 0) item.routed.skills.push_back({"english", 2});
  if (*rc::gen::inRange(0, 3) == 0) item.routed.skills.push_back({"billing", 1});
  if (*rc::gen::inRange(0, 6) == 0) {
    item.routed.kept_for = AgentId{*rc::gen::inRange<std::uint64_t>(1, 9)};
  }
  for (int passed = *rc::gen::inRange(0, 3); passed > 0; --passed) {
    item.routed.passed.insert(AgentId{*rc::gen::inRange<std::uint64_t>(1, 9)});
  }
  return item;
}

// Both do the same, and are told the same.
struct Both {
  Router router;
  NaiveRouter naive;

  void Put(const RoutedAgent& agent) {
    naive.agents[agent.id] = agent;
    router.PutAgent(agent);
  }
  void Put(const NaiveItem& item) {
    naive.items[item.routed.place.key] = item;
    router.PutItem(item.routed);
  }
  void Remove(AgentId agent) {
    naive.agents.erase(agent);
    router.RemoveAgent(agent);
  }
  void Remove(const WorkKey& item) {
    naive.items.erase(item);
    router.RemoveItem(item);
  }
  void SetBusy(AgentId agent) {
    const auto known = naive.agents.find(agent);
    if (known != naive.agents.end()) known->second.free = {};
    router.SetBusy(agent);
  }
  void Change() {
    switch (*rc::gen::inRange(0, 11)) {
      case 0:
        return Remove(AgentId{*rc::gen::inRange<std::uint64_t>(1, 9)});
      case 1:
        return Remove(WorkKey{WorkKind::kCall, *rc::gen::inRange<std::uint64_t>(1, 20), 0});
      case 2:
        return SetBusy(AgentId{*rc::gen::inRange<std::uint64_t>(1, 9)});
      case 3:
      case 4:
      case 5:
        return Put(AnyAgent());
      default:
        return Put(AnyItem(7));
    }
  }
  // Whoever gets an item is not free for its kind any more.
  void Take(const Assignment& made) {
    Remove(made.key);
    for (const AgentId id : made.agents) {
      RoutedAgent agent = naive.agents.at(id);
      agent.free[static_cast<std::size_t>(made.key.kind)] = false;
      ++agent.handled;
      Put(agent);
    }
  }
};

RC_GTEST_PROP(RouterProperty, ItDecidesAsItsDefinition, ()) {
  Both both{{}, NaiveRouter(7)};
  const int rounds = *rc::gen::inRange(1, 30);
  for (int round = 0; round < rounds; ++round) {
    for (int changes = *rc::gen::inRange(1, 6); changes > 0; --changes) both.Change();
    for (;;) {
      const Instant now{Duration{*rc::gen::inRange(300'000, 900'000)}};
      const std::optional<Assignment> expected = both.naive.Next(now);
      RC_ASSERT(both.router.Next() == expected);
      if (!expected) break;
      both.Take(*expected);
    }
  }
}

}  // namespace
}  // namespace jackfield::exchange
