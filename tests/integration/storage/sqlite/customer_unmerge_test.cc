#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/sqlite_site.h"

// Merging customers and taking them apart again (SqliteCustomers, K3).
namespace jackfield::sqlite {
namespace {

using testing::ElementsAre;

// What people see of a record; not when and how often it was written.
auto SeenOf(const Customer& customer) {
  return std::tie(customer.display_name, customer.company, customer.role, customer.tier,
                  customer.flags, customer.language, customer.country, customer.pinned_note,
                  customer.numbers, customer.email_addresses, customer.external_ids,
                  customer.preferred_agent, customer.merged_into);
}
bool SameAs(const Customer& a, const Customer& b) { return SeenOf(a) == SeenOf(b); }

Customer PersonOf(const std::string& name) {
  Customer customer;
  customer.display_name = name;
  return customer;
}
CustomerNumber NumberOf(int last_digit) {
  const std::string digits = "3090182" + std::to_string(last_digit);
  return {"0" + digits, "+49" + digits, digits, "", "office"};
}

class Directory {
 public:
  Customers& customers() { return site_.customers(); }
  CustomerId Add(const Customer& customer) {
    return customers().Create(customer, std::nullopt).value().id;
  }
  Customer Get(CustomerId id) { return customers().Get(id).value(); }
  bool Merge(CustomerId into, CustomerId from) {
    return customers().Merge(into, from, std::nullopt).has_value();
  }
  Result<Unmerged> Unmerge(CustomerId id) { return customers().Unmerge(id, std::nullopt); }
  void LogCall(CustomerId customer) {
    CommitBatch batch;
    batch.entries = {{Sequence{++last_}, "", "", "input"}};
    InteractionRow& row = batch.interactions.emplace_back();
    row.call = CallId{last_};
    row.name = "call" + std::to_string(last_);
    row.started = WallTime{Duration{static_cast<std::int64_t>(last_)}};
    row.caller.customer = customer;
    ASSERT_TRUE(site_.store().Commit(batch));
  }
  std::vector<std::string> TimelineOf(CustomerId customer) {
    std::vector<std::string> calls;
    const auto rows = site_.interactions().Recent(customer, 100).value();
    for (const InteractionRow& row : rows) calls.push_back(row.name);
    return calls;
  }
  std::vector<std::string> Found(const std::string& query) {
    std::vector<std::string> names;
    const CustomerPage page = customers().Search(query, 50, "").value();
    for (const Customer& customer : page.customers) names.push_back(customer.display_name);
    return names;
  }

