#include "server/exchange/candidate_rules.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;

constexpr WallTime kMonday{Duration{1'000}};
constexpr WallTime kTuesday{Duration{2'000}};

Candidate Of(std::uint64_t id) {
  Candidate candidate;
  candidate.customer = CustomerId{id};
  return candidate;
}
Candidate ChosenBefore(Candidate candidate) {
  candidate.chosen_before = true;
  return candidate;
}
Candidate SameAgent(Candidate candidate) {
  candidate.same_agent = true;
  return candidate;
}
Candidate SameQueue(Candidate candidate) {
  candidate.same_queue = true;
  return candidate;
}
Candidate Last(WallTime at, Candidate candidate) {
  candidate.last_contact = at;
  return candidate;
}
Candidate WithRole(Candidate candidate) {
  candidate.has_role = true;
  return candidate;
}

TEST(CandidateRulesTest, EachSignOutweighsAllThatComeAfterIt) {
  const struct {
    const char* name;
    Candidate better;
    Candidate worse;
    CandidateReason reason;
  } cases[] = {
      {"chosen before", ChosenBefore(Of(2)), SameAgent(Last(kTuesday, Of(1))),
       CandidateReason::kChosenBefore},
      {"same agent", SameAgent(Of(2)), SameQueue(Last(kTuesday, Of(1))),
       CandidateReason::kSameAgent},
      {"same queue", SameQueue(Of(2)), WithRole(Last(kTuesday, Of(1))),
       CandidateReason::kSameQueue},
      {"later contact", Last(kTuesday, Of(2)), WithRole(Last(kMonday, Of(1))),
       CandidateReason::kLastContact},
      {"any contact", Last(kMonday, Of(2)), WithRole(Of(1)), CandidateReason::kLastContact},
      {"role", WithRole(Of(2)), Of(1), CandidateReason::kRole},
      {"older record", Of(1), Of(2), CandidateReason::kNone},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(each.name);
    EXPECT_THAT(RankCandidates({each.worse, each.better}),
                ElementsAre(RankedCandidate{1, each.reason}, RankedCandidate{0, {}}));
    EXPECT_THAT(RankCandidates({each.better, each.worse}),
                ElementsAre(RankedCandidate{0, each.reason}, RankedCandidate{1, {}}));
  }
}

TEST(CandidateRulesTest, OnlyTheLastContactOfAllIsAReason) {
  const auto ranked =
      RankCandidates({Last(kMonday, Of(1)), SameQueue(Of(2)), Of(3), Last(kTuesday, Of(4))});

  EXPECT_THAT(ranked, ElementsAre(RankedCandidate{1, CandidateReason::kSameQueue},
                                  RankedCandidate{3, CandidateReason::kLastContact},
                                  RankedCandidate{0, CandidateReason::kNone},
                                  RankedCandidate{2, CandidateReason::kNone}));
}

TEST(CandidateRulesTest, ARoleThatOthersHaveTooIsNoReason) {
  EXPECT_THAT(RankCandidates({Of(1), WithRole(Of(2)), WithRole(Of(3))}),
              ElementsAre(RankedCandidate{1, CandidateReason::kNone},
                          RankedCandidate{2, CandidateReason::kNone},
                          RankedCandidate{0, CandidateReason::kNone}));
}

TEST(CandidateRulesTest, NobodyAndOneAreRankedWithoutAReason) {
  EXPECT_TRUE(RankCandidates({}).empty());
  EXPECT_THAT(RankCandidates({ChosenBefore(Of(1))}), ElementsAre(RankedCandidate{0, {}}));
}

}  // namespace
}  // namespace jackfield::exchange
