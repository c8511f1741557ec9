#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/call.h"
#include "server/exchange/caller.h"
#include "server/exchange/effect.h"
#include "server/exchange/pop_mode.h"
#include "server/ports/reservation_trace.h"

// What is kept of how a call was handled, so that it can be explained later: codes and names, no
// texts for people and nothing about the caller as a person.
namespace jackfield {

enum class TraceKind : std::uint8_t {
  kEvent = 0,        // An event had an effect.
  kIgnored = 1,      // An event changed nothing; `cause` says why, kNone: it told nothing new.
  kRepeated = 2,     // An event came again under the same id.
  kUnmapped = 3,     // `device` rang and is nobody's.
  kOffered = 4,      // `device` of `agent` began to ring.
  kDelivered = 5,    // The pop was written to the stream of the agent's desk.
  kShown = 6,        // The desk reported that it painted the pop, at `source_time`.
  kClosed = 7,       // The ring was over; `state` says how, `detail` who else answered.
  kChosen = 8,       // `agent` said who the caller is, or (no match) is not.
  kCompleted = 9,    // `agent` completed the wrap-up; `detail` is the disposition.
  kEnded = 10,       // The call was over; `detail` is the name of the call that it became part of.
  kLimit = 11,       // A limit kept something from being done; `detail` names it.
  kLeftOut = 12,     // `count` steps are missing, because there were too many.
  kOverflowed = 13,  // By the rule `overflow` of the queue `detail` the caller went elsewhere.
  kReserved = 14,    // An agent was reserved for the caller; see `reservation`.
  kReleased = 15,    // That was over; `reservation` says how.
  kForetold = 16,    // What wait was to be expected in the queue `detail` when the caller came.
};

// What was known of the caller after an event that told of one.
struct TracedCaller {
  exchange::Presentation presentation = exchange::Presentation::kUnknown;
  exchange::Match match = exchange::Match::kNone;
  std::uint32_t candidate_count = 0;

  bool operator==(const TracedCaller&) const = default;
  JACKFIELD_FIELDS(presentation, match, candidate_count)
};

struct TraceStep {
  static constexpr std::uint8_t kNoEvent = std::numeric_limits<std::uint8_t>::max();

  TraceKind kind = TraceKind::kEvent;
  WallTime at{};                        // By this server's clock.
  std::optional<WallTime> source_time;  // As the source, or the desk, stated it.
  Sequence sequence;                    // The journal entry; none: it became none.
  std::uint8_t event = kNoEvent;        // Its place in exchange::TelephonyEventBody.
  exchange::IgnoreCause cause = exchange::IgnoreCause::kNone;
  OfferId offer;
  std::string first_call;  // Name of the call that the offer began in; empty: this call.
  std::string agent;       // Login.
  std::string device;
  std::string detail;  // Of an event: the queue.
  exchange::OfferState state = exchange::OfferState::kRinging;
  exchange::CallEnd end = exchange::CallEnd::kNone;
  bool desk_present = false;  // Of kOffered: a desk of the agent was connected.
  exchange::PopMode pop_mode = exchange::PopMode::kOn;  // Of kOffered.
  std::optional<TracedCaller> caller;
  std::uint32_t count = 0;
  std::optional<exchange::OverflowRule> overflow;   // Of kOverflowed.
  std::optional<ReservationTraceStep> reservation;  // Of kReserved, kReleased: what is not above.
  Duration foretold_p50{0};                         // Of kForetold.
  Duration foretold_p90{0};

  bool operator==(const TraceStep&) const = default;
  JACKFIELD_FIELDS(kind, at, source_time, sequence, event, cause, offer, first_call, agent, device,
                   detail, state, end, desk_present, pop_mode, caller, count, overflow, reservation,
                   foretold_p50, foretold_p90)
};

// The steps of one call that one commit adds. A stray names no call: its events were of a call of
// the source that is not, or no longer, known.
struct CallTraceRow {
  CallId call;
  std::string source;     // Of strays, and of calls that begin here; empty otherwise.
  std::string switch_id;  // As `source`: the source's id of the call.
  Sequence sequence;      // The last entry of the commit. With `at`: the row's identity.
  WallTime at{};
  std::vector<TraceStep> steps;
};

// What is kept under the source's own id of a call.
struct SourceCallTrace {
  std::optional<std::string> call;  // Name of the newest call that had the id.
  std::vector<TraceStep> strays;    // Oldest first.
};

// The traces of calls of the last days. Sees what is committed, at once.
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class CallTraces {
 public:
  static constexpr std::size_t kStepsMax = 500;  // Of one answer; the oldest are left out.

  virtual ~CallTraces() = default;

  // In the order of their commits; empty: nothing is kept of the call.
  virtual Result<std::vector<TraceStep>> OfCall(CallId call) = 0;

  virtual Result<SourceCallTrace> OfSourceCall(std::string_view source,
                                               std::string_view switch_id) = 0;
};

}  // namespace jackfield
