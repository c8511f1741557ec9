#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/ports/customers.h"

namespace jackfield {

enum class LineKind : std::uint8_t {
  kUnknown = 0,
  kFixed = 1,
  kMobile = 2,
  kFixedOrMobile = 3,
  kTollFree = 4,
  kPremium = 5,
  kShared = 6,
  kInternet = 7,
  kExtension = 8,
};

// A number as people read it.
struct ShownNumber {
  std::string formatted;
  std::string place;   // "Berlin"; empty: not known.
  std::string region;  // ISO 3166-1; empty: not known.
  LineKind kind = LineKind::kUnknown;
};

// A change of the front of a number.
struct NumberRewriteRule {
  std::string prefix;
  std::string replacement;
};

// How an administrator says that the numbers of a source are read.
struct SourceNumberRules {
  std::string source;
  std::string region;          // ISO 3166-1; empty: none.
  std::string outside_prefix;  // Digits for an outside line.
  std::string area_code;       // Put before numbers without one.
  std::uint32_t extension_digits_max = 6;
  std::vector<NumberRewriteRule> rewrites;
};

// What is to be dialled for a person: a number in E.164 form with plus, or the digits of an
// extension.
struct DialledNumber {
  std::string digits;
  LineKind kind = LineKind::kUnknown;  // Of the numbering plan; kExtension.

  bool operator==(const DialledNumber&) const = default;
};

// Telephone numbers as people write and read them.
//
// Thread safety: thread-safe; never blocks.
class Numbers {
 public:
  virtual ~Numbers() = default;

  // `e164` may be empty: then `raw` is shown as it is.
  virtual ShownNumber Show(std::string_view e164, std::string_view raw) const = 0;

  // A number that somebody typed for a customer. `region` may be empty. `kind` is not set.
  // Errors: kInvalidArgument (NUMBER_INVALID) for `field`.
  virtual Result<CustomerNumber> Read(std::string_view field, std::string_view raw,
                                      const std::string& region) const = 0;

  // A number that somebody typed to be dialled at `source`, by its rules.
  // Errors: kInvalidArgument (NUMBER_INVALID) for `field`, also where its country is not certain,
  // or an extension is written behind it: what is dialled must be what was meant.
  virtual Result<DialledNumber> ReadDialled(std::string_view field, std::string_view raw,
                                            const std::string& source) const = 0;

  // What is done to a number that `source` writes, by the rules that hold now, in order, for
  // operators. At most 8, none of which has anything of the number.
  virtual std::vector<std::string> Explain(const std::string& source,
                                           std::string_view raw) const = 0;

  // The forms in which a number that somebody typed is remembered, by the rules of each source;
  // each once, at most `count`.
  virtual std::vector<std::string> LookUpForms(std::string_view text, std::size_t count) const = 0;

  // Whether `rules` can be used. Errors: kInvalidArgument with the field at fault.
  virtual Status Check(const std::vector<SourceNumberRules>& rules) const = 0;

  // Reads the numbers of these sources by these rules from now on; those of other sources by the
  // rules that they had at the start. Requires Check().
  virtual void Apply(const std::vector<SourceNumberRules>& rules) = 0;
};

}  // namespace jackfield
