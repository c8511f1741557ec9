#pragma once

#include <cstddef>

#include "server/base/result.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::intake {

// What a source may hand in, in bytes and counts; each bound is included.
inline constexpr std::size_t kSourceBytesMax = 64;
inline constexpr std::size_t kEventIdBytesMax = 250;
inline constexpr std::size_t kIdBytesMax = 256;  // Of calls, connections, legs, devices, epochs.
inline constexpr std::size_t kQueueBytesMax = 128;
inline constexpr std::size_t kReasonBytesMax = 128;
inline constexpr std::size_t kTextBytesMax = 1'024;  // Numbers, reasons, places, attached values.
inline constexpr std::size_t kNameBytesMax = 4'096;  // Of a caller: cut to 128 code points later.
inline constexpr std::size_t kAttachedMax = 32;
inline constexpr std::size_t kAttachedNameBytesMax = 128;
inline constexpr std::size_t kSnapshotCallsMax = 20'000;
inline constexpr std::size_t kSnapshotWaitingMax = 20'000;
inline constexpr std::size_t kSnapshotMembersMax = 50'000;
inline constexpr std::size_t kSnapshotQueuesMax = 2'000;
inline constexpr std::size_t kSnapshotConnectionsMax = 128;  // Of one call.
inline constexpr Duration kServiceLevelThresholdMax{3'600'000};
// How far ahead of the server's clock the time of an event may be. Why: timers of a source run on
// what it tells, so that a year too much would end every call's watchdog at once. How long ago it
// may be has no limit: a past is replayed.
inline constexpr Duration kAheadMax{3'600'000};

// Whether `event` may be handed on. Identifiers must be UTF-8 without control characters; those
// that the event needs must not be empty. An event that a source translated from bytes of callers
// is refused as a whole: it cannot be known what else of it is forged.
//
// Errors: kInvalidArgument (EVENT_INVALID) with the first field that breaks a rule, in the names of
// jackfield.v1.CallEvent.
//
// Thread safety: pure function.
Status CheckEvent(const exchange::TelephonyEvent& event, WallTime now);

// Whether the event's time is more than kAheadMax after `now`.
//
// Thread safety: pure function.
bool IsAhead(const exchange::TelephonyEvent& event, WallTime now);

}  // namespace jackfield::intake
