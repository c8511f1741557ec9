#include "server/grpc_api/ticket_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

constexpr WallTime kNoon{Duration{1'767'614'400'000}};  // 2026-01-05 12:00 UTC.
constexpr Duration kHour{3'600'000};

// What was sealed, in signs that show that it was opened.
std::string Open(const exchange::PersonalText& text) {
  return text.empty() ? "" : "<" + text.bytes + ">";
}

TicketRow Row() {
  TicketRow row;
  row.ticket = TicketId{17};
  row.name = std::string(32, 'a');
  row.subject = exchange::PersonalText(7, "late parcel");
  row.priority = exchange::TicketPriority::kHigh;
  row.state = exchange::TicketState::kOpen;
  row.owner = "ana";
  row.owner_display_name = "Ana Lima";
  row.queue = "support";
  row.queue_display_name = "Support";
  row.skills = {{"english", 50}};
  row.tags = {"late"};
  row.interactions = {std::string(32, 'c')};
  row.links = {{TicketId{3}, std::string(32, 'b')}};
  row.watchers = {"chief"};
  row.created = kNoon;
  row.updated = kNoon + kHour;
  row.entries = 4;
  row.references = 1;
  row.revision = 9;
  return row;
}

TEST(TicketMappingTest, ATicketIsShownWithItsNames) {
  const v1::Ticket ticket = ToTicket(Row(), Open);

  EXPECT_EQ(ticket.name(), "tickets/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(ticket.number(), 17);
  EXPECT_EQ(ticket.subject(), "<late parcel>");
  EXPECT_EQ(ticket.state(), v1::Ticket::STATE_OPEN);
  EXPECT_EQ(ticket.type(), v1::Ticket::TYPE_QUESTION);
  EXPECT_EQ(ticket.priority(), v1::Ticket::PRIORITY_HIGH);
  EXPECT_EQ(ticket.owner(), "agents/ana");
  EXPECT_EQ(ticket.owner_display_name(), "Ana Lima");
  EXPECT_EQ(ticket.queue(), "queues/support");
  EXPECT_EQ(ticket.skills(0).level_min(), 50);
  EXPECT_EQ(ticket.tags(0), "late");
  EXPECT_EQ(ticket.interactions(0), "interactions/cccccccccccccccccccccccccccccccc");
  EXPECT_EQ(ticket.linked_tickets(0), "tickets/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
  EXPECT_EQ(ticket.watchers(0), "chief");
  EXPECT_EQ(ticket.create_time().seconds(), 1'767'614'400);
  EXPECT_EQ(ticket.update_time().seconds(), 1'767'618'000);
  EXPECT_EQ(ticket.entry_count(), 4);
  EXPECT_EQ(ticket.attachment_count(), 1);
  EXPECT_EQ(ticket.etag(), "9");
}

TEST(TicketMappingTest, WhatATicketDoesNotHaveIsAbsent) {
  const v1::Ticket ticket = ToTicket(Row(), Open);

  EXPECT_EQ(ticket.customer(), "");
  EXPECT_EQ(ticket.merged_into(), "");
  EXPECT_FALSE(ticket.has_complaint());
  EXPECT_FALSE(ticket.has_reminder_time());
  EXPECT_FALSE(ticket.has_first_response_time());
  EXPECT_FALSE(ticket.has_resolve_time());
  EXPECT_FALSE(ticket.has_close_time());
  EXPECT_EQ(ticket.clocks_size(), 0);
}

TEST(TicketMappingTest, AComplaintIsShownOfComplaintsOnly) {
  TicketRow row = Row();
  row.complaint = {.severity = 3,
                   .cause = "late-delivery",
                   .promise = exchange::PersonalText(7, "a refund"),
                   .compensation_minor = 500,
                   .currency = "EUR"};
  EXPECT_FALSE(ToTicket(row, Open).has_complaint());

  row.type = exchange::TicketType::kComplaint;
  const v1::Complaint complaint = ToTicket(row, Open).complaint();

  EXPECT_EQ(complaint.severity(), 3);
  EXPECT_EQ(complaint.cause(), "late-delivery");
  EXPECT_EQ(complaint.promised_action(), "<a refund>");
  EXPECT_EQ(complaint.compensation_minor_units(), 500);
  EXPECT_EQ(complaint.compensation_currency_code(), "EUR");
}

TEST(TicketMappingTest, ClocksWithoutALimitAreNotShown) {
  TicketRow row = Row();
  row.clocks[exchange::SlaGoal::kFirstResponse] = {.goal = kHour, .started = kNoon};
  row.clocks[exchange::SlaGoal::kResolution] = {.started = kNoon};

  const v1::Ticket ticket = ToTicket(row, Open);

  ASSERT_EQ(ticket.clocks_size(), 1);
  EXPECT_EQ(ticket.clocks(0).kind(), v1::TicketClock::KIND_FIRST_RESPONSE);
  EXPECT_EQ(ticket.clocks(0).goal_duration().seconds(), 3'600);
}

struct ClockRow {
  bool runs;
  bool stopped;
  bool breached;
  v1::TicketClock::State state;
};

TEST(TicketMappingTest, AClockThatRanOutIsBreachedWhateverBecameOfIt) {
  constexpr ClockRow kRows[] = {
      {true, false, false, v1::TicketClock::STATE_RUNNING},
      {true, false, true, v1::TicketClock::STATE_BREACHED},
      {false, false, false, v1::TicketClock::STATE_PAUSED},
      {false, false, true, v1::TicketClock::STATE_BREACHED},
      {false, true, false, v1::TicketClock::STATE_MET},
      {false, true, true, v1::TicketClock::STATE_BREACHED},
  };
  for (const ClockRow& row : kRows) {
    exchange::SlaClock clock{.goal = kHour, .started = kNoon, .breached = row.breached};
    if (row.runs) clock.running_since = kNoon;
    if (row.stopped) clock.stopped = kNoon;
    EXPECT_EQ(ToProto(exchange::SlaGoal::kResolution, clock).state(), row.state)
        << row.runs << row.stopped << row.breached;
  }
}

TEST(TicketMappingTest, ACustomerIsNamedAndAtMost80CharactersLong) {
  Customer customer;
  customer.name = std::string(32, 'd');
  customer.display_name = std::string(81, 'x');
  v1::Ticket ticket;

  SetCustomer(customer, ticket);

  EXPECT_EQ(ticket.customer(), "customers/dddddddddddddddddddddddddddddddd");
  EXPECT_EQ(ticket.customer_display_name(), std::string(80, 'x'));
}

}  // namespace
}  // namespace jackfield::grpc_api
