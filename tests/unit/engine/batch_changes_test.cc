#include "server/engine/batch_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::AgentChanged;
using exchange::CallChanged;
using exchange::OfferClosed;
using exchange::OfferOpened;
using fakes::kAna;
using testing::ElementsAre;

constexpr CallId kCall{7};
constexpr OfferClosed kClosed{kAna, kCall, OfferId{1}, exchange::OfferState::kNoAnswer, {}};

TEST(BatchChangesTest, AnObjectThatChangedTwiceIsNamedOnce) {
  exchange::State state = fakes::SampleState();
  BatchChanges changes;

  changes.Add({CallChanged{kCall}, AgentChanged{kAna}}, state);
  changes.Add({CallChanged{kCall}, AgentChanged{kAna}}, state);

  EXPECT_THAT(changes.calls(), ElementsAre(kCall));
  EXPECT_THAT(changes.agents(), ElementsAre(kAna));
}

TEST(BatchChangesTest, OffersStayInOrderAndNoneIsLeftOut) {
  const exchange::State state = fakes::SampleState();
  BatchChanges changes;

  changes.Add({OfferOpened{kAna, kCall, OfferId{1}}, kClosed}, state);
  changes.Add({OfferOpened{kAna, kCall, OfferId{2}}}, state);

  const exchange::Effects expected = {OfferOpened{kAna, kCall, OfferId{1}}, kClosed,
                                      OfferOpened{kAna, kCall, OfferId{2}}};
  EXPECT_EQ(changes.offers(), expected);
}

TEST(BatchChangesTest, ACallForgottenWithinTheBatchIsFoundAsItLastWas) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::EndCall(state, kCall, 30);
  BatchChanges changes;

  changes.Add({CallChanged{kCall}}, state);
  state.calls.erase(kCall);

  ASSERT_NE(changes.FindCall(state, kCall), nullptr);
  EXPECT_EQ(changes.FindCall(state, kCall)->ended, fakes::At(30));
}

TEST(BatchChangesTest, ACallThatIsStillKnownIsFoundAsItIsNow) {
  exchange::State state = fakes::SampleState();
  fakes::AddWaitingCall(state, kCall, 0);
  fakes::EndCall(state, kCall, 30);
  BatchChanges changes;

  changes.Add({CallChanged{kCall}}, state);
  state.calls[kCall].name = "renamed";

  EXPECT_EQ(changes.FindCall(state, kCall)->name, "renamed");
}

TEST(BatchChangesTest, AnUnknownCallIsNotFound) {
  EXPECT_EQ(BatchChanges().FindCall(fakes::SampleState(), CallId{99}), nullptr);
}

TEST(BatchChangesTest, ABatchWithoutEffectsIsEmptyUntilAConfigurationComes) {
  BatchChanges changes;
  EXPECT_TRUE(changes.empty());

  changes.AddConfiguration();

  EXPECT_FALSE(changes.empty());
}

}  // namespace
}  // namespace jackfield::engine
