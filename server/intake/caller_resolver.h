#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/recently_used.h"
#include "server/base/result.h"
#include "server/exchange/caller.h"
#include "server/exchange/telephony_event.h"
#include "server/identity/caller_identity.h"
#include "server/identity/number_normalizer.h"
#include "server/intake/customer_index.h"
#include "server/ports/caller_memory.h"
#include "server/ports/customers.h"
#include "server/ports/metrics.h"
#include "server/ports/vault.h"

namespace jackfield::intake {

// How the numbers of each source are read.
struct NumberReading {
  std::map<std::string, identity::SourceRules> sources;
  identity::SourceRules others;  // Of sources that are not in `sources`.
};

// Says who the caller of an event is: reads the number, asks the directory, ranks.
//
// Rules:
//  C1. A withheld caller is never identified, and keeps neither number nor name: presentation wins
//      over whatever the source carries.
//  C2. A directory that cannot be read leaves the caller unidentified and does not stop the call.
//  C3. What was found is kept for the next events of the call, for kFoundMax numbers, those asked
//      for last. Forget() drops all of it: to be called when a customer has changed, or when
//      something was said of a number.
//  C4. A value that is attached to a call and is configured as a key of another system identifies
//      whoever has that key, whether it may be shown or not.
//  C5. With the customer comes what they are to the routing: the number of their tier is its place
//      among those that were declared last.
//
// Lifetime: the ports outlive it.
//
// Thread safety: thread-safe; Resolve() blocks on the directory.
class CallerResolver {
 public:
  static constexpr std::size_t kFoundMax = 8'192;

  // What identifies callers beside their numbers: the system of the keys by the value's name.
  using AttachedIds = std::map<std::string, std::string>;

  // Tiers that customers may have, from the least valued to the most.
  using Tiers = std::vector<std::string>;

  // Errors: kInvalidArgument naming the source and the rule that is wrong.
  static Result<std::unique_ptr<CallerResolver>> Prepare(const NumberReading& reading,
                                                         Customers& customers, CallerMemory& memory,
                                                         Metrics& metrics);

  // `caller` is as the source told it, in the clear; comes back cleaned and identified.
  exchange::Caller Resolve(const std::string& source, exchange::Caller caller)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // What is done to a number of that source, see identity::ReadingSteps().
  std::vector<std::string> Explain(const std::string& source, std::string_view raw) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // How numbers of `source` are read now, for operators.
  identity::NumberNormalizer NormalizerOf(const std::string& source) const
      ABSL_LOCKS_EXCLUDED(mutex_) {
    return normalizers()->Of(source);
  }

  // Who has a number, for operators: nothing is kept or counted. Errors: those of Customers and
  // CallerMemory.
  Result<identity::Identification> Identify(const identity::NormalizedNumber& number);

  // Whose key one of the values, in the clear, is; none: nobody's (C4).
  CustomerId CustomerOf(const std::vector<exchange::AttachedValue>& values)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // What the customer is to the routing (C5); nothing for none, and where the directory cannot be
  // read (C2).
  exchange::CustomerStanding StandingOf(CustomerId customer) ABSL_LOCKS_EXCLUDED(mutex_);

  // Whose number it is, as the source writes it: the customer if exactly one has it, else the
  // number's own.
  VaultSubject OwnerOf(const std::string& source, const std::string& number)
      ABSL_LOCKS_EXCLUDED(mutex_);

  void Forget() ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes these values for keys from now on.
  void Use(AttachedIds attached) ABSL_LOCKS_EXCLUDED(mutex_);

  // Numbers tiers by these from now on, and forgets what was found.
  void UseTiers(Tiers tiers) ABSL_LOCKS_EXCLUDED(mutex_);

  // The forms of a number that somebody typed, as each source reads it; each once.
  std::vector<std::string> LookUpForms(std::string_view text, std::size_t count) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Reads numbers in this way from now on, and forgets what was found. Errors: as Prepare(); then
  // nothing has changed.
  Status Use(const NumberReading& reading) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // What is known of a number, as one source writes it.
  struct Found {
    identity::NormalizedNumber number;
    std::string key;  // CallerMemory::KeyOf()
    std::uint32_t calling_code = 0;
    identity::Identification identification;
    exchange::CustomerStanding standing;  // Of the one customer.
  };
  // Shared by who reads a number while Use() puts another in its place.
  struct Normalizers {
    std::map<std::string, identity::NumberNormalizer> sources;
    identity::NumberNormalizer others;

    const identity::NumberNormalizer& Of(const std::string& source) const;
  };

  CallerResolver(Customers& customers, CallerMemory& memory, Metrics& metrics);

  static Result<std::shared_ptr<const Normalizers>> Read(const NumberReading& reading);
  std::shared_ptr<const Normalizers> normalizers() const ABSL_LOCKS_EXCLUDED(mutex_);
  // What was said of the number; nullopt: it cannot be read.
  std::optional<std::vector<identity::RememberedChoice>> ChoicesOf(const std::string& number_key);
  // nullopt: the directory cannot be read.
  std::optional<exchange::CustomerStanding> Standing(CustomerId customer)
      ABSL_LOCKS_EXCLUDED(mutex_);
  Found Find(const std::string& source, const exchange::Caller& caller) ABSL_LOCKS_EXCLUDED(mutex_);
  std::optional<Found> Known(const std::string& key) ABSL_LOCKS_EXCLUDED(mutex_);
  // Keeps `found`, unless Forget() was called since `generation`.
  void Keep(const std::string& key, const Found& found, std::uint64_t generation)
      ABSL_LOCKS_EXCLUDED(mutex_);
  std::uint64_t Generation() const ABSL_LOCKS_EXCLUDED(mutex_);

  Customers& customers_;
  CustomerIndex index_;
  CallerMemory& memory_;
  Metrics& metrics_;

  mutable absl::Mutex mutex_;
  std::shared_ptr<const Normalizers> normalizers_ ABSL_GUARDED_BY(mutex_);
  AttachedIds attached_ ABSL_GUARDED_BY(mutex_);
  Tiers tiers_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;  // Counts Forget().
  RecentlyUsed<std::string, Found> found_ ABSL_GUARDED_BY(mutex_){kFoundMax};
};

}  // namespace jackfield::intake
