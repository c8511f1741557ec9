#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/http_api/grpc_web_frames.h"
#include "server/http_api/http_message.h"

namespace jackfield::http_api {

// How a call and its answer are written.
enum class RpcForm {
  kGrpcWeb,       // gRPC-Web, binary: unary calls and streams of answers.
  kConnectJson,   // Connect, unary, JSON.
  kConnectProto,  // Connect, unary, binary.
};

// A call as it stands in a request, free of its form.
struct RpcRequest {
  std::string method;  // "/jackfield.v1.DeskService/GetDesk"
  RpcForm form = RpcForm::kGrpcWeb;
  std::optional<Duration> time_out;  // 0: it is over already.
  HeaderList metadata;               // For the service; binary values as they are.
  std::string message;               // As written: JSON, or binary.
};

// Where the secret of a call's session or token comes from.
enum class Credential {
  kNone,
  kAuthorization,  // `authorization`, whatever is in it: it comes before a cookie.
  kCookie,
};

// Thread safety: pure function.
Credential CredentialOf(const boost::beast::http::fields& header);

// The form that a content type states. Errors: kInvalidArgument (CONTENT_TYPE_UNKNOWN), which is
// 415 of HTTP.
//
// Thread safety: pure function.
Result<RpcForm> FormOf(std::string_view content_type);

// Reads a call from a request that has a body. What a browser, a proxy or the protocols themselves
// put into the header does not reach the service; everything else does, as metadata. The secret of
// a session comes from `authorization`, else from the cookie.
// Errors: kInvalidArgument (CONTENT_TYPE_UNKNOWN, ENCODING_UNKNOWN, FRAME_INVALID, HEADER_INVALID).
//
// Thread safety: pure function.
Result<RpcRequest> ReadRpcRequest(const HttpRequest& request);

}  // namespace jackfield::http_api
