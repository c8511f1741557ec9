#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/caller.h"
#include "server/exchange/personal_text.h"
#include "server/exchange/pop_mode.h"

// What people ask for at their desks. Each names the agent it is for by login; `actor` is who asked
// (the agent, or a supervisor). Errors are answered at once and change nothing.
namespace jackfield::exchange {

// States an agent may be put into from a desk.
enum class AgentWish : std::uint8_t { kReady = 0, kNotReady = 1, kLoggedOff = 2 };

// A desk of the agent is connected. A newer desk replaces the older one.
struct DeskOpened {
  std::string agent;
  std::string desk;  // Random id of the desk's session.

  bool operator==(const DeskOpened&) const = default;
  JACKFIELD_FIELDS(agent, desk)
};
// The desk is gone. After the grace period the agent becomes Not Ready "connection lost".
struct DeskClosed {
  std::string agent;
  std::string desk;

  bool operator==(const DeskClosed&) const = default;
  JACKFIELD_FIELDS(agent, desk)
};

// Takes effect at once, or, while the agent is busy, as the pending state.
// Not Ready may be without a reason.
// Errors: kNotFound (AGENT_NOT_FOUND).
struct SetAgentState {
  std::string agent;
  AgentWish wish = AgentWish::kReady;
  std::string reason;
  std::string actor;

  bool operator==(const SetAgentState&) const = default;
  JACKFIELD_FIELDS(agent, wish, reason, actor)
};

// The pop of this offer was painted. Twice changes nothing.
// Errors: kNotFound (OFFER_NOT_FOUND) when the offer is not, or no longer, known.
struct PopShown {
  std::string agent;
  OfferId offer;
  WallTime painted{};

  bool operator==(const PopShown&) const = default;
  JACKFIELD_FIELDS(agent, offer, painted)
};

// Saves a note to the agent's part of a call, while it lasts or in wrap-up. One whose revision is
// not higher than that of the kept one changes nothing.
// Errors: kNotFound (WRAP_UP_NOT_FOUND) without a part in the call, kFailedPrecondition
// (WRAP_UP_CLOSED) when it was completed, or the call is forgotten.
struct SaveNote {
  std::string agent;
  CallId call;
  PersonalText note;
  std::int64_t revision = 0;  // 1 or more; 0: not told, it counts as new.

  bool operator==(const SaveNote&) const = default;
  JACKFIELD_FIELDS(agent, call, note, revision)
};

// Ends the wrap-up of a call with its outcome. May come before the call ends: there is then no
// wrap-up time. The same again changes nothing; another outcome is refused.
// Errors: as SaveNote; kInvalidArgument (DISPOSITION_UNKNOWN).
struct CompleteWrapUp {
  std::string agent;
  CallId call;
  std::string disposition;
  PersonalText note;  // Empty: the saved one stays.

  bool operator==(const CompleteWrapUp&) const = default;
  JACKFIELD_FIELDS(agent, call, disposition, note)
};

// Gives the wrap-up of a call more time.
// Errors: kNotFound (WRAP_UP_NOT_FOUND), kFailedPrecondition (WRAP_UP_CLOSED) when the agent is not
// in it, (WRAP_UP_EXTENSIONS_USED); kInvalidArgument (WRAP_UP_EXTENSION_RANGE).
struct ExtendWrapUp {
  std::string agent;
  CallId call;
  Duration by{0};                                                       // Above 0, at most 1 h.
  std::uint32_t times_max = std::numeric_limits<std::uint32_t>::max();  // For one wrap-up.

  bool operator==(const ExtendWrapUp&) const = default;
  JACKFIELD_FIELDS(agent, call, by, times_max)
};

// Says who the caller is: one of the candidates, any customer, or (0) none of them.
// Errors: as SaveNote.
struct ChooseCaller {
  std::string agent;
  CallId call;
  CustomerId customer;
  CustomerStanding standing;  // Of `customer`.

  bool operator==(const ChooseCaller&) const = default;
  JACKFIELD_FIELDS(agent, call, customer, standing)
};

// Takes offers off the agent's missed list; all of them when `offers` is empty.
struct AcknowledgeMissed {
  std::string agent;
  std::vector<OfferId> offers;

  bool operator==(const AcknowledgeMissed&) const = default;
  JACKFIELD_FIELDS(agent, offers)
};

// Sets what the desk shows of rings, from the next ring on (O5). The same again changes nothing.
// Errors: kNotFound (AGENT_NOT_FOUND).
struct SetPopMode {
  std::string agent;
  PopMode mode = PopMode::kOn;

  bool operator==(const SetPopMode&) const = default;
  JACKFIELD_FIELDS(agent, mode)
};

// Says that `actor` takes care of an alert. Only the first one counts: again changes nothing.
// Errors: kNotFound (ALERT_NOT_FOUND) when no alert of that id is raised.
struct AcknowledgeAlert {
  AlertId alert;
  std::string actor;  // Login.

  bool operator==(const AcknowledgeAlert&) const = default;
  JACKFIELD_FIELDS(alert, actor)
};

// What an agent asks to be done with a call at the switch. OK says that the command was issued;
// what became of it is told by CommandEnded, and what happened by events. The exchange finds the
// source, and the agent's own connection in the call. Errors of each: kNotFound (AGENT_NOT_FOUND,
// CALL_NOT_FOUND); kPermissionDenied (CALL_OF_ANOTHER_AGENT); kFailedPrecondition (CALL_OVER), or
// what is said below; those of CheckCommand() (commands/command_rules.h).

// Answers the call that rings. Errors: kFailedPrecondition (CALL_NOT_RINGING).
struct AnswerRing {
  std::string agent;
  CallId call;

