#include "server/app/cli/explanation_text.h"

#include <cstdint>
#include <cstdio>
#include <string_view>

#include <google/protobuf/util/time_util.h>

#include "server/app/cli/fact_lines.h"
#include "server/app/cli/wording.h"
#include "server/app/cli/work_wait_text.h"

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;
using Step = v1::ExplanationStep;

constexpr std::int64_t kClocksDiffer = 500;  // Milliseconds that are worth a word.

std::string_view LabelOf(Step::Kind kind) {
  switch (kind) {
    case Step::KIND_EVENT:
      return "event";
    case Step::KIND_EVENT_IGNORED:
      return "ignored";
    case Step::KIND_IDENTIFIED:
      return "caller";
    case Step::KIND_OFFERED:
      return "rings";
    case Step::KIND_UNMAPPED:
      return "unmapped";
    case Step::KIND_DELIVERED:
      return "told";
    case Step::KIND_SHOWN:
      return "shown";
    case Step::KIND_NOT_DELIVERED:
      return "not told";
    case Step::KIND_OFFER_CLOSED:
      return "ring over";
    case Step::KIND_AGENT_ACT:
      return "agent";
    case Step::KIND_DEADLINE:
      return "deadline";
    case Step::KIND_OVERFLOWED:
      return "elsewhere";
    case Step::KIND_RESERVED:
      return "reserved";
    case Step::KIND_RELEASED:
      return "released";
    case Step::KIND_FORETOLD:
      return "expected";
    default:
      return "";
  }
}

std::string CallerOf(const v1::CallExplanation& explanation) {
  const v1::IdentificationExplanation& known = explanation.identification();
  if (known.withheld()) return "(withheld)";
  std::string caller = explanation.call().caller().display_name();
  const std::string& number =
      known.e164_number().empty() ? known.raw_number() : known.e164_number();
  if (!number.empty()) caller += (caller.empty() ? "" : " ") + number;
  return caller;
}

void AddFacts(const v1::CallExplanation& explanation, std::vector<std::string>& lines) {
  const v1::IdentificationExplanation& known = explanation.identification();
  AddFact("call", WriteId(explanation.call().name()), lines);
  if (explanation.has_call()) {
    AddFact("state", WriteEnum(*v1::Call::State_descriptor(), explanation.call().state()), lines);
  }
  if (explanation.steps_size() > 0) {
    AddFact("began", WriteTime(explanation.steps(0).time()) + " UTC", lines);
  }
  AddFact("caller", CallerOf(explanation), lines);
  AddFact("matched", known.text(), lines);
  if (!known.raw_number().empty() && known.raw_number() != known.e164_number()) {
    AddFact("received", known.raw_number(), lines);
  }
  std::string rules;
  for (const std::string& rule : known.rules()) rules += (rules.empty() ? "" : ", ") + rule;
  AddFact("read by", rules, lines);
}

std::string Seconds(std::int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%10.3f", static_cast<double>(ms) / 1000);
  return text;
}

// What the source's own clock says, where it differs.
std::string SourceClock(const Step& step) {
  const bool by_source = step.kind() == Step::KIND_EVENT || step.kind() == Step::KIND_EVENT_IGNORED;
  if (!by_source || !step.has_source_time()) return {};
  const std::int64_t behind = TimeUtil::DurationToMilliseconds(step.time() - step.source_time());
  if (behind > -kClocksDiffer && behind < kClocksDiffer) return {};
  char text[64];
  std::snprintf(text, sizeof text, " (the source says %.1f s %s)",
                static_cast<double>(std::abs(behind)) / 1000, behind > 0 ? "earlier" : "later");
  return text;
}

// Labels are as wide as the widest.
std::string WriteStep(const Step& step, const google::protobuf::Timestamp& begin) {
  constexpr std::size_t kStepLabelColumns = 9;
  std::string label(LabelOf(step.kind()));
  label.resize(kStepLabelColumns, ' ');
  const bool hinders = step.no_pop_reason() != v1::NO_POP_REASON_UNSPECIFIED;
  return std::string(hinders ? "! " : "  ") +
         Seconds(TimeUtil::DurationToMilliseconds(step.time() - begin)) + "  " + label + "  " +
         step.text() + SourceClock(step);
}

}  // namespace

std::string ExplainedName(const std::string& written) {
  const std::size_t slash = written.find('/');
  if (slash == std::string::npos) return "calls/" + written;
  const std::string first = written.substr(0, slash);
  if (first == "calls" || first == "sources") return written;
  return "sources/" + first + "/calls/" + written.substr(slash + 1);
}

std::vector<std::string> WriteExplanation(const v1::CallExplanation& explanation) {
  std::vector<std::string> lines;
  AddWrapped("", explanation.verdict(), lines);
  if (explanation.no_pop_reason() != v1::NO_POP_REASON_UNSPECIFIED) {
    AddFact("reason", WriteEnum(*v1::NoPopReason_descriptor(), explanation.no_pop_reason()), lines);
  }
  lines.emplace_back();
  AddFacts(explanation, lines);
  if (explanation.has_wait()) AddWait(explanation.wait(), lines);
  AddCandidates(explanation.wait(), lines);
  if (explanation.steps().empty()) return lines;
  lines.emplace_back();
  for (const Step& step : explanation.steps()) {
    lines.push_back(WriteStep(step, explanation.steps(0).time()));
  }
  return lines;
}

}  // namespace jackfield::cli
