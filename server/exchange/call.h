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
#include "server/exchange/caller.h"
#include "server/exchange/moment.h"
#include "server/exchange/pop_mode.h"
#include "server/exchange/telephony_event.h"
#include "server/exchange/tickets/ticket_plan.h"

// A call and its parts as the exchange knows them. Plain data; the rules are in call_rules.h and
// its neighbours.
namespace jackfield::exchange {

constexpr std::size_t kConnectionsPerCallMax = 128;
constexpr std::size_t kLegsPerCallMax = 64;
constexpr std::size_t kOffersPerCallMax = 512;
constexpr std::size_t kAttachedPerCallMax = 32;
constexpr std::size_t kTransfersPerCallMax = 32;

// ECMA-269, 6.1.5: state of a device's part in a call. kNull: the part is over.
enum class ConnectionState : std::uint8_t {
  kNull = 0,
  kInitiated = 1,
  kAlerting = 2,
  kConnected = 3,
  kHold = 4,
  kQueued = 5,
  kFail = 6,
};

struct Connection {
  std::string device;  // Normalised; empty for a party from outside.
  AgentId agent;       // Whose device it is; none for others.
  ConnectionState state = ConnectionState::kNull;
  Moment since;          // When it got into `state`.
  Moment established;    // When it was answered; meaningful from kConnected on.
  Duration held{0};      // All finished holds.
  bool cleared = false;  // In kNull: the source said that it is over; otherwise it was inferred.

  bool operator==(const Connection&) const = default;
  JACKFIELD_FIELDS(device, agent, state, since, established, held, cleared)
};

enum class LegState : std::uint8_t {
  kWaiting = 0,
  kAnswered = 1,
  kLeft = 2,
  kLost = 3,   // Closed by reconciliation or the watchdog.
  kMoved = 4,  // Goes on as a leg of another call, and is counted there.
};

// One stay of the caller in a queue.
struct Leg {
  QueueId queue;
  std::string connection;  // Who waits.
  Moment entered;
  LegState state = LegState::kWaiting;
  DequeueCause cause = DequeueCause::kUnknown;  // Meaningful in kLeft.
  Moment left;                                  // When it was answered, left or lost.
  bool passed_threshold = false;                // Was counted as waited past T.
  AgentId agent;                                // Who answered.
  std::string agent_connection;
  std::optional<Moment> completed;  // When the agent's part was over.
  Duration talk{0};                 // As counted so far.
  Duration hold{0};
  bool completed_by_source = false;  // By a LegCompleted, which is the last word.
  bool transferred = false;
  // Of a stay that began by overflow: the queue in which the switch still has the caller, and when
  // they entered the first, by which they have their place.
  QueueId kept_in;
  std::optional<Moment> place;
  // The band of the wait that was to be expected at its beginning; both or none.
  std::optional<Duration> foretold_p50;
  std::optional<Duration> foretold_p90;

  // Whether it is what the switch calls a stay in `named`.
  bool IsIn(QueueId named) const { return queue == named || (kept_in && kept_in == named); }

  bool operator==(const Leg&) const = default;
  JACKFIELD_FIELDS(queue, connection, entered, state, cause, left, passed_threshold, agent,
                   agent_connection, completed, talk, hold, completed_by_source, transferred,
                   kept_in, place, foretold_p50, foretold_p90)
};

enum class OfferState : std::uint8_t {
  kRinging = 0,
  kAnswered = 1,  // By this agent.
  kNoAnswer = 2,
  kAnsweredElsewhere = 3,
  kCallerGone = 4,
  kCancelled = 5,
  kExpired = 6,  // Its deadline passed; the source never said how it ended.
  kLost = 7,     // Closed by reconciliation.
};

// One ring of one agent's device. Its pop identity is (call, agent, offer).
struct Offer {
  OfferId id;
  std::string first_call;  // Name of the call it began in: its own name for ever, calls may merge.
  AgentId agent;
  std::string connection;
  QueueId queue;             // None for a direct call.
  std::uint32_t number = 0;  // The n-th offer of this call, from 1.
  Moment started;
  OfferState state = OfferState::kRinging;
  Moment ended;         // Meaningful from kAnswered on.
  AgentId answered_by;  // The winner, where another agent took the call.
  bool no_answer_counted = false;
  bool desk_present = false;        // A desk of the agent was connected when it began.
  std::optional<WallTime> shown;    // When the desk painted it.
  PopMode pop_mode = PopMode::kOn;  // The agent's when it began; it stays so.

