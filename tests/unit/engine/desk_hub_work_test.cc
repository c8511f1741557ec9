#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/engine/desk_hub.h"
#include "tests/support/desk_witness.h"
#include "tests/support/sample_state.h"

// What desks are told of work: offers, tickets, notices.
namespace jackfield::engine {
namespace {

using exchange::CallbackChanged;
using exchange::CallbackState;
using exchange::NoticesChanged;
using exchange::ReservationEnd;
using exchange::ReservationEnded;
using exchange::ReservationOpened;
using exchange::TicketChanged;
using exchange::TicketNoticeKind;
using exchange::TicketState;
using exchange::WorkKind;
using fakes::At;
using fakes::DeskWitness;
using fakes::kAna;
using fakes::kBen;
using fakes::kSales;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TicketId kTicket{1};
constexpr CallbackId kCallback{1};
constexpr ReservationId kReservation{7};

class DeskHubWorkTest : public testing::Test {
 protected:
  DeskHubWorkTest() {
    exchange::Ticket& ticket = state_.tickets[kTicket];
    ticket.id = kTicket;
    ticket.name = "ticket-1";
    ticket.state = TicketState::kNew;
    ticket.queue = kSales;
    ticket.tags = {"late"};
    exchange::Callback& callback = state_.callbacks[kCallback];
    callback.id = kCallback;
    callback.name = "callback-1";
    callback.queue = kSales;
  }

