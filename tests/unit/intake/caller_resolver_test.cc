#include "server/intake/caller_resolver.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/ports/figures.h"
#include "tests/support/fake_caller_memory.h"
#include "tests/support/fake_customers.h"
#include "tests/support/fake_metrics.h"

namespace jackfield::intake {
namespace {

using exchange::Caller;
using exchange::Match;
using exchange::PersonalText;
using exchange::Presentation;
using testing::ElementsAre;
using testing::IsEmpty;

Caller Calling(const std::string& number, const std::string& name = "") {
  Caller caller;
  caller.presentation = Presentation::kPresented;
  caller.number = PersonalText(number);
  caller.name = PersonalText(name);
  return caller;
}

class CallerResolverTest : public testing::Test {
 protected:
  CallerResolverTest() {
    NumberReading reading;
    reading.sources["berlin"].default_region = "DE";
    auto prepared = CallerResolver::Prepare(reading, customers_, memory_, metrics_);
    EXPECT_TRUE(prepared.has_value());
    resolver_ = std::move(*prepared);
  }

  fakes::FakeCustomers customers_;
  fakes::FakeCallerMemory memory_;
  fakes::FakeMetrics metrics_;
  std::unique_ptr<CallerResolver> resolver_;
};

TEST_F(CallerResolverTest, TheOneCustomerWhoHasTheNumberIsTheCaller) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");

  const Caller caller = resolver_->Resolve("berlin", Calling("+49 30 901820", "Li  Wei"));

  EXPECT_EQ(caller.match, Match::kExact);
  EXPECT_EQ(caller.customer, CustomerId{3});
  EXPECT_THAT(caller.candidates, IsEmpty());
  EXPECT_EQ(caller.candidate_count, 1U);
  EXPECT_EQ(caller.e164.bytes, "+4930901820");
  EXPECT_EQ(caller.number.bytes, "+49 30 901820");
  EXPECT_EQ(caller.name.bytes, "Li Wei");
}

TEST_F(CallerResolverTest, OfSeveralCustomersNoneIsChosen) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  customers_.AddNumber(CustomerId{4}, "+4930901820");

  const Caller caller = resolver_->Resolve("berlin", Calling("+4930901820"));

  EXPECT_EQ(caller.customer, CustomerId{});
  EXPECT_THAT(caller.candidates, ElementsAre(CustomerId{3}, CustomerId{4}));
  EXPECT_EQ(caller.candidate_count, 2U);
}

TEST_F(CallerResolverTest, AWithheldCallerIsNeverIdentifiedAndKeepsNothing) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  Caller withheld = Calling("+4930901820", "Li Wei");
  withheld.presentation = Presentation::kWithheld;

  const Caller caller = resolver_->Resolve("berlin", withheld);

  EXPECT_EQ(caller.presentation, Presentation::kWithheld);
  EXPECT_EQ(caller.customer, CustomerId{});
  EXPECT_TRUE(caller.number.empty());
  EXPECT_TRUE(caller.name.empty());
  EXPECT_TRUE(caller.e164.empty());
  EXPECT_EQ(customers_.lookups(), 0);
}

TEST_F(CallerResolverTest, ANumberThatSaysAnonymousIsWithheld) {
  EXPECT_EQ(resolver_->Resolve("berlin", Calling("anonymous")).presentation,
            Presentation::kWithheld);
}

TEST_F(CallerResolverTest, ADirectoryThatFailsLeavesTheCallerUnidentifiedAndIsAskedAgain) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  customers_.SetFailing(true);
  const Caller unknown = resolver_->Resolve("berlin", Calling("+4930901820"));
  customers_.SetFailing(false);

  const Caller known = resolver_->Resolve("berlin", Calling("+4930901820"));

  EXPECT_EQ(unknown.match, Match::kNone);
  EXPECT_EQ(unknown.e164.bytes, "+4930901820");
  EXPECT_EQ(known.customer, CustomerId{3});
  EXPECT_EQ(metrics_.CountOf(figures::kCallersIdentifiedTotal, "match=failed"), 1U);
}

