#include "server/intake/number_book.h"

#include <gtest/gtest.h>

#include "server/identity/number_normalizer.h"
#include "tests/support/fake_caller_memory.h"
#include "tests/support/fake_customers.h"
#include "tests/support/fake_metrics.h"

namespace jackfield::intake {
namespace {

class NumberBookTest : public testing::Test {
 protected:
  fakes::FakeCustomers customers_;
  fakes::FakeCallerMemory memory_;
  fakes::FakeMetrics metrics_;
  std::unique_ptr<CallerResolver> resolver_ =
      CallerResolver::Prepare({}, customers_, memory_, metrics_).value();
  NumberBook numbers_{*resolver_, {}};

  // The E.164 form of a caller's number by the rules in force.
  std::string E164(const std::string& source, const std::string& number) {
    exchange::Caller caller;
    caller.presentation = exchange::Presentation::kPresented;
    caller.number = exchange::PersonalText(number);
    return resolver_->Resolve(source, caller).e164.bytes;
  }
};

TEST_F(NumberBookTest, NumberIsShownWithItsPlaceAndKind) {
  const ShownNumber berlin = numbers_.Show("+4930901820", "030901820");

  EXPECT_EQ(berlin.formatted, "+49 30 901820");
  EXPECT_EQ(berlin.place, "Berlin");
  EXPECT_EQ(berlin.region, "DE");
  EXPECT_EQ(berlin.kind, LineKind::kFixed);
}

TEST_F(NumberBookTest, WhatHasNoE164IsShownAsItIs) {
  EXPECT_EQ(numbers_.Show("", "1001").kind, LineKind::kExtension);
  EXPECT_EQ(numbers_.Show("", "1001").formatted, "1001");
  EXPECT_EQ(numbers_.Show("", "ring\nme").formatted, "ring me");
  EXPECT_EQ(numbers_.Show("", "ring me").kind, LineKind::kUnknown);
}

TEST_F(NumberBookTest, TypedNumberIsReadForTheDirectory) {
  const Result<CustomerNumber> number = numbers_.Read("numbers[0].raw", "030 901820", "DE");

  ASSERT_TRUE(number) << number.error().message;
  EXPECT_EQ(number->e164, "+4930901820");
  EXPECT_EQ(number->national_digits, "30901820");
  EXPECT_EQ(numbers_.Read("f", "1001", "DE")->extension, "1001");
  EXPECT_EQ(numbers_.Read("f", "1001", "DE")->e164, "");
}

TEST_F(NumberBookTest, TypedNumberThatIsNoneIsRefusedByItsField) {
  const Result<CustomerNumber> number = numbers_.Read("numbers[0].raw", "hello", "DE");

  ASSERT_FALSE(number);
  EXPECT_EQ(number.error().reason, "NUMBER_INVALID");
  EXPECT_EQ(number.error().fields.at(0).field, "numbers[0].raw");
}

TEST_F(NumberBookTest, WhatIsDialledIsTheNumberAsItsSourceIsReadOrAnExtension) {
  numbers_.Apply({{.source = "pbx", .region = "DE", .extension_digits_max = 4}});
  const auto dialled = [this](std::string_view raw) {
    const Result<DialledNumber> read = numbers_.ReadDialled("number", raw, "pbx");
    return read ? read->digits : read.error().reason + " " + read.error().fields[0].field;
  };

  EXPECT_EQ(dialled("+49 (30) 90 18 20"), "+4930901820");
  EXPECT_EQ(dialled("030 901820"), "+4930901820");
  EXPECT_EQ(dialled("0044 20 7946 0251"), "+442079460251");
  EXPECT_EQ(dialled("2001"), "2001");
  EXPECT_EQ(dialled("901820 ext. 7"), "NUMBER_INVALID number");
  for (const char* short_one : {"100 int 5", "100 доб 5", "100x5", "100 X 5", "100 ext. 5", "100,5",
                                "100#5", "tel:100;ext=5"}) {
    EXPECT_EQ(dialled(short_one), "NUMBER_INVALID number") << short_one;
  }
  EXPECT_EQ(dialled("*432"), "NUMBER_INVALID number");
  EXPECT_EQ(dialled("hello"), "NUMBER_INVALID number");
  EXPECT_EQ(dialled(""), "NUMBER_INVALID number");
  EXPECT_EQ(numbers_.ReadDialled("number", "2001", "pbx")->kind, LineKind::kExtension);
  EXPECT_EQ(numbers_.ReadDialled("number", "030 901820", "pbx")->kind, LineKind::kFixed);
  EXPECT_EQ(numbers_.ReadDialled("number", "0900 1 123456", "pbx")->kind, LineKind::kPremium);
}

TEST_F(NumberBookTest, AppliedRulesReadTheNumbersOfTheirSourceOnly) {
  const SourceNumberRules rules = {.source = "pbx",
                                   .region = "DE",
                                   .outside_prefix = "9",
                                   .area_code = "30",
                                   .extension_digits_max = 4,
                                   .rewrites = {{"77", "+4477"}}};
  ASSERT_TRUE(numbers_.Check({rules}));

  numbers_.Apply({rules});

  EXPECT_EQ(E164("pbx", "9030901820"), "+4930901820");
  EXPECT_EQ(E164("pbx", "801820"), "+4930801820");
  EXPECT_EQ(E164("pbx", "7700900123"), "+447700900123");
  EXPECT_EQ(E164("pbx", "1001"), "");
  EXPECT_EQ(E164("other", "9030901820"), "");
}

TEST_F(NumberBookTest, RulesThatAreTakenAwayApplyNoMore) {
  numbers_.Apply({{.source = "pbx", .region = "", .rewrites = {{"77", "+4477"}}}});
  numbers_.Apply({});

  EXPECT_EQ(E164("pbx", "7700900123"), "");
}

TEST_F(NumberBookTest, RulesThatCannotBeUsedAreRefusedByTheirField) {
  const Status status =
      numbers_.Check({{.source = "a", .region = "DE"}, {.source = "b", .region = "XX"}});

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().fields.at(0).field, "sources[1].number_rules");
}

}  // namespace
}  // namespace jackfield::intake
