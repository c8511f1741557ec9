#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "server/base/archive.h"
#include "server/base/time.h"
#include "server/exchange/caller.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/personal_text.h"

// What a telephone system reports, in the words of ECMA-269 (CSTA). Every source speaks this: the
// Asterisk translator, gRPC publishers, webhooks.
//
// Identifiers are the source's own, unique within (source, epoch):
//   call        a call. One call joins the caller, the queue and the agent; a consultation call is
//               a call of its own until it is transferred into another.
//   connection  a device's part in a call; a queue leg is known by the connection that waits.
//   device      a device pattern, e.g. "PJSIP/1001", "Local/2001@agents"; "/n" and "-xxxx" endings
//               are ignored.
//   queue       the source's name of the queue.
//
// Rules for whoever makes events:
//  E1. Any event may come late, twice, or never. The exchange ignores what changes nothing, and
//      terminal states are sticky.
//  E2. An event for a call never heard of makes a stub where something is live (Delivered,
//      Established, Held), and is counted and dropped where something ended.
//  E3. Texts of callers and agents are PersonalText in the clear; intake seals them.
namespace jackfield::exchange {

enum class Direction : std::uint8_t { kUnknown = 0, kInbound = 1, kOutbound = 2, kInternal = 3 };

// A call begins. `connection` and `device` are the calling party's; `device` is empty for a caller
// from outside. An agent's own device makes the agent busy. Upgrades a stub in place.
struct Originated {
  std::string call;
  Direction direction = Direction::kUnknown;
  Caller caller;
  PersonalText dialled;  // The number that was called, as dialled.
  std::string connection;
  std::string device;

  bool operator==(const Originated&) const = default;
  JACKFIELD_FIELDS(call, direction, caller, dialled, connection, device)
};

// A value that a dialplan, an IVR or a publisher attached to a call, e.g. an account number.
struct AttachedValue {
  std::string name;
  PersonalText value;

  bool operator==(const AttachedValue&) const = default;
  JACKFIELD_FIELDS(name, value)
};

// More, or better, is known about a call. A field that is absent or empty says nothing. A caller
// marked as withheld is withheld from this event on, whatever was known before or comes later.
struct CallInformation {
  std::string call;
  std::optional<Caller> caller;
  PersonalText dialled;
  std::vector<AttachedValue> attached;
  CustomerId attached_customer;        // Whose key one of `attached` is; filled in by intake.
  CustomerStanding attached_standing;  // Of `attached_customer`.

  bool operator==(const CallInformation&) const = default;
  JACKFIELD_FIELDS(call, caller, dialled, attached, attached_customer, attached_standing)
};

// A party of the call joins a queue and waits. Counted as offered, once for each stay: a join of a
// leg that is already waiting there changes nothing; after a Dequeued or an Established the same
// connection may join again.
struct Queued {
  std::string call;
  std::string leg;  // The connection that waits.
  std::string queue;

  bool operator==(const Queued&) const = default;
  JACKFIELD_FIELDS(call, leg, queue)
};

// Why a caller left a queue without being answered there.
enum class DequeueCause : std::uint8_t {
  kUnknown = 0,     // Counted as withdrawn, until a later Dequeued of the same leg says better.
  kAbandoned = 1,   // The caller hung up.
  kTimedOut = 2,    // The queue's time limit.
  kExitKey = 3,     // The caller pressed a key to leave.
  kExitEmpty = 4,   // No agents were left.
  kWithdrawn = 5,   // Taken out by an operator or a program.
  kUnseen = 6,      // Not known: around a loss of the link. The leg is lost.
  kOverflowed = 7,  // By the queue's own rule (OverflowRule). No source tells it.
};

// Whether it says no more than that the queue does not have the caller.
constexpr bool IsOpenCause(DequeueCause cause) {
  return cause == DequeueCause::kUnknown || cause == DequeueCause::kWithdrawn;
}

// A waiting leg is over, unanswered. A second one for the same stay refines kUnknown, and is
// ignored otherwise.
struct Dequeued {
  std::string call;
  std::string leg;
  std::string queue;
  DequeueCause cause = DequeueCause::kUnknown;

  bool operator==(const Dequeued&) const = default;
  JACKFIELD_FIELDS(call, leg, queue, cause)
};

enum class RefusalCause : std::uint8_t { kFull = 0, kEmpty = 1 };

// A queue did not take the caller in. Never counted as offered.
struct QueueRefused {
  std::string call;
  std::string queue;
  RefusalCause cause = RefusalCause::kFull;

