#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "jackfield/v1/explanation.pb.h"

#include "server/base/time.h"
#include "server/ports/call_trace.h"

// What a trace says, in English. All are pure functions, and none has anything of the caller's.
namespace jackfield::grpc_api {

// Whether the step is about an event that a device rings.
bool IsRing(const TraceStep& step);

// "It rang at a device", by the event's place in exchange::TelephonyEventBody.
std::string_view WordsOfEvent(std::uint8_t event);

// "the call is over"; empty for kNone.
std::string_view WordsOf(exchange::IgnoreCause cause);

// "the agent answered"
std::string_view WordsOf(exchange::OfferState state);

// A sentence about the caller: how it was matched, or why not.
std::string WordsOf(const TracedCaller& caller);

// A sentence about the step.
std::string WordsOf(const TraceStep& step);

// Why nothing popped, as far as it is because of the ring itself.
std::string_view WordsOf(v1::NoPopReason reason);

// "0.3 s", "2 min 5 s".
std::string WordsOf(Duration span);

}  // namespace jackfield::grpc_api