  bool popped() const { return pop_mode != PopMode::kOff; }

  bool operator==(const Offer&) const = default;
  JACKFIELD_FIELDS(id, first_call, agent, connection, queue, number, started, state, ended,
                   answered_by, no_answer_counted, desk_present, shown, pop_mode)
};

// An agent's own record of a call: outcome and note.
struct AfterCall {
  bool open = false;           // In wrap-up now.
  Moment began;                // Of the wrap-up.
  std::optional<Moment> done;  // Completed, or run out.
  bool completed = false;      // By a person: the outcome and the note are final.
  std::string disposition;
  PersonalText note;
  std::int64_t note_revision = 0;  // Of the last save that told one.

  bool operator==(const AfterCall&) const = default;
  JACKFIELD_FIELDS(open, began, done, completed, disposition, note, note_revision)
};

// One transfer of the call, for its record.
struct TransferRecord {
  TransferKind kind = TransferKind::kBlind;
  AgentId by;           // None: not an agent, or not known.
  PersonalText target;  // As dialled; may be empty.
  Moment at;

  bool operator==(const TransferRecord&) const = default;
  JACKFIELD_FIELDS(kind, by, target, at)
};

enum class Origin : std::uint8_t {
  kUnknown = 0,   // A stub: first seen in the middle.
  kSeen = 1,      // Seen from its beginning.
  kSnapshot = 2,  // Explained by a snapshot or a join.
};

enum class CallEnd : std::uint8_t {
  kNone = 0,         // Lives.
  kCleared = 1,      // As the source said.
  kLost = 2,         // A snapshot no longer had it, or the switch restarted.
  kSilent = 3,       // The watchdog.
  kTransferred = 4,  // It became part of `parent`.
};

struct Call {
  CallId id;
  std::string name;  // Wire name without `calls/`: 32 hexadecimal digits.
  SourceId source;
  std::string epoch;
  std::string switch_id;  // The source's id of the call.
  Origin origin = Origin::kUnknown;
  Direction direction = Direction::kUnknown;
  Caller caller;
  PersonalText dialled;
  std::vector<AttachedValue> attached;
  Moment began;
  Moment last_event;
  std::string parked_at;                          // Empty: not parked.
  std::map<std::string, Connection> connections;  // By the source's id.
  std::vector<Leg> legs;                          // In order of entry.
  std::vector<Offer> offers;  // In order of ringing; the oldest finished go beyond the limit.
  std::uint32_t offer_count = 0;
  std::map<AgentId, AfterCall> after;
  CallId parent;                 // The call that this one became part of.
  std::vector<CallId> children;  // Those that became part of this one.
  CallEnd end = CallEnd::kNone;
  Moment ended;
  std::string caller_connection;                        // The calling party's; empty: not known.
  std::set<std::pair<QueueId, RefusalCause>> refusals;  // Already counted.
  std::vector<TransferRecord> transfers;                // At most kTransfersPerCallMax.
  bool end_inferred = false;  // Nobody said that it ended: C4, the watchdog, or a snapshot.
  std::set<std::pair<TriggerCause, std::string>> triggered;  // Tickets it has made: why, in detail.
  CustomerId contact;              // Whose tickets know of the call; none: no customer's.
  std::set<CallbackId> callbacks;  // Those that it holds; of a live call.
  CallbackId callback;             // The one of whose attempt it is; none: of none.
  std::set<std::string> parties;   // By which State::calls_of_party knows it; of a live call.

  bool live() const { return end == CallEnd::kNone; }

  bool operator==(const Call&) const = default;
  JACKFIELD_FIELDS(id, name, source, epoch, switch_id, origin, direction, caller, dialled, attached,
                   began, last_event, parked_at, connections, legs, offers, offer_count, after,
                   parent, children, end, ended, caller_connection, refusals, transfers,
                   end_inferred, triggered, contact, callbacks, callback, parties)
};

}  // namespace jackfield::exchange