 private:
  fakes::SqliteSite site_;
  std::uint64_t last_ = 0;
};

TEST(CustomerUnmergeTest, TheTimelineOfBeforeGoesBackAndLaterCallsStay) {
  Directory directory;
  const CustomerId ana = directory.Add(PersonOf("Ana"));
  const CustomerId twin = directory.Add(PersonOf("A. M."));
  directory.LogCall(ana);
  directory.LogCall(twin);
  ASSERT_TRUE(directory.Merge(ana, twin));
  directory.LogCall(ana);

  const auto unmerged = directory.Unmerge(twin);

  ASSERT_TRUE(unmerged);
  EXPECT_EQ(unmerged->target->id, ana);
  EXPECT_THAT(directory.TimelineOf(ana), ElementsAre("call3", "call1"));
  EXPECT_THAT(directory.TimelineOf(twin), ElementsAre("call2"));
}

TEST(CustomerUnmergeTest, WhatWasAddedOrChangedSinceStaysWithTheTarget) {
  Directory directory;
  Customer twin = PersonOf("A. M.");
  twin.company = "Acme";
  twin.role = "buyer";
  twin.numbers = {NumberOf(1), NumberOf(2)};
  const CustomerId into = directory.Add(PersonOf("Ana"));
  const CustomerId from = directory.Add(twin);
  ASSERT_TRUE(directory.Merge(into, from));
  Customer record = directory.Get(into);
  record.role = "manager";
  record.numbers[1].kind = "mobile";
  record.numbers.push_back(NumberOf(3));
  ASSERT_TRUE(directory.customers().Update(record, std::nullopt));

  ASSERT_TRUE(directory.Unmerge(from));

  const Customer after = directory.Get(into);
  EXPECT_EQ(after.company, "");
  EXPECT_EQ(after.role, "manager");
  ASSERT_EQ(after.numbers.size(), 2U);
  EXPECT_EQ(after.numbers[0].kind, "mobile");
  EXPECT_EQ(after.numbers[1], NumberOf(3));
  EXPECT_TRUE(SameAs(directory.Get(from), twin));
}

TEST(CustomerUnmergeTest, WhatAnotherMergedRecordHasTooStays) {
  Directory directory;
  Customer first = PersonOf("first");
  first.company = "Acme";
  first.numbers = {NumberOf(1)};
  Customer second = PersonOf("second");
  second.company = "Acme Ltd";
  second.numbers = {NumberOf(1)};
  const CustomerId into = directory.Add(PersonOf("Ana"));
  const CustomerId one = directory.Add(first);
  const CustomerId two = directory.Add(second);
  ASSERT_TRUE(directory.Merge(into, one));
  ASSERT_TRUE(directory.Merge(into, two));

  ASSERT_TRUE(directory.Unmerge(one));
  EXPECT_THAT(directory.Get(into).numbers, ElementsAre(NumberOf(1)));
  EXPECT_EQ(directory.Get(into).company, "Acme Ltd");
  ASSERT_TRUE(directory.Unmerge(two));

  EXPECT_TRUE(SameAs(directory.Get(into), PersonOf("Ana")));
}

TEST(CustomerUnmergeTest, ExternalIdsAndWordsFindWhoHasThemAgain) {
  Directory directory;
  Customer ana = PersonOf("Ana");
  ana.external_ids = {{"crm", "A-1"}};
  Customer twin = PersonOf("Zoe");
  twin.external_ids = {{"crm", "A-2"}, {"shop", "S-77"}};
  const CustomerId into = directory.Add(ana);
  const CustomerId from = directory.Add(twin);
  ASSERT_TRUE(directory.Merge(into, from));
  EXPECT_THAT(directory.Found("S-77"), ElementsAre("Ana"));

  ASSERT_TRUE(directory.Unmerge(from));

  EXPECT_THAT(directory.Found("S-77"), ElementsAre("Zoe"));
  EXPECT_THAT(directory.Found("zoe"), ElementsAre("Zoe"));
  EXPECT_EQ(directory.customers().GetByExternalId("crm", "A-2").value().id, from);
  EXPECT_TRUE(SameAs(directory.Get(into), ana));
}

TEST(CustomerUnmergeTest, ATargetThatWasMergedItselfComesOutFirst) {
  Directory directory;
  const CustomerId first = directory.Add(PersonOf("first"));
  const CustomerId second = directory.Add(PersonOf("second"));
  const CustomerId third = directory.Add(PersonOf("third"));
  ASSERT_TRUE(directory.Merge(second, first));
  ASSERT_TRUE(directory.Merge(third, second));

  EXPECT_EQ(directory.Unmerge(first).error().reason, "CUSTOMER_MERGED");
  ASSERT_TRUE(directory.Unmerge(second));

  EXPECT_EQ(directory.Get(first).merged_into, second) << "As it was before the second merge.";
  ASSERT_TRUE(directory.Unmerge(first));
  EXPECT_FALSE(directory.Get(first).merged_into);
}

TEST(CustomerUnmergeTest, AllThatWereMergedIntoACustomerAreListedAlsoByWayOfAnother) {
  Directory directory;
  const CustomerId ana = directory.Add(PersonOf("Ana"));
  const CustomerId twin = directory.Add(PersonOf("A. M."));
  const CustomerId third = directory.Add(PersonOf("Mrs M."));
  ASSERT_TRUE(directory.Merge(twin, third));
  ASSERT_TRUE(directory.Merge(ana, twin));

  EXPECT_THAT(directory.customers().ListMergedInto(ana).value(), ElementsAre(twin, third));
  EXPECT_THAT(directory.customers().ListMergedInto(twin).value(), ElementsAre());
  ASSERT_TRUE(directory.Unmerge(twin));
  EXPECT_THAT(directory.customers().ListMergedInto(ana).value(), ElementsAre());
  EXPECT_THAT(directory.customers().ListMergedInto(twin).value(), ElementsAre(third));
}

TEST(CustomerUnmergeTest, WhoIsNotMergedStaysAndWhoIsNotThereIsNotFound) {
  Directory directory;
  const CustomerId ana = directory.Add(PersonOf("Ana"));

  const auto unmerged = directory.Unmerge(ana);

  ASSERT_TRUE(unmerged);
  EXPECT_EQ(unmerged->customer.revision, 1);
  EXPECT_FALSE(unmerged->target);
  EXPECT_EQ(directory.Unmerge(CustomerId{99}).error().reason, "CUSTOMER_NOT_FOUND");
}

TEST(CustomerUnmergeTest, TogetherTheyMayHaveOnlySoManyNumbers) {
  Directory directory;
  Customer many = PersonOf("many");
  for (int i = 100; i < 130; ++i) many.numbers.push_back(NumberOf(i));
  Customer more = PersonOf("more");
  for (int i = 200; i < 230; ++i) more.numbers.push_back(NumberOf(i));
  const CustomerId into = directory.Add(many);
  const CustomerId from = directory.Add(more);

  const auto merged = directory.customers().Merge(into, from, std::nullopt);

  EXPECT_EQ(merged.error().reason, "NUMBERS_FULL");
  EXPECT_TRUE(SameAs(directory.Get(from), more)) << "Nothing is half done.";
}

// A small world, so that records often have something in common. Bits say which of a few numbers,
// addresses and flags a record has.
template <typename T>
std::vector<T> Chosen(unsigned bits, const std::vector<T>& all) {
  std::vector<T> chosen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((bits >> i) & 1U) chosen.push_back(all[i]);
  }
  return chosen;
}

Customer AnyCustomer() {
  const auto word = rc::gen::element<std::string>("", "Acme", "Huaxin");
  const auto bits = rc::gen::inRange(0U, 16U);
  Customer customer = PersonOf("Somebody");
  customer.company = *word;
  customer.role = *word;
  customer.numbers = Chosen<CustomerNumber>(*bits, {NumberOf(1), NumberOf(2), NumberOf(3)});
  customer.email_addresses = Chosen<std::string>(*bits, {"a@b.de", "c@d.de", "e@f.de"});
  customer.flags = Chosen<std::string>(*bits, {"vip", "late", "do_not_call"});
  return customer;
}

RC_GTEST_PROP(CustomerUnmergeTest, MergesThatAreUndoneInAnyOrderGiveBackRecordsAndTimelines, ()) {
  Directory directory;
  std::vector<CustomerId> ids;
  for (int i = 0; i < 4; ++i) {
    Customer person = AnyCustomer();
    person.external_ids = {{i % 2 == 0 ? "crm" : "shop", "id-" + std::to_string(i)}};
    ids.push_back(directory.Add(person));
    directory.LogCall(ids.back());
  }
  std::vector<Customer> records;
  std::vector<std::vector<std::string>> timelines;
  for (const CustomerId id : ids) {
    records.push_back(directory.Get(id));
    timelines.push_back(directory.TimelineOf(id));
  }
  std::vector<CustomerId> merged(ids.begin() + 1, ids.end());
  for (const CustomerId id : merged) RC_ASSERT(directory.Merge(ids[0], id));
  const int turns = *rc::gen::inRange(0, 6);
  for (int i = 0; i < turns; ++i) std::next_permutation(merged.begin(), merged.end());

  for (const CustomerId id : merged) RC_ASSERT(directory.Unmerge(id).has_value());

  for (std::size_t i = 0; i < ids.size(); ++i) {
    RC_ASSERT(SameAs(directory.Get(ids[i]), records[i]));
    RC_ASSERT(directory.TimelineOf(ids[i]) == timelines[i]);
  }
}

RC_GTEST_PROP(CustomerUnmergeTest, AChainOfMergesThatIsUndoneGivesBackRecords, ()) {
  Directory directory;
  std::vector<CustomerId> ids;
  std::vector<Customer> records;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(directory.Add(AnyCustomer()));
    records.push_back(directory.Get(ids.back()));
  }
  RC_ASSERT(directory.Merge(ids[1], ids[2]));
  RC_ASSERT(directory.Merge(ids[0], ids[1]));

  RC_ASSERT(directory.Unmerge(ids[1]).has_value());
  RC_ASSERT(directory.Unmerge(ids[2]).has_value());

  for (std::size_t i = 0; i < ids.size(); ++i) {
    RC_ASSERT(SameAs(directory.Get(ids[i]), records[i]));
  }
}

}  // namespace
}  // namespace jackfield::sqlite
