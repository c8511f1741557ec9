#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/agent.h"
#include "server/exchange/alert.h"
#include "server/exchange/call.h"
#include "server/exchange/callbacks/callback.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/configuration.h"
#include "server/exchange/queue.h"
#include "server/exchange/routing/work.h"
#include "server/exchange/tickets/ticket.h"
#include "server/exchange/timers.h"

namespace jackfield::exchange {

constexpr std::size_t kCallsMax = 50'000;  // Live and not yet forgotten, of all sources.
constexpr std::size_t kQueuesMax = 2'000;
constexpr std::size_t kTombstonesPerSource = 20'000;
constexpr std::size_t kUnmappedDevicesMax = 500;
constexpr std::size_t kReservationsRememberedMax = 2'000;

struct Source {
  SourceId id;
  std::string name;
  bool linked = false;
  std::string epoch;
  Moment since;  // Of `linked`; none where there is neither a link nor the loss of one.
  Moment last_event;
  std::map<std::string, CallId> calls;    // By the source's id: live and not yet forgotten.
  std::map<std::string, QueueId> queues;  // By the source's name.
  std::vector<std::uint64_t> tombstones;  // Hashes of forgotten calls, a ring.
  std::uint64_t tombstone_next = 0;
  std::map<std::string, std::uint64_t> unmapped_devices;  // Rings, by device.
  std::map<std::string, WallTime> unmapped_rang;          // When each of them rang last.
  std::set<CommandKind> capabilities;                     // What it can be told to do.
  // By the engine's clock, until when its first snapshot since the link came up is waited for; 0:
  // it has come (F4 of commands/member_rules.h).
  Instant members_due{};

  // A link that was there is lost. A source that only publishes single events has none.
  bool link_lost() const { return !linked && since.wall != WallTime{}; }

  bool operator==(const Source&) const = default;
  JACKFIELD_FIELDS(id, name, linked, epoch, since, last_event, calls, queues, tombstones,
                   tombstone_next, unmapped_devices, unmapped_rang, capabilities, members_due)
};

// With whom a customer talked last, and when that began.
struct LastTalk {
  AgentId agent;
  Instant at{};

  bool operator==(const LastTalk&) const = default;
  JACKFIELD_FIELDS(agent, at)
};

// Everything the exchange knows. Ordered containers only: equal histories give equal bytes.
//
// Thread safety: none; owned by one Exchange. Others get const references on the engine thread.
struct State {
  Sequence last;  // The last input that was applied.
  Instant now{};  // Its time; never goes back.
  Configuration configuration;
  std::map<SourceId, Source> sources;
  std::map<std::string, SourceId> source_names;
  std::map<QueueId, Queue> queues;
  std::map<std::string, QueueId> queue_names;
  std::map<AgentId, Agent> agents;
  std::map<std::string, AgentId> agent_logins;
  std::map<std::string, AgentId> devices;  // Normalised device, or "source:device", to agent.
  std::map<CallId, Call> calls;
  std::map<std::string, CallId> call_names;  // By wire name.
  Timers timers;
  std::map<AlertId, Alert> alerts;  // Those that are raised.
  std::map<WorkKey, WorkItem> work;
  std::map<ReservationId, Reservation> reservations;  // Those that are open.
  // Of tickets and callbacks, those that are over: the last kReservationsRememberedMax.
  std::map<ReservationId, Reservation> reservations_over;
  std::map<CommandId, CallCommand> commands;  // Issued, and their outcome is not known.
  std::uint64_t tickets_made = 0;             // The number of the newest, forgotten or not.
  std::map<TicketId, Ticket> tickets;
  std::map<std::string, TicketId> ticket_names;                  // By wire name.
  std::map<CustomerId, std::set<TicketId>> tickets_of_customer;  // Those that are not closed.
  std::uint64_t notices_made = 0;                                // The number of the newest.
  bool members_follow = false;                // Some queue's members follow desks.
  std::map<CustomerId, LastTalk> last_talks;  // Of routing/last_agent.h.
  std::set<std::pair<Instant, CustomerId>> last_talks_by_time;  // The same.
  std::uint64_t callbacks_made = 0;  // The number of the newest, forgotten or not.
  std::map<CallbackId, Callback> callbacks;
  std::map<std::string, CallbackId> callback_names;                // By wire name.
  std::map<std::string, std::set<CallbackId>> callbacks_of_party;  // Live; see callback_parties.h.
  std::map<std::string, std::set<CallId>> calls_of_party;          // The same.

  bool operator==(const State&) const = default;
  JACKFIELD_FIELDS(last, now, configuration, sources, source_names, queues, queue_names, agents,
                   agent_logins, devices, calls, call_names, timers, alerts, work, reservations,
                   reservations_over, commands, tickets_made, tickets, ticket_names,
                   tickets_of_customer, notices_made, members_follow, last_talks,
                   last_talks_by_time, callbacks_made, callbacks, callback_names,
                   callbacks_of_party, calls_of_party)
};

}  // namespace jackfield::exchange
