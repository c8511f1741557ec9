#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/call.h"
#include "server/exchange/counters.h"

// Rows that the engine's commits write and that reports and timelines read. Names stand in them,
// not ids: they outlive the configuration.
namespace jackfield {

// How a leg stands or ended, in the words of the figures.
enum class LegOutcome : std::uint8_t {
  kWaiting = 0,
  kAnswered = 1,
  kAbandoned = 2,
  kTimedOut = 3,
  kExitKey = 4,
  kExitEmpty = 5,
  kWithdrawn = 6,
  kLost = 7,
  kOverflowed = 8,
};

// How a call ended for the caller.
enum class CallResult : std::uint8_t {
  kNone = 0,      // It goes on.
  kAnswered = 1,  // Somebody talked.
  kAbandoned = 2,
  kUnanswered = 3,
  kRefused = 4,  // No queue took the caller in.
  kLost = 5,     // Closed by reconciliation or by the watchdog.
  kLeft = 6,     // The caller left the queue in another way.
};

struct InteractionLeg {
  std::string queue;
  WallTime entered{};
  Duration waited{0};
  LegOutcome outcome = LegOutcome::kWaiting;
  std::string agent;  // Login; empty unless answered.
  Duration talk{0};
  Duration hold{0};
  bool transferred = false;
  // The band of the wait that was to be expected when it began; both or none.
  std::optional<Duration> foretold_p50;
  std::optional<Duration> foretold_p90;
};

struct InteractionOffer {
  OfferId id;
  std::uint32_t number = 0;
  std::string agent;  // Login.
  std::string queue;  // Empty: direct.
  WallTime started{};
  Duration rang{0};
  exchange::OfferState state = exchange::OfferState::kRinging;
  std::string answered_by;        // Login of the winner, where another took it.
  std::optional<WallTime> shown;  // When the desk painted the pop.
  bool desk_present = false;
};

struct InteractionAfterCall {
  std::string agent;  // Login.
  std::string disposition;
  exchange::PersonalText note;
  std::optional<WallTime> done;
};

// One call in the log. Written again, whole, with each change.
struct InteractionRow {
  CallId call;
  std::string name;  // Wire name: 32 hexadecimal digits.
  std::string source;
  std::string switch_id;
  exchange::Direction direction = exchange::Direction::kUnknown;
  exchange::Origin origin = exchange::Origin::kUnknown;
  exchange::Caller caller;
  exchange::PersonalText dialled;
  std::vector<exchange::AttachedValue> attached;
  WallTime started{};
  std::optional<WallTime> ended;
  exchange::CallEnd end = exchange::CallEnd::kNone;
  CallId parent;
  Duration talk{0};  // All agents' connected time, without hold.
  Duration hold{0};
  std::string agent;  // Login of the last agent who talked; empty: nobody.
  std::string queue;  // Name of the last queue.
  std::vector<InteractionLeg> legs;
  std::vector<InteractionOffer> offers;
  std::vector<InteractionAfterCall> after;
  CallResult result = CallResult::kNone;
};

struct QueueIntervalRow {
  std::string queue;
  WallTime interval{};
  exchange::QueueCounters counters;
};

struct AgentIntervalRow {
  std::string agent;
  std::string queue;  // Empty: no queue.
  WallTime interval{};
  exchange::AgentCounters counters;
};

}  // namespace jackfield
