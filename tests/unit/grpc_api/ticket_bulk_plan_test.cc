#include "server/grpc_api/ticket_bulk_plan.h"

#include <set>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::AssignTicket;
using exchange::TicketPriority;
using exchange::TicketState;
using exchange::TicketType;
using exchange::UpdateTicket;
using testing::ElementsAre;
using testing::IsEmpty;
using Outcome = v1::TicketChangeResult;

TicketRow Row() {
  TicketRow row;
  row.ticket = TicketId{7};
  row.name = "abc";
  row.queue = "support";
  row.owner = "ana";
  row.tags = {"late"};
  row.state = TicketState::kOpen;
  row.revision = 9;
  return row;
}

BulkPlan Plan(const BulkChange& change, const TicketRow& row) {
  return PlanOf(change, row, std::nullopt, "chief");
}

// "priority normal>high".
std::vector<std::string> ChangesOf(const BulkPlan& plan) {
  std::vector<std::string> lines;
  for (const v1::TicketFieldChange& each : plan.result.changes()) {
    lines.push_back(each.field() + " " + each.before() + ">" + each.after());
  }
  return lines;
}

std::string ReasonOf(const v1::TicketChange& change) {
  const auto read = BulkChangeOf(change);
  return read ? std::string() : read.error().fields.at(0).field;
}

TEST(TicketBulkPlanTest, AChangeIsReadWhole) {
  v1::TicketChange change;
  change.set_priority(v1::Ticket::PRIORITY_HIGH);
  change.set_type(v1::Ticket::TYPE_TASK);
  change.set_queue("queues/billing");
  change.add_added_tags("vip");
  change.add_removed_tags("late");

  const BulkChange read = BulkChangeOf(change).value();

  EXPECT_EQ(read.priority, TicketPriority::kHigh);
  EXPECT_EQ(read.type, TicketType::kTask);
  EXPECT_EQ(read.queue, "billing");
  EXPECT_EQ(read.added_tags, std::set<std::string>{"vip"});
  EXPECT_EQ(read.removed_tags, std::set<std::string>{"late"});
  EXPECT_FALSE(read.owner.has_value());
}

TEST(TicketBulkPlanTest, NobodyIsAnOwnerToo) {
  v1::TicketChange change;
  change.set_owner("agents/-");
  EXPECT_EQ(BulkChangeOf(change).value().owner, "");
  change.set_owner("agents/ben");
  EXPECT_EQ(BulkChangeOf(change).value().owner, "ben");
}

TEST(TicketBulkPlanTest, WhatMakesNoSenseIsRefusedByItsField) {
  v1::TicketChange nothing;
  v1::TicketChange owner_and_queue;
  owner_and_queue.set_owner("agents/ben");
  owner_and_queue.set_queue("queues/billing");
  v1::TicketChange both;
  both.add_added_tags("vip");
  both.add_removed_tags("vip");
  v1::TicketChange no_word;
  no_word.add_added_tags("Very Important");
  v1::TicketChange no_queue;
  no_queue.set_queue("billing");
  v1::TicketChange unknown;
  unknown.set_priority(static_cast<v1::Ticket::Priority>(77));

  EXPECT_EQ(ReasonOf(nothing), "change");
  EXPECT_EQ(ReasonOf(owner_and_queue), "change.owner");
  EXPECT_EQ(ReasonOf(both), "change.removed_tags");
  EXPECT_EQ(ReasonOf(no_word), "change.added_tags");
  EXPECT_EQ(ReasonOf(no_queue), "change.queue");
  EXPECT_EQ(ReasonOf(unknown), "change.priority");
}

TEST(TicketBulkPlanTest, WhatChangesIsToldAndAskedOfTheTicketAsItWasFound) {
  const BulkPlan plan = Plan({.priority = TicketPriority::kHigh,
                              .type = TicketType::kQuestion,
                              .added_tags = {"vip"},
                              .removed_tags = {"late"}},
                             Row());

  EXPECT_EQ(plan.result.ticket(), "tickets/abc");
  EXPECT_EQ(plan.result.number(), 7);
  EXPECT_EQ(plan.result.etag(), "9");
  EXPECT_EQ(plan.result.outcome(), Outcome::OUTCOME_CHANGED);
  EXPECT_THAT(ChangesOf(plan), ElementsAre("priority normal>high", "tags late>vip"));
  const auto& update = std::get<UpdateTicket>(plan.command.value());
  EXPECT_EQ(update.actor, "chief");
  EXPECT_EQ(update.ticket, TicketId{7});
  EXPECT_EQ(update.revision, 9U);
  EXPECT_EQ(update.priority, TicketPriority::kHigh);
  EXPECT_EQ(update.tags, std::set<std::string>{"vip"});
  EXPECT_FALSE(update.type.has_value());
  EXPECT_FALSE(update.queue.has_value());
}

