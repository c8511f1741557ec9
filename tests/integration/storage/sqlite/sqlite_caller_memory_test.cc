#include "server/storage/sqlite/sqlite_caller_memory.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sqlite_site.h"

namespace jackfield::sqlite {
namespace {

using exchange::PersonalText;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kNumber = "+4930901820";

AuditRecord Act() { return {WallTime{}, "users/ana", "callers.choose", "calls/c1", "a choice"}; }

Customer PersonWith(const std::string& name, const std::string& e164) {
  Customer customer;
  customer.display_name = name;
  customer.numbers = {{e164, e164, e164.substr(3), "", ""}};
  return customer;
}

class SqliteCallerMemoryTest : public testing::Test {
 protected:
  SqliteCallerMemoryTest() : site_(/*claim_step_rows=*/2) {}

  CallerMemory& memory() { return site_.memory(); }
  std::string Key(const std::string& number = kNumber) { return memory().KeyOf(number); }
  CustomerId Add(const std::string& name, const std::string& e164 = kNumber) {
    return site_.customers().Create(PersonWith(name, e164), std::nullopt).value().id;
  }
  void Say(CustomerId customer, bool denied, const std::string& number = kNumber) {
    ASSERT_TRUE(memory().Remember(Key(number), {customer, denied}, Act()));
  }
  std::vector<CallerChoice> Said(const std::string& number = kNumber) {
    return memory().ChoicesOf(Key(number)).value();
  }

  // Calls of nobody from the number, their texts sealed as intake seals them.
  void LogCalls(int count, const std::string& number = kNumber, CustomerId denied = {}) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_entry_}, "", "", "input"}};
    for (int i = 0; i < count; ++i) {
      InteractionRow& row = batch.interactions.emplace_back();
      row.call = CallId{++last_call_};
      row.name = "call" + std::to_string(last_call_);
      row.started = WallTime{Duration{static_cast<std::int64_t>(last_call_)}};
      row.caller.presentation = exchange::Presentation::kPresented;
      row.caller.number_key = Key(number);
      row.caller.number = Sealed(number);
      row.caller.denied = denied;
    }
    ASSERT_TRUE(site_.store().Commit(batch));
  }
  PersonalText Sealed(const std::string& number) {
    return site_.keys().Seal({{}, number, Key(number)}, PersonalText(number)).value();
  }
  std::int64_t ClaimAll(CustomerId customer) {
    std::int64_t claimed = 0;
    for (auto step = memory().ClaimStep(customer).value(); !step.done;
         step = memory().ClaimStep(customer).value()) {
      claimed += step.claimed;
    }
    return claimed;
  }
  std::vector<InteractionRow> TimelineOf(CustomerId customer) {
    return site_.interactions().Recent(customer, 100).value();
  }

  fakes::SqliteSite site_;
  std::uint64_t last_entry_ = 0;
  std::uint64_t last_call_ = 0;
};

TEST_F(SqliteCallerMemoryTest, TheLastWordOfACustomerCountsAndSurvivesARestart) {
  const CustomerId ana = Add("Ana");
  const CustomerId ben = Add("Ben");
  Say(ana, false);
  Say(ben, false);
  Say(ana, true);

  site_.Restart();

  EXPECT_THAT(Said(), ElementsAre(CallerChoice{ana, true}, CallerChoice{ben, false}));
  EXPECT_THAT(Said("+4930901821"), IsEmpty());
}

TEST_F(SqliteCallerMemoryTest, AChoiceFollowsAMergeAndComesBackWithTheUnmerge) {
  const CustomerId ana = Add("Ana");
  const CustomerId twin = Add("A. M.");
  Say(ana, true);
  Say(twin, false);

  ASSERT_TRUE(site_.customers().Merge(ana, twin, std::nullopt));
  EXPECT_THAT(Said(), ElementsAre(CallerChoice{ana, false})) << "The last word of the two.";
  ASSERT_TRUE(site_.customers().Unmerge(twin, std::nullopt));

  EXPECT_THAT(Said(), ElementsAre(CallerChoice{twin, false}, CallerChoice{ana, true}));
}

