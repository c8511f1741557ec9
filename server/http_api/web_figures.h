#pragma once

#include <string_view>

// The names of the web port's figures, with their meaning.
namespace jackfield::http_api::figures {

// Calls that were carried to services: form=grpc_web, connect_json or connect_proto.
inline constexpr std::string_view kWebCallsTotal = "jackfield_web_calls_total";
// Streams of answers that ended: by=client, who went; by=slow, who did not read; by=stop, as the
// port closed; or by=server, by its service.
inline constexpr std::string_view kWebStreamsEndedTotal = "jackfield_web_streams_ended_total";
// Requests that reached no service and no file: reason=ORIGIN_NOT_ALLOWED, HTTP_INVALID and so on.
inline constexpr std::string_view kWebRefusedTotal = "jackfield_web_refused_total";

// Connections of the port that are open; those that a limit refused, and those that the system did
// not let be accepted, since the start.
inline constexpr std::string_view kWebConnections = "jackfield_web_connections";
inline constexpr std::string_view kWebConnectionsRefused = "jackfield_web_connections_refused";
inline constexpr std::string_view kWebAcceptFailures = "jackfield_web_accept_failures";

}  // namespace jackfield::http_api::figures
