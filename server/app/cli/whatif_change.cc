#include "server/app/cli/whatif_change.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <google/protobuf/util/time_util.h>

#include "server/app/cli/whatif_report.h"
#include "server/app/cli/wording.h"
#include "server/exchange/routing/work.h"

namespace jackfield::cli {
namespace {

using exchange::RoutingRing;
using exchange::RoutingStrategy;
using exchange::SkillRequirement;
using google::protobuf::util::TimeUtil;
using Levels = std::map<std::string, std::uint32_t>;

constexpr std::uint32_t kAgentsMax = 2'000;
constexpr std::size_t kDayStepsMax = 96;  // A quarter of an hour each.
constexpr std::size_t kSkillBytesMax = 32;
constexpr std::size_t kTiersMax = 16;
constexpr std::size_t kTierBytesMax = 128;  // 32 characters.
constexpr std::uint32_t kWeightMax = 1'000;
constexpr std::string_view kComplaint = "complaint";
constexpr Duration kThresholdMax{3'600'000};
constexpr Duration kWrapUpMax{1'800'000};
constexpr Duration kRingMax{120'000};
constexpr Duration kRingAfterMax{7LL * 24 * 3'600'000};
constexpr Duration kMinute{60'000};
constexpr Duration kHour{60 * kMinute};

const std::vector<std::pair<std::string, RoutingStrategy>> kStrategies = {
    {"longest-idle", RoutingStrategy::kLongestIdle},
    {"fewest-handled", RoutingStrategy::kFewestHandled},
    {"least-talk-time", RoutingStrategy::kLeastTalkTime},
    {"round-robin", RoutingStrategy::kRoundRobin},
    {"ranked", RoutingStrategy::kRanked},
    {"ring-all", RoutingStrategy::kRingAll},
};

constexpr const char* kAgentsForm =
    "--agents is a number like 12, or +2 or -2 for more or fewer, at most 2,000";
constexpr const char* kStaffingForm =
    "--staffing is agents from times of the day (UTC) on, like 08:00=12,17:30=4, in their order";
constexpr const char* kRingsForm =
    "--rings is what is asked of agents, and what after some wait, like "
    "\"english>=50,60s:english,120s:any\"; several skills are joined by +";
constexpr const char* kSkillsForm =
    "--skills is what the agents can do, in the order in which they sign on, like "
    "\"4*english=80,3*english=30+german=60\"; levels go from 1 to 100";

constexpr const char* kPriorityForm =
    "--priority is points by the customer's tier, and for an open complaint, like "
    "gold=300,complaint=200; points go from 1 to 1,000";
constexpr const char* kWeightForm =
    "--weight is points of score for each minute of waiting, from 1 to 1,000";

tl::unexpected<Error> Misread(const char* form) { return Fail(ErrorCode::kInvalidArgument, form); }

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

// The two sides of the first `mark`; nullopt: there is none.
std::optional<std::pair<std::string_view, std::string_view>> Halves(std::string_view text,
                                                                    std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(text.substr(0, at), text.substr(at + mark.size()));
}

// Digits only.
std::optional<std::uint32_t> NumberOf(std::string_view text, std::uint32_t max) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number > max) return std::nullopt;
  return number;
}

std::optional<std::uint32_t> LevelOf(std::string_view text) {
  const auto level = NumberOf(text, exchange::kSkillLevelMax);
  return level && *level > 0 ? level : std::nullopt;
}

// As the configuration has them.
bool IsSkill(std::string_view name) {
  return !name.empty() && name.size() <= kSkillBytesMax &&
         std::all_of(name.begin(), name.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '_' || letter == '-';
         });
}

// Empty: absent.
Result<std::optional<Duration>> SpanOf(const std::string& option, const std::string& text,
                                       Duration max) {
  if (text.empty()) return std::nullopt;
  const auto span = ReadSpan(text);
  const bool fits = span && TimeUtil::DurationToMilliseconds(*span) <= max.count();
  if (!fits) {
    return Fail(ErrorCode::kInvalidArgument,
                option + " is a time like 20s or 2m, at most " + WriteSeconds(max));
  }
  return Duration(TimeUtil::DurationToMilliseconds(*span));
}

std::optional<whatif::StaffingChange> AgentsOf(std::string_view text) {
  using Kind = whatif::StaffingChange::Kind;
  whatif::StaffingChange change;
  if (text.empty()) return change;
  change.kind = Kind::kFixed;
  if (text.starts_with('+')) change.kind = Kind::kMore;
  if (text.starts_with('-')) change.kind = Kind::kFewer;
  if (change.kind != Kind::kFixed) text.remove_prefix(1);
  const auto agents = NumberOf(text, kAgentsMax);
  if (!agents) return std::nullopt;
  change.agents = *agents;
  return change;
}

// "08:00".
std::optional<Duration> TimeOfDay(std::string_view text) {
  constexpr std::uint32_t kHourMax = 23;
  constexpr std::uint32_t kMinuteMax = 59;
  constexpr std::size_t kBytes = 5;
  const auto parts = Halves(text, ":");
  if (!parts || text.size() != kBytes || parts->first.size() != 2) return std::nullopt;
  const auto hours = NumberOf(parts->first, kHourMax);
  const auto minutes = NumberOf(parts->second, kMinuteMax);
  if (!hours || !minutes) return std::nullopt;
  return *hours * kHour + *minutes * kMinute;
}

std::optional<std::vector<whatif::DayStep>> DayOf(std::string_view text) {
  std::vector<whatif::DayStep> day;
  if (text.empty()) return day;
  for (const std::string_view each : Split(text, ',')) {
    const auto parts = Halves(each, "=");
    if (!parts) return std::nullopt;
    const auto from = TimeOfDay(parts->first);
    const auto agents = NumberOf(parts->second, kAgentsMax);
    if (!from || !agents || day.size() >= kDayStepsMax) return std::nullopt;
    if (!day.empty() && *from <= day.back().from) return std::nullopt;
    day.push_back({*from, *agents});
  }
  return day;
}

std::optional<SkillRequirement> RequirementOf(std::string_view text) {
  SkillRequirement required{.level_min = 1};
  if (const auto parts = Halves(text, ">=")) {
    const auto level = LevelOf(parts->second);
    if (!level) return std::nullopt;
    required.level_min = *level;
    text = parts->first;
  }
  if (!IsSkill(text)) return std::nullopt;
  required.skill = text;
  return required;
}

bool Asks(const std::vector<SkillRequirement>& all, const std::string& skill) {
  return std::any_of(all.begin(), all.end(),
                     [&skill](const SkillRequirement& each) { return each.skill == skill; });
}

// "english>=50+german", or "any".
std::optional<std::vector<SkillRequirement>> RequirementsOf(std::string_view text) {
  std::vector<SkillRequirement> all;
  if (text == "any") return all;
  for (const std::string_view each : Split(text, '+')) {
    auto required = RequirementOf(each);
    if (!required || Asks(all, required->skill) || all.size() >= exchange::kSkillsPerRingMax)
      return std::nullopt;
    all.push_back(*std::move(required));
  }
  return all;
}

// "60s:english"; the first ring has no time.
std::optional<RoutingRing> RingOf(std::string_view text, const RoutingRing* before) {
  RoutingRing ring;
  if (before != nullptr) {
    const auto parts = Halves(text, ":");
    const auto span = parts ? ReadSpan(parts->first) : std::nullopt;
    if (!span) return std::nullopt;
    ring.after = Duration(TimeUtil::DurationToMilliseconds(*span));
    if (ring.after <= before->after || ring.after > kRingAfterMax) return std::nullopt;
    text = parts->second;
  }
  auto skills = RequirementsOf(text);
  if (!skills) return std::nullopt;
  ring.skills = *std::move(skills);
  return ring;
}

std::optional<std::vector<RoutingRing>> RingsOf(std::string_view text) {
  std::vector<RoutingRing> rings;
  if (text.empty()) return rings;
  for (const std::string_view each : Split(text, ',')) {
    auto ring = RingOf(each, rings.empty() ? nullptr : &rings.back());
    if (!ring || rings.size() >= exchange::kRingsMax) return std::nullopt;
    rings.push_back(*std::move(ring));
  }
  return rings;
}

// "english=30+german=60".
std::optional<Levels> LevelsOf(std::string_view text) {
  Levels levels;
  for (const std::string_view each : Split(text, '+')) {
    const auto parts = Halves(each, "=");
    if (!parts || !IsSkill(parts->first)) return std::nullopt;
    const auto level = LevelOf(parts->second);
    if (!level || levels.size() >= exchange::kSkillsPerAgentMax) return std::nullopt;
    if (!levels.emplace(parts->first, *level).second) return std::nullopt;
  }
  return levels;
}

std::optional<std::vector<Levels>> SkillsOf(std::string_view text) {
  std::vector<Levels> skills;
  if (text.empty()) return skills;
  for (const std::string_view each : Split(text, ',')) {
    const auto parts = Halves(each, "*");
    if (!parts) return std::nullopt;
    const auto agents = NumberOf(parts->first, kAgentsMax);
    const auto levels = LevelsOf(parts->second);
    if (!agents || *agents == 0 || !levels) return std::nullopt;
    if (skills.size() + *agents > kAgentsMax) return std::nullopt;
    skills.insert(skills.end(), *agents, *levels);
  }
  return skills;
}

// What of a change says whom the order prefers.
struct Preference {
  std::vector<std::string> tiers;
  exchange::RoutingRules rules;
};

std::optional<Preference> PreferenceOf(std::string_view text) {
  Preference preference;
  if (text.empty()) return preference;
  exchange::RoutingRules& rules = preference.rules;
  for (const std::string_view each : Split(text, ',')) {
    const auto parts = Halves(each, "=");
    if (!parts || parts->first.empty() || parts->first.size() > kTierBytesMax) return std::nullopt;
    const auto points = NumberOf(parts->second, exchange::kWorkPriorityMax);
    if (!points || *points == 0) return std::nullopt;
    const auto added = static_cast<std::int32_t>(*points);
    if (parts->first == kComplaint) {
      if (std::exchange(rules.complaint_priority, added) > 0) return std::nullopt;
      continue;
    }
    const std::string tier(parts->first);
    const auto& tiers = preference.tiers;
    const bool known = std::find(tiers.begin(), tiers.end(), tier) != tiers.end();
    if (known || tiers.size() >= kTiersMax) return std::nullopt;
    preference.tiers.push_back(tier);
    rules.tier_priorities.push_back(added);
  }
  return preference;
}

// Empty: absent.
Status SetWeight(std::string_view text, WhatifChange& change) {
  if (text.empty()) return {};
  const auto weight = NumberOf(text, kWeightMax);
  if (!weight || *weight == 0) return Misread(kWeightForm);
  if (!change.changes_the_order()) {
    return Fail(ErrorCode::kInvalidArgument,
                "--weight needs --priority: where nobody is preferred, all wait in their order "
                "whatever a minute of it weighs");
  }
  change.rules.ageing_per_minute = *weight;
  return {};
}

Status CheckTogether(const WhatifChange& change) {
  const bool counted = change.staffing.kind != whatif::StaffingChange::Kind::kNone;
  if (counted && !change.day.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "--agents and --staffing exclude each other");
  }
  const bool asked = std::any_of(change.rings.begin(), change.rings.end(),
                                 [](const RoutingRing& ring) { return !ring.skills.empty(); });
  if (asked && change.skills.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "--rings asks for skills: say with --skills who has them");
  }
  if (!asked && !change.skills.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "--skills needs --rings: without them nobody is asked for a skill");
  }
  return {};
}

}  // namespace

