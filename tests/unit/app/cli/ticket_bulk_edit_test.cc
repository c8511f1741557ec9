#include "server/app/cli/ticket_bulk_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;

v1::Ticket Ticket() {
  v1::Ticket ticket;
  ticket.set_name("tickets/abc");
  ticket.set_etag("9");
  ticket.set_priority(v1::Ticket::PRIORITY_NORMAL);
  ticket.set_type(v1::Ticket::TYPE_QUESTION);
  ticket.set_queue("queues/support");
  ticket.add_tags("late");
  return ticket;
}

TEST(TicketBulkEditTest, WhatChangesIsInTheMaskAndInWords) {
  const PlannedEdit plan = PlanEdit(Ticket(), {.priority = "high",
                                               .type = "question",
                                               .queue = "billing",
                                               .tags_added = {"vip"},
                                               .tags_removed = {"late"}})
                               .value();

  EXPECT_THAT(plan.request.update_mask().paths(), ElementsAre("priority", "queue", "tags"));
  EXPECT_EQ(plan.request.ticket().name(), "tickets/abc");
  EXPECT_EQ(plan.request.ticket().etag(), "9");
  EXPECT_EQ(plan.request.ticket().priority(), v1::Ticket::PRIORITY_HIGH);
  EXPECT_EQ(plan.request.ticket().queue(), "queues/billing");
  EXPECT_THAT(plan.request.ticket().tags(), ElementsAre("vip"));
  EXPECT_EQ(plan.changes, "priority normal → high; queue support → billing; tags late → vip");
}

TEST(TicketBulkEditTest, WhatIsSoAlreadyIsLeftAlone) {
  const PlannedEdit plan = PlanEdit(Ticket(), {.priority = "normal",
                                               .queue = "queues/support",
                                               .tags_added = {"late"},
                                               .tags_removed = {"vip"}})
                               .value();

  EXPECT_TRUE(plan.empty());
  EXPECT_EQ(plan.changes, "");
}

TEST(TicketBulkEditTest, TheLastTagLeavesNone) {
  const PlannedEdit plan = PlanEdit(Ticket(), {.tags_removed = {"late"}}).value();

  EXPECT_EQ(plan.changes, "tags late → none");
  EXPECT_EQ(plan.request.ticket().tags_size(), 0);
}

TEST(TicketBulkEditTest, APriorityThatThereIsNotIsRefused) {
  EXPECT_FALSE(PlanEdit(Ticket(), {.priority = "5"}).has_value());
  EXPECT_FALSE(PlanEdit(Ticket(), {.type = "bug"}).has_value());
}

}  // namespace
}  // namespace jackfield::cli
