#include "server/grpc_api/customer_mapping.h"

#include <gtest/gtest.h>

#include "tests/support/fake_numbers.h"

namespace jackfield::grpc_api {
namespace {

const fakes::FakeNumbers kNumbers;

v1::Customer Erika() {
  v1::Customer customer;
  customer.set_display_name("Erika Mustermann");
  customer.set_pinned_note("Speaks Cantonese.");
  customer.add_flags()->set_code("vip");
  v1::CustomerNumber& number = *customer.add_numbers();
  number.mutable_number()->set_raw("+4930901820");
  number.set_kind(v1::CustomerNumber::KIND_MOBILE);
  v1::ExternalId& id = *customer.add_external_ids();
  id.set_system("crm");
  id.set_value("4711");
  return customer;
}

TEST(CustomerMappingTest, ACustomerComesBackAsItWasGiven) {
  const v1::Customer customer = ToProto(FromProto(Erika(), "DE", kNumbers).value(), kNumbers);

  EXPECT_EQ(customer.display_name(), "Erika Mustermann");
  EXPECT_EQ(customer.flags(0).code(), "vip");
  EXPECT_EQ(customer.numbers(0).number().e164(), "+4930901820");
  EXPECT_EQ(customer.numbers(0).number().formatted(), "shown +4930901820");
  EXPECT_EQ(customer.numbers(0).kind(), v1::CustomerNumber::KIND_MOBILE);
  EXPECT_EQ(customer.external_ids(0).system(), "crm");
}

TEST(CustomerMappingTest, ANumberThatIsNoneNamesItsPlace) {
  v1::Customer wrong = Erika();
  wrong.add_numbers()->mutable_number()->set_raw("hello");

  const Error error = FromProto(wrong, "DE", kNumbers).error();

  EXPECT_EQ(error.reason, "NUMBER_INVALID");
  EXPECT_EQ(error.fields.at(0).field, "customer.numbers[1].number.raw");
}

TEST(CustomerMappingTest, ACustomerHasAName) {
  v1::Customer wrong = Erika();
  wrong.clear_display_name();

  EXPECT_EQ(FromProto(wrong, "DE", kNumbers).error().reason, "FIELD_INVALID");
}

TEST(CustomerMappingTest, TheKeyOfAnImportIsNotShown) {
  Customer customer;
  customer.external_ids = {{"crm", "1"}, {"import", "crm:1"}};

  EXPECT_EQ(ToProto(customer, kNumbers).external_ids_size(), 1);
}

TEST(CustomerMappingTest, ThePreferredAgentIsNamedInFull) {
  v1::Customer erika = Erika();
  erika.set_preferred_agent("agents/ben");
  const Customer read = FromProto(erika, "DE", kNumbers).value();
  EXPECT_EQ(read.preferred_agent, "ben");
  EXPECT_EQ(ToProto(read, kNumbers).preferred_agent(), "agents/ben");
  EXPECT_EQ(ToProto(FromProto(Erika(), "DE", kNumbers).value(), kNumbers).preferred_agent(), "");

  erika.set_preferred_agent("ben");
  const Error error = FromProto(erika, "DE", kNumbers).error();
  EXPECT_EQ(error.reason, "FIELD_INVALID");
  EXPECT_EQ(error.fields.at(0).field, "customer.preferred_agent");
}

TEST(CustomerMappingTest, WhatACustomerIsToTheRoutingFollowsFromTierFlagsAndAgent) {
  v1::Configuration site;
  site.mutable_routing_rules()->add_tier_bonuses()->set_tier("silver");
  site.mutable_routing_rules()->add_tier_bonuses()->set_tier("gold");
  Customer customer;
  customer.tier = "gold";
  customer.flags = {"open_complaint"};
  customer.preferred_agent = "ben";

  EXPECT_EQ(StandingOf(site, customer), (exchange::CustomerStanding{2, true, "ben"}));
  customer.flags = {"do_not_call"};
  EXPECT_EQ(StandingOf(site, customer), (exchange::CustomerStanding{2, false, "ben", true}));
  EXPECT_EQ(StandingOf(site, Customer()), exchange::CustomerStanding());
}

TEST(CustomerMappingTest, AnUpdateTakesTheNamedFieldsOnly) {
  v1::Customer change;
  change.set_display_name("Erika Muster");
  change.set_company("Huaxin");

  const v1::Customer after = Updated(Erika(), change, {"company", "pinned_note"}).value();

  EXPECT_EQ(after.display_name(), "Erika Mustermann");
  EXPECT_EQ(after.company(), "Huaxin");
  EXPECT_EQ(after.pinned_note(), "");
}

TEST(CustomerMappingTest, AnUpdateWithoutAMaskTakesWhatIsSet) {
  v1::Customer change;
  change.set_company("Huaxin");

  const v1::Customer after = Updated(Erika(), change, {}).value();

  EXPECT_EQ(after.company(), "Huaxin");
  EXPECT_EQ(after.pinned_note(), "Speaks Cantonese.");
  EXPECT_EQ(after.numbers_size(), 1);
}

TEST(CustomerMappingTest, AFieldThatCannotBeChangedIsRefused) {
  EXPECT_EQ(Updated(Erika(), {}, {"create_time"}).error().reason, "UPDATE_MASK_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
