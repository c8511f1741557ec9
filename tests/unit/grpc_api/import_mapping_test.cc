#include "server/grpc_api/import_mapping.h"

#include <gtest/gtest.h>

#include "tests/support/fake_numbers.h"

namespace jackfield::grpc_api {
namespace {

TEST(ImportMappingTest, LongNamesOfDuplicatesAreCut) {
  PossibleDuplicate duplicate{CustomerId{1}, "0123", std::string(100, 'n'), "Kessel",
                              Likeness::kEmailAddress};

  const v1::PossibleDuplicate proto = ToProto(duplicate);

  EXPECT_EQ(proto.customer(), "customers/0123");
  EXPECT_EQ(proto.display_name(), std::string(80, 'n'));
  EXPECT_EQ(proto.company(), "Kessel");
  EXPECT_EQ(proto.reason(), v1::PossibleDuplicate::REASON_EMAIL_ADDRESS);
}

TEST(ImportMappingTest, RememberedRefusalIsToldAsItWasAtFirst) {
  const Error error{ErrorCode::kInvalidArgument,
                    "customer.tier: must have at most 32 characters",
                    "FIELD_INVALID",
                    {{"customer.tier", "must have at most 32 characters"}}};

  const v1::RejectedImportRow at_first = ToRejectedRow(7, error);
  const v1::RejectedImportRow again = ToRejectedRow(
      RefusedRow{7, "customer.tier", "must have at most 32 characters", "FIELD_INVALID"});

  EXPECT_EQ(at_first.line(), 7);
  EXPECT_EQ(at_first.field(), "customer.tier");
  EXPECT_EQ(at_first.rule(), "must have at most 32 characters");
  EXPECT_EQ(again.SerializeAsString(), at_first.SerializeAsString());
}

TEST(ImportMappingTest, TheFirstExternalIdIsTheKeyOfARow) {
  v1::CustomerImportRow proto;
  proto.set_line(3);
  proto.mutable_customer()->set_display_name("Ana");
  for (const auto& [system, value] : {std::pair("shop", "S-1"), std::pair("crm", "C-1")}) {
    v1::ExternalId& id = *proto.mutable_customer()->add_external_ids();
    id.set_system(system);
    id.set_value(value);
  }

  const ImportRow row = FromProto(proto, "", fakes::FakeNumbers());

  EXPECT_EQ(row.line, 3);
  EXPECT_EQ(row.system, "shop");
  EXPECT_EQ(row.external_id, "S-1");
  ASSERT_TRUE(row.customer);
  EXPECT_EQ(row.customer->external_ids.size(), 2U);
}

TEST(ImportMappingTest, RefusedCustomerStandsInItsRow) {
  v1::CustomerImportRow proto;
  proto.set_line(3);

  const ImportRow row = FromProto(proto, "", fakes::FakeNumbers());

  ASSERT_FALSE(row.customer);
  EXPECT_EQ(row.customer.error().fields.at(0).field, "customer.display_name");
}

TEST(ImportMappingTest, DuplicatesAreSoughtByAnythingButNothing) {
  const fakes::FakeNumbers numbers;
  v1::Customer nobody;
  v1::Customer mail;
  mail.add_email_addresses("ana@example.org");

  EXPECT_EQ(SoughtFromProto(nobody, "", numbers).error().reason, "FIELD_INVALID");
  EXPECT_EQ(SoughtFromProto(mail, "", numbers)->email_addresses.size(), 1U);
}

}  // namespace
}  // namespace jackfield::grpc_api
