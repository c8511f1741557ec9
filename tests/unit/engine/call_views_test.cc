#include "server/engine/call_views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using testing::ElementsAre;

constexpr CallId kCall{7};

TEST(CallViewsTest, TheViewHasTheNamesOfTheCallsParts) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::AddOffer(state, kCall, fakes::kAna, 5);
  fakes::AddOffer(state, kCall, fakes::kBen, 5);
  fakes::AnswerCall(state, kCall, fakes::kBen, 9);

  const CallView view = MakeCallView(state, state.calls.at(kCall));

  EXPECT_EQ(view.source, "pbx");
  EXPECT_THAT(view.leg_queues, ElementsAre("sales"));
  EXPECT_THAT(view.leg_queue_displays, ElementsAre("Sales"));
  EXPECT_THAT(view.leg_agents, ElementsAre("ben"));
  EXPECT_THAT(view.offer_agents, ElementsAre("ana", "ben"));
}

TEST(CallViewsTest, AllWhoAskInABatchShareOneView) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  const BatchChanges changes;
  CallViews views(state, changes);

  const SharedCall first = views.Get(kCall);

  ASSERT_NE(first, nullptr);
  EXPECT_EQ(views.Get(kCall), first);
}

TEST(CallViewsTest, AForgottenCallHasNoView) {
  const exchange::State state = fakes::SampleState();
  const BatchChanges changes;

  EXPECT_EQ(CallViews(state, changes).Get(kCall), nullptr);
}

TEST(CallViewsTest, TheViewHasWhatTheSourceCanBeToldAsLongAsItIsLinked) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  state.sources[fakes::kPbx].capabilities = {exchange::CommandKind::kHold};

  EXPECT_THAT(MakeCallView(state, state.calls.at(kCall)).can,
              ElementsAre(exchange::CommandKind::kHold));

  state.sources[fakes::kPbx].linked = false;
  EXPECT_TRUE(MakeCallView(state, state.calls.at(kCall)).can.empty());
}

}  // namespace
}  // namespace jackfield::engine
