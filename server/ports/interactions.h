#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/call_log.h"
#include "server/ports/interaction_row.h"

namespace jackfield {

struct InteractionFilter {
  CustomerId customer;  // None: of all.
  std::string agent;    // Login; empty: of all.
  std::string queue;
  std::string source;
  std::optional<WallTime> from;   // Included, by start.
  std::optional<WallTime> until;  // Excluded.
  bool live_only = false;
  exchange::Direction direction = exchange::Direction::kUnknown;  // kUnknown: any.
  std::vector<CallResult> results;                                // One of these; empty: any.
  std::string disposition;                                        // Code; empty: any or none.
  // Of one of these numbers, as CallerMemory::KeyOf() finds them; at most kNumberKeysMax; empty:
  // any.
  std::vector<std::string> number_keys;

  static constexpr std::size_t kNumberKeysMax = 8;
};

// With whom and where a customer was in contact.
struct Contact {
  WallTime at{};
  std::string agent;  // Login; empty: nobody talked.
  std::string queue;  // Name; empty: none.

  bool operator==(const Contact&) const = default;
};

struct InteractionPage {
  std::vector<InteractionRow> interactions;  // Newest first.
  std::string next_page_token;               // Empty: that was all.
};

// The log of interactions and the stored figures, read through connections of their own. Sees what
// is committed, at once.
//
// Errors of all: kUnavailable, kDataLoss, kInvalidArgument (PAGE_TOKEN_INVALID).
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class Interactions : public CallLog {
 public:
  static constexpr std::size_t kContactsMax = 100;

  // Errors: kNotFound (INTERACTION_NOT_FOUND).
  virtual Result<InteractionRow> GetByName(std::string_view name) = 0;
  virtual Result<InteractionPage> List(const InteractionFilter& filter, std::size_t page_size,
                                       std::string_view page_token) = 0;

  // The customer's newest interactions, with outcomes, without legs and offers: what a pop shows.
  virtual Result<std::vector<InteractionRow>> Recent(CustomerId customer, std::size_t count) = 0;

  // Who talked in the customer's newest interactions, at most `count` of them, and in which queues
  // they were; the newest first, at most kContactsMax of them.
  virtual Result<std::vector<Contact>> Contacts(CustomerId customer, std::size_t count) = 0;

  // Stored figures of intervals that start in [from, until), ordered by name and interval.
  virtual Result<std::vector<QueueIntervalRow>> QueueIntervals(WallTime from, WallTime until) = 0;
  virtual Result<std::vector<AgentIntervalRow>> AgentIntervals(WallTime from, WallTime until) = 0;
};

}  // namespace jackfield
