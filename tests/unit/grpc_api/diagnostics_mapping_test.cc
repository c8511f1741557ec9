#include "server/grpc_api/diagnostics_mapping.h"

#include <gtest/gtest.h>

#include "tests/support/fake_numbers.h"

namespace jackfield::grpc_api {
namespace {

TEST(DiagnosticsMappingTest, TextsAreCutBetweenCharacters) {
  CheckFinding finding{.check = "disk.free", .outcome = CheckFinding::Outcome::kWarning};
  finding.summary = std::string(511, 'a') + "ü";

  const v1::CheckResult result = ToProto(finding);

  EXPECT_EQ(result.summary(), std::string(511, 'a'));
  EXPECT_EQ(result.outcome(), v1::CheckResult::OUTCOME_WARNING);
}

TEST(DiagnosticsMappingTest, WithheldNumberIsNotSent) {
  NumberTrial trial;
  trial.presentation = exchange::Presentation::kWithheld;
  trial.raw = "anonymous";
  trial.rules = {"withheld"};

  const v1::NumberReading reading = ToReading(fakes::FakeNumbers(), trial);

  EXPECT_FALSE(reading.has_number());
  EXPECT_EQ(reading.presentation(), v1::PRESENTATION_WITHHELD);
  EXPECT_EQ(reading.rules(0), "withheld");
}

TEST(DiagnosticsMappingTest, CustomersAreNamedAsResources) {
  NumberTrial trial;
  trial.presentation = exchange::Presentation::kPresented;
  trial.raw = trial.e164 = "+4930901820";
  trial.match = exchange::Match::kExact;
  trial.customer_count = 1;
  trial.customers = {"abc"};

  const v1::NumberReading reading = ToReading(fakes::FakeNumbers(), trial);

  EXPECT_EQ(reading.customers(0), "customers/abc");
  EXPECT_EQ(reading.match(), v1::MATCH_KIND_EXACT);
  EXPECT_EQ(reading.number().e164(), "+4930901820");
}

}  // namespace
}  // namespace jackfield::grpc_api
