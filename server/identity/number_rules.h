#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace jackfield::identity {

// How one source writes numbers that it alone knows how to read. A rule that matches makes the
// country certain, where it prepends '+' or names a region; such a number is looked up exactly.
//
//   [[source.number_rule]]        # Germany, trunk with national numbers: 0301234 → +49301234
//   prefix = "0"
//   digits_min = 8
//   strip = 1
//   prepend = "+49"
//
//   [[source.number_rule]]        # An outside-line digit: 90301234 → 0301234, read as German
//   prefix = "90"
//   strip = 1
//   region = "DE"
//
// Prefix, count and paste, no regular expressions: a rule costs the same for every input, and an
// operator can say what it does by reading it.
//
// Thread safety: immutable value.
struct NumberRule {
  std::string prefix;           // Digits, '+', '*', '#': what the number begins with; may be empty.
  std::size_t digits_min = 0;   // Included, counted before `strip`, without '+'.
  std::size_t digits_max = 20;  // Included.
  std::size_t strip = 0;        // Characters taken from the front: at most the length of `prefix`.
  std::string prepend;          // '+' and digits.
  std::string region;           // ISO 3166 code, or empty: the country stays what it was.

  bool operator==(const NumberRule&) const = default;
};

// What is known about the numbers of one source.
//
// Thread safety: immutable value.
struct SourceRules {
  static constexpr std::size_t kRulesMax = 64;
  static constexpr std::size_t kRuleTextMax = 16;

  std::vector<NumberRule> rules;         // The first that matches is applied, once.
  std::string default_region;            // "DE"; empty: none, so national numbers keep no country.
  std::size_t extension_digits_max = 6;  // Up to so many digits are an extension. 0 to 7.
};

// Errors: kInvalidArgument naming the rule by its place (from 1), the field and what it must be.
// Whether regions exist is checked by NumberNormalizer::Prepare.
//
// Thread safety: pure function.
Status CheckRules(const SourceRules& rules);

// A number after the rules: the text to read on, and the region that a rule gave it, if any.
//
// Thread safety: immutable value.
struct RuledNumber {
  std::string dialable;
  std::string region;
  std::size_t rule = 0;  // The place of the rule that matched, from 1; 0: none.
};

// Thread safety: pure function.
RuledNumber ApplyRules(const SourceRules& rules, std::string_view dialable);

}  // namespace jackfield::identity
