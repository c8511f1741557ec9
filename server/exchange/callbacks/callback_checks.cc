#include "server/exchange/callbacks/callback_checks.h"

#include <string>

#include "server/exchange/calendar/business_time.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/callbacks/callback_work.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_checks.h"

namespace jackfield::exchange {
namespace {

Status CheckOrigin(CallbackOrigin origin) {
  switch (origin) {
    case CallbackOrigin::kQueue:
    case CallbackOrigin::kMissedCall:
    case CallbackOrigin::kPromise:
    case CallbackOrigin::kList:
      return {};
  }
  return FailField("ORIGIN_UNKNOWN", "origin",
                   "must be queue, missed call, promise or list; choose one");
}

Status CheckRange(const char* reason, const char* field, std::uint32_t value,
                  std::uint32_t value_max) {
  if (value <= value_max) return {};
  return FailField(reason, field, "must be at most " + std::to_string(value_max));
}

Status CheckOptionalName(const char* field, const std::string& name) {
  if (name.empty() || CheckInteraction(field, name)) return {};
  return FailField("NAME_INVALID", field, "must be a name of 32 hexadecimal digits");
}

Status CheckWaitStart(const Step& step, const CreateCallback& command) {
  if (!command.wait_start) return {};
  const WallTime now = TicketMoment(step).wall;
  if (*command.wait_start <= now && *command.wait_start >= now - kCallbackWaitMax) return {};
  return FailField("WAIT_START_RANGE", "wait_start",
                   "must not be in the future, nor more than 31 days ago");
}

Status CheckTexts(const CreateCallback& command) {
  if (command.number.empty()) {
    return FailField("NUMBER_REQUIRED", "number", "must not be empty; say whom to call");
  }
  if (command.list.size() > kCallbackListNameBytesMax) {
    return FailField("TEXT_TOO_LONG", "list", "must have at most 256 bytes; shorten it");
  }
  const Status number = CheckText("number", command.number, kCallbackNumberBytesMax);
  return number ? CheckText("note", command.note, kCallbackNoteBytesMax) : number;
}

std::string NumberOf(CallbackId id) { return std::to_string(id.value); }

}  // namespace

Result<Callback> NewCallback(const Step& step, const CreateCallback& command) {
  for (const Status& each :
       {CheckTexts(command), CheckOrigin(command.origin),
        CheckRange("VALUE_TIER_RANGE", "value_tier", command.value_tier, kValueTierMax),
        CheckRange("CALLING_CODE_RANGE", "calling_code", command.calling_code, kCallingCodeMax),
        CheckOptionalName("call", command.call), CheckOptionalName("ticket", command.ticket),
        CheckWaitStart(step, command), CheckAhead(step, "earliest", command.earliest)}) {
    if (!each) return Fail(each);
  }
  const Result<QueueId> queue = QueueFor(step, command.queue);
  if (!queue) return Fail(queue);
  const Result<AgentId> preferred = PreferredOf(step, command.preferred);
  if (!preferred) return Fail(preferred);
  Callback made{.number = command.number,
                .number_key = command.number_key,
                .calling_code = command.calling_code,
                .customer = command.customer,
                .value_tier = command.value_tier,
                .queue = *queue,
                .origin = command.origin,
                .note = command.note,
                .list = command.list,
                .call = command.call,
                .ticket = command.ticket,
                .preferred = *preferred,
                .earliest = command.earliest,
                .open_complaint = command.open_complaint};
  if (command.wait_start) made.since = MomentAt(step, *command.wait_start);
  return made;
}

Status CheckRoom(const Step& step, const Callback& made) {
  if (const CallbackId twin = TwinOf(step.state, made)) {
    return Fail(ErrorCode::kAlreadyExists, "CALLBACK_EXISTS",
                "callback " + NumberOf(twin) + " of this number waits in the queue already");
  }
  if (!HasRoomForCallback(step)) {
    return Fail(ErrorCode::kResourceExhausted, "CALLBACKS_FULL",
                "there are " + std::to_string(kCallbacksMax) + " callbacks; take some back first");
  }
  if (CallbacksOf(step.state, PartyOf(made)).size() < kCallbacksPerPartyMax) return {};
  return Fail(ErrorCode::kResourceExhausted, "CALLBACKS_OF_PARTY_FULL",
              "this person has " + std::to_string(kCallbacksPerPartyMax) +
                  " callbacks already; take some back first");
}

Result<Callback*> LiveCallback(Step& step, CallbackId id) {
  Callback* callback = FindCallback(step, id);
  if (callback == nullptr) {
    return Fail(ErrorCode::kNotFound, "CALLBACK_NOT_FOUND",
                "no callback " + NumberOf(id) + " is live, or was lately");
  }
  if (callback->live()) return callback;
  return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_OVER",
              "callback " + NumberOf(id) + " is over; create another");
}

