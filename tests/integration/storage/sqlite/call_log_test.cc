#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sqlite_site.h"

// The log of interactions as reports read it, with real keys.
namespace jackfield::sqlite {
namespace {

using exchange::PersonalText;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

WallTime At(std::int64_t milliseconds) { return WallTime{Duration{milliseconds}}; }

class CallLogTest : public testing::Test {
 protected:
  PersonalText Sealed(const VaultSubject& subject, const std::string& text) {
    return site_.keys().Seal(subject, PersonalText(text)).value();
  }
  PersonalText SealedNumber(const std::string& number) { return Sealed({{}, number}, number); }

  InteractionRow CallFrom(std::uint64_t call, const std::string& number) {
    InteractionRow row;
    row.call = CallId{call};
    row.name = "call" + std::to_string(call);
    row.direction = exchange::Direction::kInbound;
    row.started = At(1'000 + static_cast<std::int64_t>(call));
    row.ended = At(90'000);
    row.end = exchange::CallEnd::kCleared;
    row.result = CallResult::kAbandoned;
    if (!number.empty()) row.caller.number = SealedNumber(number);
    return row;
  }

  void Commit(const std::vector<InteractionRow>& rows) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    batch.interactions = rows;
    ASSERT_TRUE(site_.store().Commit(batch));
  }

  Customers& customers() { return site_.customers(); }

  CustomerId Save(const std::string& name) {
    Customer customer;
    customer.display_name = name;
    return customers().Create(customer).value().id;
  }

  std::vector<LoggedCall> Read() {
    std::vector<LoggedCall> calls;
    std::optional<CallLogPlace> place = CallLogPlace{};
    while (place) {
      const auto step = site_.interactions().ReadCalls(*place, At(1'000'000'000));
      EXPECT_TRUE(step);
      if (!step) break;
      calls.insert(calls.end(), step->calls.begin(), step->calls.end());
      place = step->next;
    }
    return calls;
  }

  fakes::SqliteSite site_;
  std::uint64_t last_ = 0;
};

TEST_F(CallLogTest, ACallHasItsFiguresQueuesAndDispositions) {
  InteractionRow row = CallFrom(7, "+4930901820");
  row.result = CallResult::kAnswered;
  row.talk = Duration{30'000};
  row.legs = {
      {"sales", At(2'000), Duration{8'000}, LegOutcome::kTimedOut, "", {}, {}, false, {}, {}},
      {"orders", At(10'000), Duration{2'000}, LegOutcome::kAnswered, "ana", {}, {}, false, {}, {}},
      {"sales", At(20'000), Duration{1'000}, LegOutcome::kAbandoned, "", {}, {}, false, {}, {}}};
  row.after = {{"ana", "sold", {}, std::nullopt},
               {"ben", "", {}, std::nullopt},
               {"carla", "sold", {}, std::nullopt}};
  Commit({row});

  const auto calls = Read();

  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_EQ(calls[0].call, CallId{7});
  EXPECT_EQ(calls[0].started, At(1'007));
  EXPECT_EQ(calls[0].direction, exchange::Direction::kInbound);
  EXPECT_EQ(calls[0].result, CallResult::kAnswered);
  EXPECT_EQ(calls[0].talk, Duration{30'000});
  EXPECT_EQ(calls[0].waited, Duration{11'000});
  EXPECT_THAT(calls[0].queues, ElementsAre("sales", "orders"));
  EXPECT_THAT(calls[0].dispositions, ElementsAre("sold"));
  EXPECT_FALSE(calls[0].identified);
  EXPECT_FALSE(calls[0].talks);
}

TEST_F(CallLogTest, OneNumberIsOnePartyAlsoWhereItWasDialled) {
  InteractionRow outbound = CallFrom(3, "1001");
  outbound.direction = exchange::Direction::kOutbound;
  outbound.dialled = SealedNumber("+4930901820");
  Commit({CallFrom(1, "+4930901820"), CallFrom(2, "+4940123456"), outbound, CallFrom(4, "")});

  const auto calls = Read();

  ASSERT_THAT(calls, SizeIs(4));
  EXPECT_EQ(calls[0].party, calls[2].party);
  EXPECT_NE(calls[0].party, calls[1].party);
  EXPECT_EQ(calls[0].party.find("901820"), std::string::npos);
  EXPECT_THAT(calls[3].party, IsEmpty());
}

TEST_F(CallLogTest, ACustomerIsOnePartyWhateverTheNumberAndAfterAMerge) {
  const CustomerId li = Save("Li Wei");
  const CustomerId twin = Save("Wei Li");
  InteractionRow first = CallFrom(1, "+4930901820");
  first.caller.customer = li;
  InteractionRow second = CallFrom(2, "+4940123456");
  second.caller.customer = twin;
  InteractionRow third = CallFrom(3, "");
  third.direction = exchange::Direction::kOutbound;
  third.dialled = Sealed({li, ""}, "+4930901820");
  Commit({first, second, third});

  const auto apart = Read();
  ASSERT_TRUE(customers().Merge(li, twin));
  const auto merged = Read();

  ASSERT_THAT(apart, SizeIs(3));
  EXPECT_TRUE(apart[0].identified);
  EXPECT_NE(apart[0].party, apart[1].party);
  EXPECT_EQ(apart[0].party, apart[2].party);
  EXPECT_EQ(merged[0].party, merged[1].party);
  EXPECT_NE(merged[1].number_party, merged[1].party);
}

TEST_F(CallLogTest, AnErasedPersonIsStillOnePerson) {
  Commit({CallFrom(1, "+4930901820"), CallFrom(2, "+4930901820"), CallFrom(3, "+4940123456")});
  ASSERT_TRUE(site_.keys().Erase({{}, "+4930901820"}));

  const auto calls = Read();

  ASSERT_THAT(calls, SizeIs(3));
  EXPECT_EQ(calls[0].party, calls[1].party);
  EXPECT_NE(calls[0].party, calls[2].party);
}

TEST_F(CallLogTest, WhoCallsFromHereTalksOnlyOnceTheOtherSideAnswered) {
  InteractionRow inbound = CallFrom(1, "+4930901820");
  inbound.ended.reset();
  inbound.result = CallResult::kNone;
  inbound.agent = "ana";
  InteractionRow outbound = inbound;
  outbound.call = CallId{2};
  outbound.name = "call2";
  outbound.direction = exchange::Direction::kOutbound;
  Commit({inbound, outbound});

  const auto calls = Read();

  ASSERT_THAT(calls, SizeIs(2));
  EXPECT_TRUE(calls[0].talks);
  EXPECT_FALSE(calls[1].talks);
}

TEST_F(CallLogTest, ACallThatBecamePartOfAnotherIsLeftOut) {
  InteractionRow consultation = CallFrom(2, "1001");
  consultation.parent = CallId{1};
  Commit({CallFrom(1, "+4930901820"), consultation});

  const auto calls = Read();

  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_EQ(calls[0].call, CallId{1});
}

TEST_F(CallLogTest, ManyCallsComeInStepsInOrderAndEachOnce) {
  std::vector<InteractionRow> rows;
  for (std::uint64_t call = 1; call <= 2 * SqliteInteractions::kLogStepCalls; ++call) {
    rows.push_back(CallFrom(call, ""));
    rows.back().started = At(1'000 + static_cast<std::int64_t>(call) / 3);  // Some at one time.
  }
  Commit(rows);

  const auto first = site_.interactions().ReadCalls({}, At(1'000'000'000));
  const auto calls = Read();

  ASSERT_TRUE(first);
  EXPECT_THAT(first->calls, SizeIs(SqliteInteractions::kLogStepCalls));
  ASSERT_THAT(calls, SizeIs(rows.size()));
  for (std::size_t place = 0; place < calls.size(); ++place) {
    ASSERT_EQ(calls[place].call, rows[place].call);
  }
}

TEST_F(CallLogTest, CallsAreReadByTheTimeTheyBegan) {
  Commit({CallFrom(1, ""), CallFrom(2, ""), CallFrom(3, "")});

  const auto step = site_.interactions().ReadCalls({At(1'002), {}}, At(1'003));

  ASSERT_TRUE(step);
  ASSERT_THAT(step->calls, SizeIs(1));
  EXPECT_EQ(step->calls[0].call, CallId{2});
  EXPECT_FALSE(step->next);
}

TEST_F(CallLogTest, NamesWithFiguresAreKnownAlsoWhenNobodyConfiguresThem) {
  CommitBatch batch;
  batch.entries = {{Sequence{++last_}, "", "", "input"}};
  batch.queue_intervals = {{"old", At(900'000), {}}};
  batch.agent_intervals = {{"ana", "old", At(900'000), {}}};
  ASSERT_TRUE(site_.store().Commit(batch));

  EXPECT_TRUE(site_.interactions().HasQueue("old").value());
  EXPECT_FALSE(site_.interactions().HasQueue("ana").value());
  EXPECT_TRUE(site_.interactions().HasAgent("ana").value());
  EXPECT_FALSE(site_.interactions().HasAgent("old").value());
}

}  // namespace
}  // namespace jackfield::sqlite
