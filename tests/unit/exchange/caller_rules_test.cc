#include "server/exchange/caller_rules.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

constexpr CustomerId kAna{5};
constexpr CustomerId kBen{6};

Caller From(const std::string& number, CustomerId customer = {}) {
  Caller caller;
  caller.presentation = Presentation::kPresented;
  caller.number = PersonalText(1, number);
  caller.number_key = "key " + number;
  caller.customer = customer;
  caller.match = customer ? Match::kExact : Match::kNone;
  caller.candidate_count = customer ? 1 : 0;
  return caller;
}

class CallerRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(Originated{.call = "c1", .caller = From("1", kAna), .connection = "caller"});
    driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  }
  const Caller& caller() { return driver.call("c1").caller; }
  void Choose(CustomerId customer) {
    ASSERT_TRUE(driver.Command(ChooseCaller{"ana", driver.call("c1").id, customer}));
  }
  void Learn(const Caller& from) { driver.Tell(CallInformation{.call = "c1", .caller = from}); }
  void Attach(CustomerId customer) {
    driver.Tell(CallInformation{.call = "c1",
                                .attached = {{"account", PersonalText(1, "sealed")}},
                                .attached_customer = customer});
  }

  ExchangeDriver driver;
};

TEST_F(CallerRulesTest, WhoIsNotThemIsDeniedAlsoWhenTheyWereChosen) {
  Choose(kBen);
  Choose({});

  EXPECT_EQ(caller().match, Match::kDenied);
  EXPECT_EQ(caller().customer, CustomerId{});
  EXPECT_EQ(caller().denied, kBen);
}

TEST_F(CallerRulesTest, NotThemTwiceIsAsOnce) {
  Choose({});
  Choose({});

  EXPECT_EQ(caller().match, Match::kDenied);
  EXPECT_EQ(caller().denied, kAna);
}

TEST_F(CallerRulesTest, NotThemOfNobodyChangesNothing) {
  Learn(From("2"));
  Choose({});

  EXPECT_EQ(caller().match, Match::kNone);
  EXPECT_EQ(caller().denied, CustomerId{});
}

TEST_F(CallerRulesTest, WhoIsChosenAfterAllIsNotDenied) {
  Choose({});
  Choose(kAna);

  EXPECT_EQ(caller().match, Match::kChosen);
  EXPECT_EQ(caller().denied, CustomerId{});
}

TEST_F(CallerRulesTest, DeniedHoldsForTheNumberAndForTheCustomer) {
  Choose({});
  Learn(From("1", kAna));
  EXPECT_EQ(caller().match, Match::kDenied) << "The same number again.";
  Learn(From("2", kAna));
  EXPECT_EQ(caller().match, Match::kDenied) << "Another number of the customer.";
  EXPECT_EQ(caller().number, PersonalText(1, "2"));

  Learn(From("3", kBen));

  EXPECT_EQ(caller().match, Match::kExact);
  EXPECT_EQ(caller().customer, kBen);
}

TEST_F(CallerRulesTest, AValueIdentifiesBeforeTheNumberAndAfterAnAgent) {
  Attach(kBen);
  EXPECT_EQ(caller().match, Match::kAttachedId);
  EXPECT_EQ(caller().customer, kBen);
  Learn(From("1", kAna));
  EXPECT_EQ(caller().customer, kBen) << "The number comes again.";

  Choose(kAna);
  Attach(kBen);

  EXPECT_EQ(caller().match, Match::kChosen);
  EXPECT_EQ(caller().customer, kAna);
}

TEST_F(CallerRulesTest, AValueOfTheOneWhoWasDeniedIdentifiesNobody) {
  Choose({});
  Attach(kAna);
  EXPECT_EQ(caller().match, Match::kDenied);

  Attach(kBen);

  EXPECT_EQ(caller().match, Match::kAttachedId);
  EXPECT_EQ(caller().customer, kBen);
}

TEST_F(CallerRulesTest, WhoWithholdsTheNumberKeepsTheCustomerOnlyByAWordOrAValue) {
  Attach(kBen);
  Caller withheld;
  withheld.presentation = Presentation::kWithheld;

  Learn(withheld);

  EXPECT_EQ(caller().customer, kBen);
  EXPECT_EQ(caller().match, Match::kAttachedId);
  EXPECT_TRUE(caller().number.empty());
  EXPECT_TRUE(caller().number_key.empty());
}

// W4.
TEST_F(CallerRulesTest, WhatACustomerIsToTheRoutingGoesWithTheCustomer) {
  const auto standing = [this] {
    return CustomerStanding{caller().value_tier, caller().open_complaint, caller().preferred_agent,
                            caller().do_not_call};
  };
  Caller of_number = From("1", kAna);
  of_number.SetStanding({3, true, "bo"});
  Learn(of_number);
  EXPECT_EQ(standing(), (CustomerStanding{3, true, "bo"}));

  driver.Tell(CallInformation{
      .call = "c1", .attached_customer = kBen, .attached_standing = {1, false, "chen", true}});
  EXPECT_EQ(standing(), (CustomerStanding{1, false, "chen", true}));

  Learn(of_number);
  EXPECT_EQ(standing(), (CustomerStanding{1, false, "chen", true})) << "The number comes again.";

  Learn({.presentation = Presentation::kWithheld});
  EXPECT_EQ(standing(), (CustomerStanding{1, false, "chen", true})) << "The number is withheld.";

  const CallId call = driver.call("c1").id;
  ASSERT_TRUE(driver.Command(ChooseCaller{"ana", call, kAna, {2, true, "ana"}}));
  EXPECT_EQ(standing(), (CustomerStanding{2, true, "ana"}));

  Choose({});
  EXPECT_EQ(standing(), CustomerStanding());
}

TEST_F(CallerRulesTest, AValueThatComesWhileItRingsUpdatesThePop) {
  const Effects effects = driver.Tell(CallInformation{.call = "c1", .attached_customer = kBen});

  const OfferId offer = driver.call("c1").offers[0].id;
  const bool told = std::any_of(effects.begin(), effects.end(), [offer](const Effect& effect) {
    const auto* update = std::get_if<OfferUpdated>(&effect);
    return update != nullptr && update->offer == offer;
  });
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace jackfield::exchange
