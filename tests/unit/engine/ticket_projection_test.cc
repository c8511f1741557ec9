#include "server/engine/ticket_projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_state.h"

namespace jackfield::engine {
namespace {

using exchange::PersonalText;
using exchange::SlaGoal;
using exchange::TicketEntryKind;
using exchange::TicketNoted;
using exchange::TicketState;
using fakes::kAna;
using fakes::kSales;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TicketId kTicket{7};

exchange::Ticket& AddTicket(exchange::State& state, TicketId id) {
  exchange::Ticket& ticket = state.tickets[id];
  ticket.id = id;
  ticket.name = "t" + std::to_string(id.value);
  ticket.times.created = fakes::At(3);
  ticket.times.updated = fakes::At(5);
  return ticket;
}

TicketNoted Noted(TicketId ticket, std::uint32_t number) {
  TicketNoted noted;
  noted.ticket = ticket;
  noted.number = number;
  noted.at = fakes::At(3);
  return noted;
}

TEST(TicketProjectionTest, ARowHasNamesWhereTheStateHasIds) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, TicketId{3});
  exchange::Ticket& ticket = AddTicket(state, kTicket);
  ticket.owner = kAna;
  ticket.queue = kSales;
  ticket.links = {TicketId{2}, TicketId{3}};
  ticket.merged_into = TicketId{3};

  const TicketRow row = ProjectTicket(state, ticket);

  EXPECT_EQ(row.owner, "ana");
  EXPECT_EQ(row.owner_display_name, "Ana Ruiz");
  EXPECT_EQ(row.queue, "sales");
  EXPECT_THAT(row.links, ElementsAre(TicketLink{TicketId{2}, ""}, TicketLink{TicketId{3}, "t3"}));
  EXPECT_EQ(row.merged_into, (TicketLink{TicketId{3}, "t3"}));
}

TEST(TicketProjectionTest, ATicketOfNobodyHasNoNames) {
  exchange::State state = fakes::SampleState();

  const TicketRow row = ProjectTicket(state, AddTicket(state, kTicket));

  EXPECT_EQ(row.owner, "");
  EXPECT_EQ(row.owner_display_name, "");
  EXPECT_EQ(row.queue, "");
  EXPECT_EQ(row.queue_display_name, "");
  EXPECT_EQ(row.merged_into, TicketLink{});
}

TEST(TicketProjectionTest, ARowHasWhatTheTicketHas) {
  exchange::State state = fakes::SampleState();
  exchange::Ticket& ticket = AddTicket(state, kTicket);
  ticket.subject = PersonalText(3, "sealed");
  ticket.type = exchange::TicketType::kComplaint;
  ticket.priority = exchange::TicketPriority::kHigh;
  ticket.state = TicketState::kPending;
  ticket.skills = {{"english", 50}};
  ticket.tags = {"refund"};
  ticket.customer = CustomerId{4};
  ticket.value_tier = 2;
  ticket.interactions = {"c2", "c1"};
  ticket.watchers = {"ben"};
  ticket.complaint.severity = 3;
  ticket.satisfaction = 4;
  ticket.times.first_response = fakes::At(10);
  ticket.times.resolved = fakes::At(20);
  ticket.times.closed = fakes::At(30);
  ticket.reminder = fakes::WallAt(60);
  ticket.clocks[SlaGoal::kResolution].due = fakes::WallAt(90);
  ticket.with_supervisors = true;
  ticket.references = 1;
  ticket.entries = 12;
  ticket.revision = 13;

  const TicketRow row = ProjectTicket(state, ticket);

  EXPECT_EQ(row.ticket, kTicket);
  EXPECT_EQ(row.name, "t7");
  EXPECT_EQ(row.subject, PersonalText(3, "sealed"));
  EXPECT_EQ(row.type, exchange::TicketType::kComplaint);
  EXPECT_EQ(row.priority, exchange::TicketPriority::kHigh);
  EXPECT_EQ(row.state, TicketState::kPending);
  EXPECT_EQ(row.skills, ticket.skills);
  EXPECT_EQ(row.tags, ticket.tags);
  EXPECT_EQ(row.customer, CustomerId{4});
  EXPECT_EQ(row.value_tier, 2U);
  EXPECT_THAT(row.interactions, ElementsAre("c2", "c1"));
  EXPECT_THAT(row.watchers, ElementsAre("ben"));
  EXPECT_EQ(row.complaint.severity, 3U);
  EXPECT_EQ(row.satisfaction, 4U);
  EXPECT_EQ(row.created, fakes::WallAt(3));
  EXPECT_EQ(row.updated, fakes::WallAt(5));
  EXPECT_EQ(row.first_response, fakes::WallAt(10));
  EXPECT_EQ(row.resolved, fakes::WallAt(20));
  EXPECT_EQ(row.closed, fakes::WallAt(30));
  EXPECT_EQ(row.reminder, fakes::WallAt(60));
  EXPECT_EQ(row.clocks.at(SlaGoal::kResolution).due, fakes::WallAt(90));
  EXPECT_TRUE(row.with_supervisors);
  EXPECT_EQ(row.references, 1U);
  EXPECT_EQ(row.entries, 12U);
  EXPECT_EQ(row.revision, 13U);
}

