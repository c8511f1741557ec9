#include "server/identity/reading_steps.h"

#include "server/identity/number_rules.h"
#include "server/identity/number_text.h"

namespace jackfield::identity {

std::vector<std::string> ReadingSteps(const NumberNormalizer& normalizer, std::string_view raw) {
  std::vector<std::string> steps;
  const SourceRules& rules = normalizer.rules();
  const NormalizedNumber number = normalizer.Normalize(raw);
  const RuledNumber ruled = ApplyRules(rules, ReadNumberText(raw).dialable);
  if (ruled.rule > 0 && number.kind != NumberKind::kNone) {
    const NumberRule& rule = rules.rules[ruled.rule - 1];
    if (rule.strip > 0)
      steps.push_back("prefix " + rule.prefix.substr(0, rule.strip) + " taken off");
    if (!rule.prepend.empty()) steps.push_back(rule.prepend + " put in front");
    if (!rule.region.empty()) steps.push_back("read as a number of " + rule.region);
  }
  if (!number.extension.empty()) steps.emplace_back("an extension behind the number set apart");
  if (!number.why.empty()) steps.push_back(number.why);
  return steps;
}

}  // namespace jackfield::identity
