#include "server/storage/sqlite/sqlite_callbacks.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

using exchange::AttemptOutcome;
using exchange::CallbackEnd;
using exchange::CallbackOrigin;
using exchange::CallbackState;
using exchange::PersonalText;
using testing::ElementsAre;
using testing::IsEmpty;

WallTime At(std::int64_t milliseconds) { return WallTime{Duration{milliseconds}}; }

CallbackRow RowOf(std::uint64_t number, std::int64_t created_ms) {
  CallbackRow row;
  row.callback = CallbackId{number};
  row.name = "c" + std::to_string(number);
  row.queue = "sales";
  row.created = At(created_ms);
  return row;
}

CallbackRow WholeRow() {
  CallbackRow row = RowOf(7, 1000);
  row.number = PersonalText(3, std::string("\0sealed", 7));
  row.customer = CustomerId{4};
  row.value_tier = 2;
  row.queue_display_name = "Sales";
  row.state = CallbackState::kReached;
  row.origin = CallbackOrigin::kMissedCall;
  row.note = PersonalText(3, "sealed note");
  row.list = "spring";
  row.call = "call1";
  row.ticket = "t1";
  row.preferred = "ben";
  row.agent = "ana";
  row.wait_start = At(500);
  row.earliest = At(600);
  row.next_attempt = At(700);
  row.lease_until = At(800);
  row.attempts = {{"ana", At(550), At(560), AttemptOutcome::kNoAnswer, "call2", true},
                  {"ben", At(650), std::nullopt, AttemptOutcome::kNone, "", false}};
  row.held = true;
  row.end = CallbackEnd::kReached;
  row.ended_by = "ana";
  row.ended = At(900);
  row.revision = 12;
  return row;
}

class SqliteCallbacksTest : public testing::Test {
 protected:
  Callbacks& callbacks() { return site_.callbacks(); }

  void Commit(const std::vector<CallbackRow>& rows) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    batch.callbacks = rows;
    ASSERT_TRUE(site_.store().Commit(batch));
  }
  // Names, in the order of the list.
  std::vector<std::string> Names(const CallbackFilter& filter) {
    const CallbackPage page = callbacks().List(filter, 50, "").value();
    std::vector<std::string> names;
    for (const CallbackRow& row : page.callbacks) names.push_back(row.name);
    return names;
  }

  fakes::SqliteSite site_;
  std::uint64_t last_ = 0;
};

TEST_F(SqliteCallbacksTest, ARowIsReadBackWhole) {
  Commit({WholeRow()});
  EXPECT_EQ(callbacks().GetByName("c7").value(), WholeRow());
  EXPECT_EQ(callbacks().GetById(CallbackId{7}).value(), WholeRow());
}

TEST_F(SqliteCallbacksTest, ARowThatIsSavedAgainReplacesTheOneBefore) {
  Commit({WholeRow()});
  Commit({RowOf(7, 1000)});
  EXPECT_EQ(callbacks().GetByName("c7").value(), RowOf(7, 1000));
}

TEST_F(SqliteCallbacksTest, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(callbacks().GetByName("c1").error().reason, "CALLBACK_NOT_FOUND");
  EXPECT_EQ(callbacks().GetById(CallbackId{1}).error().code, ErrorCode::kNotFound);
}

TEST_F(SqliteCallbacksTest, TheNewestComeFirstPageByPage) {
  Commit({RowOf(1, 10), RowOf(2, 30), RowOf(3, 20), RowOf(4, 20)});
  const CallbackPage first = callbacks().List({}, 2, "").value();
  ASSERT_EQ(first.callbacks.size(), 2U);
  EXPECT_EQ(first.callbacks[0].name, "c2");
  EXPECT_EQ(first.callbacks[1].name, "c4");
  const CallbackPage second = callbacks().List({}, 2, first.next_page_token).value();
  ASSERT_EQ(second.callbacks.size(), 2U);
  EXPECT_EQ(second.callbacks[0].name, "c3");
  EXPECT_EQ(second.callbacks[1].name, "c1");
  EXPECT_EQ(second.next_page_token, "");
}

