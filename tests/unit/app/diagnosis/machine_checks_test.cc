#include "server/app/diagnosis/machine_checks.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using Outcome = CheckFinding::Outcome;
using std::chrono::days;
using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::int64_t kMiB = 1024 * 1024;
constexpr WallTime kNow{Duration{1'795'363'452'000}};

TEST(MachineChecksTest, SettingsThatWouldNotStartHaveFailedAndAreNamed) {
  const CheckFinding finding =
      JudgeSettings({.problems = {{"a.toml:3:1", "listen.grpz", "unknown key"}}, .warnings = {}});

  EXPECT_EQ(finding.outcome, Outcome::kFailed);
  EXPECT_THAT(finding.summary, HasSubstr("a.toml:3:1: listen.grpz: unknown key"));
  EXPECT_THAT(finding.fix, HasSubstr("--check-config"));
}

TEST(MachineChecksTest, OnlyTheFirstProblemsOfSettingsAreListed) {
  SettingsFacts facts;
  facts.warnings.assign(5, {"", "tls.key_file", "chmod 600"});

  const CheckFinding finding = JudgeSettings(facts);

  EXPECT_EQ(finding.outcome, Outcome::kWarning);
  EXPECT_THAT(finding.summary, HasSubstr("and 2 more"));
}

TEST(MachineChecksTest, ListeningBeyondTheMachineWithoutTlsIsDoubtful) {
  Configuration configuration;
  EXPECT_EQ(JudgeListen(configuration).outcome, Outcome::kOk);

  configuration.listen.grpc.host = "0.0.0.0";
  EXPECT_EQ(JudgeListen(configuration).outcome, Outcome::kWarning);

  configuration.tls.certificate_file = "chain.pem";
  EXPECT_EQ(JudgeListen(configuration).outcome, Outcome::kOk);

  configuration.listen.ops.host = "0.0.0.0";
  EXPECT_THAT(JudgeListen(configuration).summary, HasSubstr("listen.ops"));
}

TEST(MachineChecksTest, PortThatDoesNotAnswerHasFailed) {
  EXPECT_EQ(JudgePort("port.grpc", "127.0.0.1:7700", {}).outcome, Outcome::kOk);

  const CheckFinding finding =
      JudgePort("port.grpc", "127.0.0.1:7700", Fail(ErrorCode::kUnavailable, "connect: refused"));

  EXPECT_EQ(finding.outcome, Outcome::kFailed);
  EXPECT_EQ(finding.summary, "127.0.0.1:7700 does not answer: connect: refused");
}

TEST(MachineChecksTest, FilesMustSufficeForAllConnectionsAndOurOwn) {
  EXPECT_EQ(JudgeFileLimit({1'255, 1'000}).outcome, Outcome::kWarning);
  EXPECT_EQ(JudgeFileLimit({1'256, 1'000}).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeFileLimit({1'255, 1'000}).values.at("wanted"), "1256");
}

TEST(MachineChecksTest, DiskIsJudgedByItsRoom) {
  EXPECT_EQ(JudgeDiskFree(1024 * kMiB).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeDiskFree(1024 * kMiB - 1).outcome, Outcome::kWarning);
  EXPECT_EQ(JudgeDiskFree(256 * kMiB).outcome, Outcome::kWarning);
  EXPECT_EQ(JudgeDiskFree(256 * kMiB - 1).outcome, Outcome::kFailed);
  EXPECT_EQ(JudgeDiskFree(Fail(ErrorCode::kUnavailable, "gone")).outcome, Outcome::kSkipped);
}

TEST(MachineChecksTest, DiskIsJudgedByTheSlowestSmallWrite) {
  EXPECT_EQ(JudgeSync(SyncFacts{.p50_ms = 0.4, .p99_ms = 50}).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeSync(SyncFacts{.p50_ms = 0.4, .p99_ms = 50.1}).outcome, Outcome::kWarning);
  EXPECT_EQ(JudgeSync(SyncFacts{.p50_ms = 0.4, .p99_ms = 500.1}).outcome, Outcome::kFailed);
  EXPECT_EQ(JudgeSync(SyncFacts{.p50_ms = 0.44, .p99_ms = 3.06}).values.at("p99_ms"), "3.1");
  EXPECT_EQ(JudgeSync(Fail(ErrorCode::kUnavailable, "No space left")).outcome, Outcome::kFailed);
}

TEST(MachineChecksTest, FileSystemOfTheNetworkIsDoubtful) {
  EXPECT_EQ(JudgeFileSystem(std::optional<std::string>()).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeFileSystem(std::optional<std::string>("on NFS")).outcome, Outcome::kWarning);
}

TEST(MachineChecksTest, FileThatOthersMayReadIsNamedWithItsRemedy) {
  EXPECT_EQ(JudgeAccess(std::vector<AccessFacts>{{"/data", 0750}}).outcome, Outcome::kOk);

  const CheckFinding finding =
      JudgeAccess(std::vector<AccessFacts>{{"/data", 0700}, {"/key.pem", 0644}});

  EXPECT_EQ(finding.outcome, Outcome::kWarning);
  EXPECT_EQ(finding.fix, "chmod o= /key.pem");
}

TEST(MachineChecksTest, ClockThatNobodyKeepsOrThatJumpedIsDoubtful) {
  EXPECT_EQ(JudgeClockSync({.synchronised = true}).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeClockSync({.synchronised = false}).outcome, Outcome::kWarning);
  EXPECT_EQ(JudgeClockSync({}).outcome, Outcome::kSkipped);
  EXPECT_EQ(JudgeClockJump({.wall_jump = Duration{-2'000}}).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeClockJump({.wall_jump = Duration{-2'001}}).outcome, Outcome::kWarning);
  EXPECT_EQ(JudgeClockJump({.wall_jump = Duration{2'001}}).outcome, Outcome::kWarning);
}

TEST(MachineChecksTest, StoreThatCannotCommitHasFailedWhateverElseThereIs) {
  StoreHealth health{.saves = true, .wal_bytes = kMiB, .library_version = "3.40.1"};
  EXPECT_EQ(JudgeStore(health).outcome, Outcome::kOk);

  health.warnings = {"an old SQLite"};
  EXPECT_EQ(JudgeStore(health).outcome, Outcome::kWarning);

  health.saves = false;
  EXPECT_EQ(JudgeStore(health).outcome, Outcome::kFailed);
}

TEST(MachineChecksTest, CertificateIsJudgedByWhenItExpires) {
  const auto judge = [](Duration left) {
    return JudgeCertificate("tls.certificate", std::optional(kNow + left), kNow);
  };
  EXPECT_EQ(judge(days(21)).outcome, Outcome::kOk);
  EXPECT_EQ(judge(days(21) - hours(1)).outcome, Outcome::kWarning);
  EXPECT_EQ(judge(Duration{0}).outcome, Outcome::kFailed);
  EXPECT_EQ(judge(-hours(1)).values.at("days"), "-1");
  EXPECT_THAT(judge(-days(2)).summary, HasSubstr("expired on 2026-11-20"));
  EXPECT_EQ(JudgeCertificate("tls.certificate", std::nullopt, kNow).outcome, Outcome::kSkipped);
}

}  // namespace
}  // namespace jackfield::app