Result<WhatifChange> ReadWhatifChange(const WhatifChangeTexts& texts) {
  WhatifChange change;
  auto agents = AgentsOf(texts.agents);
  if (!agents) return Misread(kAgentsForm);
  auto day = DayOf(texts.staffing);
  if (!day) return Misread(kStaffingForm);
  auto rings = RingsOf(texts.rings);
  if (!rings) return Misread(kRingsForm);
  auto skills = SkillsOf(texts.skills);
  if (!skills) return Misread(kSkillsForm);
  auto preference = PreferenceOf(texts.priority);
  if (!preference) return Misread(kPriorityForm);
  const auto threshold = SpanOf("--threshold", texts.threshold, kThresholdMax);
  if (!threshold) return Fail(threshold);
  const auto wrap_up = SpanOf("--wrap-up", texts.wrap_up, kWrapUpMax);
  if (!wrap_up) return Fail(wrap_up);
  const auto ring = SpanOf("--ring", texts.ring, kRingMax);
  if (!ring) return Fail(ring);
  for (const auto& [name, strategy] : kStrategies) {
    if (name == texts.strategy) change.strategy = strategy;
  }
  change.staffing = *agents;
  change.day = *std::move(day);
  change.rings = *std::move(rings);
  change.skills = *std::move(skills);
  change.tiers = std::move(preference->tiers);
  change.rules = std::move(preference->rules);
  change.threshold = *threshold;
  change.wrap_up = *wrap_up;
  change.ring = *ring;
  if (const Status sound = SetWeight(texts.weight, change); !sound) return Fail(sound);
  if (const Status sound = CheckTogether(change); !sound) return Fail(sound);
  return change;
}

std::vector<std::string> StrategyNames() {
  std::vector<std::string> names;
  for (const auto& [name, strategy] : kStrategies) names.push_back(name);
  return names;
}

}  // namespace jackfield::cli