TEST(TicketProjectionTest, AnEntryIsTakenOverWhole) {
  TicketNoted noted = Noted(kTicket, 2);
  noted.what = TicketEntryKind::kAttached;
  noted.who = "ana";
  noted.text = PersonalText(3, "sealed name");
  noted.reference = PersonalText(3, "sealed address");
  noted.visibility = exchange::TicketVisibility::kPublic;
  noted.before = "new";
  noted.after = "open";

  const TicketEntryRow row = ProjectTicketEntry(noted);

  EXPECT_EQ(row.ticket, kTicket);
  EXPECT_EQ(row.number, 2U);
  EXPECT_EQ(row.what, TicketEntryKind::kAttached);
  EXPECT_EQ(row.who, "ana");
  EXPECT_EQ(row.text, PersonalText(3, "sealed name"));
  EXPECT_EQ(row.reference, PersonalText(3, "sealed address"));
  EXPECT_EQ(row.visibility, exchange::TicketVisibility::kPublic);
  EXPECT_EQ(row.before, "new");
  EXPECT_EQ(row.after, "open");
  EXPECT_EQ(row.at, fakes::WallAt(3));
}

TEST(TicketProjectionTest, ABatchHasATicketOnceAndEachEntryOfItsHistory) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, kTicket).revision = 2;
  BatchChanges changes;
  changes.Add({Noted(kTicket, 1), exchange::TicketChanged{kTicket}}, state);
  changes.Add({Noted(kTicket, 2), exchange::TicketChanged{kTicket}}, state);
  CommitBatch batch;

  ProjectTickets(state, changes, batch);

  ASSERT_THAT(batch.tickets, SizeIs(1));
  EXPECT_EQ(batch.tickets[0].revision, 2U);
  ASSERT_THAT(batch.ticket_entries, SizeIs(2));
  EXPECT_EQ(batch.ticket_entries[0].number, 1U);
  EXPECT_EQ(batch.ticket_entries[1].number, 2U);
}

TEST(TicketProjectionTest, ATicketForgottenWithinTheBatchIsWrittenAsItLastWas) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, kTicket).state = TicketState::kClosed;
  BatchChanges changes;
  changes.Add({exchange::TicketChanged{kTicket}}, state);
  state.tickets.clear();
  CommitBatch batch;

  ProjectTickets(state, changes, batch);

  ASSERT_THAT(batch.tickets, SizeIs(1));
  EXPECT_EQ(batch.tickets[0].state, TicketState::kClosed);
}

TEST(TicketProjectionTest, AReceiptIsOfTheTicketThatTheCommandNames) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, TicketId{8}).revision = 1;
  exchange::Ticket& ticket = AddTicket(state, kTicket);
  ticket.revision = 5;
  ticket.entries = 4;
  exchange::AddComment command;
  command.ticket = kTicket;

  const TicketReceipt receipt = ReceiptOf(state, command, {Noted(TicketId{8}, 1)});

  EXPECT_EQ(receipt, (TicketReceipt{kTicket, "t7", 5, 4}));
}

TEST(TicketProjectionTest, AReceiptOfACommentHasItsEntryAmongThoseBeforeAndAfter) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, kTicket).entries = 6;
  TicketNoted elsewhere = Noted(TicketId{8}, 3);
  elsewhere.what = TicketEntryKind::kCommented;
  TicketNoted before = Noted(kTicket, 4);
  before.what = TicketEntryKind::kSlaBreached;
  TicketNoted comment = Noted(kTicket, 5);
  comment.what = TicketEntryKind::kCommented;
  TicketNoted after = Noted(kTicket, 6);
  after.what = TicketEntryKind::kStateChanged;
  exchange::AddComment command;
  command.ticket = kTicket;

  const TicketReceipt receipt = ReceiptOf(state, command, {elsewhere, before, comment, after});

  EXPECT_EQ(receipt.comment, 5U);
  EXPECT_EQ(receipt.entries, 6U);
}

TEST(TicketProjectionTest, AReceiptOfANewTicketIsOfTheFirstThatCameUp) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, kTicket).revision = 1;
  AddTicket(state, TicketId{8});

  const TicketReceipt receipt =
      ReceiptOf(state, exchange::CreateTicket{},
                {exchange::AgentChanged{kAna}, Noted(kTicket, 1), Noted(TicketId{8}, 1)});

  EXPECT_EQ(receipt, (TicketReceipt{kTicket, "t7", 1, 0}));
}

TEST(TicketProjectionTest, AReceiptOfAnAnswerIsOfTheTicketThatWasOffered) {
  exchange::State state = fakes::SampleState();
  AddTicket(state, kTicket).revision = 3;
  const auto ended = [](std::uint64_t reservation, exchange::WorkKey work) {
    return exchange::ReservationEnded{kAna, ReservationId{reservation}, work,
                                      exchange::ReservationEnd::kDeclined};
  };
  const exchange::Effects effects = {ended(1, {exchange::WorkKind::kTicket, 8, 0}),
                                     ended(2, {exchange::WorkKind::kTicket, 7, 0})};

  EXPECT_EQ(ReceiptOf(state, exchange::DeclineTicket{"ana", ReservationId{2}}, effects),
            (TicketReceipt{kTicket, "t7", 3, 0}));
  EXPECT_EQ(ReceiptOf(state, exchange::AcceptTicket{"ana", ReservationId{3}}, effects),
            TicketReceipt{});
}

}  // namespace
}  // namespace jackfield::engine