Result<Callback*> LeasedCallback(Step& step, CallbackId id, const std::string& login) {
  const Result<Callback*> found = LiveCallback(step, id);
  if (!found) return found;
  const auto until = (*found)->lease_until;
  const bool lapsed = until && *until <= TicketMoment(step).wall;  // B7.
  if ((*found)->state != CallbackState::kInProgress || lapsed) {
    return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_NOT_IN_PROGRESS",
                "nobody has callback " + NumberOf(id) + "; take it first");
  }
  if (const Status own = CheckNotOfAnother(step, **found, login); !own) return Fail(own);
  return found;
}

Status CheckNotOfAnother(const Step& step, const Callback& callback, const std::string& login) {
  const bool free = callback.state != CallbackState::kInProgress;
  if (free || LoginOf(step, callback.agent) == login) return {};
  return Fail(ErrorCode::kPermissionDenied, "CALLBACK_OF_ANOTHER_AGENT",
              "agent \"" + LoginOf(step, callback.agent) + "\" has it");
}

Result<AgentId> PreferredOf(const Step& step, const std::string& login) {
  return login.empty() ? AgentId{} : AgentFor(step, login);
}

Status CheckFree(const Step& step, const Callback& callback) {
  if (callback.state != CallbackState::kInProgress) return {};
  return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_IN_PROGRESS",
              "agent \"" + LoginOf(step, callback.agent) + "\" has it");
}

Status CheckNotDialled(const Callback& callback) {
  if (callback.attempts.back().call.empty()) return {};
  return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_DIALLED",
              "the customer was called; tell how it ended");
}

Status CheckDue(const Step& step, const Callback& callback) {
  const WallTime now = TicketMoment(step).wall;
  const std::optional<WallTime> chance = NextChance(step.state, callback, now);
  if (chance && *chance <= now) return {};
  return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_NOT_DUE",
              "its time has not come, or these are not the customer's hours");
}

Status CheckHours(const Step& step, const Callback& callback) {
  if (IsOpen(CallingHoursOf(step.state, callback), TicketMoment(step).wall)) return {};
  return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_NOT_DUE",
              "these are not the customer's hours; return it");
}

Status CheckAhead(const Step& step, const char* field, const std::optional<WallTime>& time) {
  if (!time || *time <= TicketMoment(step).wall + kCallbackAheadMax) return {};
  return FailField("EARLIEST_TIME_RANGE", field, "must be at most 366 days away");
}

Status CheckOutcome(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::kReached:
    case AttemptOutcome::kNoAnswer:
    case AttemptOutcome::kBusy:
    case AttemptOutcome::kNotThem:
    case AttemptOutcome::kWrongNumber:
    case AttemptOutcome::kFailed:
    case AttemptOutcome::kLater:
      return {};
    case AttemptOutcome::kNone:
      break;
  }
  return FailField("OUTCOME_UNKNOWN", "outcome",
                   "must say how it ended: reached, no answer, busy, …; choose one");
}

Status CheckWish(const Step& step, const Callback& callback, const CompleteAttempt& command) {
  constexpr const char* kField = "next_attempt";
  if (command.outcome != AttemptOutcome::kLater) return {};
  if (!command.next_attempt) {
    return FailField("TIME_REQUIRED", kField, "must be set with this outcome; ask them when");
  }
  const WallTime at = *command.next_attempt;
  if (at <= TicketMoment(step).wall) {
    return FailField("TIME_OVER", kField, "must be in the future; choose a later one");
  }
  if (!IsOpen(CallingHoursOf(step.state, callback), at)) {
    return FailField("TIME_CLOSED", kField,
                     "must be within the customer's hours; choose a time when they may be called");
  }
  if (callback.attempts.size() >= kCallbackAttemptsMax) {  // B5.
    return FailField("TIME_EXPIRED", kField,
                     "must not be set after the last of " + std::to_string(kCallbackAttemptsMax) +
                         " attempts; tell another outcome, and create another callback");
  }
  if (at < ExpiryOf(step.state, callback)) return {};
  return FailField("TIME_EXPIRED", kField,
                   "must be before the callback is given up; choose an earlier one, or create "
                   "another callback");
}

Status CheckNotDialling(const Callback& callback) {
  if (!callback.attempts.back().commanded) return {};
  return Fail(ErrorCode::kFailedPrecondition, "CALLBACK_DIALLED_ALREADY",
              "the telephone system was told to call them, and has not said what came of it; look "
              "at your phone, or wait a minute");
}

}  // namespace jackfield::exchange
