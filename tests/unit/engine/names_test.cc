#include "server/engine/names.h"

#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using fakes::kAna;
using fakes::kBen;
using fakes::kPbx;
using fakes::kSales;

TEST(NamesTest, IdsGiveTheNamesOfTheirObjects) {
  const exchange::State state = fakes::SampleState();

  EXPECT_EQ(AgentLogin(state, kAna), "ana");
  EXPECT_EQ(AgentDisplayName(state, kAna), "Ana Ruiz");
  EXPECT_EQ(QueueName(state, kSales), "sales");
  EXPECT_EQ(QueueDisplayName(state, kSales), "Sales");
  EXPECT_EQ(SourceName(state, kPbx), "pbx");
}

TEST(NamesTest, AnAgentWithoutDisplayNameIsShownByLogin) {
  EXPECT_EQ(AgentDisplayName(fakes::SampleState(), kBen), "ben");
}

TEST(NamesTest, UnknownIdsHaveNoName) {
  const exchange::State state = fakes::SampleState();

  EXPECT_EQ(AgentLogin(state, AgentId{}), "");
  EXPECT_EQ(AgentDisplayName(state, AgentId{99}), "");
  EXPECT_EQ(QueueName(state, QueueId{}), "");
  EXPECT_EQ(QueueDisplayName(state, QueueId{99}), "");
  EXPECT_EQ(SourceName(state, SourceId{99}), "");
}

}  // namespace
}  // namespace jackfield::engine