TEST_F(SqliteCallerMemoryTest, OnlySoManyChoicesOfANumberAreKept) {
  std::vector<CustomerId> customers;
  for (std::size_t i = 0; i <= CallerMemory::kChoicesMax; ++i) customers.push_back(Add("Ana"));
  for (const CustomerId customer : customers) Say(customer, true);

  const std::vector<CallerChoice> said = Said();

  EXPECT_EQ(said.size(), CallerMemory::kChoicesMax);
  EXPECT_EQ(said.front().customer, customers.back());
  EXPECT_EQ(said.back().customer, customers[1]);
}

TEST_F(SqliteCallerMemoryTest, ANumberThatIsAddedOrTakenAwayMakesForgottenWhatWasSaid) {
  const CustomerId ana = Add("Ana", "+4930901821");
  Say(ana, true);
  Customer record = site_.customers().Get(ana).value();
  record.numbers.push_back({kNumber, kNumber, "30901820", "", ""});

  record = site_.customers().Update(record, std::nullopt).value();
  EXPECT_THAT(Said(), IsEmpty()) << "Linked anew.";
  Say(ana, false);
  record.numbers.pop_back();
  ASSERT_TRUE(site_.customers().Update(record, std::nullopt));

  EXPECT_THAT(Said(), IsEmpty()) << "Unlinked.";
}

TEST_F(SqliteCallerMemoryTest, LiftForgetsOnlyThatItIsNotThem) {
  const CustomerId ana = Add("Ana");
  const CustomerId ben = Add("Ben");
  Say(ana, true);
  Say(ben, false);

  ASSERT_TRUE(memory().Lift({kNumber, kNumber, "", "", ""}, ana));
  ASSERT_TRUE(memory().Lift({kNumber, kNumber, "", "", ""}, ben));

  EXPECT_THAT(Said(), ElementsAre(CallerChoice{ben, false}));
}

TEST_F(SqliteCallerMemoryTest, ACustomerWhoIsCreatedLaterGetsTheEarlierCalls) {
  LogCalls(5);
  LogCalls(1, "+4930901821");

  const CustomerId ana = Add("Ana");

  EXPECT_EQ(ClaimAll(ana), 5);
  const auto timeline = TimelineOf(ana);
  ASSERT_EQ(timeline.size(), 5U);
  EXPECT_EQ(timeline.front().caller.customer, ana);
  EXPECT_EQ(timeline.front().caller.match, exchange::Match::kExact);
  EXPECT_EQ(site_.customers().FindByE164(kNumber).value().at(0).last_contact,
            WallTime{Duration{5}});
}

TEST_F(SqliteCallerMemoryTest, AClaimGoesOnAfterARestartBetweenTwoSteps) {
  LogCalls(5);
  const CustomerId ana = Add("Ana");
  EXPECT_EQ(memory().ClaimStep().value().claimed, 2);

  site_.Restart();

  EXPECT_EQ(memory().ClaimStep().value().claimed, 2);
  EXPECT_EQ(memory().ClaimStep().value().claimed, 1);
  EXPECT_TRUE(memory().ClaimStep().value().done);
  EXPECT_EQ(TimelineOf(ana).size(), 5U);
}

TEST_F(SqliteCallerMemoryTest, ClaimedCallsAreCountedWhoeverDidTheSteps) {
  LogCalls(5);
  const CustomerId ana = Add("Ana");
  EXPECT_EQ(memory().ClaimedOf(ana).value(), 0);
  EXPECT_EQ(memory().ClaimStep().value().claimed, 2);
  EXPECT_EQ(memory().ClaimedOf(ana).value(), 2);

  EXPECT_EQ(ClaimAll(ana), 3);
  EXPECT_EQ(memory().ClaimedOf(ana).value(), 5);
  EXPECT_EQ(memory().ClaimedOf(Add("Ben")).value(), 0);
}

