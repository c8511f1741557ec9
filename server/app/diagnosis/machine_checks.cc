#include "server/app/diagnosis/machine_checks.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "server/app/diagnosis/finding.h"
#include "server/app/log_line.h"

namespace jackfield::app {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;
constexpr std::int64_t kDiskLow = 1024 * kMiB;  // As UpkeepLevels.
constexpr std::int64_t kDiskFull = 256 * kMiB;  // A day's work does not fit any more.
constexpr std::int64_t kWalLong = 256 * kMiB;   // As UpkeepLevels.
constexpr double kSyncSlowMs = 50;              // Beyond that, pops are late at a busy hour.
constexpr double kSyncTooSlowMs = 500;          // The promise to the slowest pop is gone.
constexpr Duration kJumpMax{2'000};
constexpr std::chrono::days kExpirySoon{21};
constexpr std::uint32_t kOthersMayRead = 0007;
constexpr std::size_t kListedMax = 3;
constexpr std::size_t kSummaryBytesMax = 480;

std::string InMiB(std::int64_t bytes) { return std::to_string(bytes / kMiB) + " MiB"; }

std::string Milliseconds(double ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", ms);
  return text;
}

std::string Mode(std::uint32_t mode) {
  char text[16];
  std::snprintf(text, sizeof text, "%04o", mode);
  return text;
}

// The first few of `problems`, and how many more there are.
std::string Listed(const std::vector<SettingProblem>& problems) {
  std::string text;
  for (std::size_t i = 0; i < std::min(problems.size(), kListedMax); ++i) {
    text += (text.empty() ? "" : "; ") + problems[i].text();
  }
  if (text.size() > kSummaryBytesMax) text.resize(kSummaryBytesMax);
  const std::size_t more = problems.size() - std::min(problems.size(), kListedMax);
  return more == 0 ? text : text + "; and " + std::to_string(more) + " more";
}

}  // namespace

CheckFinding JudgeSettings(const SettingsFacts& facts) {
  constexpr const char* kCheck = "config.settings";
  if (!facts.problems.empty()) {
    return Broken(
        kCheck,
        "the server would not start with the settings as they are now: " + Listed(facts.problems),
        "correct them; `jackfieldd --check-config` lists all");
  }
  if (!facts.warnings.empty()) {
    return Doubtful(kCheck, Listed(facts.warnings), "see `jackfieldd --check-config`");
  }
  return Fine(kCheck, "all settings are known and well");
}

CheckFinding JudgeListen(const Configuration& configuration) {
  constexpr const char* kCheck = "config.listen";
  const ListenSettings& listen = configuration.listen;
  const bool tls = !configuration.tls.certificate_file.empty();
  const bool open_grpc = !listen.grpc.IsLoopback() && !tls;
  const bool open_web = !listen.web.IsLoopback() && !tls;
  if (open_grpc || open_web) {
    return Doubtful(
        kCheck,
        (open_grpc ? "listen.grpc = " + listen.grpc.text() : "listen.web = " + listen.web.text()) +
            " serves beyond this machine without TLS: passwords and callers' numbers "
            "cross the network in the clear",
        "set tls.certificate_file and tls.key_file, or listen on 127.0.0.1");
  }
  if (!listen.ops.IsLoopback()) {
    return Doubtful(kCheck,
                    "listen.ops = " + listen.ops.text() +
                        " shows figures to everybody who can "
                        "reach this machine",
                    "listen on 127.0.0.1, or let a firewall choose who may");
  }
  return Fine(kCheck, tls ? "the API has TLS" : "only this machine can connect");
}

CheckFinding JudgePort(const std::string& check, const std::string& address,
                       const Status& answered) {
  if (answered) return Fine(check, address + " answers");
  return Broken(check, address + " does not answer: " + answered.error().message,
                "look at /readyz?verbose and the log; a restart opens the port anew");
}

CheckFinding JudgeFileLimit(const FileLimitFacts& facts) {
  const std::uint64_t wanted = facts.connections_max + FileLimitFacts::kOwnFiles;
  const std::string limit = std::to_string(facts.files_max);
  CheckFinding finding =
      facts.files_max >= wanted
          ? Fine("machine.files", limit + " open files are allowed")
          : Doubtful("machine.files",
                     "only " + limit + " open files are allowed, listen.connections_max needs " +
                         std::to_string(wanted),
                     "set LimitNOFILE=65536 in the service, or lower listen.connections_max");
  finding.values = {{"files_max", limit}, {"wanted", std::to_string(wanted)}};
  return finding;
}

CheckFinding JudgeDiskFree(const Result<std::int64_t>& free_bytes) {
  constexpr const char* kCheck = "disk.free";
  constexpr const char* kFix =
      "free or add room: backups, old logs, retention.journal_days; without room nothing is kept";
  if (!free_bytes) return Untold(kCheck, free_bytes.error().message);
  const std::string room = InMiB(*free_bytes) + " free";
  CheckFinding finding = *free_bytes < kDiskFull  ? Broken(kCheck, "only " + room, kFix)
                         : *free_bytes < kDiskLow ? Doubtful(kCheck, "only " + room, kFix)
                                                  : Fine(kCheck, room);
  finding.values = {{"free_bytes", std::to_string(*free_bytes)}};
  return finding;
}

CheckFinding JudgeSync(const Result<SyncFacts>& facts) {
  constexpr const char* kCheck = "disk.fsync";
  constexpr const char* kFix =
      "use a local SSD for server.data_dir, and look for who else keeps this disk busy";
  if (!facts) {
    return Broken(kCheck, "a file in the data folder cannot be written: " + facts.error().message,
                  "make room, or correct the permissions of the data folder");
  }
  const std::string times = "a small write takes " + Milliseconds(facts->p50_ms) + " ms, at most " +
                            Milliseconds(facts->p99_ms) + " ms";
  CheckFinding finding = facts->p99_ms > kSyncTooSlowMs
                             ? Broken(kCheck, times + ": too slow for live calls", kFix)
                         : facts->p99_ms > kSyncSlowMs ? Doubtful(kCheck, times + ": slow", kFix)
                                                       : Fine(kCheck, times);
  finding.values = {{"p50_ms", Milliseconds(facts->p50_ms)},
                    {"p99_ms", Milliseconds(facts->p99_ms)}};
  return finding;
}

CheckFinding JudgeFileSystem(const Result<std::optional<std::string>>& warning) {
  constexpr const char* kCheck = "disk.filesystem";
  if (!warning) return Untold(kCheck, warning.error().message);
  if (*warning) return Doubtful(kCheck, **warning, "move server.data_dir to a local disk");
  return Fine(kCheck, "the data folder is on a local disk");
}

CheckFinding JudgeAccess(const Result<std::vector<AccessFacts>>& facts) {
  constexpr const char* kCheck = "disk.access";
  if (!facts) {
    return Broken(kCheck, facts.error().message, "correct owner and permissions of the file");
  }
  for (const AccessFacts& file : *facts) {
    if ((file.mode & kOthersMayRead) == 0) continue;
    return Doubtful(
        kCheck,
        file.path + " can be read by everybody on this machine (mode " + Mode(file.mode) + ")",
        "chmod o= " + file.path);
  }
  return Fine(kCheck, "data folder and secrets are closed to others");
}

CheckFinding JudgeClockSync(const ClockFacts& facts) {
  constexpr const char* kCheck = "clock.sync";
  if (!facts.synchronised) return Untold(kCheck, "the system does not tell");
  if (*facts.synchronised) return Fine(kCheck, "the clock is kept by NTP");
  return Doubtful(kCheck, "nobody keeps this machine's clock right",
                  "run chrony or systemd-timesyncd; in a container, on its host");
}

CheckFinding JudgeClockJump(const ClockFacts& facts) {
  const std::string jump = std::to_string(facts.wall_jump.count());
  CheckFinding finding = std::abs(facts.wall_jump.count()) > kJumpMax.count()
                             ? Doubtful("clock.jump",
                                        "the clock was set by " + jump +
                                            " ms since the start; reports have times "
                                            "from before and after",
                                        "keep the clock by NTP, which moves it slowly")
                             : Fine("clock.jump", "the clock has not been set since the start");
  finding.values = {{"jump_ms", jump}};
  return finding;
}

CheckFinding JudgeStore(const StoreHealth& health) {
  constexpr const char* kCheck = "store.state";
  CheckFinding finding =
      Fine(kCheck, "SQLite " + health.library_version + ", log " + InMiB(health.wal_bytes));
  if (!health.warnings.empty()) {
    finding = Doubtful(kCheck, health.warnings.front(), "see server/docs/operating.md");
  }
  if (health.wal_bytes > kWalLong) {
    finding = Doubtful(kCheck, "the write-ahead log has grown to " + InMiB(health.wal_bytes),
                       "a long read or a slow disk keeps it; see disk.fsync");
  }
  if (!health.saves) {
    finding = Broken(kCheck, "the store cannot commit: calls are shown from memory and not kept",
                     "see disk.free and disk.access; it recovers by itself when it can write");
  }
  finding.values = {{"sqlite_version", health.library_version},
                    {"wal_bytes", std::to_string(health.wal_bytes)}};
  return finding;
}

CheckFinding JudgeCertificate(const std::string& check,
                              const Result<std::optional<WallTime>>& expires, WallTime now) {
  constexpr const char* kFix = "renew the certificate; the server reads the new file by itself";
  if (!expires) return Broken(check, expires.error().message, "put certificate and key in order");
  if (!*expires) return Untold(check, "no TLS");
  const std::string when = FormatTime(**expires);
  const auto days = std::chrono::floor<std::chrono::days>(**expires - now).count();
  CheckFinding finding =
      **expires <= now ? Broken(check, "the certificate expired on " + when, kFix)
      : **expires - now < kExpirySoon
          ? Doubtful(check,
                     "the certificate expires in " + std::to_string(days) + " days, on " + when,
                     kFix)
          : Fine(check, "the certificate is good for " + std::to_string(days) + " days");
  finding.values = {{"days", std::to_string(days)}};
  return finding;
}

}  // namespace jackfield::app
