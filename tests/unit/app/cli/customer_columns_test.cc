#include "server/app/cli/customer_columns.h"

#include <gmock/gmock.h>

#include "server/app/cli/csv_reader.h"

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CustomerColumnsTest, HeadingsAreReadWithoutRegardToCaseAndSpaces) {
  const auto columns = CustomerColumns::Read({"Full Name", "Mobile-Phone", "E-Mail"}, {}, "crm");

  ASSERT_TRUE(columns);
  const auto customer = columns->ToCustomer({"Ana Vidal", "+493023125001", "a@example.org"});
  ASSERT_TRUE(customer);
  EXPECT_EQ(customer->display_name(), "Ana Vidal");
  ASSERT_EQ(customer->numbers_size(), 1);
  EXPECT_EQ(customer->numbers(0).number().raw(), "+493023125001");
  EXPECT_EQ(customer->numbers(0).kind(), v1::CustomerNumber::KIND_MOBILE);
  EXPECT_THAT(customer->email_addresses(), ElementsAre("a@example.org"));
}

TEST(CustomerColumnsTest, FirstAndLastNameAreJoinedInWhateverOrderTheyCome) {
  const auto columns = CustomerColumns::Read({"last_name", "first_name"}, {}, "crm");

  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->ToCustomer({"Vidal", "Ana"})->display_name(), "Ana Vidal");
}

TEST(CustomerColumnsTest, CellMayHoldSeveralNumbers) {
  const auto columns = CustomerColumns::Read({"name", "phone"}, {}, "crm");

  const auto customer = columns->ToCustomer({"Ana", "030 23125001; 030 23125002;"});

  ASSERT_EQ(customer->numbers_size(), 2);
  EXPECT_EQ(customer->numbers(1).number().raw(), "030 23125002");
}

TEST(CustomerColumnsTest, ExternalIdGetsTheSystem) {
  const auto columns = CustomerColumns::Read({"name", "id"}, {}, "sap");

  const auto customer = columns->ToCustomer({"Ana", "4711"});

  ASSERT_EQ(customer->external_ids_size(), 1);
  EXPECT_EQ(customer->external_ids(0).system(), "sap");
  EXPECT_EQ(customer->external_ids(0).value(), "4711");
}

TEST(CustomerColumnsTest, UnknownHeadingIsListedAndIgnored) {
  const auto columns = CustomerColumns::Read({"name", "shoe size"}, {}, "crm");

  EXPECT_THAT(columns->unused(), ElementsAre("shoe size"));
  EXPECT_EQ(columns->ToCustomer({"Ana", "38"})->display_name(), "Ana");
}

TEST(CustomerColumnsTest, RenamedColumnGoesBeforeItsHeading) {
  const auto columns = CustomerColumns::Read({"Kunde", "name"}, {{"Kunde", "company"}}, "crm");

  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->ToCustomer({"Müller GmbH", "Ana"})->company(), "Müller GmbH");
}

TEST(CustomerColumnsTest, RenameOfAColumnThatThereIsNotIsRefused) {
  EXPECT_FALSE(CustomerColumns::Read({"name"}, {{"Kunde", "company"}}, "crm"));
}

TEST(CustomerColumnsTest, HeadingsWithoutANameAreRefused) {
  EXPECT_FALSE(CustomerColumns::Read({"phone", "company"}, {}, "crm"));
}

TEST(CustomerColumnsTest, RowWithMoreCellsThanHeadingsIsRefused) {
  const auto columns = CustomerColumns::Read({"name"}, {}, "crm");

  EXPECT_FALSE(columns->ToCustomer({"Ana", "too many"}));
}

TEST(CustomerColumnsTest, WordBeforeANumberIsItsKindOrItsLabel) {
  const auto columns = CustomerColumns::Read({"name", "numbers"}, {}, "crm");

  const auto customer =
      columns->ToCustomer({"Ana", "mobile=+49 170 1; front\\=desk\\; left=+49 30 2;+49 30 3"});

  ASSERT_EQ(customer->numbers_size(), 3);
  EXPECT_EQ(customer->numbers(0).kind(), v1::CustomerNumber::KIND_MOBILE);
  EXPECT_EQ(customer->numbers(0).number().raw(), "+49 170 1");
  EXPECT_EQ(customer->numbers(1).kind(), v1::CustomerNumber::KIND_OTHER);
  EXPECT_EQ(customer->numbers(1).label(), "front=desk; left");
  EXPECT_EQ(customer->numbers(1).number().raw(), "+49 30 2");
  EXPECT_EQ(customer->numbers(2).kind(), v1::CustomerNumber::KIND_UNSPECIFIED);
}

TEST(CustomerColumnsTest, SeveralExternalIdsHaveTheirSystems) {
  const auto columns = CustomerColumns::Read({"name", "external_ids"}, {}, "crm");

  const auto customer = columns->ToCustomer({"Ana", "sap=S\\=1;4711"});

  ASSERT_EQ(customer->external_ids_size(), 2);
  EXPECT_EQ(customer->external_ids(0).system(), "sap");
  EXPECT_EQ(customer->external_ids(0).value(), "S=1");
  EXPECT_EQ(customer->external_ids(1).system(), "crm");
  EXPECT_EQ(customer->external_ids(1).value(), "4711");
}

// Reads back what was written.
v1::Customer Again(const v1::Customer& customer) {
  CsvReader reader;
  reader.Feed(CustomerColumns::CsvHeadings() + CustomerColumns::ToCsvLine(customer));
  reader.Finish();
  const auto columns = CustomerColumns::Read(reader.Next()->cells, {}, "none");
  EXPECT_THAT(columns->unused(), IsEmpty());
  return columns->ToCustomer(reader.Next()->cells).value();
}

TEST(CustomerColumnsTest, WhatIsWrittenIsReadAsTheSameCustomer) {
  v1::Customer customer;
  customer.set_display_name("=HYPERLINK(\"x\"), 张伟");
  customer.set_company(" @Kessel; Söhne ");
  customer.set_role("'=owner");
  customer.set_tier("gold");
  customer.set_language_code("zh-CN");
  customer.set_pinned_note("Two\r\nlines, and a \"quote\"");
  customer.set_preferred_agent("agents/ben");
  customer.add_flags()->set_code("vip;really");
  customer.add_flags()->set_code("a\\b");
  customer.add_email_addresses("a=b@example.org");
  customer.add_email_addresses("c@example.org");
  v1::CustomerNumber& mobile = *customer.add_numbers();
  mobile.mutable_number()->set_raw("+49 (0)170 1234567");
  mobile.set_kind(v1::CustomerNumber::KIND_MOBILE);
  customer.add_numbers()->mutable_number()->set_raw("-4711");
  v1::CustomerNumber& desk = *customer.add_numbers();
  desk.mutable_number()->set_raw("030 1");
  desk.set_kind(v1::CustomerNumber::KIND_OTHER);
  desk.set_label("front = desk");
  for (const char* system : {"crm", "sap"}) {
    v1::ExternalId& id = *customer.add_external_ids();
    id.set_system(system);
    id.set_value("1;2=3\\4");
  }

  EXPECT_EQ(Again(customer).DebugString(), customer.DebugString());
}

TEST(CustomerColumnsTest, CustomerWithANameAloneIsReadAsTheSame) {
  v1::Customer customer;
  customer.set_display_name("Ana");

  EXPECT_EQ(CustomerColumns::ToCsvLine(customer), "Ana,,,,,,,,,,\r\n");
  EXPECT_EQ(Again(customer).DebugString(), customer.DebugString());
}

}  // namespace
}  // namespace jackfield::cli
