#include "server/grpc_api/dial_rules.h"

#include <algorithm>
#include <string_view>

namespace jackfield::grpc_api {
namespace {

constexpr int kRulesMax = 64;
constexpr int kPrefixesMax = 64;
constexpr int kTypesMax = 8;
constexpr std::size_t kPrefixCharactersMax = 16;

// Those that cost what a call usually costs.
std::set<LineKind> UsualKinds() {
  return {LineKind::kFixed, LineKind::kMobile, LineKind::kFixedOrMobile, LineKind::kTollFree,
          LineKind::kInternet};
}

// Both have the same numbers.
LineKind KindOf(int type) { return static_cast<LineKind>(type); }

bool IsPrefix(std::string_view text) {
  if (text.empty() || text.size() > kPrefixCharactersMax) return false;
  if (text.starts_with('+')) text.remove_prefix(1);
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void CheckRule(const std::string& at, const v1::DialRule& rule, DocumentCheck& check) {
  check.Text(at + "team", rule.team(), 0, 64);
  check.Count(at + "prefixes", rule.prefixes_size(), kPrefixesMax);
  for (const std::string& prefix : rule.prefixes()) {
    if (IsPrefix(prefix)) continue;
    check.Refuse(at + "prefixes", "must be digits, with a plus in front for numbers with country");
  }
  check.Count(at + "number_types", rule.number_types_size(), kTypesMax);
  std::set<std::string> types;
  for (const int type : rule.number_types()) {
    check.Unique(at + "number_types", types, std::to_string(type));
    if (!v1::NumberType_IsValid(type) || type == v1::NUMBER_TYPE_EXTENSION) {
      check.Refuse(at + "number_types",
                   "must be types that this server knows; extensions are allowed by `prefixes`");
    }
  }
  if (rule.has_dial_count_per_minute_max()) {
    check.Number(at + "dial_count_per_minute_max", rule.dial_count_per_minute_max(), {1, 60});
  }
}

const v1::DialRule* RuleOf(const v1::Configuration& configuration, const std::string& team) {
  const v1::DialRule* of_all = nullptr;
  for (const v1::DialRule& rule : configuration.dial_rules()) {
    if (rule.team() == team) return &rule;
    if (rule.team().empty()) of_all = &rule;
  }
  return of_all;
}

}  // namespace

void CheckDialRules(const v1::Configuration& configuration, DocumentCheck& check) {
  check.Count("dial_rules", configuration.dial_rules_size(), kRulesMax);
  std::set<std::string> teams;
  for (int i = 0; i < configuration.dial_rules_size(); ++i) {
    const std::string at = EntryAt("dial_rules", i);
    CheckRule(at, configuration.dial_rules(i), check);
    check.Unique(at + "team", teams, configuration.dial_rules(i).team());
  }
}

DialRights DialRightsOf(const v1::Configuration& configuration, const std::string& team) {
  DialRights rights;
  const v1::DialRule* const rule = RuleOf(configuration, team);
  rights.any_extension = rule == nullptr;
  if (rule == nullptr) return rights;
  rights.prefixes.assign(rule->prefixes().begin(), rule->prefixes().end());
  for (const int type : rule->number_types()) rights.kinds.insert(KindOf(type));
  if (rights.kinds.empty()) rights.kinds = UsualKinds();
  if (rule->has_dial_count_per_minute_max()) {
    rights.per_minute = static_cast<std::size_t>(rule->dial_count_per_minute_max());
  }
  return rights;
}

Status CheckMayDial(const DialRights& rights, const DialledNumber& number) {
  const bool extension = number.kind == LineKind::kExtension;
  const bool begins =
      (extension && rights.any_extension) ||
      std::any_of(rights.prefixes.begin(), rights.prefixes.end(),
                  [&](const std::string& prefix) { return number.digits.starts_with(prefix); });
  if (begins && (extension || rights.kinds.contains(number.kind))) return {};
  return Fail(ErrorCode::kPermissionDenied, "NUMBER_NOT_ALLOWED",
              "the configuration does not allow this number; an admin can add to `dial_rules`");
}

}  // namespace jackfield::grpc_api
