#include "server/identity/number_rules.h"

#include <algorithm>

#include "server/identity/number_text.h"

namespace jackfield::identity {
namespace {

bool IsDialable(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [others](char c) {
    return (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
  });
}

// A '+' is the first character or none.
bool IsPlusFirst(std::string_view text) {
  const std::size_t plus = text.rfind('+');
  return plus == 0 || plus == std::string_view::npos;
}

bool IsText(std::string_view text, std::string_view others) {
  return text.size() <= SourceRules::kRuleTextMax && IsDialable(text, others) && IsPlusFirst(text);
}

// What is wrong with `rule`, or empty.
std::string Problem(const NumberRule& rule) {
  if (!IsText(rule.prefix, "+*#")) return "prefix: up to 16 digits, '+' (first), '*' and '#'";
  if (!IsText(rule.prepend, "+")) return "prepend: up to 16 digits, with '+' only first";
  if (rule.strip > rule.prefix.size()) return "strip: at most the length of prefix";
  if (rule.digits_min > rule.digits_max) return "digits_min: at most digits_max";
  if (rule.digits_max > NumberText::kDigitsMax) return "digits_max: at most 20";
  const bool plus_stays = rule.prefix.starts_with('+') && rule.strip == 0;
  if (plus_stays && !rule.prepend.empty()) return "strip: must take the '+' when prepend is set";
  return {};
}

bool Matches(const NumberRule& rule, std::string_view dialable) {
  const std::size_t digits = dialable.size() - (dialable.starts_with('+') ? 1 : 0);
  return dialable.starts_with(rule.prefix) && digits >= rule.digits_min &&
         digits <= rule.digits_max &&
         // An empty prefix is for numbers without country: it must not put digits before a '+'.
         (!dialable.starts_with('+') || rule.prefix.starts_with('+'));
}

}  // namespace

Status CheckRules(const SourceRules& rules) {
  if (rules.rules.size() > SourceRules::kRulesMax) {
    return Fail(ErrorCode::kInvalidArgument, "number_rule: at most 64 rules for one source");
  }
  if (rules.extension_digits_max > NumberText::kExtensionDigitsMax) {
    return Fail(ErrorCode::kInvalidArgument, "extension_digits_max: at most 7");
  }
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const std::string problem = Problem(rules.rules[i]);
    if (!problem.empty()) {
      return Fail(ErrorCode::kInvalidArgument,
                  "number_rule " + std::to_string(i + 1) + ": " + problem);
    }
  }
  return {};
}

RuledNumber ApplyRules(const SourceRules& rules, std::string_view dialable) {
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const NumberRule& rule = rules.rules[i];
    if (!Matches(rule, dialable)) continue;
    return {rule.prepend + std::string(dialable.substr(rule.strip)), rule.region, i + 1};
  }
  return {std::string(dialable), {}, 0};
}

}  // namespace jackfield::identity