TEST_F(SqliteCallerMemoryTest, NobodyClaimsANumberThatSomebodyElseHasToo) {
  LogCalls(3);
  const CustomerId ana = Add("Ana");
  const CustomerId ben = Add("Ben");

  EXPECT_EQ(ClaimAll(ana) + ClaimAll(ben), 0);
  EXPECT_THAT(TimelineOf(ana), IsEmpty());
}

TEST_F(SqliteCallerMemoryTest, SomebodyElseWhoIsSaidNotToBeThemDoesNotStandInTheWay) {
  const CustomerId ana = Add("Ana");
  LogCalls(3, kNumber, ana);
  Say(ana, true);

  const CustomerId ben = Add("Ben");

  EXPECT_EQ(ClaimAll(ben), 3);
}

TEST_F(SqliteCallerMemoryTest, ACallThatIsSaidNotToBeTheirsIsNotClaimed) {
  const CustomerId ana = Add("Ana", "+4930901821");
  LogCalls(1, kNumber, ana);
  LogCalls(1);
  Customer record = site_.customers().Get(ana).value();
  record.numbers.push_back({kNumber, kNumber, "30901820", "", ""});

  ASSERT_TRUE(site_.customers().Update(record, std::nullopt));

  EXPECT_EQ(ClaimAll(ana), 1);
  EXPECT_EQ(TimelineOf(ana).size(), 1U);
}

TEST_F(SqliteCallerMemoryTest, ImportedCustomersClaimToo) {
  LogCalls(1);

  const ImportRow row{2, PersonWith("Ana", kNumber), "", ""};
  ASSERT_TRUE(site_.imports().Take({}, {row}, {}, Imports::Mode::kWrite));

  const CustomerPage found = site_.customers().Search("Ana", 10, "").value();
  EXPECT_EQ(ClaimAll(found.customers.at(0).id), 1);
}

TEST_F(SqliteCallerMemoryTest, AClaimedCallThatIsWrittenAgainStaysTheirs) {
  LogCalls(1);
  const CustomerId ana = Add("Ana");
  ASSERT_EQ(ClaimAll(ana), 1);

  last_call_ = 0;
  LogCalls(1);
  EXPECT_EQ(TimelineOf(ana).size(), 1U);
  last_call_ = 0;
  LogCalls(1, kNumber, ana);

  EXPECT_THAT(TimelineOf(ana), IsEmpty()) << "An agent said at the call that it is not them.";
}

TEST_F(SqliteCallerMemoryTest, TextsOfClaimedCallsStayReadableUntilTheCustomerIsErased) {
  LogCalls(1);
  const CustomerId ana = Add("Ana");
  const PersonalText before = Sealed(kNumber);
  ASSERT_EQ(ClaimAll(ana), 1);

  const PersonalText number = TimelineOf(ana).at(0).caller.number;
  EXPECT_EQ(site_.keys().Open(number).value(), kNumber);
  const PersonalText after = Sealed(kNumber);
  EXPECT_NE(after.key, before.key) << "Who calls from the number now is not known to be her.";
  LogCalls(1, "+4930901829");  // Its commit stores the new key.

  ASSERT_TRUE(site_.keys().Erase({ana, ""}));

  EXPECT_EQ(site_.keys().Open(number).error().reason, "PERSON_ERASED");
  EXPECT_EQ(site_.keys().Open(after).value(), kNumber);
  InteractionFilter filter;
  filter.number_keys = {Key()};
  EXPECT_THAT(site_.interactions().List(filter, 10, "").value().interactions, IsEmpty())
      << "Her calls are found by her number no more.";
}

TEST_F(SqliteCallerMemoryTest, AnErasedNumberIsForgotten) {
  LogCalls(1);
  const CustomerId ana = Add("Ana", "+4930901821");
  Say(ana, false);

  ASSERT_TRUE(site_.keys().Erase({{}, kNumber}));

  EXPECT_THAT(Said(), IsEmpty());
  InteractionFilter filter;
  filter.number_keys = {Key()};
  EXPECT_THAT(site_.interactions().List(filter, 10, "").value().interactions, IsEmpty());
}

}  // namespace
}  // namespace jackfield::sqlite
