#include "server/app/cli/doctor_report.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

v1::RunChecksResponse Results(std::initializer_list<CheckFinding::Outcome> outcomes) {
  v1::RunChecksResponse response;
  for (const auto outcome : outcomes) {
    *response.add_results() =
        ToResult({.check = "disk", .outcome = outcome, .summary = "s", .fix = ""});
  }
  return response;
}

TEST(DoctorReportTest, EachResultIsALineAndItsFixStandsUnderIt) {
  v1::RunChecksResponse response;
  *response.add_results() = ToResult({.check = "disk.free", .summary = "9 MiB"});
  *response.add_results() = ToResult({.check = "port",
                                      .outcome = CheckFinding::Outcome::kFailed,
                                      .summary = "no \x1b answer",
                                      .fix = "restart"});

  EXPECT_EQ(WriteReport(response, Colours::kNone),
            "OK    disk.free  9 MiB\n"
            "FAIL  port       no \\x1b answer\n"
            "                 fix: restart\n");
}

TEST(DoctorReportTest, WarningsAreNoFailure) {
  using enum CheckFinding::Outcome;
  EXPECT_EQ(ExitCodeOf(Results({kOk, kWarning, kSkipped})), ExitCode::kOk);
  EXPECT_EQ(ExitCodeOf(Results({kWarning, kFailed})), ExitCode::kFailed);
}

TEST(DoctorReportTest, TotalsCountEachOutcome) {
  using enum CheckFinding::Outcome;
  EXPECT_EQ(WriteTotals(Results({kOk, kOk, kWarning, kFailed, kSkipped})),
            "2 ok, 1 warning, 1 failed, 1 not checked.");
}

}  // namespace
}  // namespace jackfield::cli
