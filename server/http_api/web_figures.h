#pragma once

#include <string_view>

// The names of the web port's figures, with their meaning.
namespace jackfield::http_api::figures {

// Calls that were carried to services: form=grpc_web, connect_json or connect_proto.
inline constexpr std::string_view kWebCallsTotal = "jackfield_web_calls_total";
// Streams of answers that ended: by=client, who went or did not read, or by=server.
inline constexpr std::string_view kWebStreamsEndedTotal = "jackfield_web_streams_ended_total";
// Requests that reached no service and no file: reason=ORIGIN_NOT_ALLOWED, HTTP_INVALID and so on.
inline constexpr std::string_view kWebRefusedTotal = "jackfield_web_refused_total";

}  // namespace jackfield::http_api::figures