TEST(TicketBulkPlanTest, AnotherQueueTakesItFromItsOwner) {
  const BulkPlan plan = Plan({.queue = "billing"}, Row());

  EXPECT_THAT(ChangesOf(plan),
              ElementsAre("queue queues/support>queues/billing", "owner agents/ana>"));
  EXPECT_EQ(std::get<UpdateTicket>(plan.command.value()).queue, "billing");
}

TEST(TicketBulkPlanTest, AnOwnerOpensWhatIsNew) {
  TicketRow row = Row();
  row.state = TicketState::kNew;
  row.owner.clear();

  const BulkPlan plan = Plan({.owner = "ben"}, row);

  EXPECT_THAT(ChangesOf(plan), ElementsAre("owner >agents/ben", "state new>open"));
  EXPECT_EQ(std::get<AssignTicket>(plan.command.value()),
            (AssignTicket{"chief", TicketId{7}, 9, "ben"}));
}

TEST(TicketBulkPlanTest, WhatIsSoAlreadyIsLeftAlone) {
  for (const BulkChange& same :
       {BulkChange{.priority = TicketPriority::kNormal, .queue = "support", .added_tags = {"late"}},
        BulkChange{.removed_tags = {"vip"}}, BulkChange{.owner = "ana"}}) {
    const BulkPlan plan = Plan(same, Row());
    EXPECT_EQ(plan.result.outcome(), Outcome::OUTCOME_UNCHANGED);
    EXPECT_THAT(ChangesOf(plan), IsEmpty());
    EXPECT_FALSE(plan.command.has_value());
  }
}

TEST(TicketBulkPlanTest, ConflictsAreNamed) {
  const BulkChange urgent{.priority = TicketPriority::kUrgent};
  TicketRow closed = Row();
  closed.state = TicketState::kClosed;
  TicketRow resolved = Row();
  resolved.state = TicketState::kResolved;
  TicketRow full = Row();
  for (int i = 0; i < 16; ++i) full.tags.insert("tag" + std::to_string(i));
  full.tags.erase("late");

  EXPECT_EQ(Plan(urgent, closed).result.reason(), "TICKET_CLOSED");
  EXPECT_EQ(Plan(urgent, closed).result.outcome(), Outcome::OUTCOME_REFUSED);
  EXPECT_EQ(Plan({.queue = "billing"}, resolved).result.reason(), "TICKET_RESOLVED");
  EXPECT_EQ(Plan({.owner = "ben"}, resolved).result.reason(), "TICKET_RESOLVED");
  EXPECT_EQ(Plan(urgent, resolved).result.outcome(), Outcome::OUTCOME_CHANGED);
  EXPECT_EQ(Plan({.added_tags = {"one-more"}}, full).result.reason(), "FIELD_INVALID");
  EXPECT_EQ(PlanOf(urgent, Row(), 8, "chief").result.reason(), "ETAG_MISMATCH");
  EXPECT_EQ(PlanOf(urgent, Row(), 9, "chief").result.outcome(), Outcome::OUTCOME_CHANGED);
}

TEST(TicketBulkPlanTest, WhetherItWasChangedMayBeInDoubt) {
  BulkPlan plan = Plan({.priority = TicketPriority::kUrgent}, Row());
  SetRefused({ErrorCode::kDeadlineExceeded, "not saved", "CHANGE_NOT_SAVED"}, plan.result);
  EXPECT_EQ(plan.result.outcome(), Outcome::OUTCOME_IN_DOUBT);
  EXPECT_THAT(ChangesOf(plan), ElementsAre("priority normal>urgent"));

  SetRefused({ErrorCode::kResourceExhausted, "full", "MAILBOX_FULL"}, plan.result);
  EXPECT_EQ(plan.result.outcome(), Outcome::OUTCOME_REFUSED);
  EXPECT_EQ(plan.result.reason(), "INTAKE_FULL");
  EXPECT_THAT(ChangesOf(plan), IsEmpty());
}

TEST(TicketBulkPlanTest, QueueAndAgentMustBeThere) {
  exchange::State state;
  state.queue_names["billing"] = QueueId{1};
  state.agent_logins["ben"] = AgentId{2};
  state.agents[AgentId{2}].configured = true;
  state.agent_logins["gone"] = AgentId{3};
  state.agents[AgentId{3}].configured = false;

  EXPECT_TRUE(CheckPlaces({.queue = "billing"}, state));
  EXPECT_TRUE(CheckPlaces({.owner = "ben"}, state));
  EXPECT_TRUE(CheckPlaces({.owner = ""}, state));
  EXPECT_EQ(CheckPlaces({.queue = "none"}, state).error().reason, "QUEUE_NOT_FOUND");
  EXPECT_EQ(CheckPlaces({.owner = "gone"}, state).error().reason, "AGENT_NOT_FOUND");
  EXPECT_EQ(CheckPlaces({.owner = "nobody"}, state).error().reason, "AGENT_NOT_FOUND");
}

}  // namespace
}  // namespace jackfield::grpc_api
