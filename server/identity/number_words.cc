#include "server/identity/number_words.h"

namespace jackfield::identity {
namespace {

void AddRule(const SourceRules& rules, const RuledNumber& ruled, std::vector<std::string>& words) {
  if (rules.rules.empty()) return;
  if (ruled.rule == 0) {
    words.push_back("none of the " + std::to_string(rules.rules.size()) + " rules fits");
    return;
  }
  const NumberRule& rule = rules.rules[ruled.rule - 1];
  const std::string by = " by rule " + std::to_string(ruled.rule);
  if (rule.strip > 0) {
    words.push_back(rule.prefix.substr(0, rule.strip) + " taken off the front" + by);
  }
  if (!rule.prepend.empty()) words.push_back(rule.prepend + " put in front" + by);
  if (!rule.region.empty()) words.push_back("read as a number of " + rule.region + by);
  const bool changes = rule.strip > 0 || !rule.prepend.empty() || !rule.region.empty();
  if (!changes) words.push_back("left as it is" + by);
}

}  // namespace

std::vector<std::string> DescribeReading(const SourceRules& rules, std::string_view raw,
                                         const NormalizedNumber& number) {
  std::vector<std::string> words;
  const NumberText text = ReadNumberText(raw);
  if (number.presentation != Presentation::kPresented || text.dialable.empty()) {
    return {number.why};
  }
  const bool suffix = !text.extension.empty();
  if (text.dialable != raw && !suffix) words.emplace_back("separators were taken off");
  if (suffix) words.emplace_back("an extension behind the number was split off");
  AddRule(rules, ApplyRules(rules, text.dialable), words);
  words.push_back(number.why);
  if (number.kind == NumberKind::kUncertain) {
    const std::string home = rules.default_region.empty() ? "as an international one"
                                                          : "as dialled in " + rules.default_region;
    words.push_back((number.assumed ? "most likely " : "no assigned number ") + home);
  }
  if (number.e164 && !number.assigned) words.emplace_back("its range is not assigned");
  return words;
}

}  // namespace jackfield::identity
