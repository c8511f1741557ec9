#include "server/intake/customer_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fake_customers.h"

namespace jackfield::intake {
namespace {

using testing::SizeIs;

TEST(CustomerIndexTest, HoldersOfANumberAreHits) {
  fakes::FakeCustomers customers;
  customers.AddNumber(CustomerId{3}, "+4930901820");
  CustomerIndex index(customers);

  const auto hits = index.FindByE164(*PhoneNumber::Parse("+4930901820"));

  ASSERT_TRUE(hits.has_value());
  ASSERT_THAT(*hits, SizeIs(1));
  EXPECT_EQ(hits->at(0).customer, CustomerId{3});
  EXPECT_EQ(hits->at(0).e164->e164(), "+4930901820");
}

TEST(CustomerIndexTest, AnExtensionHasNoE164) {
  fakes::FakeCustomers customers;
  customers.AddNumber(CustomerId{3}, "201");
  CustomerIndex index(customers);

  const auto hits = index.FindByExtension("201");

  ASSERT_TRUE(hits.has_value());
  ASSERT_THAT(*hits, SizeIs(1));
  EXPECT_EQ(hits->at(0).e164, std::nullopt);
  EXPECT_EQ(hits->at(0).extension, "201");
}

TEST(CustomerIndexTest, ThereAreNoMoreHitsThanIdentificationTakes) {
  fakes::FakeCustomers customers;
  for (std::uint64_t id = 1; id <= identity::NumberIndex::kHitsMax + 1; ++id) {
    customers.AddNumber(CustomerId{id}, "+4930901820");
  }
  CustomerIndex index(customers);

  EXPECT_THAT(*index.FindByE164(*PhoneNumber::Parse("+4930901820")),
              SizeIs(identity::NumberIndex::kHitsMax));
}

TEST(CustomerIndexTest, ADirectoryThatFailsIsAnError) {
  fakes::FakeCustomers customers;
  customers.SetFailing(true);
  CustomerIndex index(customers);

  const auto hits = index.FindByNationalDigits("30901820");

  ASSERT_FALSE(hits.has_value());
  EXPECT_EQ(hits.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace jackfield::intake