TEST_F(SqliteCallbacksTest, ATokenOfAnotherQuestionIsRefused) {
  Commit({RowOf(1, 10), RowOf(2, 30)});
  const CallbackPage first = callbacks().List({}, 1, "").value();
  CallbackFilter other;
  other.queue = "sales";
  EXPECT_EQ(callbacks().List(other, 1, first.next_page_token).error().reason, "PAGE_TOKEN_INVALID");
}

TEST_F(SqliteCallbacksTest, ListsOfLiveOnesAndOfACustomerDoNotWalkAll) {
  CallbackRow live = RowOf(1, 10);
  live.state = CallbackState::kScheduled;
  Commit({live, WholeRow()});
  ASSERT_TRUE(site_.database().Write(Urgency::kBulk, [](Connection& connection) -> Status {
    connection.Prepare("DROP INDEX callback_by_creation").Run();
    return {};
  }));
  CallbackFilter by_state;
  by_state.states = {CallbackState::kWaiting, CallbackState::kScheduled,
                     CallbackState::kInProgress};
  CallbackFilter by_customer;
  by_customer.customer = CustomerId{4};

  EXPECT_THAT(Names(by_state), ElementsAre("c1"));
  EXPECT_THAT(Names(by_customer), ElementsAre("c7"));
  by_customer.states = by_state.states;
  EXPECT_THAT(Names(by_customer), IsEmpty());
}

TEST_F(SqliteCallbacksTest, EachFilterRefusesTheOthers) {
  CallbackRow other = RowOf(1, 10);
  other.queue = "billing";
  other.state = CallbackState::kWaiting;
  other.origin = CallbackOrigin::kQueue;
  Commit({other, WholeRow()});
  CallbackFilter by_state;
  by_state.states = {CallbackState::kReached, CallbackState::kUnreached};
  CallbackFilter by_origin;
  by_origin.origins = {CallbackOrigin::kMissedCall};
  CallbackFilter by_customer;
  by_customer.customer = CustomerId{4};
  CallbackFilter by_queue;
  by_queue.queue = "sales";
  CallbackFilter by_agent;
  by_agent.agent = "ana";
  CallbackFilter by_list;
  by_list.list = "spring";
  CallbackFilter by_time;
  by_time.from = At(11);
  for (const CallbackFilter& filter :
       {by_state, by_origin, by_customer, by_queue, by_agent, by_list, by_time}) {
    EXPECT_THAT(Names(filter), ElementsAre("c7"));
  }
  CallbackFilter until;
  until.until = At(11);
  EXPECT_THAT(Names(until), ElementsAre("c1"));
}

TEST_F(SqliteCallbacksTest, MissedCallsAreRecoveredOrRemain) {
  CallbackRow called = RowOf(1, 10);
  called.end = CallbackEnd::kCustomerCalled;
  CallbackRow expired = RowOf(2, 20);
  expired.end = CallbackEnd::kExpired;
  Commit({called, expired, RowOf(3, 30), WholeRow()});
  CallbackFilter filter;
  filter.recovered = true;
  EXPECT_THAT(Names(filter), ElementsAre("c7", "c1"));
  filter.recovered = false;
  EXPECT_THAT(Names(filter), ElementsAre("c3", "c2"));
}

TEST_F(SqliteCallbacksTest, AScopeHasQueuesAndWhatIsTheAgents) {
  CallbackRow billing = RowOf(1, 10);
  billing.queue = "billing";
  CallbackRow kept = RowOf(2, 20);
  kept.preferred = "ana";
  Commit({billing, kept, RowOf(3, 30)});
  CallbackFilter filter;
  filter.scope = CallbackScope{"ana", {"billing"}};
  EXPECT_THAT(Names(filter), ElementsAre("c2", "c1"));
  filter.scope = CallbackScope{"ben", {"bill"}};
  EXPECT_THAT(Names(filter), IsEmpty());
}

}  // namespace
}  // namespace jackfield::sqlite
