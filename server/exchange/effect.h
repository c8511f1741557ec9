#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/alert.h"
#include "server/exchange/call.h"
#include "server/exchange/callbacks/callback.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/routing/work.h"
#include "server/exchange/tickets/ticket.h"

// What an input has changed, for those who store and show it. Facts that must not be missed are
// values (an offer opened, an offer closed); the rest names what to look at again, and may be
// coalesced: read the object from Exchange::state() after the batch.
namespace jackfield::exchange {

struct OfferOpened {
  AgentId agent;
  CallId call;
  OfferId offer;
  bool operator==(const OfferOpened&) const = default;
};
// The caller of an open offer is known better, or is now withheld.
struct OfferUpdated {
  AgentId agent;
  CallId call;
  OfferId offer;
  bool operator==(const OfferUpdated&) const = default;
};
struct OfferClosed {
  AgentId agent;
  CallId call;
  OfferId offer;
  OfferState state = OfferState::kCancelled;
  AgentId answered_by;  // Who took the call, if anybody did.
  bool popped = true;   // It was for the desk to show (O5).
  bool operator==(const OfferClosed&) const = default;
};
// The call's record has changed: its row in the log, and what the desks of its agents show.
struct CallChanged {
  CallId call;
  bool operator==(const CallChanged&) const = default;
};
// The call is over; its record has changed, too.
struct CallEnded {
  CallId call;
  CallEnd end = CallEnd::kCleared;
  bool operator==(const CallEnded&) const = default;
};
struct AgentChanged {
  AgentId agent;
  bool operator==(const AgentChanged&) const = default;
};
// Waiting callers, members or counters of a queue.
struct QueueChanged {
  QueueId queue;
  bool operator==(const QueueChanged&) const = default;
};
struct QueueCounted {
  QueueId queue;
  WallTime interval{};
  bool operator==(const QueueCounted&) const = default;
};
struct AgentCounted {
  AgentId agent;
  WallTime interval{};
  QueueId queue;
  bool operator==(const AgentCounted&) const = default;
};
struct SourceChanged {
  SourceId source;
  bool operator==(const SourceChanged&) const = default;
};
// Why an event changed nothing. Stored in traces: values never change their meaning.
enum class IgnoreCause : std::uint8_t {
  kNone = 0,
  kCallUnknown = 1,
  kCallOver = 2,
  kCallMerged = 3,         // The call goes on as another one, which has not ended.
  kRangAlready = 4,        // The same ring again.
  kAgentRingsAlready = 5,  // A second phone of an agent at whom the call rings (O1).
  kConnectionOver = 6,     // C3.
  kConnectionUnknown = 7,
  kConnectionElsewhere = 8,  // Not in the state that the event ends.
  kLegNotWaiting = 9,
  kLegWaitsAlready = 10,  // L2.
  kNoAnsweredLeg = 11,
  kRefusalKnown = 12,
  kCommandNotOpen = 13,  // The outcome of no command that is open, or of another source's.
  kLegIsRouted = 14,     // W10.
};

// An alert was raised, acknowledged or cleared: as it is now.
struct AlertChanged {
  Alert alert;
  bool operator==(const AlertChanged&) const = default;
};
// The call waits in the queue no more.
struct WaitEnded {
  QueueId queue;
  CallId call;
  bool operator==(const WaitEnded&) const = default;
};
// An agent was reserved for an item of work.
struct ReservationOpened {
  Reservation reservation;
  bool operator==(const ReservationOpened&) const = default;
};
struct ReservationEnded {
  AgentId agent;
  ReservationId reservation;
  WorkKey work;  // As it is called now: the call may have become part of another one.
  ReservationEnd end = ReservationEnd::kNone;
  bool operator==(const ReservationEnded&) const = default;
};
// The item of work has changed, waits no more, or is new.
struct WorkChanged {
  WorkKey work;
  bool operator==(const WorkChanged&) const = default;
};
// A command is to be sent to its source, once, when this step is committed.
struct CommandIssued {
  CallCommand command;
  bool operator==(const CommandIssued&) const = default;
};
// What became of a command: for the agent who asked for it, if any.
struct CommandEnded {
  CommandId command;
  AgentId agent;
  CommandOutcome outcome = CommandOutcome::kUnknown;
  std::string reason;  // UPPER_SNAKE_CASE; empty: none was told.
  CommandKind kind = CommandKind::kAnswer;
  bool operator==(const CommandEnded&) const = default;
};
// What the agent is told of their work, and has not seen yet (Agent::notices).
struct NoticesChanged {
  AgentId agent;
  bool operator==(const NoticesChanged&) const = default;
};
// A rule of the queue sent the caller elsewhere, or (to a number) told the switch to.
struct CallOverflowed {
  CallId call;
  QueueId from;
  OverflowRule rule;
  bool operator==(const CallOverflowed&) const = default;
};
// What wait was to be expected when the caller came to the queue.
struct WaitForetold {
  CallId call;
  QueueId queue;
  Duration p50{0};
  Duration p90{0};
  bool operator==(const WaitForetold&) const = default;
};
// Something that an operator may ask about. Changes nothing.
struct Noted {
  enum class Kind : std::uint8_t {
    kUnmappedDevice = 0,  // A ring at a device of no agent; `text` is the device.
    kStub = 1,            // A call was first seen in the middle.
    kIgnored = 2,         // An event changed nothing; `cause` says why.
    kLimit = 3,           // A limit was reached; `text` names it.
  };
  Kind kind = Kind::kIgnored;
  SourceId source;
  std::string text;
  IgnoreCause cause = IgnoreCause::kNone;
  bool operator==(const Noted&) const = default;
};

using Effect = std::variant<OfferOpened, OfferUpdated, OfferClosed, CallChanged, AgentChanged,
                            QueueChanged, QueueCounted, AgentCounted, SourceChanged, Noted,
                            CallEnded, AlertChanged, WaitEnded, ReservationOpened, ReservationEnded,
                            WorkChanged, TicketNoted, TicketChanged, CommandIssued, CommandEnded,
                            NoticesChanged, CallOverflowed, CallbackChanged, WaitForetold>;
using Effects = std::vector<Effect>;

}  // namespace jackfield::exchange
