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

TEST(BatchChangesTest, EntriesOfTicketsStayInOrderAndNoneIsLeftOut) {
  const exchange::State state = fakes::SampleState();
  exchange::TicketNoted first;
  first.number = 1;
  exchange::TicketNoted second;
  second.number = 2;
  BatchChanges changes;

  changes.Add({first}, state);
  changes.Add({second}, state);

  EXPECT_THAT(changes.ticket_entries(), ElementsAre(first, second));
  EXPECT_FALSE(changes.empty());
}

TEST(BatchChangesTest, AClosedTicketForgottenWithinTheBatchIsFoundAsItLastWas) {
  exchange::State state = fakes::SampleState();
  exchange::Ticket& ticket = state.tickets[TicketId{3}];
  ticket.state = exchange::TicketState::kClosed;
  ticket.revision = 1;
  BatchChanges changes;
  changes.Add({exchange::TicketChanged{TicketId{3}}}, state);
  ticket.revision = 2;
  changes.Add({exchange::TicketChanged{TicketId{3}}}, state);

  state.tickets.clear();

  EXPECT_THAT(changes.tickets(), ElementsAre(TicketId{3}));
  ASSERT_NE(changes.FindTicket(state, TicketId{3}), nullptr);
  EXPECT_EQ(changes.FindTicket(state, TicketId{3})->revision, 2U);
  EXPECT_EQ(changes.FindTicket(state, TicketId{4}), nullptr);
}

TEST(BatchChangesTest, ReservationsStayInOrderAndNoneIsLeftOut) {
  const exchange::State state = fakes::SampleState();
  const exchange::ReservationOpened opened{{.id = ReservationId{7}, .agent = kAna}};
  const exchange::ReservationEnded ended{
      kAna, ReservationId{7}, {}, exchange::ReservationEnd::kPassed};
  BatchChanges changes;

  changes.Add({opened}, state);
  EXPECT_FALSE(changes.empty());
  changes.Add({ended, opened}, state);

  EXPECT_THAT(changes.reservations(), ElementsAre(exchange::Effect(opened), exchange::Effect(ended),
                                                  exchange::Effect(opened)));
}

TEST(BatchChangesTest, WhoseNoticesChangedIsNamedOnce) {
  const exchange::State state = fakes::SampleState();
  BatchChanges changes;

  changes.Add({exchange::NoticesChanged{kAna}, exchange::NoticesChanged{kAna}}, state);

  EXPECT_THAT(changes.notices(), ElementsAre(kAna));
  EXPECT_FALSE(changes.empty());
}

}  // namespace
}  // namespace jackfield::engine
