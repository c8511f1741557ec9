#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"

// Which of several customers with one number stands first on an agent's screen.
namespace jackfield::exchange {

// A contact is recent up to this age.
inline constexpr Duration kRecentContactMax{30LL * 24 * 3600 * 1000};

// What is known of a candidate, seen by the agent who is offered the call.
//
// Thread safety: immutable value.
struct Candidate {
  CustomerId customer;
  bool chosen_before = false;  // By an agent, at an earlier call of the number.
  bool same_agent = false;     // Talked with this agent recently.
  bool same_queue = false;     // Was in the offer's queue recently.
  std::optional<WallTime> last_contact;
  bool has_role = false;

  bool operator==(const Candidate&) const = default;
};

// Why a candidate stands before the next one. An open ticket comes between kSameQueue and
// kLastContact where there are tickets.
enum class CandidateReason : std::uint8_t {
  kNone = 0,
  kChosenBefore = 1,
  kSameAgent = 2,
  kSameQueue = 3,
  kLastContact = 4,  // The last of all.
  kRole = 5,         // Nobody else has one.
};

struct RankedCandidate {
  std::size_t place = 0;  // In what was given.
  CandidateReason reason = CandidateReason::kNone;

  bool operator==(const RankedCandidate&) const = default;
};

// The candidates, best first: chosen before; talked with this agent; was in this queue; had the
// later last contact; has a role; is the older record. The first of these in which two differ
// decides, so that equal input gives equal order, whatever order it comes in.
//
// Thread safety: pure function.
std::vector<RankedCandidate> RankCandidates(const std::vector<Candidate>& candidates);

}  // namespace jackfield::exchange
