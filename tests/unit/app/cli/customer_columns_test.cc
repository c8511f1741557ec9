#include "server/app/cli/customer_columns.h"

#include <gmock/gmock.h>

namespace jackfield::cli {
namespace {

using testing::ElementsAre;

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

}  // namespace
}  // namespace jackfield::cli
