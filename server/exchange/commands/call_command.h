#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/moment.h"
#include "server/exchange/personal_text.h"
#include "server/exchange/routing/work.h"

// What a telephony source can be told to do. Ids of calls and connections are the source's own.
// Plain data; the rules are in command_rules.h.
namespace jackfield::exchange {

// In the order of the contract (CallCommandKind).
enum class CommandKind : std::uint8_t {
  kAnswer = 1,
  kHold = 2,
  kRetrieve = 3,
  kClear = 4,
  kTransfer = 5,
  kConsult = 6,
  kCompleteTransfer = 7,
  kConference = 8,
  kDecline = 9,
  kDial = 10,
  kPauseMember = 11,
  kSnapshot = 12,
  kRoute = 13,
  kAddMember = 14,
  kRemoveMember = 15,
  kCancelConsult = 16,
  kDivert = 17,
};

struct AnswerCall {
  std::string call;
  std::string connection;  // That rings.
  bool operator==(const AnswerCall&) const = default;
  JACKFIELD_FIELDS(call, connection)
};
struct HoldCall {
  std::string call;
  std::string connection;  // That is to hold.
  bool operator==(const HoldCall&) const = default;
  JACKFIELD_FIELDS(call, connection)
};
struct RetrieveCall {
  std::string call;
  std::string connection;  // That holds.
  bool operator==(const RetrieveCall&) const = default;
  JACKFIELD_FIELDS(call, connection)
};
struct ClearCall {
  std::string call;
  std::string connection;  // Empty: the whole call.
  bool operator==(const ClearCall&) const = default;
  JACKFIELD_FIELDS(call, connection)
};
struct TransferCall {
  std::string call;
  std::string connection;  // That transfers, and leaves.
  PersonalText target;     // Number or extension.
  bool operator==(const TransferCall&) const = default;
  JACKFIELD_FIELDS(call, connection, target)
};
struct ConsultCall {
  std::string call;  // That is held.
  std::string connection;
  PersonalText target;
  bool operator==(const ConsultCall&) const = default;
  JACKFIELD_FIELDS(call, connection, target)
};
struct CompleteTransfer {
  std::string call;          // That is held, and goes on.
  std::string consultation;  // The same where the switch keeps both in one call.
  bool operator==(const CompleteTransfer&) const = default;
  JACKFIELD_FIELDS(call, consultation)
};
struct JoinConference {
  std::string call;
  std::string consultation;  // As in CompleteTransfer.
  bool operator==(const JoinConference&) const = default;
  JACKFIELD_FIELDS(call, consultation)
};
struct DeclineCall {
  std::string call;
  std::string connection;  // That rings.
  bool operator==(const DeclineCall&) const = default;
  JACKFIELD_FIELDS(call, connection)
};
struct DialNumber {
  std::string device;  // That calls.
  PersonalText number;
  bool operator==(const DialNumber&) const = default;
  JACKFIELD_FIELDS(device, number)
};
struct PauseQueueMember {
  std::string queue;  // The source's name. Empty: all queues of the device.
  std::string device;
  bool paused = false;
  std::string reason;
  bool operator==(const PauseQueueMember&) const = default;
  JACKFIELD_FIELDS(queue, device, paused, reason)
};
struct TakeSnapshot {
  bool operator==(const TakeSnapshot&) const = default;
  JACKFIELD_FIELDS()
};
// Connects a waiting caller with the first of these devices that answers.
struct RouteCall {
  std::string call;
  std::string leg;  // The connection that waits.
  std::vector<std::string> devices;
  bool operator==(const RouteCall&) const = default;
  JACKFIELD_FIELDS(call, leg, devices)
};
struct AddQueueMember {
  std::string queue;
  std::string device;
  bool paused = false;
  bool operator==(const AddQueueMember&) const = default;
  JACKFIELD_FIELDS(queue, device, paused)
};
struct RemoveQueueMember {
  std::string queue;
  std::string device;
  bool operator==(const RemoveQueueMember&) const = default;
  JACKFIELD_FIELDS(queue, device)
};
// Ends a consultation, and takes the held party back.
struct CancelConsult {
  std::string call;        // That is held.
  std::string connection;  // That consults.
  bool operator==(const CancelConsult&) const = default;
  JACKFIELD_FIELDS(call, connection)
};

// Sends a waiting caller elsewhere: to a mailbox, an announcement, another site.
struct DivertCall {
  std::string call;
  std::string leg;      // The connection that waits.
  PersonalText target;  // Number or extension.
  bool operator==(const DivertCall&) const = default;
  JACKFIELD_FIELDS(call, leg, target)
};

// Grows at its end only (archive, R2).
using CallCommandBody = std::variant<AnswerCall, HoldCall, RetrieveCall, ClearCall, TransferCall,
                                     ConsultCall, CompleteTransfer, JoinConference, DeclineCall,
                                     DialNumber, PauseQueueMember, TakeSnapshot, RouteCall,
                                     AddQueueMember, RemoveQueueMember, CancelConsult, DivertCall>;

// Thread safety: pure function.
CommandKind KindOf(const CallCommandBody& body);

// The personal texts of a command, for who seals or opens them. Valid as long as `body` keeps its
// alternative. Thread safety: pure function.
std::vector<PersonalText*> TextsOf(CallCommandBody& body);

constexpr std::size_t kDialTargetMax = 64;  // Characters.

// Whether `target`, in the clear, may be dialled or transferred to: 1 to kDialTargetMax digits, `*`
// and `#`, with one `+` in front if at all. The API asks before it seals what a person typed, for
// the exchange cannot look into sealed texts; an adapter asks again when it has opened them. What
// is in the clear is also checked by the exchange.
// Errors: kInvalidArgument (DIAL_TARGET_INVALID) with `field`.
//
// Thread safety: pure function.
Status CheckDialTarget(std::string_view target, const std::string& field);

// One command to one source.
struct CallCommand {
  CommandId id;
  SourceId source;
  AgentId agent;  // Whose desk asked, or for whom the routing acts; may be none.
  Moment issued;
  Instant deadline{};  // Not to be carried out later; its outcome is unknown then.
  CallCommandBody body;
  ReservationId reserved;            // For kRoute: what its refusal ends; otherwise none.
  std::optional<WorkKey> diverts;    // For kDivert: the caller, who waits on where it is not done.
  std::uint32_t reserved_count = 1;  // So many in a row, from `reserved` on (ring all).

  bool operator==(const CallCommand&) const = default;
  JACKFIELD_FIELDS(id, source, agent, issued, deadline, body, reserved, diverts, reserved_count)
};

// What became of a command. In the order of the contract (CallCommandResult.Outcome).
enum class CommandOutcome : std::uint8_t {
  kAccepted = 1,  // That it happened is told by events.
  kRefused = 2,   // Nothing changed.
  kUnknown = 3,   // It may or may not have been done. Never tried again: events tell.
};

}  // namespace jackfield::exchange
