#include "server/grpc_api/work_wait_mapping.h"

#include <cstddef>
#include <string>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/routing_words.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;

constexpr std::size_t kCandidateTextMax = 128;

// Their numbers are the same.
static_assert(static_cast<int>(AgentObstacle::kHasOffer) == v1::WorkCandidate::OBSTACLE_HAS_OFFER);
static_assert(static_cast<int>(AgentObstacle::kKeptForOther) ==
              v1::WorkCandidate::OBSTACLE_KEPT_FOR_OTHER);
static_assert(static_cast<int>(AgentObstacle::kOffHours) == v1::WorkCandidate::OBSTACLE_OFF_HOURS);

}  // namespace

v1::WorkWait ToWait(const exchange::WorkStanding& standing) {
  v1::WorkWait wait;
  wait.set_queue(NameOf("queues", standing.queue));
  *wait.mutable_start_time() = ToProto(standing.entered);
  wait.set_priority(standing.priority);
  wait.set_ahead_count(static_cast<int>(standing.ahead));
  for (const exchange::SkillRequirement& skill : standing.skills) {
    v1::SkillRequirement& added = *wait.add_skills();
    added.set_skill(skill.skill);
    added.set_level_min(static_cast<int>(skill.level_min));
  }
  for (const std::string& queue : standing.queues) {
    wait.add_asked_queues(NameOf("queues", queue));
  }
  wait.set_kept_for(NameOf("agents", standing.kept_for));
  wait.set_offer_count(static_cast<int>(standing.offer_count));
  for (const exchange::AgentStanding& agent : standing.agents) {
    v1::WorkCandidate& candidate = *wait.add_candidates();
    candidate.set_agent(NameOf("agents", agent.agent));
    candidate.set_obstacle(static_cast<v1::WorkCandidate::Obstacle>(agent.obstacle));
    candidate.set_text(FirstCharacters(WordsOf(agent), kCandidateTextMax));
  }
  wait.set_candidate_count(static_cast<int>(standing.AgentCount()));
  return wait;
}

}  // namespace jackfield::grpc_api
