#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/port_harness.h"

// What services rely on, whatever holds the directory (server/ports/customers.h).
namespace jackfield {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Customer PersonOf(const std::string& display_name, const std::string& company = "") {
  Customer customer;
  customer.display_name = display_name;
  customer.company = company;
  return customer;
}

Customer PersonWithNumber(const std::string& display_name, const CustomerNumber& number) {
  Customer customer = PersonOf(display_name);
  customer.numbers = {number};
  return customer;
}

// Thread safety: none; one per test.
class CustomersContractTest : public testing::TestWithParam<Kind<DirectoryHarness>> {
 protected:
  Customers& customers() { return harness_->customers(); }

  CustomerId Add(const Customer& customer) { return customers().Create(customer).value().id; }

  std::vector<std::string> Found(const std::string& query) {
    std::vector<std::string> names;
    const auto page = customers().Search(query, 50, "");
    EXPECT_TRUE(page) << query;
    if (!page) return names;
    for (const Customer& customer : page->customers) names.push_back(customer.display_name);
    return names;
  }

  std::unique_ptr<DirectoryHarness> harness_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(Directories, CustomersContractTest,
                         testing::Values(Kind<DirectoryHarness>{"Sqlite", &MakeSqliteDirectory}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(CustomersContractTest, ACreatedRecordReadsBackWhole) {
  Customer customer = PersonOf("Ana Müller", "Acme");
  customer.role = "buyer";
  customer.tier = "vip";
  customer.flags = {"do_not_call"};
  customer.language = "de";
  customer.country = "DE";
  customer.pinned_note = "speaks fast";
  customer.preferred_agent = "ben";
  customer.numbers = {{"030 901820", "+4930901820", "30901820", "", "office"},
                      {"201", "", "", "201", "internal"}};
  customer.email_addresses = {"ana@example.org", "a.mueller@example.com"};
  customer.external_ids = {{"crm", "A-1"}};

  const auto created = customers().Create(customer);

  ASSERT_TRUE(created);
  EXPECT_EQ(created->id, CustomerId{1});
  EXPECT_EQ(created->name.size(), 32U);
  EXPECT_EQ(created->revision, 1);
  const Customer read = customers().GetByName(created->name).value();
  EXPECT_EQ(read.id, created->id);
  EXPECT_EQ(read.display_name, "Ana Müller");
  EXPECT_EQ(read.company, "Acme");
  EXPECT_EQ(read.role, "buyer");
  EXPECT_EQ(read.tier, "vip");
  EXPECT_THAT(read.flags, ElementsAre("do_not_call"));
  EXPECT_EQ(read.language, "de");
  EXPECT_EQ(read.country, "DE");
  EXPECT_EQ(read.pinned_note, "speaks fast");
  EXPECT_EQ(read.preferred_agent, "ben");
  ASSERT_EQ(read.numbers.size(), 2U);
  EXPECT_EQ(read.numbers[0].raw, "030 901820");
  EXPECT_EQ(read.numbers[0].e164, "+4930901820");
  EXPECT_EQ(read.numbers[0].national_digits, "30901820");
  EXPECT_EQ(read.numbers[0].kind, "office");
  EXPECT_EQ(read.numbers[1].extension, "201");
  EXPECT_THAT(read.email_addresses, ElementsAre("ana@example.org", "a.mueller@example.com"));
  EXPECT_EQ(read.external_ids.at("crm"), "A-1");
  EXPECT_EQ(read.created, created->created);
  EXPECT_EQ(customers().GetByExternalId("crm", "A-1").value().id, created->id);
}

TEST_P(CustomersContractTest, WhatDoesNotExistIsNotFound) {
  EXPECT_EQ(customers().Get(CustomerId{9}).error().reason, "CUSTOMER_NOT_FOUND");
  EXPECT_EQ(customers().GetByName("none").error().reason, "CUSTOMER_NOT_FOUND");
  EXPECT_EQ(customers().GetByExternalId("crm", "x").error().reason, "CUSTOMER_NOT_FOUND");
}

TEST_P(CustomersContractTest, ANumberFindsItsHoldersByEveryForm) {
  const CustomerId ana =
      Add(PersonWithNumber("Ana", {"030 901820", "+4930901820", "30901820", "", ""}));
  const CustomerId ben = Add(PersonWithNumber("Ben", {"201", "", "", "201", ""}));

  EXPECT_EQ(customers().FindByE164("+4930901820").value().at(0).customer, ana);
  EXPECT_EQ(customers().FindByNationalDigits("30901820").value().at(0).customer, ana);
  EXPECT_EQ(customers().FindByExtension("201").value().at(0).customer, ben);
  EXPECT_THAT(customers().FindByE164("").value(), IsEmpty());
  EXPECT_THAT(customers().FindByNationalDigits("").value(), IsEmpty());
  EXPECT_THAT(customers().FindByExtension("").value(), IsEmpty());
}

TEST_P(CustomersContractTest, AHolderHasTheTimeOfTheLastContact) {
  const CustomerId ana = Add(PersonWithNumber("Ana", {"1", "+4930901820", "30901820", "", ""}));
  EXPECT_FALSE(customers().FindByE164("+4930901820").value().at(0).last_contact.has_value());
  CommitBatch batch;
  batch.entries = {{Sequence{1}, "", "", "input"}};
  InteractionRow& row = batch.interactions.emplace_back();
  row.call = CallId{1};
  row.name = "c1";
  row.caller.customer = ana;
  row.started = WallTime{Duration{5000}};
  ASSERT_TRUE(harness_->store().Commit(batch));

  const auto holders = customers().FindByE164("+4930901820").value();

  EXPECT_EQ(holders.at(0).last_contact, WallTime{Duration{5000}});
}

TEST_P(CustomersContractTest, SearchFindsWordsTheirBeginningsAndIgnoresAccents) {
  Add(PersonOf("Ana Müller", "Acme Rohre"));
  Add(PersonOf("Anabel Meier"));

  EXPECT_THAT(Found("muller"), ElementsAre("Ana Müller"));
  EXPECT_THAT(Found("MÜLL"), ElementsAre("Ana Müller"));
  EXPECT_THAT(Found("rohre ana"), ElementsAre("Ana Müller"));
  EXPECT_THAT(Found("meier rohre"), IsEmpty());
}

TEST_P(CustomersContractTest, SearchFindsEmailAddressesAndWhatTheyWereReplacedBy) {
  Customer ana = PersonOf("Ana");
  ana.email_addresses = {"ana.mueller@example.org"};
  Customer stored = customers().Create(ana).value();
  Add(PersonOf("Ben"));

  EXPECT_THAT(Found("ana.mueller@example.org"), ElementsAre("Ana"));
  EXPECT_THAT(Found("ANA.MUELLER@exa"), ElementsAre("Ana"));
  EXPECT_THAT(Found("mueller"), ElementsAre("Ana"));

  stored.email_addresses = {"new@example.org"};
  ASSERT_TRUE(customers().Update(stored));
  EXPECT_THAT(Found("mueller"), IsEmpty());
  EXPECT_THAT(Found("new@example.org"), ElementsAre("Ana"));
}

TEST_P(CustomersContractTest, AMergedCustomerGivesItsEmailAddressesToTheOther) {
  Customer ana = PersonOf("Ana");
  ana.email_addresses = {"ana@example.org"};
  Customer twin = PersonOf("A. M.");
  twin.email_addresses = {"ana@example.org", "twin@example.org"};
  const CustomerId into = Add(ana);
  const CustomerId from = Add(twin);

  const auto merged = customers().Merge(into, from);

  ASSERT_TRUE(merged);
  EXPECT_THAT(merged->email_addresses, ElementsAre("ana@example.org", "twin@example.org"));
  EXPECT_THAT(customers().Get(from).value().email_addresses, IsEmpty());
  EXPECT_THAT(Found("twin@example.org"), ElementsAre("Ana"));
}

TEST_P(CustomersContractTest, SearchListsWholeWordsBeforeBegunOnes) {
  Add(PersonOf("Anabel Meier"));
  Add(PersonOf("Ana Schmidt"));

  EXPECT_THAT(Found("ana"), ElementsAre("Ana Schmidt", "Anabel Meier"));
}

TEST_P(CustomersContractTest, SearchFindsChineseNamesByOneOrMoreCharacters) {
  Add(PersonOf("张伟", "上海电力"));
  Add(PersonOf("李伟张"));

  EXPECT_THAT(Found("张伟"), ElementsAre("张伟"));
  EXPECT_THAT(Found("伟"), ElementsAre("张伟", "李伟张"));
  EXPECT_THAT(Found("电力"), ElementsAre("张伟"));
  EXPECT_THAT(Found("伟力"), IsEmpty());
}

TEST_P(CustomersContractTest, SearchFindsDigitsAtTheBeginningAndTheEndOfNumbers) {
  Add(PersonWithNumber("Ana", {"030 901820", "+4930901820", "30901820", "", ""}));
  Add(PersonWithNumber("Ben", {"4321", "", "", "4321", ""}));

  EXPECT_THAT(Found("+49 (30) 901"), ElementsAre("Ana"));
  EXPECT_THAT(Found("0049309"), ElementsAre("Ana"));
  EXPECT_THAT(Found("030 90"), ElementsAre("Ana"));
  EXPECT_THAT(Found("1820"), ElementsAre("Ana"));
  EXPECT_THAT(Found("4321"), ElementsAre("Ben"));
  EXPECT_THAT(Found("555"), IsEmpty());
}

TEST_P(CustomersContractTest, HostileQueriesAreQuotedAndFindNothing) {
  Add(PersonOf("Ana Müller"));

  for (const char* query : {"\"", "\"\"\"", "ana OR", "NOT ana", "ana*bel NEAR(", "words:ana\"",
                            "(((", "*", "^", "-", "— …", "'; DROP TABLE customer; --", "\xff\xfe",
                            "ana\" OR \"meier", "{a b}: x", "+ + +", "\xe5\xbc"}) {
    EXPECT_THAT(Found(query), IsEmpty()) << query;
  }
  EXPECT_THAT(Found("ana"), ElementsAre("Ana Müller"));
}

TEST_P(CustomersContractTest, AQueryBeyondTheLimitIsRefused) {
  EXPECT_TRUE(customers().Search(std::string(800, 'a'), 10, ""));
  EXPECT_EQ(customers().Search(std::string(801, 'a'), 10, "").error().reason, "FIELD_INVALID");
}

TEST_P(CustomersContractTest, PagesListEverybodyOnce) {
  Add(PersonOf("Anabel"));
  Add(PersonOf("Ana A"));
  Add(PersonOf("Ana B"));
  Add(PersonOf("Anastasia"));

  const CustomerPage first = customers().Search("ana", 3, "").value();
  const CustomerPage second = customers().Search("ana", 3, first.next_page_token).value();

  ASSERT_EQ(first.customers.size(), 3U);
  EXPECT_EQ(first.customers[0].display_name, "Ana A");
  EXPECT_EQ(first.customers[1].display_name, "Ana B");
  EXPECT_EQ(first.customers[2].display_name, "Anabel");
  ASSERT_EQ(second.customers.size(), 1U);
  EXPECT_EQ(second.customers[0].display_name, "Anastasia");
  EXPECT_EQ(second.next_page_token, "");
}

TEST_P(CustomersContractTest, AnEmptyQueryListsAll) {
  Add(PersonOf("Ana"));
  Add(PersonOf("Ben"));

  EXPECT_THAT(Found(""), ElementsAre("Ana", "Ben"));
}

TEST_P(CustomersContractTest, AForgedOrMovedPageTokenIsRefused) {
  Add(PersonOf("Ana A"));
  Add(PersonOf("Ana B"));
  const std::string token = customers().Search("ana", 1, "").value().next_page_token;
  ASSERT_NE(token, "");
  std::string changed = token;
  changed[0] = changed[0] == 'A' ? 'B' : 'A';

  EXPECT_EQ(customers().Search("ana", 1, changed).error().reason, "PAGE_TOKEN_INVALID");
  EXPECT_EQ(customers().Search("ben", 1, token).error().reason, "PAGE_TOKEN_INVALID");
  EXPECT_EQ(customers().Search("ana", 1, "x").error().reason, "PAGE_TOKEN_INVALID");
  EXPECT_EQ(customers().Search("ana", 1, token + "AA").error().reason, "PAGE_TOKEN_INVALID");
  EXPECT_EQ(customers().Search("ana", 1, std::string(600, 'A')).error().reason,
            "PAGE_TOKEN_INVALID");
  EXPECT_TRUE(customers().Search("ana", 1, token));
}

TEST_P(CustomersContractTest, AnUpdateReplacesTheRecordAndItsNumbers) {
  Customer customer =
      customers().Create(PersonWithNumber("Ana", {"1", "+4930901820", "30901820", "", ""})).value();
  customer.display_name = "Anna";
  customer.numbers = {{"2", "+4930901821", "30901821", "", ""}};

  const auto updated = customers().Update(customer);

  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->revision, 2);
  EXPECT_THAT(Found("ana"), IsEmpty());
  EXPECT_THAT(Found("anna"), ElementsAre("Anna"));
  EXPECT_THAT(customers().FindByE164("+4930901820").value(), IsEmpty());
  EXPECT_EQ(customers().FindByE164("+4930901821").value().size(), 1U);
}

TEST_P(CustomersContractTest, AnUpdateOfAnOldRevisionIsAborted) {
  const Customer customer = customers().Create(PersonOf("Ana")).value();
  ASSERT_TRUE(customers().Update(customer));

  const auto again = customers().Update(customer);

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kAborted);
  EXPECT_EQ(again.error().reason, "ETAG_MISMATCH");
}

TEST_P(CustomersContractTest, FieldsThatBreakARuleAreNamed) {
  EXPECT_EQ(customers().Create(PersonOf("")).error().fields.at(0).field, "display_name");
  EXPECT_TRUE(customers().Create(PersonOf(std::string(128, 'a'))));
  EXPECT_EQ(customers().Create(PersonOf(std::string(129, 'a'))).error().fields.at(0).field,
            "display_name");
  EXPECT_EQ(customers()
                .Create(PersonWithNumber("Ana", {"", "+4930901820", "", "", ""}))
                .error()
                .fields.at(0)
                .field,
            "numbers[0].raw");
}

TEST_P(CustomersContractTest, AnExternalIdBelongsToOneCustomer) {
  Customer customer = PersonOf("Ana");
  customer.external_ids = {{"crm", "A-1"}};
  ASSERT_TRUE(customers().Create(customer));

  EXPECT_EQ(customers().Create(customer).error().fields.at(0).field, "external_ids[crm]");
}

TEST_P(CustomersContractTest, AListGoesByNameAndLeavesOutThoseWhoWereMergedAway) {
  for (const char* name : {"Ana", "Ben", "Cleo", "Dora"}) Add(PersonOf(name));
  const CustomerId into = Add(PersonOf("Emil"));
  ASSERT_TRUE(customers().Merge(into, Add(PersonOf("Emilio"))));

  const CustomerPage first = customers().List(3, "").value();
  const CustomerPage second = customers().List(3, first.next_page_token).value();

  ASSERT_EQ(first.customers.size(), 3U);
  ASSERT_EQ(second.customers.size(), 2U);
  EXPECT_LT(first.customers[0].name, first.customers[1].name);
  EXPECT_LT(first.customers[1].name, first.customers[2].name);
  EXPECT_LT(first.customers[2].name, second.customers[0].name);
  EXPECT_LT(second.customers[0].name, second.customers[1].name);
  EXPECT_EQ(second.next_page_token, "");
  EXPECT_EQ(customers().Count(), 5);
  EXPECT_EQ(customers().List(3, "made up").error().reason, "PAGE_TOKEN_INVALID");
}

TEST_P(CustomersContractTest, DuplicatesAreFoundByNumberAddressAndNameWithCompany) {
  Customer ana = PersonWithNumber("Ana Vidal", {"1", "+4930901820", "30901820", "", ""});
  ana.company = "Kessel & Söhne";
  ana.email_addresses = {"Ana@Example.org"};
  const CustomerId id = Add(ana);
  const auto likeness = [this](const Customer& sought) {
    const auto found = customers().FindDuplicates(sought, 5).value();
    return found.empty() ? Likeness{} : found.front().likeness;
  };
  Customer by_mail = PersonOf("Somebody");
  by_mail.email_addresses = {"ana@example.ORG"};
  Customer by_company = PersonOf("VIDAL, Ana");
  by_company.company = "KESSEL, SOHNE";
  Customer self = ana;
  self.id = id;

  EXPECT_EQ(likeness(PersonWithNumber("A. Vidal", ana.numbers[0])), Likeness::kNumberAndName);
  EXPECT_EQ(likeness(PersonWithNumber("Ben", ana.numbers[0])), Likeness::kNumber);
  EXPECT_EQ(likeness(by_mail), Likeness::kEmailAddress);
  EXPECT_EQ(likeness(by_company), Likeness::kNameAndCompany);
  EXPECT_EQ(likeness(PersonOf("Ana Vidal")), Likeness{});
  EXPECT_EQ(likeness(self), Likeness{});
}

TEST_P(CustomersContractTest, DuplicatesComeLikeliestFirstEachOnce) {
  const CustomerNumber number{"1", "+4930901820", "30901820", "", ""};
  Customer mail = PersonOf("Carla");
  mail.email_addresses = {"ana@example.org"};
  const CustomerId third = Add(mail);
  const CustomerId second = Add(PersonWithNumber("Ben", number));
  const CustomerId first = Add(PersonWithNumber("Ana", number));
  Customer sought = PersonWithNumber("Ana", number);
  sought.email_addresses = {"ana@example.org"};

  const auto found = customers().FindDuplicates(sought, 5).value();
  const auto two = customers().FindDuplicates(sought, 2).value();

  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].id, first);
  EXPECT_EQ(found[1].id, second);
  EXPECT_EQ(found[2].id, third);
  EXPECT_EQ(two.size(), 2U);
}

