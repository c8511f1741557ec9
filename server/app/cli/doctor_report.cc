#include "server/app/cli/doctor_report.h"

#include <algorithm>
#include <map>

#include "server/app/cli/text_table.h"

namespace jackfield::cli {
namespace {

using Outcome = v1::CheckResult::Outcome;

constexpr std::size_t kWordWidth = 6;

struct Mark {
  const char* word;
  const char* colour;  // ANSI, of its foreground.
};

Mark MarkOf(Outcome outcome) {
  switch (outcome) {
    case v1::CheckResult::OUTCOME_OK:
      return {"OK", "\x1b[32m"};
    case v1::CheckResult::OUTCOME_WARNING:
      return {"WARN", "\x1b[33m"};
    case v1::CheckResult::OUTCOME_FAILED:
      return {"FAIL", "\x1b[31m"};
    case v1::CheckResult::OUTCOME_SKIPPED:
      return {"-", ""};
    case v1::CheckResult::OUTCOME_UNSPECIFIED:
    case v1::CheckResult_Outcome_CheckResult_Outcome_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::CheckResult_Outcome_CheckResult_Outcome_INT_MAX_SENTINEL_DO_NOT_USE_:
      return {"?", ""};
  }
  return {"?", ""};
}

Outcome ToProto(CheckFinding::Outcome outcome) {
  switch (outcome) {
    case CheckFinding::Outcome::kOk:
      return v1::CheckResult::OUTCOME_OK;
    case CheckFinding::Outcome::kWarning:
      return v1::CheckResult::OUTCOME_WARNING;
    case CheckFinding::Outcome::kFailed:
      return v1::CheckResult::OUTCOME_FAILED;
    case CheckFinding::Outcome::kSkipped:
      return v1::CheckResult::OUTCOME_SKIPPED;
  }
  return v1::CheckResult::OUTCOME_UNSPECIFIED;
}

std::string Padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

}  // namespace

std::string WriteReport(const v1::RunChecksResponse& response, Colours colours) {
  std::size_t name_width = 0;
  for (const v1::CheckResult& result : response.results()) {
    name_width = std::max(name_width, EscapeText(result.check()).size() + 2);
  }
  std::string text;
  for (const v1::CheckResult& result : response.results()) {
    const Mark mark = MarkOf(result.outcome());
    const bool colour = colours == Colours::kAnsi && *mark.colour != '\0';
    text += colour ? mark.colour : "";
    text += Padded(mark.word, kWordWidth);
    text += colour ? "\x1b[0m" : "";
    text += Padded(EscapeText(result.check()), name_width) + EscapeText(result.summary()) + "\n";
    if (result.fix().empty()) continue;
    text += std::string(kWordWidth + name_width, ' ') + "fix: " + EscapeText(result.fix()) + "\n";
  }
  return text;
}

std::string WriteTotals(const v1::RunChecksResponse& response) {
  std::map<Outcome, int> counts;
  for (const v1::CheckResult& result : response.results()) ++counts[result.outcome()];
  const int warnings = counts[v1::CheckResult::OUTCOME_WARNING];
  return std::to_string(counts[v1::CheckResult::OUTCOME_OK]) + " ok, " + std::to_string(warnings) +
         (warnings == 1 ? " warning, " : " warnings, ") +
         std::to_string(counts[v1::CheckResult::OUTCOME_FAILED]) + " failed, " +
         std::to_string(counts[v1::CheckResult::OUTCOME_SKIPPED]) + " not checked.";
}

ExitCode ExitCodeOf(const v1::RunChecksResponse& response) {
  const bool failed = std::any_of(
      response.results().begin(), response.results().end(),
      [](const auto& result) { return result.outcome() == v1::CheckResult::OUTCOME_FAILED; });
  return failed ? ExitCode::kFailed : ExitCode::kOk;
}

v1::CheckResult ToResult(const CheckFinding& finding) {
  v1::CheckResult result;
  result.set_check(finding.check);
  result.set_outcome(ToProto(finding.outcome));
  result.set_summary(finding.summary);
  result.set_fix(finding.fix);
  result.mutable_values()->insert(finding.values.begin(), finding.values.end());
  return result;
}

}  // namespace jackfield::cli
