#include "server/grpc_api/ticket_filter_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

std::string FieldOf(const Result<TicketFilter>& read) {
  return read ? "" : read.error().reason + " " + read.error().fields.at(0).field;
}

TEST(TicketFilterMappingTest, EverythingThatIsSetIsAskedFor) {
  v1::TicketFilter filter;
  filter.set_query("parcel");
  filter.add_states(v1::Ticket::STATE_OPEN);
  filter.add_types(v1::Ticket::TYPE_COMPLAINT);
  filter.set_priority_min(v1::Ticket::PRIORITY_HIGH);
  filter.set_queue("queues/support");
  filter.set_owner("agents/ana");
  filter.set_tag("late");
  filter.set_watched(true);
  filter.set_breached(true);
  filter.mutable_due_before_time()->set_seconds(30);
  filter.mutable_start_time()->set_seconds(10);
  filter.mutable_end_time()->set_seconds(20);

  const TicketFilter read = FilterOf(filter, "chief").value();

  EXPECT_EQ(read.words, "parcel");
  EXPECT_THAT(read.states, testing::ElementsAre(exchange::TicketState::kOpen));
  EXPECT_THAT(read.types, testing::ElementsAre(exchange::TicketType::kComplaint));
  EXPECT_EQ(read.priority_min, exchange::TicketPriority::kHigh);
  EXPECT_EQ(read.queue, "support");
  EXPECT_EQ(read.owner, "ana");
  EXPECT_FALSE(read.unowned);
  EXPECT_EQ(read.tag, "late");
  EXPECT_EQ(read.watcher, "chief");
  EXPECT_TRUE(read.breached);
  EXPECT_EQ(read.due_before, WallTime{Duration{30'000}});
  EXPECT_EQ(read.from, WallTime{Duration{10'000}});
  EXPECT_EQ(read.until, WallTime{Duration{20'000}});
  EXPECT_FALSE(read.scope.has_value());
}

TEST(TicketFilterMappingTest, ADashStandsForNobody) {
  v1::TicketFilter filter;
  filter.set_owner("agents/-");

  const TicketFilter read = FilterOf(filter, "chief").value();

  EXPECT_TRUE(read.unowned);
  EXPECT_EQ(read.owner, "");
}

TEST(TicketFilterMappingTest, WhatBreaksARuleIsNamed) {
  v1::TicketFilter filter;
  filter.add_states(v1::Ticket::STATE_UNSPECIFIED);
  EXPECT_EQ(FieldOf(FilterOf(filter, "chief")), "FIELD_INVALID filter.states");

  filter.Clear();
  filter.set_queue("support");
  EXPECT_EQ(FieldOf(FilterOf(filter, "chief")), "FIELD_INVALID filter.queue");

  filter.Clear();
  filter.set_query("x");
  EXPECT_EQ(FieldOf(FilterOf(filter, "chief")), "FIELD_INVALID filter.query");

  filter.Clear();
  filter.mutable_start_time()->set_seconds(20);
  filter.mutable_end_time()->set_seconds(20);
  EXPECT_EQ(FieldOf(FilterOf(filter, "chief")), "TIME_RANGE_INVALID filter.end_time");

  filter.Clear();
  filter.set_watched(true);
  EXPECT_EQ(FieldOf(FilterOf(filter, "")), "FIELD_INVALID filter.watched");
}

TEST(TicketFilterMappingTest, EachOrderOfTheContractIsOneOfTheStore) {
  EXPECT_EQ(OrderOf(v1::ListTicketsRequest::ORDER_UNSPECIFIED), TicketOrder::kNewest);
  EXPECT_EQ(OrderOf(v1::ListTicketsRequest::ORDER_UPDATED), TicketOrder::kUpdated);
  EXPECT_EQ(OrderOf(v1::ListTicketsRequest::ORDER_DUE), TicketOrder::kDue);
  EXPECT_EQ(OrderOf(v1::ListTicketsRequest::ORDER_PRIORITY), TicketOrder::kPriority);
  EXPECT_FALSE(OrderOf(static_cast<v1::ListTicketsRequest::Order>(99)).has_value());
}

}  // namespace
}  // namespace jackfield::grpc_api