TEST_F(CallerResolverTest, TheNextEventOfACallAsksTheDirectoryNoMore) {
  resolver_->Resolve("berlin", Calling("+4930901820"));
  const int lookups = customers_.lookups();

  resolver_->Resolve("berlin", Calling("+4930901820", "Li Wei"));

  EXPECT_EQ(customers_.lookups(), lookups);
}

TEST_F(CallerResolverTest, AfterForgetAChangedCustomerIsFound) {
  EXPECT_EQ(resolver_->Resolve("berlin", Calling("+4930901820")).match, Match::kNone);
  customers_.AddNumber(CustomerId{3}, "+4930901820");

  resolver_->Forget();

  EXPECT_EQ(resolver_->Resolve("berlin", Calling("+4930901820")).customer, CustomerId{3});
}

TEST_F(CallerResolverTest, EachSourceReadsNumbersByItsOwnRules) {
  customers_.AddNumber(CustomerId{3}, "30901820");

  const Caller berlin = resolver_->Resolve("berlin", Calling("030 901820"));
  const Caller other = resolver_->Resolve("other", Calling("030 901820"));

  EXPECT_EQ(berlin.match, Match::kOtherFormat);
  EXPECT_EQ(berlin.customer, CustomerId{3});
  EXPECT_TRUE(other.e164.empty());
}

TEST_F(CallerResolverTest, TheCountryOfANumberIsKnownAlsoWhereItIsAssumed) {
  EXPECT_EQ(resolver_->Resolve("berlin", Calling("+86 138 0013 8079")).calling_code, 86U);
  EXPECT_EQ(resolver_->Resolve("berlin", Calling("030 901820")).calling_code, 49U);
  EXPECT_EQ(resolver_->Resolve("berlin", Calling("1004")).calling_code, 0U);
}

TEST_F(CallerResolverTest, WrongRulesAreNamedWithTheirSource) {
  NumberReading reading;
  reading.sources["berlin"].default_region = "XX";

  const auto prepared = CallerResolver::Prepare(reading, customers_, memory_, metrics_);

  ASSERT_FALSE(prepared.has_value());
  EXPECT_EQ(prepared.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(prepared.error().message, testing::HasSubstr("berlin"));
}

AuditRecord Act() { return {WallTime{}, "users/ana", "callers.choose", "calls/c1", ""}; }

TEST_F(CallerResolverTest, WhatWasSaidOfTheNumberCountsAfterForget) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  const Caller before = resolver_->Resolve("berlin", Calling("+4930901820"));
  ASSERT_TRUE(memory_.Remember(before.number_key, {CustomerId{3}, true}, Act()));
  resolver_->Forget();

  const Caller denied = resolver_->Resolve("berlin", Calling("030 901820"));

  EXPECT_EQ(denied.match, Match::kDenied);
  EXPECT_EQ(denied.customer, CustomerId{});
  EXPECT_EQ(denied.denied, CustomerId{3});
}

TEST_F(CallerResolverTest, AConfirmedCallerIsShownWithTheNumberOfCandidates) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  customers_.AddNumber(CustomerId{4}, "+4930901820");
  ASSERT_TRUE(memory_.Remember("key +4930901820", {CustomerId{4}, false}, Act()));

  const Caller caller = resolver_->Resolve("berlin", Calling("+4930901820"));

  EXPECT_EQ(caller.match, Match::kConfirmedBefore);
  EXPECT_EQ(caller.customer, CustomerId{4});
  EXPECT_EQ(caller.candidate_count, 2U);
  EXPECT_THAT(caller.candidates, IsEmpty());
}

TEST_F(CallerResolverTest, AMemoryThatFailsLeavesTheDirectoryAndIsAskedAgain) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  ASSERT_TRUE(memory_.Remember("key +4930901820", {CustomerId{3}, true}, Act()));
  memory_.SetFailing(true);
  const Caller known = resolver_->Resolve("berlin", Calling("+4930901820"));
  memory_.SetFailing(false);

  const Caller denied = resolver_->Resolve("berlin", Calling("+4930901820"));

  EXPECT_EQ(known.customer, CustomerId{3});
  EXPECT_EQ(denied.match, Match::kDenied);
}

