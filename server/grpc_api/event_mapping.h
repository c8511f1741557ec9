#pragma once

#include "server/base/result.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::v1 {
class CallEvent;
}  // namespace jackfield::v1

namespace jackfield::grpc_api {

inline constexpr std::size_t kEventIdBytesMax = 256;  // Of calls, connections, devices, queues.
inline constexpr std::size_t kSourceEventIdBytesMax = 128;
inline constexpr std::size_t kNumberBytesMax = 64;
inline constexpr std::size_t kCallerNameBytesMax = 512;  // 128 characters.
inline constexpr int kAttachedPerEventMax = 16;

// What a publisher says, in the words of the exchange; texts of persons in the clear. `source` is
// not set.
// Errors: kInvalidArgument (EVENT_INVALID) with the field at fault; empty: the event says nothing.
//
// Thread safety: pure function.
Result<exchange::TelephonyEvent> FromProto(const v1::CallEvent& event);

}  // namespace jackfield::grpc_api
