#pragma once

#include <string>

#include "server/base/result.h"
#include "server/exchange/telephony_event.h"
#include "server/security/principal.h"

namespace jackfield::v1 {
class CallEvent;
}  // namespace jackfield::v1

namespace jackfield::grpc_api {

// The source that `principal` publishes for when it names `source` (`sources/{source}`, or empty:
// the one of its token).
// Errors: kInvalidArgument (EVENT_INVALID) for `source`; kPermissionDenied (SOURCE_NOT_ALLOWED).
//
// Thread safety: pure function.
Result<std::string> SourceOf(const security::Principal& principal, const std::string& source);

// The event, which stands in a field `event`, as intake takes it. Errors: as SourceOf() and
// FromProto().
//
// Thread safety: pure function.
Result<exchange::TelephonyEvent> PublishedEvent(const security::Principal& principal,
                                                const v1::CallEvent& event);

}  // namespace jackfield::grpc_api
