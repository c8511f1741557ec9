#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/alert.h"

namespace jackfield {

// An alert with the names that outlive the configuration. Written again, whole, with each change.
struct AlertRow {
  exchange::Alert alert;
  std::string queue;
  std::string queue_display_name;

  bool operator==(const AlertRow&) const = default;
};

struct AlertFilter {
  std::vector<std::string> queues;  // One of these; empty: all.
  bool raised_only = false;
  bool figures_only = false;      // None about tickets.
  std::optional<WallTime> from;   // Raised then or later.
  std::optional<WallTime> until;  // Raised earlier.
};

struct AlertPage {
  std::vector<AlertRow> alerts;  // Newest first.
  std::string next_page_token;   // Empty: that was all.
};

// The alerts that are raised, and those that were cleared in the last kAlertsKept.
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class Alerts {
 public:
  static constexpr Duration kAlertsKept{90LL * 24 * 3600 * 1000};

  virtual ~Alerts() = default;

  // Errors: kNotFound (ALERT_NOT_FOUND).
  virtual Result<AlertRow> Get(AlertId id) = 0;

  // Errors: kInvalidArgument (PAGE_TOKEN_INVALID).
  virtual Result<AlertPage> List(const AlertFilter& filter, std::size_t page_size,
                                 std::string_view page_token) = 0;
};

}  // namespace jackfield
