#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/agent.h"
#include "server/exchange/caller.h"
#include "server/exchange/counters.h"
#include "server/exchange/expected_wait.h"
#include "server/exchange/personal_text.h"
#include "server/exchange/tickets/ticket_loads.h"
#include "server/ports/alerts.h"

// What a board is told. Whole rows: a newer one of the same name replaces the older.
namespace jackfield {

// When the day of a moment began, where the site is. Thread safety: pure function.
using DayBegin = std::function<WallTime(WallTime)>;

struct BoardWaiting {
  std::string call_name;
  WallTime since{};
  bool ringing = false;     // At an agent, by this queue.
  exchange::Caller caller;  // Sealed.

  bool operator==(const BoardWaiting&) const = default;
};

struct BoardQueue {
  std::string name;
  std::string display_name;
  Duration service_level_threshold{0};
  Duration short_abandon_threshold{0};
  Duration wrap_up{0};
  Duration offer_limit{0};
  std::vector<BoardWaiting> waiting;  // Longest first.
  std::uint32_t talking = 0;          // Callers connected to an agent through this queue.
  std::uint32_t staffed = 0;          // Members who are logged on, devices of no agent included.
  std::uint32_t ready = 0;
  std::uint32_t not_ready = 0;  // Those paused in this queue included.
  std::uint32_t busy = 0;
  bool stale = false;   // The link to a source that feeds it is lost: old figures, perhaps.
  WallTime interval{};  // Start of `current`.
  exchange::QueueCounters current;
  exchange::QueueCounters day;                          // Since midnight of the site.
  std::optional<exchange::ExpectedWait> expected_wait;  // Of who enters now.
  exchange::QueueTicketLoad tickets;
};

// A call that waits in a queue no more.
struct BoardWaitEnded {
  std::string queue;
  std::string call_name;

  auto operator<=>(const BoardWaitEnded&) const = default;
};

struct BoardMembership {
  std::string queue;
  bool paused = false;
  exchange::PersonalText reason;  // Of the pause. Sealed.
};

// What decides who is shown an agent.
struct BoardPlace {
  std::string team;
  std::vector<std::string> queues;  // That the agent is a member of.

  bool operator==(const BoardPlace&) const = default;
};

struct BoardAgentTickets {
  exchange::AgentTicketLoad load;
  std::uint32_t offered = 0;   // To the agent, at present.
  std::uint32_t capacity = 0;  // Beyond it nothing is offered.

  bool operator==(const BoardAgentTickets&) const = default;
};

struct BoardAgent {
  std::string login;
  std::string display_name;
  std::string team;
  exchange::AgentState state = exchange::AgentState::kLoggedOff;
  exchange::Idle idle;
  std::optional<exchange::Idle> pending;
  WallTime since{};
  exchange::StateCause cause = exchange::StateCause::kUnknown;  // Of `state`.
  std::optional<WallTime> deadline;                             // When its wrap-up ends by itself.
  std::string call_name;               // Of the call that makes it busy or is wrapped up, or "".
  std::string queue;                   // Of that call, or "".
  std::optional<WallTime> call_since;  // When it was connected; absent while it talks to nobody.
  bool desk_connected = false;
  std::optional<Duration> desk_round_trip;  // As the desk measured it.
  std::vector<BoardMembership> memberships;
  exchange::AgentCounters day;  // Of all queues and of none, since midnight of the site.
  BoardAgentTickets tickets;
  bool off_hours = false;          // It is outside their working hours.
  std::optional<BoardPlace> left;  // Where the agent was before; absent: there already.
};

struct BoardSource {
  std::string name;
  bool linked = false;
  WallTime since{};                                       // Of `linked`; 0: it never was linked.
  WallTime last_event{};                                  // 0: none came.
  std::map<std::string, std::uint64_t> unmapped_devices;  // Device → rings.
  std::map<std::string, WallTime> unmapped_rang;          // Device → its last ring.
};

constexpr std::size_t kBoardAlertsMax = 500;  // Of a snapshot.

// Rows that are new or changed; at first all of them.
struct BoardUpdate {
  std::int64_t cursor = 0;
  bool snapshot = false;  // These rows are all there is.
  WallTime wall{};        // The server's time.
  std::vector<BoardQueue> queues;
  std::vector<BoardAgent> agents;
  std::vector<BoardSource> sources;
  std::vector<BoardWaitEnded> waits_ended;  // None in a snapshot. The queue's row may show it anew.
  std::vector<AlertRow> alerts;             // Newest first in a snapshot, of those that are raised.
};

}  // namespace jackfield
