#include "server/app/cli/ticket_bulk_edit.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using Outcome = v1::TicketChangeResult;

void AddChange(const std::string& field, const std::string& before, const std::string& after,
               v1::TicketChangeResult& result) {
  v1::TicketFieldChange& change = *result.add_changes();
  change.set_field(field);
  change.set_before(before);
  change.set_after(after);
}

TEST(TicketBulkEditTest, WordsOfTheCommandLineBecomeAChange) {
  const v1::TicketChange change = ToChange({.priority = "high",
                                            .type = "task",
                                            .queue = "billing",
                                            .tags_added = {"vip"},
                                            .tags_removed = {"late"}})
                                      .value();

  EXPECT_EQ(change.priority(), v1::Ticket::PRIORITY_HIGH);
  EXPECT_EQ(change.type(), v1::Ticket::TYPE_TASK);
  EXPECT_EQ(change.queue(), "queues/billing");
  EXPECT_THAT(change.added_tags(), ElementsAre("vip"));
  EXPECT_THAT(change.removed_tags(), ElementsAre("late"));
  EXPECT_EQ(change.owner(), "");
}

TEST(TicketBulkEditTest, AnOwnerIsAnAgentOrNobody) {
  EXPECT_EQ(ToChange({.owner = "ana"}).value().owner(), "agents/ana");
  EXPECT_EQ(ToChange({.owner = "agents/ana"}).value().owner(), "agents/ana");
  EXPECT_EQ(ToChange({.owner = "-"}).value().owner(), "agents/-");
}

TEST(TicketBulkEditTest, APriorityThatThereIsNotIsRefused) {
  EXPECT_FALSE(ToChange({.priority = "5"}).has_value());
  EXPECT_FALSE(ToChange({.type = "bug"}).has_value());
}

TEST(TicketBulkEditTest, WithoutAnythingItIsEmpty) {
  EXPECT_TRUE(TicketBulkEdit{}.empty());
  EXPECT_FALSE(TicketBulkEdit{.owner = "-"}.empty());
}

TEST(TicketBulkEditTest, WhatChangesIsToldInShortWords) {
  v1::TicketChangeResult result;
  result.set_outcome(Outcome::OUTCOME_CHANGED);
  AddChange("priority", "normal", "high", result);
  AddChange("queue", "queues/support", "queues/billing", result);
  AddChange("owner", "agents/ana", "", result);
  AddChange("tags", "late vip", "late", result);

  EXPECT_EQ(WriteResult(result),
            "priority normal → high; queue support → billing; owner ana → none; tags late, vip → "
            "late");
}

TEST(TicketBulkEditTest, WhatDoesNotChangeSaysWhy) {
  v1::TicketChangeResult result;
  result.set_outcome(Outcome::OUTCOME_UNCHANGED);
  EXPECT_EQ(WriteResult(result), "is so already");
  result.set_message("it is closed");
  result.set_outcome(Outcome::OUTCOME_REFUSED);
  EXPECT_EQ(WriteResult(result), "refused: it is closed");
  result.set_outcome(Outcome::OUTCOME_IN_DOUBT);
  EXPECT_EQ(WriteResult(result), "in doubt: it is closed");
}

}  // namespace
}  // namespace jackfield::cli
