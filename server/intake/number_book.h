#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/recently_used.h"
#include "server/identity/number_rules.h"
#include "server/intake/caller_resolver.h"
#include "server/ports/numbers.h"

namespace jackfield::intake {

// Numbers by libphonenumber; how the sources' numbers are read is the resolver's.
//
// How a number is shown is kept for the kShownMax that were asked for last. Why: the numbers that
// are dialled are few, and a caller's is shown in the pop, in the call and on each desk that rings.
//
// Lifetime: `resolver` outlives it.
//
// Thread safety: thread-safe.
class NumberBook final : public Numbers {
 public:
  static constexpr std::size_t kShownMax = 8'192;

  // `configured`: how numbers are read until an administrator says otherwise.
  NumberBook(CallerResolver& resolver, NumberReading configured)
      : resolver_(resolver), configured_(std::move(configured)) {}

  ShownNumber Show(std::string_view e164, std::string_view raw) const override
      ABSL_LOCKS_EXCLUDED(mutex_);
  Result<CustomerNumber> Read(std::string_view field, std::string_view raw,
                              const std::string& region) const override;
  Result<DialledNumber> ReadDialled(std::string_view field, std::string_view raw,
                                    const std::string& source) const override;
  std::vector<std::string> Explain(const std::string& source, std::string_view raw) const override {
    return resolver_.Explain(source, raw);
  }
  std::vector<std::string> LookUpForms(std::string_view text, std::size_t count) const override;
  Status Check(const std::vector<SourceNumberRules>& rules) const override;
  void Apply(const std::vector<SourceNumberRules>& rules) override;

 private:
  CallerResolver& resolver_;
  const NumberReading configured_;

  mutable absl::Mutex mutex_;
  mutable RecentlyUsed<std::string, ShownNumber> shown_ ABSL_GUARDED_BY(mutex_){kShownMax};
};

// An administrator's rules as intake knows them: the rewrites first, then the outside line is taken
// off what is longer than an extension, then the area code is put before what is as short as a
// number within a town (up to kTownDigitsMax) and does not begin with the trunk prefix.
//
// Thread safety: pure function.
identity::SourceRules SourceRulesOf(const SourceNumberRules& rules);

inline constexpr std::size_t kTownDigitsMax = 8;

}  // namespace jackfield::intake
