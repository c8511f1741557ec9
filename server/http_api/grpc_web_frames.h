#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/result.h"

// The frames of gRPC-Web (github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md): one byte of flags,
// four of length, big-endian, then the message; at the end of a response one frame with trailers.
namespace jackfield::http_api {

// Names in lower case, with values as they stand in the text; binary ones (`-bin`) in base64.
using HeaderList = std::vector<std::pair<std::string, std::string>>;

// The message of a request, which is exactly one frame: streams of requests are not carried.
// Errors: kInvalidArgument (FRAME_INVALID).
//
// Thread safety: pure function; the view is into `body`.
Result<std::string_view> ReadRequestFrame(std::string_view body);

// The frame around `message`.
//
// Thread safety: pure function.
std::string MessageFrame(std::string_view message);

// The frame with the trailers. Values hold no CR and no LF: gRPC has seen to that.
//
// Thread safety: pure function.
std::string TrailersFrame(const HeaderList& trailers);

// `grpc-message` as it is written: bytes beyond 0x20–0x7E, and `%`, as %XX.
//
// Thread safety: pure function.
std::string PercentEncoded(std::string_view text);

// RFC 4648, section 4, without `=` at the end. Reading takes it with and without; nullopt: it is
// neither.
//
// Thread safety: pure functions.
std::string ToBase64(std::string_view bytes);
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace jackfield::http_api
