#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/app/configuration.h"
#include "server/app/setting_fields.h"
#include "server/base/result.h"
#include "server/ports/diagnostics.h"

// What is measured on the machine, judged: each function takes measured values and knows no system.
//
// Thread safety: pure functions.
namespace jackfield::app {

// What the settings would be if they were read again now: the next start has these problems.
struct SettingsFacts {
  std::vector<SettingProblem> problems;
  std::vector<SettingProblem> warnings;
};
CheckFinding JudgeSettings(const SettingsFacts& facts);

// Whether something listens beyond this machine without TLS.
CheckFinding JudgeListen(const Configuration& configuration);

// `answered`: whether our own listener at `address` answered a client.
CheckFinding JudgePort(const std::string& check, const std::string& address,
                       const Status& answered);

struct FileLimitFacts {
  std::uint64_t files_max = 0;      // RLIMIT_NOFILE, soft.
  std::size_t connections_max = 0;  // Of both ports together: twice listen.connections_max.
  static constexpr std::uint64_t kOwnFiles = 256;  // Store, logs, switches, operators' pages.
};
CheckFinding JudgeFileLimit(const FileLimitFacts& facts);

CheckFinding JudgeDiskFree(const Result<std::int64_t>& free_bytes);

// How long it took to bring a small write to the disk.
struct SyncFacts {
  double p50_ms = 0;
  double p99_ms = 0;
};
CheckFinding JudgeSync(const Result<SyncFacts>& facts);

// `warning`: what speaks against the file system; nullopt: nothing.
CheckFinding JudgeFileSystem(const Result<std::optional<std::string>>& warning);

// A file or folder that others must not read.
struct AccessFacts {
  std::string path;
  std::uint32_t mode = 0;  // Permission bits.
};
CheckFinding JudgeAccess(const Result<std::vector<AccessFacts>>& facts);

struct ClockFacts {
  std::optional<bool> synchronised;  // Absent: the system does not tell.
  Duration wall_jump{0};             // How far civil time has moved against time since the start.
};
CheckFinding JudgeClockSync(const ClockFacts& facts);
CheckFinding JudgeClockJump(const ClockFacts& facts);

struct StoreHealth {
  bool saves = true;
  std::int64_t wal_bytes = 0;
  std::string library_version;        // "3.40.1".
  std::vector<std::string> warnings;  // Of the start.
};
CheckFinding JudgeStore(const StoreHealth& health);

// `expires`: absent where there is no TLS.
CheckFinding JudgeCertificate(const std::string& check,
                              const Result<std::optional<WallTime>>& expires, WallTime now);

}  // namespace jackfield::app