TEST_F(CallerResolverTest, AWithheldCallerHasNothingToBeFoundBy) {
  Caller withheld = Calling("+4930901820");
  withheld.presentation = Presentation::kWithheld;

  EXPECT_EQ(resolver_->Resolve("berlin", withheld).number_key, "");
  EXPECT_EQ(resolver_->Resolve("berlin", Calling("+4930901820")).number_key, "key +4930901820");
}

TEST_F(CallerResolverTest, OnlyAConfiguredValueIsTheKeyOfACustomer) {
  customers_.AddExternalId(CustomerId{3}, "crm", "4711");
  resolver_->Use(CallerResolver::AttachedIds{{"account", "crm"}});
  const auto of = [this](const std::string& name, const std::string& value) {
    return resolver_->CustomerOf({{"menu", PersonalText("2")}, {name, PersonalText(value)}});
  };

  EXPECT_EQ(of("account", "4711"), CustomerId{3});
  EXPECT_EQ(of("account", "4712"), CustomerId{});
  EXPECT_EQ(of("account", ""), CustomerId{});
  EXPECT_EQ(of("account", std::string(129, '4')), CustomerId{});
  EXPECT_EQ(of("order", "4711"), CustomerId{});
}

Customer Gold(CustomerId id) {
  Customer customer;
  customer.id = id;
  customer.tier = "gold";
  customer.flags = {"vip", "open_complaint", "do_not_call"};
  customer.preferred_agent = "ben";
  return customer;
}

// C5.
TEST_F(CallerResolverTest, WithTheCustomerComesWhatTheyAreToTheRouting) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  customers_.AddRecord(Gold(CustomerId{3}));
  resolver_->UseTiers({"silver", "gold"});

  const Caller caller = resolver_->Resolve("berlin", Calling("+4930901820"));

  EXPECT_EQ(caller.value_tier, 2U);
  EXPECT_TRUE(caller.open_complaint);
  EXPECT_EQ(caller.preferred_agent, "ben");
  EXPECT_TRUE(caller.do_not_call);
  EXPECT_EQ(resolver_->StandingOf(CustomerId{3}),
            (exchange::CustomerStanding{2, true, "ben", true}));
  EXPECT_EQ(resolver_->StandingOf(CustomerId{4}), exchange::CustomerStanding());
}

// C5.
TEST_F(CallerResolverTest, TheNumberOfATierFollowsWhatIsDeclared) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  customers_.AddRecord(Gold(CustomerId{3}));
  const auto tier = [this] {
    return resolver_->Resolve("berlin", Calling("+4930901820")).value_tier;
  };

  EXPECT_EQ(tier(), 0U);
  resolver_->UseTiers({"gold", "platinum"});
  EXPECT_EQ(tier(), 1U);
  resolver_->UseTiers({"bronze", "silver", "gold"});
  EXPECT_EQ(tier(), 3U);
  resolver_->UseTiers({"platinum"});
  EXPECT_EQ(tier(), 0U);
}

TEST_F(CallerResolverTest, OfSeveralCustomersNoneGivesTheirStanding) {
  customers_.AddNumber(CustomerId{3}, "+4930901820");
  customers_.AddNumber(CustomerId{4}, "+4930901820");
  customers_.AddRecord(Gold(CustomerId{3}));
  customers_.AddRecord(Gold(CustomerId{4}));
  resolver_->UseTiers({"gold"});

  const Caller caller = resolver_->Resolve("berlin", Calling("+4930901820"));

  EXPECT_EQ(caller.value_tier, 0U);
  EXPECT_FALSE(caller.open_complaint);
  EXPECT_EQ(caller.preferred_agent, "");
}

TEST_F(CallerResolverTest, ATypedNumberHasTheFormsOfEachSource) {
  EXPECT_THAT(resolver_->LookUpForms("030 901820", 8), ElementsAre("+4930901820", "030901820"));
  EXPECT_THAT(resolver_->LookUpForms("030 901820", 1), ElementsAre("+4930901820"));
  EXPECT_THAT(resolver_->LookUpForms("+49 30 901820", 8), ElementsAre("+4930901820"));
}

}  // namespace
}  // namespace jackfield::intake
