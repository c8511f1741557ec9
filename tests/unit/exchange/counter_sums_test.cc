#include "server/exchange/counter_sums.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

TEST(CounterSumsTest, CountsAndTimesOfQueuesAreSummedAndTheLongestWaitIsAMaximum) {
  QueueCounters sum{.offered = 3, .wait_answered = Duration{1'000}, .wait_max = Duration{700}};
  const QueueCounters part{.offered = 4,
                           .lost = 1,
                           .wait_answered = Duration{500},
                           .wait_max = Duration{600},
                           .after_call_work = Duration{20}};

  AddTo(sum, part);

  EXPECT_EQ(sum, (QueueCounters{.offered = 7,
                                .lost = 1,
                                .wait_answered = Duration{1'500},
                                .wait_max = Duration{700},
                                .after_call_work = Duration{20}}));
}

TEST(CounterSumsTest, ALongerWaitTakesThePlaceOfTheShorterOne) {
  QueueCounters sum{.wait_max = Duration{700}};

  AddTo(sum, QueueCounters{.wait_max = Duration{900}});

  EXPECT_EQ(sum.wait_max, Duration{900});
}

TEST(CounterSumsTest, CountsAndTimesOfAgentsAreSummed) {
  AgentCounters sum{.offers = 1, .talk = Duration{100}, .logged_on = Duration{1'000}};

  AddTo(sum, AgentCounters{.offers = 2, .answered = 1, .logged_on = Duration{2'000}});

  EXPECT_EQ(sum,
            (AgentCounters{
                .offers = 3, .answered = 1, .talk = Duration{100}, .logged_on = Duration{3'000}}));
}

}  // namespace
}  // namespace jackfield::exchange