  bool operator==(const QueueRefused&) const = default;
  JACKFIELD_FIELDS(call, queue, cause)
};

// A device rings for the call: an offer, if the device is an agent's. For a ring by a queue,
// `queue` and `leg` name the waiting leg, and `connection` is the member channel; a further ring
// for the same call at the same agent (a phone behind a member) opens no second offer.
struct Delivered {
  std::string call;
  std::string connection;
  std::string device;
  std::string queue;  // Empty for a direct call.
  std::string leg;

  bool operator==(const Delivered&) const = default;
  JACKFIELD_FIELDS(call, connection, device, queue, leg)
};

// A device answered. With `queue` and `leg`: the waiting leg is answered by this device.
struct Established {
  std::string call;
  std::string connection;
  std::string device;
  std::string queue;
  std::string leg;

  bool operator==(const Established&) const = default;
  JACKFIELD_FIELDS(call, connection, device, queue, leg)
};

// Why a ring ended without an answer.
enum class RingEnd : std::uint8_t {
  kUnknown = 0,
  kNoAnswer = 1,           // Rang out, busy or declined: the agent did not take the offer.
  kAnsweredElsewhere = 2,  // Another device took the call.
  kCallerGone = 3,         // The caller hung up or left the queue.
  kCancelled = 4,          // The source stopped the ring for another reason.
};

// A ring is over, unanswered. kNoAnswer with a queue counts one ring-no-answer for the agent, also
// when the connection ended just before by another cause; a second one counts nothing.
struct RingEnded {
  std::string call;
  std::string connection;
  RingEnd cause = RingEnd::kUnknown;

  bool operator==(const RingEnded&) const = default;
  JACKFIELD_FIELDS(call, connection, cause)
};

// The agent's part in an answered queue leg is over, by the source's own account: sets the leg's
// talk time. May come long before or after the connection clears, twice, or never.
struct LegCompleted {
  std::string call;  // Empty, as `leg`, when the source lost it: `queue` and `device` then find it.
  std::string leg;
  std::string queue;
  std::string device;
  bool by_transfer = false;  // The agent transferred the caller away.

  bool operator==(const LegCompleted&) const = default;
  JACKFIELD_FIELDS(call, leg, queue, device, by_transfer)
};

// `connection` put the other side on hold, or took it back.
struct Held {
  std::string call;
  std::string connection;

  bool operator==(const Held&) const = default;
  JACKFIELD_FIELDS(call, connection)
};
struct Retrieved {
  std::string call;
  std::string connection;

  bool operator==(const Retrieved&) const = default;
  JACKFIELD_FIELDS(call, connection)
};

// The call is parked at `place`, or taken from there.
struct Parked {
  std::string call;
  std::string place;

  bool operator==(const Parked&) const = default;
  JACKFIELD_FIELDS(call, place)
};
struct Unparked {
  std::string call;

  bool operator==(const Unparked&) const = default;
  JACKFIELD_FIELDS(call)
};

enum class TransferKind : std::uint8_t { kBlind = 0, kConsultation = 1 };

// A transfer. `call` goes on. Consultation: `consultation` names the second old call, whose
// connections become part of `call`; its log keeps a link to `call`.
struct Transferred {
  std::string call;
  TransferKind kind = TransferKind::kBlind;
  std::string by_connection;  // Who transferred. May be empty.
  std::string consultation;   // Empty for a blind transfer.
  PersonalText target;        // The number or extension that was dialled. May be empty.

  bool operator==(const Transferred&) const = default;
  JACKFIELD_FIELDS(call, kind, by_connection, consultation, target)
};

// Two calls become one conference. As a consultation transfer, but nobody leaves.
struct Conferenced {
  std::string call;
  std::string other;

  bool operator==(const Conferenced&) const = default;
  JACKFIELD_FIELDS(call, other)
};

// A waiting leg, with its place and its offers, goes over to another call or connection: an
// attended transfer into a queue.
struct LegMoved {
  std::string call;
  std::string leg;
  std::string queue;
  std::string to_call;
  std::string to_leg;

  bool operator==(const LegMoved&) const = default;
  JACKFIELD_FIELDS(call, leg, queue, to_call, to_leg)
};

// A party left the call.
struct ConnectionCleared {
  std::string call;
  std::string connection;

  bool operator==(const ConnectionCleared&) const = default;
  JACKFIELD_FIELDS(call, connection)
};

// The call is over. Final: whatever of it is still open ends now; a leg still waiting was
// abandoned.
struct CallCleared {
  std::string call;

