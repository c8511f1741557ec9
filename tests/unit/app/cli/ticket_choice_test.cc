#include "server/app/cli/ticket_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

google::protobuf::Timestamp Noon() {
  google::protobuf::Timestamp time;
  time.set_seconds(1'767'614'400);
  return time;
}

TEST(TicketChoiceTest, WithoutStatesThoseAreMeantThatAreNotDone) {
  EXPECT_THAT(
      ToFilter({}, Noon()).value().states(),
      ElementsAre(v1::Ticket::STATE_NEW, v1::Ticket::STATE_OPEN, v1::Ticket::STATE_PENDING));
  EXPECT_THAT(ToFilter({.all = true}, Noon()).value().states(), IsEmpty());
  EXPECT_THAT(ToFilter({.states = {"closed"}}, Noon()).value().states(),
              ElementsAre(v1::Ticket::STATE_CLOSED));
}

TEST(TicketChoiceTest, ShortNamesBecomeNamesOfTheContract) {
  const v1::TicketFilter filter =
      ToFilter({.priority_min = "high", .customer = "customers/7", .queue = "sales", .owner = "-"},
               Noon())
          .value();

  EXPECT_EQ(filter.queue(), "queues/sales");
  EXPECT_EQ(filter.owner(), "agents/-");
  EXPECT_EQ(filter.customer(), "customers/7");
  EXPECT_EQ(filter.priority_min(), v1::Ticket::PRIORITY_HIGH);
}

TEST(TicketChoiceTest, ASpanCountsFromNow) {
  const v1::TicketFilter filter = ToFilter({.due_within = "4h"}, Noon()).value();

  EXPECT_EQ(filter.due_before_time().seconds(), 1'767'628'800);
}

TEST(TicketChoiceTest, WhatCannotBeReadIsRefused) {
  for (const TicketChoice& choice :
       {TicketChoice{.states = {"done"}}, TicketChoice{.types = {"bug"}},
        TicketChoice{.priority_min = "5"}, TicketChoice{.due_within = "soon"},
        TicketChoice{.from = "yesterday"}, TicketChoice{.to = "never"}}) {
    const auto filter = ToFilter(choice, Noon());
    ASSERT_FALSE(filter.has_value());
    EXPECT_EQ(filter.error().code, ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace jackfield::cli
