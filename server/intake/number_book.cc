#include "server/intake/number_book.h"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "server/identity/caller_text.h"
#include "server/identity/number_library.h"
#include "server/identity/number_normalizer.h"
#include "server/identity/number_text.h"
#include "server/identity/stored_number.h"

namespace jackfield::intake {
namespace {

constexpr std::size_t kExtensionDigitsMax = 6;  // Of what is shown or stored as an extension.

LineKind KindOf(identity::LineType type) {
  switch (type) {
    case identity::LineType::kUnknown:
    case identity::LineType::kOther:
      return LineKind::kUnknown;
    case identity::LineType::kFixed:
      return LineKind::kFixed;
    case identity::LineType::kMobile:
      return LineKind::kMobile;
    case identity::LineType::kFixedOrMobile:
      return LineKind::kFixedOrMobile;
    case identity::LineType::kTollFree:
      return LineKind::kTollFree;
    case identity::LineType::kPremium:
      return LineKind::kPremium;
    case identity::LineType::kShared:
      return LineKind::kShared;
    case identity::LineType::kInternet:
      return LineKind::kInternet;
  }
  return LineKind::kUnknown;
}

bool IsAllDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsExtension(std::string_view text) {
  return text.size() <= kExtensionDigitsMax && IsAllDigits(text);
}

// The error of a number, with the field told apart from the rule.
tl::unexpected<Error> Invalid(std::string_view field, const Error& error) {
  std::string rule = error.message;
  const std::string prefix = std::string(field) + ": ";
  if (rule.starts_with(prefix)) rule.erase(0, prefix.size());
  return FailField("NUMBER_INVALID", std::string(field), std::move(rule));
}

}  // namespace

ShownNumber NumberBook::Show(std::string_view e164, std::string_view raw) const {
  ShownNumber shown;
  const Result<PhoneNumber> number = PhoneNumber::Parse(e164);
  if (!number) {
    shown.formatted = identity::CleanName(raw);
    if (IsExtension(shown.formatted)) shown.kind = LineKind::kExtension;
    return shown;
  }
  const std::string key(e164);
  {
    const absl::MutexLock lock(&mutex_);
    if (const ShownNumber* const known = shown_.Find(key)) return *known;
  }
  identity::NumberFacts facts = identity::DescribeNumber(*number);
  shown.formatted = std::move(facts.formatted);
  shown.place = std::move(facts.place);
  shown.region = std::move(facts.region);
  shown.kind = KindOf(facts.type);
  const absl::MutexLock lock(&mutex_);
  shown_.Put(key, shown);
  return shown;
}

Result<CustomerNumber> NumberBook::Read(std::string_view field, std::string_view raw,
                                        const std::string& region) const {
  CustomerNumber read;
  if (IsExtension(raw)) {
    const Result<std::string> extension = identity::ValidateExtension(field, raw);
    if (!extension) return Invalid(field, extension.error());
    read.raw = std::string(raw);
    read.extension = *extension;
    return read;
  }
  const Result<identity::StoredNumber> stored = identity::ValidateForStorage(field, raw, region);
  if (!stored) return Invalid(field, stored.error());
  read.raw = stored->raw;
  read.e164 = stored->e164.e164();
  read.national_digits = stored->national_digits;
  read.extension = stored->extension;
  return read;
}

Result<DialledNumber> NumberBook::ReadDialled(std::string_view field, std::string_view raw,
                                              const std::string& source) const {
  const auto refused = [field](const char* rule) {
    return FailField("NUMBER_INVALID", std::string(field), rule);
  };
  // Asked of the text: behind a short number the normalizer drops it.
  if (!identity::ReadNumberText(raw).extension.empty()) {
    return refused("must not have an extension behind it");
  }
  const identity::NormalizedNumber number = resolver_.NormalizerOf(source).Normalize(raw);
  if (number.kind == identity::NumberKind::kExtension) {
    if (!IsAllDigits(number.digits)) return refused("must have digits only");
    return DialledNumber{number.digits, LineKind::kExtension};
  }
  // A reading that is assumed is an assigned number of the source's own country (N5).
  const auto& e164 = number.e164 ? number.e164 : number.assumed;
  if (!e164) return refused("must be an extension, or a number as +49 30 901820");
  return DialledNumber{e164->e164(), KindOf(identity::DescribeNumber(*e164).type)};
}

std::vector<std::string> NumberBook::LookUpForms(std::string_view text, std::size_t count) const {
  return resolver_.LookUpForms(text, count);
}

Status NumberBook::Check(const std::vector<SourceNumberRules>& rules) const {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto prepared = identity::NumberNormalizer::Prepare(SourceRulesOf(rules[i]));
    if (prepared) continue;
    return FailField("CONFIGURATION_INVALID", "sources[" + std::to_string(i) + "].number_rules",
                     prepared.error().message);
  }
  return {};
}

void NumberBook::Apply(const std::vector<SourceNumberRules>& rules) {
  NumberReading reading = configured_;
  for (const SourceNumberRules& rule : rules) reading.sources[rule.source] = SourceRulesOf(rule);
  const Status used = resolver_.Use(reading);
  if (!used) spdlog::error("number rules not used error=\"{}\"", used.error().message);
}

identity::SourceRules SourceRulesOf(const SourceNumberRules& rules) {
  identity::SourceRules read;
  read.default_region = rules.region;
  read.extension_digits_max = rules.extension_digits_max;
  for (const NumberRewriteRule& rewrite : rules.rewrites) {
    read.rules.push_back(
        {.prefix = rewrite.prefix, .strip = rewrite.prefix.size(), .prepend = rewrite.replacement});
  }
  const std::size_t outside_min = read.extension_digits_max + 1;
  if (!rules.outside_prefix.empty()) {
    read.rules.push_back({.prefix = rules.outside_prefix,
                          .digits_min = outside_min + rules.outside_prefix.size(),
                          .strip = rules.outside_prefix.size(),
                          .region = rules.region});
  }
  if (!rules.area_code.empty()) {
    const std::string trunk = identity::TrunkPrefix(rules.region);
    if (!trunk.empty()) read.rules.push_back({.prefix = trunk, .digits_min = outside_min});
    read.rules.push_back({.digits_min = outside_min,
                          .digits_max = kTownDigitsMax,
                          .prepend = trunk + rules.area_code,
                          .region = rules.region});
  }
  return read;
}

}  // namespace jackfield::intake
