#include "server/app/cli/work_wait_text.h"

#include "server/app/cli/fact_lines.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

std::string Asked(const v1::WorkWait& wait) {
  std::string text;
  for (const v1::SkillRequirement& skill : wait.skills()) {
    text += (text.empty() ? "" : ", ") + skill.skill() + ":" + std::to_string(skill.level_min());
  }
  if (wait.asked_queues_size() < 2) return text;
  std::string queues;
  for (const std::string& queue : wait.asked_queues()) {
    queues += (queues.empty() ? "" : ", ") + WriteId(queue);
  }
  return text + (text.empty() ? "" : ", ") + "of the queues " + queues;
}

}  // namespace

void AddWait(const v1::WorkWait& wait, std::vector<std::string>& lines) {
  AddFact("waits",
          "since " + WriteTime(wait.start_time()) + " UTC, with " +
              std::to_string(wait.ahead_count()) + " before it",
          lines);
  AddFact("priority", std::to_string(wait.priority()), lines);
  AddFact("offers", std::to_string(wait.offer_count()), lines);
  AddFact("asked", Asked(wait), lines);
  AddFact("kept for", WriteId(wait.kept_for()), lines);
}

void AddCandidates(const v1::WorkWait& wait, std::vector<std::string>& lines) {
  if (wait.candidates().empty()) return;
  lines.emplace_back();
  for (const v1::WorkCandidate& candidate : wait.candidates()) {
    lines.push_back("  " + candidate.text());
  }
  const int more = wait.candidate_count() - wait.candidates_size();
  if (more > 0) lines.push_back("  and " + std::to_string(more) + " more agents");
}

}  // namespace jackfield::cli