  bool operator==(const AnswerRing&) const = default;
  JACKFIELD_FIELDS(agent, call)
};
// Refuses the call that rings. Errors: kFailedPrecondition (CALL_NOT_RINGING).
struct DeclineRing {
  std::string agent;
  CallId call;

  bool operator==(const DeclineRing&) const = default;
  JACKFIELD_FIELDS(agent, call)
};
// Errors: kFailedPrecondition (CALL_NOT_CONNECTED).
struct HoldConnection {
  std::string agent;
  CallId call;

  bool operator==(const HoldConnection&) const = default;
  JACKFIELD_FIELDS(agent, call)
};
// Errors: kFailedPrecondition (CALL_NOT_HELD).
struct RetrieveConnection {
  std::string agent;
  CallId call;

  bool operator==(const RetrieveConnection&) const = default;
  JACKFIELD_FIELDS(agent, call)
};
// Takes the agent out of the call. Errors: kFailedPrecondition (CALL_NOT_CONNECTED) when the agent
// is neither talking nor holding.
struct HangUp {
  std::string agent;
  CallId call;

  bool operator==(const HangUp&) const = default;
  JACKFIELD_FIELDS(agent, call)
};
// Errors: kFailedPrecondition (CALL_NOT_CONNECTED) when the agent is neither talking nor holding;
// those of CheckDialTarget() for a target in the clear, or none.
struct TransferBlind {
  std::string agent;
  CallId call;
  PersonalText target;

  bool operator==(const TransferBlind&) const = default;
  JACKFIELD_FIELDS(agent, call, target)
};
// Calls `target` and holds the call. Errors: kFailedPrecondition (CALL_NOT_CONNECTED) when the
// agent does not talk in it; those of CheckDialTarget() for a target in the clear, or none.
struct Consult {
  std::string agent;
  CallId call;
  PersonalText target;

  bool operator==(const Consult&) const = default;
  JACKFIELD_FIELDS(agent, call, target)
};
// Connects the held party with the consulted one. Errors: kFailedPrecondition (CALL_NOT_CONNECTED)
// when the agent has left either call, (CONSULTATION_ELSEWHERE) when they are of two sources.
struct CompleteConsultation {
  std::string agent;
  CallId call;          // That is held, and goes on.
  CallId consultation;  // None, or the same: the switch keeps both in one call.

  bool operator==(const CompleteConsultation&) const = default;
  JACKFIELD_FIELDS(agent, call, consultation)
};
// Joins all three. Errors: as CompleteConsultation.
struct Conference {
  std::string agent;
  CallId call;
  CallId consultation;

  bool operator==(const Conference&) const = default;
  JACKFIELD_FIELDS(agent, call, consultation)
};
// Ends the consultation, and takes the held party back. Errors: kFailedPrecondition
// (CALL_NOT_CONNECTED) when the agent is neither talking nor holding.
struct CancelConsultation {
  std::string agent;
  CallId call;  // That is held.

  bool operator==(const CancelConsultation&) const = default;
  JACKFIELD_FIELDS(agent, call)
};
// Calls `number` from a device of the agent. Whether the agent may call it is decided before. Where
// it is that of a callback that the agent has, the call is its attempt's.
// Errors: kNotFound (DEVICE_NOT_FOUND) when the agent has no device, or not this one; those of
// CheckDialTarget() for a number in the clear, or none; kFailedPrecondition (CALLBACK_NOT_DUE) for
// that of a callback outside the customer's hours, (CALLBACK_DIALLED_ALREADY) where it was asked
// for just before and no call came of it yet.
struct Dial {
  std::string agent;
  std::string device;  // As it was declared. Empty: the first that can.
  PersonalText number;
  std::string number_key = {};  // What finds the number (CallerMemory::KeyOf); may be empty.

  bool operator==(const Dial&) const = default;
  JACKFIELD_FIELDS(agent, device, number, number_key)
};

// Takes notices off the agent's list; all of them when `notices` is empty. Again changes nothing.
// Errors: kNotFound (AGENT_NOT_FOUND).
struct AcknowledgeNotices {
  std::string agent;
  std::vector<NoticeId> notices;

  bool operator==(const AcknowledgeNotices&) const = default;
  JACKFIELD_FIELDS(agent, notices)
};

// Says what a customer is to the routing from now on: what waits of theirs follows. The same again
// changes nothing.
struct UpdateStanding {
  CustomerId customer;
  CustomerStanding standing;

  bool operator==(const UpdateStanding&) const = default;
  JACKFIELD_FIELDS(customer, standing)
};

// Grows at its end only (archive, R2).
using DeskCommand =
    std::variant<DeskOpened, DeskClosed, SetAgentState, PopShown, SaveNote, CompleteWrapUp,
                 ExtendWrapUp, ChooseCaller, AcknowledgeMissed, SetPopMode, AcknowledgeAlert,
                 AnswerRing, DeclineRing, HoldConnection, RetrieveConnection, HangUp, TransferBlind,
                 Consult, CompleteConsultation, Conference, CancelConsultation, Dial,
                 AcknowledgeNotices, UpdateStanding>;

}  // namespace jackfield::exchange
