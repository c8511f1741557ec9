#include "server/engine/work_views.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::CommandKind;
using exchange::SlaGoal;
using exchange::WorkKind;
using fakes::At;
using fakes::kAna;
using fakes::kBen;
using fakes::kPbx;
using fakes::kSales;
using fakes::WallAt;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class WorkViewsTest : public testing::Test {
 protected:
  exchange::Ticket& AddTicket(std::uint64_t number) {
    exchange::Ticket& ticket = state_.tickets[TicketId{number}];
    ticket.id = TicketId{number};
    ticket.name = "ticket-" + std::to_string(number);
    ticket.subject = exchange::PersonalText(3, "sealed");
    ticket.state = exchange::TicketState::kOpen;
    ticket.queue = kSales;
    return ticket;
  }
  exchange::Callback& AddCallback(std::uint64_t number) {
    exchange::Callback& callback = state_.callbacks[CallbackId{number}];
    callback.id = CallbackId{number};
    callback.name = "callback-" + std::to_string(number);
    callback.queue = kSales;
    return callback;
  }
  void Offer(ReservationId id, WorkKind kind, std::uint64_t work) {
    state_.reservations[id] = {.id = id,
                               .work = {kind, work, 0},
                               .agent = kAna,
                               .queue = kSales,
                               .began = At(10),
                               .deadline = Instant{Duration{40'000}}};
    auto& routing = state_.agents[kAna].routing;
    (kind == WorkKind::kTicket ? routing.reserved_tickets : routing.reserved_calls).insert(id);
  }
  std::vector<std::uint64_t> ListOf(const std::set<TicketId>& tickets) const {
    std::vector<std::uint64_t> numbers;
    for (const SharedTicket& each : MakeTicketList(state_, tickets)) {
      numbers.push_back(each->ticket.value);
    }
    return numbers;
  }
  const exchange::Agent& ana() const { return state_.agents.at(kAna); }

  exchange::State state_ = fakes::SampleState();
};

TEST_F(WorkViewsTest, AnOfferTellsTicketQueueAndDeadline) {
  AddTicket(1);
  Offer(ReservationId{7}, WorkKind::kTicket, 1);

  const std::vector<WorkOfferView> offers = MakeWorkOffers(state_, ana());

  ASSERT_THAT(offers, SizeIs(1));
  EXPECT_EQ(offers[0].reservation, ReservationId{7});
  EXPECT_EQ(offers[0].ticket->name, "ticket-1");
  EXPECT_EQ(offers[0].queue_display, "Sales");
  EXPECT_EQ(offers[0].began, WallAt(10));
  EXPECT_EQ(offers[0].deadline, WallAt(40));
}

TEST_F(WorkViewsTest, ARoutedCallIsNoOfferOfADesk) {
  Offer(ReservationId{7}, WorkKind::kCall, 1);

  EXPECT_THAT(MakeWorkOffers(state_, ana()), IsEmpty());
  EXPECT_FALSE(MakeWorkOffer(state_, state_.reservations.at(ReservationId{7}), {}));
}

TEST_F(WorkViewsTest, ACallbackIsOfferedBesideTickets) {
  AddTicket(1);
  AddCallback(5);
  Offer(ReservationId{7}, WorkKind::kTicket, 1);
  Offer(ReservationId{3}, WorkKind::kCallback, 5);

  const std::vector<WorkOfferView> offers = MakeWorkOffers(state_, ana());

  ASSERT_THAT(offers, SizeIs(2));
  EXPECT_EQ(offers[0].reservation, ReservationId{3}) << "the oldest first";
  ASSERT_NE(offers[0].callback, nullptr);
  EXPECT_EQ(offers[0].callback->name, "callback-5");
  EXPECT_EQ(offers[0].ticket, nullptr);
  EXPECT_EQ(offers[0].queue_display, "Sales");
  EXPECT_EQ(offers[0].deadline, WallAt(40));
  EXPECT_EQ(offers[1].callback, nullptr);
}

TEST_F(WorkViewsTest, TheCallbackThatAnAgentHasIsTheirs) {
  AddCallback(5).agent = kAna;
  EXPECT_EQ(MakeOwnCallback(state_, ana()), nullptr);

  state_.agents[kAna].routing.callback = CallbackId{5};
  const SharedCallback own = MakeOwnCallback(state_, ana());

  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->name, "callback-5");
  EXPECT_EQ(own->agent, "ana");
}

TEST_F(WorkViewsTest, TheListBeginsWithWhatIsDueFirstAndThenTheNewest) {
  AddTicket(1).clocks[SlaGoal::kResolution].due = WallAt(500);
  AddTicket(2);
  AddTicket(3).clocks[SlaGoal::kResolution].due = WallAt(900);
  state_.tickets[TicketId{3}].clocks[SlaGoal::kFirstResponse].due = WallAt(100);
  AddTicket(4);

  EXPECT_THAT(ListOf({TicketId{1}, TicketId{2}, TicketId{3}, TicketId{4}, TicketId{5}}),
              ElementsAre(3, 1, 4, 2));
}

TEST_F(WorkViewsTest, TheListHasAHundredAtMost) {
  std::set<TicketId> all;
  for (std::uint64_t number = 1; number <= 101; ++number) all.insert(AddTicket(number).id);

  const std::vector<std::uint64_t> list = ListOf(all);

  ASSERT_THAT(list, SizeIs(100));
  EXPECT_EQ(list.front(), 101U);
  EXPECT_EQ(list.back(), 2U);
}

TEST_F(WorkViewsTest, OfATicketOutOfSightOnlyWhatNamesItIsTold) {
  exchange::Ticket& ticket = AddTicket(1);
  ticket.owner = kBen;
  ticket.tags = {"late"};
  ticket.revision = 9;
  ticket.times.updated = At(5);

  EXPECT_EQ(MakeTicketViewFor(state_, ana(), ticket)->tags, ticket.tags) << "in Ana's queue";

  ticket.queue = QueueId{99};
  const SharedTicket hidden = MakeTicketViewFor(state_, ana(), ticket);
  EXPECT_EQ(hidden->ticket, TicketId{1});
  EXPECT_EQ(hidden->name, "ticket-1");
  EXPECT_EQ(hidden->owner, "ben");
  EXPECT_EQ(hidden->state, exchange::TicketState::kOpen);
  EXPECT_EQ(hidden->revision, 9U);
  EXPECT_EQ(hidden->updated, WallAt(5));
  EXPECT_TRUE(hidden->subject.empty());
  EXPECT_THAT(hidden->tags, IsEmpty());
}

TEST_F(WorkViewsTest, NoticesOfTicketsThatAreNotKnownAnyMoreAreNotShown) {
  AddTicket(1).owner = kAna;
  const auto what = exchange::TicketNoticeKind::kReminderDue;
  state_.agents[kAna].notices = {{NoticeId{4}, TicketId{9}, what, {}, At(1)},
                                 {NoticeId{5}, TicketId{1}, what, {}, At(2)}};

  const std::vector<NoticeView> notices = MakeNotices(state_, ana());

  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].notice, NoticeId{5});
  EXPECT_EQ(notices[0].what, what);
  EXPECT_EQ(notices[0].at, WallAt(2));
  EXPECT_EQ(notices[0].ticket->name, "ticket-1");
  EXPECT_THAT(NoticesOf(ana()), ElementsAre(NoticeId{4}, NoticeId{5}));
}

TEST_F(WorkViewsTest, AnAgentMayDialWhereASourceOfTheirDevicesCan) {
  state_.agents[kAna].devices = {"PJSIP/1001"};
  EXPECT_THAT(MakeDeskCommands(state_, ana()), IsEmpty());

  state_.sources[kPbx].capabilities = {CommandKind::kDial, CommandKind::kHold};
  EXPECT_THAT(MakeDeskCommands(state_, ana()), ElementsAre(CommandKind::kDial));

  state_.agents[kAna].devices = {"other:PJSIP/1001"};
  EXPECT_THAT(MakeDeskCommands(state_, ana()), IsEmpty());
}

}  // namespace
}  // namespace jackfield::engine
