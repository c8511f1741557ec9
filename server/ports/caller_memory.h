#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/ports/accounts.h"
#include "server/ports/customers.h"

namespace jackfield {

// What an agent said of a number and a customer.
struct CallerChoice {
  CustomerId customer;
  bool denied = false;  // It is not them; else: it is.

  bool operator==(const CallerChoice&) const = default;
};

// What was learnt about who calls from a number, beside what stands in the directory.
//
// Rules:
//  M1. A number is kept as a keyed hash only. It finds the number again, and names nobody.
//  M2. Of a number and a customer the last word counts. A customer whose record was merged into
//      another one is that other.
//  M3. A number that is added to a customer's record, or taken from it, makes forgotten what was
//      said of the two.
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class CallerMemory {
 public:
  // Of one number; the oldest are forgotten beyond it.
  static constexpr std::size_t kChoicesMax = 32;

  virtual ~CallerMemory() = default;

  // What finds `number` again (M1); a number as NormalizedNumber::LookUpForm() writes it. Empty for
  // an empty one. Does not block.
  virtual std::string KeyOf(std::string_view number) const = 0;

  // What was said of the number, the last first, each customer once.
  virtual Result<std::vector<CallerChoice>> ChoicesOf(std::string_view number_key) = 0;

  // Remembers the choice, and writes the act into the audit trail in the same transaction. Without
  // a key, or without a customer, only the act is written. Twice is as once.
  virtual Status Remember(std::string_view number_key, const CallerChoice& choice,
                          const AuditRecord& act) = 0;

  // Forgets that calls of the number, which is one of the customer's, are said not to be theirs.
  virtual Status Lift(const CustomerNumber& number, CustomerId customer) = 0;

  // How far the claims of a customer got; see ClaimStep().
  struct ClaimProgress {
    std::int64_t claimed = 0;  // Interactions, by this step.
    bool done = true;          // Nothing is left to be claimed.
  };

  // Does one small step of what is left of the claims of `customer`, or, without one, of anybody:
  // the earlier interactions of a number that was added to a record become that customer's, unless
  // they are somebody's, somebody else has the number, or it was said that it is not them. What is
  // left survives a restart.
  virtual Result<ClaimProgress> ClaimStep(std::optional<CustomerId> customer = std::nullopt) = 0;

  // How many interactions were claimed for the customer up to now, whoever did the steps.
  virtual Result<std::int64_t> ClaimedOf(CustomerId customer) = 0;
};

}  // namespace jackfield
