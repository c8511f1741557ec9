#include "server/exchange/candidate_rules.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>

namespace jackfield::exchange {
namespace {

auto KeyOf(const Candidate& candidate) {
  return std::tuple(!candidate.chosen_before, !candidate.same_agent, !candidate.same_queue,
                    candidate.last_contact ? -candidate.last_contact->time_since_epoch().count()
                                           : std::numeric_limits<std::int64_t>::max(),
                    !candidate.has_role, candidate.customer);
}

bool HadLastContactOfAll(const std::vector<Candidate>& all, const Candidate& candidate) {
  return std::none_of(all.begin(), all.end(), [&](const Candidate& other) {
    return other.last_contact > candidate.last_contact;  // None is before all.
  });
}

CandidateReason ReasonOf(const std::vector<Candidate>& all, const Candidate& candidate,
                         const Candidate& next) {
  if (candidate.chosen_before != next.chosen_before) return CandidateReason::kChosenBefore;
  if (candidate.same_agent != next.same_agent) return CandidateReason::kSameAgent;
  if (candidate.same_queue != next.same_queue) return CandidateReason::kSameQueue;
  if (candidate.last_contact != next.last_contact) {
    return HadLastContactOfAll(all, candidate) ? CandidateReason::kLastContact
                                               : CandidateReason::kNone;
  }
  const auto roles =
      std::count_if(all.begin(), all.end(), [](const Candidate& other) { return other.has_role; });
  const bool only = candidate.has_role && roles == 1;
  return only ? CandidateReason::kRole : CandidateReason::kNone;
}

}  // namespace

std::vector<RankedCandidate> RankCandidates(const std::vector<Candidate>& candidates) {
  std::vector<RankedCandidate> ranked;
  for (std::size_t place = 0; place < candidates.size(); ++place) ranked.push_back({place, {}});
  std::sort(ranked.begin(), ranked.end(), [&](const RankedCandidate& a, const RankedCandidate& b) {
    return KeyOf(candidates[a.place]) < KeyOf(candidates[b.place]);
  });
  for (std::size_t i = 0; i + 1 < ranked.size(); ++i) {
    ranked[i].reason =
        ReasonOf(candidates, candidates[ranked[i].place], candidates[ranked[i + 1].place]);
  }
  return ranked;
}

}  // namespace jackfield::exchange