  // Commits a batch with `effects`, from the state as it is now.
  void Deliver(const exchange::Effects& effects) {
    ++state_.last.value;
    BatchChanges changes;
    changes.Add(effects, state_);
    CallViews views(state_, changes);
    hub_.Deliver(state_, changes, views);
  }
  ReservationOpened OpenFor(AgentId agent, WorkKind kind = WorkKind::kTicket) {
    const exchange::Reservation made{.id = kReservation,
                                     .work = {kind, kTicket.value, 0},
                                     .agent = agent,
                                     .queue = kSales,
                                     .began = At(10),
                                     .deadline = Instant{Duration{40'000}}};
    state_.reservations[kReservation] = made;
    auto& routing = state_.agents[agent].routing;
    (kind == WorkKind::kTicket ? routing.reserved_tickets : routing.reserved_calls)
        .insert(kReservation);
    return {made};
  }
  ReservationEnded EndFor(AgentId agent, ReservationEnd end, WorkKind kind = WorkKind::kTicket) {
    state_.reservations.erase(kReservation);
    state_.agents[agent].routing.reserved_tickets.erase(kReservation);
    state_.agents[agent].routing.reserved_calls.erase(kReservation);
    return {agent, kReservation, {kind, kTicket.value, 0}, end};
  }
  void GiveCallbackTo(AgentId agent) {
    state_.callbacks.at(kCallback).state = CallbackState::kInProgress;
    state_.callbacks.at(kCallback).agent = agent;
    state_.agents[agent].routing.callback = kCallback;
  }
  void EndCallbackOf(AgentId agent) {
    state_.callbacks.at(kCallback).state = CallbackState::kReached;
    state_.callbacks.at(kCallback).end = exchange::CallbackEnd::kReached;
    state_.callbacks.at(kCallback).agent = {};
    state_.agents[agent].routing.callback = {};
  }
  exchange::Ticket& ticket() { return state_.tickets.at(kTicket); }
  void AddNotice(NoticeId id, TicketNoticeKind what) {
    state_.agents[kAna].notices.push_back({id, kTicket, what, {}, At(20)});
  }

  exchange::State state_ = fakes::SampleState();
  DeskHub hub_{state_};
  std::shared_ptr<DeskWitness> ana_ = std::make_shared<DeskWitness>();
  std::shared_ptr<DeskWitness> ben_ = std::make_shared<DeskWitness>();
};

// D1.
TEST_F(DeskHubWorkTest, AnOfferOfATicketOpensAndClosesOnceAtItsAgentOnly) {
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kBen, 0, ben_);

  Deliver({OpenFor(kAna)});
  Deliver({exchange::AgentChanged{kAna}});
  Deliver({EndFor(kAna, ReservationEnd::kPassed)});

  ASSERT_THAT(ana_->All<WorkOfferOpenedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<WorkOfferOpenedView>()[0].offer.reservation, kReservation);
  EXPECT_EQ(ana_->All<WorkOfferOpenedView>()[0].offer.ticket->name, "ticket-1");
  ASSERT_THAT(ana_->All<WorkOfferClosedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<WorkOfferClosedView>()[0].reservation, kReservation);
  EXPECT_EQ(ana_->All<WorkOfferClosedView>()[0].end, ReservationEnd::kPassed);
  EXPECT_THAT(ben_->All<WorkOfferOpenedView>(), IsEmpty());
  EXPECT_THAT(ben_->All<WorkOfferClosedView>(), IsEmpty());
}

// D1.
TEST_F(DeskHubWorkTest, AnOfferThatEndedWithinItsBatchOpensAndCloses) {
  hub_.Watch(state_, kAna, 0, ana_);
  const ReservationOpened opened = OpenFor(kAna);

  Deliver({opened, EndFor(kAna, ReservationEnd::kWithdrawn)});

  ASSERT_THAT(ana_->updates(), SizeIs(3));
  EXPECT_TRUE(std::holds_alternative<WorkOfferOpenedView>(ana_->updates()[1].change));
  EXPECT_TRUE(std::holds_alternative<WorkOfferClosedView>(ana_->updates()[2].change));
}

TEST_F(DeskHubWorkTest, ACallThatIsRoutedToTheAgentIsToldByItsRingOnly) {
  hub_.Watch(state_, kAna, 0, ana_);

  Deliver({OpenFor(kAna, WorkKind::kCall)});
  Deliver({EndFor(kAna, ReservationEnd::kAccepted, WorkKind::kCall)});

  EXPECT_THAT(ana_->All<WorkOfferOpenedView>(), IsEmpty());
  EXPECT_THAT(ana_->All<WorkOfferClosedView>(), IsEmpty());
}

// D1.
TEST_F(DeskHubWorkTest, AnOfferOfACallbackOpensAndClosesAsOneOfATicket) {
  hub_.Watch(state_, kAna, 0, ana_);

  Deliver({OpenFor(kAna, WorkKind::kCallback)});
  Deliver({EndFor(kAna, ReservationEnd::kPassed, WorkKind::kCallback)});

  ASSERT_THAT(ana_->All<WorkOfferOpenedView>(), SizeIs(1));
  ASSERT_NE(ana_->All<WorkOfferOpenedView>()[0].offer.callback, nullptr);
  EXPECT_EQ(ana_->All<WorkOfferOpenedView>()[0].offer.callback->name, "callback-1");
  EXPECT_EQ(ana_->All<WorkOfferOpenedView>()[0].offer.ticket, nullptr);
  ASSERT_THAT(ana_->All<WorkOfferClosedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<WorkOfferClosedView>()[0].end, ReservationEnd::kPassed);
}

TEST_F(DeskHubWorkTest, ACallbackIsToldToWhoHasItUntilNobodyHas) {
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kBen, 0, ben_);
  Deliver({CallbackChanged{kCallback}});
  GiveCallbackTo(kAna);
  Deliver({CallbackChanged{kCallback}});
  EndCallbackOf(kAna);
  Deliver({CallbackChanged{kCallback}});
  Deliver({CallbackChanged{kCallback}});

  ASSERT_THAT(ana_->All<DeskCallbackView>(), SizeIs(2)) << "before and later it is nobody's";
  EXPECT_EQ(ana_->All<DeskCallbackView>()[0].callback->agent, "ana");
  EXPECT_EQ(ana_->All<DeskCallbackView>()[0].callback->state, CallbackState::kInProgress);
  EXPECT_EQ(ana_->All<DeskCallbackView>()[1].callback->agent, "");
  EXPECT_EQ(ana_->All<DeskCallbackView>()[1].callback->state, CallbackState::kReached);
  EXPECT_THAT(ben_->All<DeskCallbackView>(), IsEmpty());
}

TEST_F(DeskHubWorkTest, ASnapshotHasTheCallbackThatTheAgentHasAlsoAfterARecovery) {
  GiveCallbackTo(kAna);
  DeskHub hub(state_);
  hub.Watch(state_, kAna, 0, ana_);
  EndCallbackOf(kAna);
  ++state_.last.value;
  BatchChanges changes;
  changes.Add({CallbackChanged{kCallback}}, state_);
  CallViews views(state_, changes);

  hub.Deliver(state_, changes, views);

  ASSERT_NE(ana_->All<DeskSnapshotView>().at(0).callback, nullptr);
  EXPECT_EQ(ana_->All<DeskSnapshotView>().at(0).callback->name, "callback-1");
  ASSERT_THAT(ana_->All<DeskCallbackView>(), SizeIs(1)) << "its end is told";
  EXPECT_EQ(ana_->All<DeskCallbackView>()[0].callback->state, CallbackState::kReached);
}

TEST_F(DeskHubWorkTest, ASnapshotHasOffersTicketsAndNoticesThatAreThere) {
  OpenFor(kAna);
  AddNotice(NoticeId{3}, TicketNoticeKind::kShown);
  ticket().owner = kAna;
  DeskHub hub(state_);

  hub.Watch(state_, kAna, 0, ana_);

  const DeskSnapshotView snapshot = ana_->All<DeskSnapshotView>().at(0);
  EXPECT_THAT(snapshot.work_offers, SizeIs(1));
  EXPECT_THAT(snapshot.tickets, SizeIs(1));
  EXPECT_THAT(snapshot.notices, SizeIs(1));
}

// D2, D4.
TEST_F(DeskHubWorkTest, ADeskThatComesBackIsToldWhatItMissedOfItsWork) {
  hub_.Watch(state_, kAna, 0, ana_);
  Deliver({OpenFor(kAna)});
  const std::int64_t cursor = ana_->updates().back().cursor;
  ticket().owner = kAna;
  ticket().state = TicketState::kOpen;
  Deliver({EndFor(kAna, ReservationEnd::kAccepted), TicketChanged{kTicket}});
  AddNotice(NoticeId{1}, TicketNoticeKind::kReminderDue);
  Deliver({NoticesChanged{kAna}});

  const auto back = std::make_shared<DeskWitness>();
  hub_.Watch(state_, kAna, cursor, back);

  ASSERT_THAT(back->updates(), SizeIs(3));
  EXPECT_TRUE(std::holds_alternative<WorkOfferClosedView>(back->updates()[0].change));
  EXPECT_TRUE(std::holds_alternative<DeskTicketView>(back->updates()[1].change));
  EXPECT_TRUE(std::holds_alternative<NoticeAddedView>(back->updates()[2].change));
  EXPECT_GT(back->updates()[0].cursor, cursor);
  EXPECT_GT(back->updates()[1].cursor, back->updates()[0].cursor);
  EXPECT_GT(back->updates()[2].cursor, back->updates()[1].cursor);
}

TEST_F(DeskHubWorkTest, ATicketThatPassesToAnotherLeavesOneListAndIsOnTheOther) {
  hub_.Watch(state_, kAna, 0, ana_);
  hub_.Watch(state_, kBen, 0, ben_);
  ticket().owner = kAna;
  Deliver({TicketChanged{kTicket}});
  ana_->Forget();

  ticket().owner = kBen;
  Deliver({TicketChanged{kTicket}});

  ASSERT_THAT(ana_->All<DeskTicketView>(), SizeIs(1));
  EXPECT_TRUE(ana_->All<DeskTicketView>()[0].gone);
  EXPECT_EQ(ana_->All<DeskTicketView>()[0].ticket->owner, "ben");
  ASSERT_THAT(ben_->All<DeskTicketView>(), SizeIs(1));
  EXPECT_FALSE(ben_->All<DeskTicketView>()[0].gone);
}

TEST_F(DeskHubWorkTest, OfATicketThatLeftSightItsFormerOwnerIsToldNoMoreThanThatItIsGone) {
  ticket().owner = kAna;
  DeskHub hub(state_);
  hub.Watch(state_, kAna, 0, ana_);
  ticket().owner = {};
  ticket().queue = QueueId{99};
  ++state_.last.value;
  BatchChanges changes;
  changes.Add({TicketChanged{kTicket}}, state_);
  CallViews views(state_, changes);

  hub.Deliver(state_, changes, views);

  ASSERT_THAT(ana_->All<DeskTicketView>(), SizeIs(1));
  EXPECT_TRUE(ana_->All<DeskTicketView>()[0].gone);
  EXPECT_EQ(ana_->All<DeskTicketView>()[0].ticket->name, "ticket-1");
  EXPECT_THAT(ana_->All<DeskTicketView>()[0].ticket->tags, IsEmpty());
}

TEST_F(DeskHubWorkTest, ATicketThatIsResolvedLeavesTheList) {
  ticket().owner = kAna;
  hub_.Watch(state_, kAna, 0, ana_);
  Deliver({TicketChanged{kTicket}});
  ticket().state = TicketState::kResolved;
  Deliver({TicketChanged{kTicket}});
  Deliver({TicketChanged{kTicket}});

  ASSERT_THAT(ana_->All<DeskTicketView>(), SizeIs(2)) << "what it is later is told to nobody";
  EXPECT_FALSE(ana_->All<DeskTicketView>()[0].gone);
  EXPECT_TRUE(ana_->All<DeskTicketView>()[1].gone);
}

TEST_F(DeskHubWorkTest, NoticesAreAddedOnceAndRemovedOnce) {
  hub_.Watch(state_, kAna, 0, ana_);
  AddNotice(NoticeId{1}, TicketNoticeKind::kReminderDue);
  Deliver({NoticesChanged{kAna}});
  AddNotice(NoticeId{2}, TicketNoticeKind::kShown);
  Deliver({NoticesChanged{kAna}});
  state_.agents[kAna].notices.erase(state_.agents[kAna].notices.begin());
  Deliver({NoticesChanged{kAna}});
  Deliver({NoticesChanged{kAna}});

  ASSERT_THAT(ana_->All<NoticeAddedView>(), SizeIs(2));
  EXPECT_EQ(ana_->All<NoticeAddedView>()[0].notice.notice, NoticeId{1});
  EXPECT_EQ(ana_->All<NoticeAddedView>()[1].notice.notice, NoticeId{2});
  ASSERT_THAT(ana_->All<NoticesRemovedView>(), SizeIs(1));
  EXPECT_THAT(ana_->All<NoticesRemovedView>()[0].notices, ElementsAre(NoticeId{1}));
}

TEST_F(DeskHubWorkTest, ANewDeskIsNotToldAgainOfNoticesThatItsSnapshotHas) {
  AddNotice(NoticeId{1}, TicketNoticeKind::kReminderDue);
  hub_.Watch(state_, kAna, 0, ana_);
  AddNotice(NoticeId{2}, TicketNoticeKind::kShown);
  Deliver({NoticesChanged{kAna}});

  ASSERT_THAT(ana_->All<NoticeAddedView>(), SizeIs(1));
  EXPECT_EQ(ana_->All<NoticeAddedView>()[0].notice.notice, NoticeId{2});
}

}  // namespace
}  // namespace jackfield::engine
