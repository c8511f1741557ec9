#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/caller.h"

namespace jackfield {

// How the server is, at one moment.
struct ServerFacts {
  WallTime started{};
  bool ready = false;
  bool store_degraded = false;
  std::int64_t journal_sequence = 0;
  std::int64_t store_bytes = 0;      // With its write-ahead log.
  std::int64_t disk_free_bytes = 0;  // 0: not known.
  std::int64_t customer_count = 0;
  std::int64_t live_call_count = 0;
  std::int64_t desk_count = 0;
};

// One setting as it is in force.
struct SettingInForce {
  std::string key;    // "listen.grpc", "telephony.ami.0.host".
  std::string value;  // As TOML; a secret is "***".
  std::string origin;  // "default", "/etc/jackfield/jackfield.toml:12:1", "environment …", "--set".

  bool operator==(const SettingInForce&) const = default;
};

// What one check found.
struct CheckFinding {
  enum class Outcome : std::uint8_t { kOk, kWarning, kFailed, kSkipped };

  std::string check;  // "disk.fsync"; a name that stays.
  Outcome outcome = Outcome::kOk;
  std::string summary;                        // For people; no personal data.
  std::string fix;                            // What to do; empty: nothing.
  std::map<std::string, std::string> values;  // What was measured.

  bool operator==(const CheckFinding&) const = default;
};

// How a number is read as that of a caller of one source, and whose it is.
struct NumberTrial {
  std::string raw;
  std::string e164;  // Empty: there is no certain one.
  exchange::Presentation presentation = exchange::Presentation::kUnknown;
  std::vector<std::string> rules;  // What was done to it, in words and in order.
  exchange::Match match = exchange::Match::kNone;
  std::size_t customer_count = 0;
  std::vector<std::string> customers;  // Wire names without `customers/`; the first few.
};

// What an administrator asks about the server itself.
//
// Thread safety: thread-safe; blocks on the store, the disk and the engine. Never called on the
// engine thread.
class Diagnostics {
 public:
  virtual ~Diagnostics() = default;

  // Errors: kUnavailable, kDataLoss.
  virtual Result<ServerFacts> Status() = 0;

  // All settings, by key.
  virtual std::vector<SettingInForce> Settings() = 0;

  // Runs the checks whose names begin with `prefix`, in a fixed order. Takes seconds.
  // Errors: kResourceExhausted (STORE_BUSY) while others ask for the same: checks must not disturb
  // each other.
  virtual Result<std::vector<CheckFinding>> RunChecks(std::string_view prefix) = 0;

  // By the rules of `source`; empty, or one without rules: only international numbers are certain.
  // Errors: kUnavailable, kDataLoss.
  virtual Result<NumberTrial> TryNumber(const std::string& source, std::string_view raw) = 0;
};

}  // namespace jackfield
