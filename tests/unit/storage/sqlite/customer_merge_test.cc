#include "server/storage/sqlite/customer_merge.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CustomerNumber NumberOf(const std::string& e164) { return {e164, e164, "", "", ""}; }

Customer Erika() {
  Customer customer;
  customer.display_name = "Erika";
  customer.company = "Acme";
  customer.numbers = {NumberOf("+4930901820")};
  customer.email_addresses = {"erika@example.org"};
  customer.flags = {"vip"};
  return customer;
}

Customer Twin() {
  Customer customer;
  customer.display_name = "E. Muster";
  customer.company = "Huaxin";
  customer.role = "buyer";
  customer.numbers = {{"030 901820", "+4930901820", "", "", "home"}, NumberOf("+4930901821")};
  customer.email_addresses = {"erika@example.org", "twin@example.org"};
  customer.flags = {"vip", "do_not_call"};
  return customer;
}

TEST(CustomerMergeTest, WhatIsMissingIsWhatTheOtherHasNot) {
  const MergedParts parts = Missing(Erika(), Twin());

  EXPECT_THAT(parts.numbers, ElementsAre(NumberOf("+4930901821")));
  EXPECT_THAT(parts.email_addresses, ElementsAre("twin@example.org"));
  EXPECT_THAT(parts.flags, ElementsAre("do_not_call"));
  EXPECT_THAT(parts.texts, ElementsAre(std::pair<const std::string, std::string>("role", "buyer")));
}

TEST(CustomerMergeTest, WhatWasAddedIsTakenOutUnlessItHasChanged) {
  const MergedParts parts = Missing(Erika(), Twin());
  Customer merged = With(Erika(), parts);
  EXPECT_EQ(merged.role, "buyer");
  EXPECT_EQ(merged.company, "Acme");
  EXPECT_EQ(Missing(merged, Twin()), MergedParts());
  merged.role = "manager";
  merged.numbers[1].kind = "mobile";

  const Customer after = Without(merged, parts);

  EXPECT_EQ(after.role, "manager");
  EXPECT_EQ(after.numbers.size(), 2U);
  EXPECT_THAT(after.email_addresses, ElementsAre("erika@example.org"));
  EXPECT_THAT(after.flags, ElementsAre("vip"));
}

TEST(CustomerMergeTest, FlagsGoOverUpToTheLimit) {
  Customer full = Erika();
  full.flags = {"a", "b", "c", "d", "e", "f", "g"};

  EXPECT_THAT(Missing(full, Twin()).flags, ElementsAre("vip"));
}

TEST(CustomerMergeTest, WhatIsSharedIsAsTheOtherHasIt) {
  MergedParts parts;
  parts.numbers = {NumberOf("+4930901820"), NumberOf("+4930901899")};
  parts.texts = {{"company", "Acme"}, {"tier", "gold"}};

  const MergedParts shared = Shared(parts, Twin());

  EXPECT_THAT(shared.numbers, ElementsAre(Twin().numbers[0]));
  EXPECT_THAT(shared.email_addresses, IsEmpty());
  EXPECT_THAT(shared.texts,
              ElementsAre(std::pair<const std::string, std::string>("company", "Huaxin")));
}

}  // namespace
}  // namespace jackfield::sqlite
