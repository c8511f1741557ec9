#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/phone_number.h"
#include "server/base/result.h"
#include "server/identity/number_library.h"
#include "server/identity/number_rules.h"
#include "server/identity/number_text.h"

namespace jackfield::identity {

enum class NumberKind : std::uint8_t {
  kNone,       // There is no number, or it is withheld.
  kE164,       // The country is certain; `e164` is set.
  kExtension,  // A number inside the house, or a short code.
  kUncertain,  // Digits whose country nobody said; the keys for the directory are set.
  kInvalid,    // Not a telephone number, or one of an impossible length; see `why`.
};

// A number as a source presented it, read as far as it can be without the directory.
//
// Personal data: it is logged only as Redacted().
//
// Thread safety: immutable value.
struct NormalizedNumber {
  Presentation presentation = Presentation::kUnknown;
  NumberKind kind = NumberKind::kNone;
  std::string raw;                  // As received, cleaned. Kept whatever `kind` is.
  std::optional<PhoneNumber> e164;  // Set if and only if `kind` is kE164.
  bool assigned = false;            // `e164` is in a range that its country has assigned.
  std::string digits;               // What was left to dial: for kExtension and kUncertain.
  std::string extension;            // Written behind the number; not for kExtension.

  // For kUncertain. The keys are for NumberIndex::FindByNationalDigits, each once, at most four.
  std::vector<std::string> national_keys;
  std::optional<PhoneNumber> plus_missing;  // The digits read as E.164 whose '+' was lost.
  std::optional<PhoneNumber> assumed;       // The likeliest reading that is an assigned number.
  bool local_only = false;                  // Its area code is missing in the default region.

  std::string why;  // How `kind` came about, for operators; holds no personal data.

  // What Normalize() reads as this same number again, where no rules are in the way.
  std::string Canonical() const;

  // What calls of the number are found again by: E.164, the assumed one where the country is not
  // certain, else the digits; with the extension. Whatever the directory says, the same number
  // gives the same. Empty: there is no number.
  std::string LookUpForm() const;

  // For logs.
  std::string Redacted() const;

  bool operator==(const NormalizedNumber&) const = default;
};

// Reads the numbers of one source.
//
//  N1. The source's own rules come first, the first that matches is applied once.
//      *Why*: only they know what a switch strips or puts in front.
//  N2. The country is certain after '+', after a rule that says so, after the default region's own
//      prefix for going abroad, and after 00. Such a number is never matched by parts of it.
//  N3. A prefix for going abroad counts only when an assigned number follows (00: a possible one).
//      *Why*: 0113 496 0333 is Leeds, and 011 34 960333 would be Spain, dialled from the US.
//  N4. Up to `extension_digits_max` digits without '+' are an extension.
//      *Why*: libphonenumber makes +86201 of extension 201.
//  N5. All else is uncertain. The default region gives `assumed` only, and only an assigned number.
//
// Thread safety: immutable value; Normalize() is thread-safe and pure.
class NumberNormalizer {
 public:
  // Errors: kInvalidArgument naming the rule and the field that is wrong.
  static Result<NumberNormalizer> Prepare(SourceRules rules);

  // Never fails: what cannot be read is kInvalid. `stated` is what the source says beside the
  // number; kWithheld hides any number, the other two leave it to the text.
  NormalizedNumber Normalize(std::string_view raw,
                             Presentation stated = Presentation::kPresented) const;

  const SourceRules& rules() const { return rules_; }

 private:
  explicit NumberNormalizer(SourceRules rules);

  // Fills in a number whose country is certain, or says why it is none.
  void SetCertain(NormalizedNumber& number, const LibraryReading& reading, std::string why) const;
  bool TryInternationalPrefix(NormalizedNumber& number, const std::string& dialable) const;
  void SetUncertain(NormalizedNumber& number, const std::string& dialable) const;
  std::vector<std::string> NationalKeys(const std::string& digits,
                                        const std::optional<PhoneNumber>& at_home) const;

  SourceRules rules_;
  std::string trunk_prefix_;  // Of the default region.
};

// The operator's words for a length that is not kPossible, with the calling code where known.
// Thread safety: pure function.
std::string DescribeLength(const LibraryReading& reading);

// Reads a number that begins with '+', trying it without a written "(0)" where that makes it
// better. Thread safety: thread-safe; pure.
LibraryReading ReadCertain(const std::string& dialable, const std::string& without_optional_zero);

}  // namespace jackfield::identity