  bool operator==(const CallCleared&) const = default;
  JACKFIELD_FIELDS(call)
};

// A device is a member of a queue. Also how a source reports its members at first.
struct MemberAdded {
  std::string queue;
  std::string device;
  bool paused = false;
  PersonalText pause_reason;

  bool operator==(const MemberAdded&) const = default;
  JACKFIELD_FIELDS(queue, device, paused, pause_reason)
};
struct MemberRemoved {
  std::string queue;
  std::string device;

  bool operator==(const MemberRemoved&) const = default;
  JACKFIELD_FIELDS(queue, device)
};

// A member was paused or made available in one queue. Equal to the present state it changes
// nothing.
struct MemberPaused {
  std::string queue;
  std::string device;
  bool paused = false;
  PersonalText reason;

  bool operator==(const MemberPaused&) const = default;
  JACKFIELD_FIELDS(queue, device, paused, reason)
};

// The source's own thresholds. Used unless the configuration sets them.
struct QueueParameters {
  std::string queue;
  Duration service_level_threshold{0};

  bool operator==(const QueueParameters&) const = default;
  JACKFIELD_FIELDS(queue, service_level_threshold)
};

// The link to the switch is ready. `epoch` changes when the switch restarted: calls of another
// epoch are closed as lost, and ids used again name other calls.
struct LinkUp {
  std::string epoch;  // Empty: the source cannot tell; the epoch stays.
  // What it can be told to do from now on, all of it. Absent: it does not say; as before.
  std::optional<std::set<CommandKind>> capabilities;

  bool operator==(const LinkUp&) const = default;
  JACKFIELD_FIELDS(epoch, capabilities)
};
struct LinkDown {
  bool said_all = false;  // The source ended the link itself, having said all: nothing is lost.

  bool operator==(const LinkDown&) const = default;
  JACKFIELD_FIELDS(said_all)
};

// What is live at the switch, all of it: what the exchange holds of this source beside it is closed
// as lost; what it did not know becomes a stub, or, where the snapshot says that it waits in a
// queue, a call offered there. Taken after each LinkUp, and again from time to time.
struct SnapshotConnection {
  std::string connection;
  std::string device;
  bool ringing = false;  // Otherwise it is connected.

  bool operator==(const SnapshotConnection&) const = default;
  JACKFIELD_FIELDS(connection, device, ringing)
};
struct SnapshotCall {
  std::string call;
  Caller caller;
  PersonalText dialled;
  std::vector<SnapshotConnection> connections;

  bool operator==(const SnapshotCall&) const = default;
  JACKFIELD_FIELDS(call, caller, dialled, connections)
};
struct SnapshotWaiting {
  std::string queue;
  std::string call;
  std::string leg;
  Duration waited{0};

  bool operator==(const SnapshotWaiting&) const = default;
  JACKFIELD_FIELDS(queue, call, leg, waited)
};
struct SwitchSnapshot {
  std::vector<SnapshotCall> calls;
  std::vector<SnapshotWaiting> waiting;
  std::vector<MemberAdded> members;
  std::vector<std::string> queues;  // Those whose members and waiting callers are listed.

  bool operator==(const SwitchSnapshot&) const = default;
  JACKFIELD_FIELDS(calls, waiting, members, queues)
};

// What became of a command that the source was given. It tells nothing of the source or of calls,
// and comes also from this server, in place of a source that is not there. The first one counts.
struct CommandResult {
  CommandId command;
  CommandOutcome outcome = CommandOutcome::kUnknown;
  std::string reason;  // UPPER_SNAKE_CASE, why it was refused or is not known; may be empty.

  bool operator==(const CommandResult&) const = default;
  JACKFIELD_FIELDS(command, outcome, reason)
};

// Grows at its end only (archive, R2).
using TelephonyEventBody =
    std::variant<Originated, CallInformation, Queued, Dequeued, QueueRefused, Delivered,
                 Established, RingEnded, LegCompleted, Held, Retrieved, Parked, Unparked,
                 Transferred, Conferenced, LegMoved, ConnectionCleared, CallCleared, MemberAdded,
                 MemberRemoved, MemberPaused, QueueParameters, LinkUp, LinkDown, SwitchSnapshot,
                 CommandResult>;

// One event of one source.
//
// Thread safety: immutable value.
struct TelephonyEvent {
  std::string source;            // Name of the configured source.
  std::string id;                // The source's id of the event; empty where it has none.
  std::optional<WallTime> time;  // When it happened, by the source's clock.
  TelephonyEventBody body;

  bool operator==(const TelephonyEvent&) const = default;
  JACKFIELD_FIELDS(source, id, time, body)
};

}  // namespace jackfield::exchange