TEST_P(CustomersContractTest, ADuplicateIsFoundByTheNameThatTheCustomerHasNow) {
  Customer ana = PersonOf("Ana");
  ana.company = "Kessel";
  Customer changed = customers().Create(ana).value();
  changed.company = "Nordlicht";
  ASSERT_TRUE(customers().Update(changed));
  Customer now = PersonOf("Ana");
  now.company = "Nordlicht";

  EXPECT_THAT(customers().FindDuplicates(ana, 5).value(), IsEmpty());
  EXPECT_EQ(customers().FindDuplicates(now, 5).value().size(), 1U);
}

TEST_P(CustomersContractTest, AMergeMovesNumbersIdsAndWords) {
  Customer ana = PersonWithNumber("Ana", {"1", "+4930901820", "30901820", "", ""});
  ana.external_ids = {{"crm", "A-1"}, {"shop", "S-1"}};
  Customer anna = PersonWithNumber("Anna", {"2", "+4930901821", "30901821", "", ""});
  anna.external_ids = {{"crm", "A-2"}};
  const CustomerId into = Add(anna);
  const CustomerId from = Add(ana);

  const auto merged = customers().Merge(into, from);

  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->numbers.size(), 2U);
  EXPECT_EQ(customers().FindByE164("+4930901820").value().at(0).customer, into);
  EXPECT_EQ(customers().GetByExternalId("crm", "A-1").value().id, into);
  EXPECT_EQ(customers().GetByExternalId("shop", "S-1").value().id, into);
  EXPECT_EQ(merged->external_ids.at("crm"), "A-2");
  EXPECT_EQ(merged->external_ids.at("shop"), "S-1");
  EXPECT_EQ(customers().Get(from).value().merged_into, into);
  EXPECT_THAT(Found("ana"), IsEmpty());
  EXPECT_THAT(Found(""), ElementsAre("Anna"));
  EXPECT_TRUE(customers().Merge(into, from));
}

