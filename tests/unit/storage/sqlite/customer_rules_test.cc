#include "server/storage/sqlite/customer_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

Customer Ana() {
  Customer customer;
  customer.display_name = "Ana";
  return customer;
}

std::string FieldThatBreaks(const Customer& customer) {
  const Status checked = CheckCustomer(customer);
  return checked ? "" : checked.error().fields.at(0).field;
}

TEST(CustomerRulesTest, ANameCountsCharactersAndNotBytes) {
  Customer customer = Ana();
  customer.display_name.clear();
  for (int i = 0; i < 128; ++i) customer.display_name += "张";
  EXPECT_EQ(FieldThatBreaks(customer), "");

  customer.display_name += "张";

  EXPECT_EQ(FieldThatBreaks(customer), "display_name");
}

TEST(CustomerRulesTest, ANoteHasALimit) {
  Customer customer = Ana();
  customer.pinned_note = std::string(4096, 'x');
  EXPECT_EQ(FieldThatBreaks(customer), "");

  customer.pinned_note += 'x';

  EXPECT_EQ(FieldThatBreaks(customer), "pinned_note");
}

TEST(CustomerRulesTest, NumbersHaveALimitInCountAndKind) {
  Customer customer = Ana();
  customer.numbers.assign(50, {"1", "", "", "", std::string(32, 'k')});
  EXPECT_EQ(FieldThatBreaks(customer), "");

  customer.numbers.back().kind += 'k';
  EXPECT_EQ(FieldThatBreaks(customer), "numbers[49].kind");
  customer.numbers.push_back({"1", "", "", "", ""});
  EXPECT_EQ(FieldThatBreaks(customer), "numbers");
}

TEST(CustomerRulesTest, AnExternalIdHasASystemAndAnId) {
  Customer customer = Ana();
  customer.external_ids = {{"crm", ""}};
  EXPECT_EQ(FieldThatBreaks(customer), "external_ids");

  customer.external_ids = {{"", "A-1"}};
  EXPECT_EQ(FieldThatBreaks(customer), "external_ids");
}

TEST(CustomerRulesTest, ANumberHasTheFormsThatItMayCallIn) {
  using Forms = std::vector<std::string>;
  const struct {
    CustomerNumber number;
    Forms forms;
  } cases[] = {
      {{"030 901820", "+4930901820", "30901820", "", ""}, {"+4930901820"}},
      {{"030 901820-7", "+4930901820", "30901820", "7", ""}, {"+4930901820;ext=7", "+4930901820"}},
      {{"201", "", "", "201", ""}, {"201"}},
      {{"90182", "", "90182", "", ""}, {}},
  };
  for (const auto& each : cases) EXPECT_EQ(LookUpForms(each.number), each.forms);
}

}  // namespace
}  // namespace jackfield::sqlite
