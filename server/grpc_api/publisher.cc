#include "server/grpc_api/publisher.h"

#include <utility>

#include "jackfield/v1/call_event.pb.h"

#include "server/grpc_api/event_mapping.h"
#include "server/grpc_api/resource_names.h"

namespace jackfield::grpc_api {

Result<std::string> SourceOf(const security::Principal& principal, const std::string& source) {
  Result<std::string> asked = OptionalIdOf("source", "sources", source);
  if (!asked) {
    Error error = asked.error();
    error.reason = "EVENT_INVALID";
    return tl::unexpected<Error>(std::move(error));
  }
  std::string name = asked->empty() ? principal.source : *std::move(asked);
  if (!principal.MayPublishFor(name)) {
    return Fail(ErrorCode::kPermissionDenied, "SOURCE_NOT_ALLOWED",
                principal.name() + " may not publish for the source " + name);
  }
  return name;
}

Result<exchange::TelephonyEvent> PublishedEvent(const security::Principal& principal,
                                                const v1::CallEvent& event) {
  Result<std::string> source = SourceOf(principal, event.source());
  if (!source) return FailWithin("event", source);
  Result<exchange::TelephonyEvent> mapped = FromProto(event);
  if (!mapped) return FailWithin("event", mapped);
  mapped->source = *std::move(source);
  return mapped;
}

}  // namespace jackfield::grpc_api