TEST_P(CustomersContractTest, WhatWasMergedAwayCannotBeChanged) {
  const CustomerId into = Add(PersonOf("Anna"));
  const CustomerId from = Add(PersonOf("Ana"));
  ASSERT_TRUE(customers().Merge(into, from));

  EXPECT_EQ(customers().Update(customers().Get(from).value()).error().reason, "CUSTOMER_MERGED");
  EXPECT_EQ(customers().Merge(from, into).error().reason, "CUSTOMER_MERGED");
  EXPECT_EQ(customers().Merge(into, into).error().reason, "FIELD_INVALID");
  EXPECT_EQ(customers().Merge(into, CustomerId{99}).error().reason, "CUSTOMER_NOT_FOUND");
}

TEST_P(CustomersContractTest, TheTimelineGoesOverWithAMerge) {
  const CustomerId into = Add(PersonOf("Anna"));
  const CustomerId from = Add(PersonOf("Ana"));
  CommitBatch batch;
  batch.entries = {{Sequence{1}, "", "", "input"}};
  InteractionRow& row = batch.interactions.emplace_back();
  row.call = CallId{1};
  row.name = "c1";
  row.caller.customer = from;
  ASSERT_TRUE(harness_->store().Commit(batch));

  ASSERT_TRUE(customers().Merge(into, from));

  const auto recent = harness_->interactions().Recent(into, 5).value();
  ASSERT_EQ(recent.size(), 1U);
  EXPECT_EQ(recent[0].caller.customer, into);
  EXPECT_EQ(harness_->interactions().Recent(from, 5).value().size(), 1U);
}

}  // namespace
}  // namespace jackfield
