#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/exchange/counters.h"
#include "server/exchange/member_control.h"
#include "server/exchange/moment.h"
#include "server/exchange/personal_text.h"
#include "server/exchange/pop_mode.h"
#include "server/exchange/routing/agent_routing.h"
#include "server/exchange/tickets/ticket.h"

namespace jackfield::exchange {

constexpr std::size_t kMissedMax = 100;  // Listed; more are only counted.
constexpr std::size_t kNoticesMax = 50;  // Beyond them the oldest is forgotten.

// ECMA-269 agent states, with Busy in its parts. Stored: values never change their meaning.
enum class AgentState : std::uint8_t {
  kLoggedOff = 0,
  kNotReady = 1,
  kReady = 2,
  kAlerting = 3,
  kConnected = 4,
  kHold = 5,
  kWorkingAfterCall = 6,
  kReserved = 7,  // For a call or a callback that does not ring yet.
};

// Who or what brought an agent into a state.
enum class StateCause : std::uint8_t {
  kUnknown = 0,
  kAgent = 1,
  kSupervisor = 2,
  kSwitch = 3,
  kCall = 4,
  kDeadline = 5,
  kConnectionLost = 6,
  kConfiguration = 7,
};

// What the agent goes back to when idle.
enum class IdleState : std::uint8_t { kLoggedOff = 0, kNotReady = 1, kReady = 2 };

struct Idle {
  IdleState state = IdleState::kLoggedOff;
  std::string reason;   // Of Not Ready; a word of the site, e.g. "lunch".
  PersonalText detail;  // The words of the switch, where it set the state.

  bool operator==(const Idle&) const = default;
  JACKFIELD_FIELDS(state, reason, detail)
};

// A device of the agent in a queue of the switch.
struct Membership {
  std::string device;
  bool paused = false;
  PersonalText reason;
  SourceId source;  // Who reported it; none where an older program wrote it down.

  bool operator==(const Membership&) const = default;
  JACKFIELD_FIELDS(device, paused, reason, source)
};

// An offer that was not taken, until the agent has seen it.
struct Missed {
  OfferId offer;
  CallId call;
  bool operator==(const Missed&) const = default;
  JACKFIELD_FIELDS(offer, call)
};

struct WrapUp {
  CallId call;
  QueueId queue;
  Moment began;
  Instant until{};  // When it ends by itself, in engine time as far as is known.
  std::uint32_t extensions = 0;

  bool operator==(const WrapUp&) const = default;
  JACKFIELD_FIELDS(call, queue, began, until, extensions)
};

using IntervalAndQueue = std::pair<WallTime, QueueId>;

struct Agent {
  AgentId id;
  std::string login;
  std::string display_name;
  std::string team;
  std::vector<std::string> devices;
  bool configured = false;  // False: taken out of the configuration, kept for its history.
  Idle idle;
  std::optional<Idle> pending;                // Takes effect when the agent is idle again.
  AgentState state = AgentState::kLoggedOff;  // Derived from the rest; kept with its time.
  Moment since;
  std::string changed_by;                         // Who or what caused the last change of `idle`.
  std::string desk;                               // Session id of the connected desk; empty: none.
  std::set<std::pair<CallId, std::string>> busy;  // Connections of the agent that are not kNull.
  std::optional<WrapUp> wrap_up;
  std::map<QueueId, Membership> memberships;
  std::vector<Missed> missed;  // Newest last; at most kMissedMax.
  std::map<IntervalAndQueue, AgentCounters> intervals;
  std::optional<Idle> before_loss;          // What a returning desk finds again.
  PopMode pop_mode = PopMode::kOn;          // Of the rings to come.
  StateCause cause = StateCause::kUnknown;  // Of `state`.
  // Who chose, while the agent is occupied, what comes after; unknown: nobody did.
  StateCause next_cause = StateCause::kUnknown;
  // Missed and not yet seen, beyond those in `missed`; until kForgetMax after the latest of them.
  std::uint32_t missed_older = 0;
  AgentRouting routing;
  std::vector<WorkNotice> notices;       // Newest last; at most kNoticesMax. See ticket_notices.h.
  std::map<QueueId, Followed> followed;  // Queues whose members follow desks.

  std::size_t missed_count() const { return missed.size() + missed_older; }

  bool operator==(const Agent&) const = default;
  JACKFIELD_FIELDS(id, login, display_name, team, devices, configured, idle, pending, state, since,
                   changed_by, desk, busy, wrap_up, memberships, missed, intervals, before_loss,
                   pop_mode, cause, next_cause, missed_older, routing, notices, followed)
};

}  // namespace jackfield::exchange
