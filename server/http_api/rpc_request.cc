#include "server/http_api/rpc_request.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <absl/strings/ascii.h>

#include "server/http_api/session_cookie.h"
#include "server/ports/bridge_metadata.h"

namespace jackfield::http_api {
namespace {

// What is for the browser, for the connection or for this bridge. In order.
constexpr std::array<std::string_view, 17> kNotForServices = {"accept",
                                                              "authorization",
                                                              "connect-protocol-version",
                                                              "connect-timeout-ms",
                                                              "connection",
                                                              "content-encoding",
                                                              "content-length",
                                                              "content-type",
                                                              "cookie",
                                                              "expect",
                                                              "host",
                                                              "keep-alive",
                                                              "origin",
                                                              "referer",
                                                              "te",
                                                              "transfer-encoding",
                                                              "user-agent"};
constexpr std::array<std::string_view, 8> kPrefixesNotForServices = {
    "accept-", "forwarded", "grpc-", kPeerMetadata, "proxy-", "sec-", "x-forwarded-", "x-grpc-"};

constexpr std::int64_t kTimeOutMax = std::int64_t{1} << 40;

bool IsForServices(std::string_view name) {
  if (std::binary_search(kNotForServices.begin(), kNotForServices.end(), name)) return false;
  return std::none_of(kPrefixesNotForServices.begin(), kPrefixesNotForServices.end(),
                      [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// What gRPC takes in names; it aborts the process over others. HTTP allows more. "-bin" alone would
// be binary for us and text for gRPC: a name begins with a letter or a digit.
bool IsMetadataName(std::string_view name) {
  return !name.starts_with('-') && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

// What gRPC takes in values that are not binary; it aborts the process over others.
bool IsPrintable(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<std::int64_t> ParseCount(std::string_view digits) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  return whole && count >= 0 && count <= kTimeOutMax ? std::optional(count) : std::nullopt;
}

// "30S", "250m": gRPC over HTTP/2, "Timeout". Less than a millisecond counts as none.
std::optional<Duration> ParseGrpcTimeout(std::string_view text) {
  if (text.size() < 2 || text.size() > 9) return std::nullopt;
  const std::optional<std::int64_t> count = ParseCount(text.substr(0, text.size() - 1));
  if (!count) return std::nullopt;
  switch (text.back()) {
    case 'H':
      return Duration{*count * 3'600'000};
    case 'M':
      return Duration{*count * 60'000};
    case 'S':
      return Duration{*count * 1'000};
    case 'm':
      return Duration{*count};
    case 'u':
      return Duration{*count / 1'000};
    case 'n':
      return Duration{*count / 1'000'000};
    default:
      return std::nullopt;
  }
}

Result<std::optional<Duration>> ReadTimeOut(const HttpRequest& request, RpcForm form) {
  const bool grpc = form == RpcForm::kGrpcWeb;
  const char* const name = grpc ? "grpc-timeout" : "connect-timeout-ms";
  const auto found = request.find(name);
  if (found == request.end()) return std::nullopt;
  const std::string_view text = View(found->value());
  if (grpc) {
    if (const std::optional<Duration> time_out = ParseGrpcTimeout(text)) return time_out;
    return FailField("HEADER_INVALID", name, "must be digits and a unit, e.g. 30S or 500m");
  }
  if (const std::optional<std::int64_t> ms = ParseCount(text)) return Duration{*ms};
  return FailField("HEADER_INVALID", name, "must be milliseconds, e.g. 30000");
}

Result<std::string> ReadValue(const std::string& name, std::string_view text) {
  if (name.ends_with("-bin")) {
    if (std::optional<std::string> bytes = FromBase64(text)) return *std::move(bytes);
    return FailField("HEADER_INVALID", name, "must be base64");
  }
  if (IsPrintable(text)) return std::string(text);
  return FailField("HEADER_INVALID", name, "must be printable ASCII; name it -bin for others");
}

Result<HeaderList> ReadMetadata(const HttpRequest& request) {
  HeaderList metadata;
  for (const auto& field : request) {
    const auto written = field.name_string();
    std::string name = absl::AsciiStrToLower({written.data(), written.size()});
    if (!IsForServices(name)) continue;
    if (!IsMetadataName(name)) {
      return FailField("HEADER_INVALID", name,
                       "must have a name of a-z, 0-9, -, _ and . only, not - first");
    }
    Result<std::string> value = ReadValue(name, View(field.value()));
    if (!value) return Fail(value);
    metadata.emplace_back(std::move(name), *std::move(value));
  }
  namespace http = boost::beast::http;
  switch (CredentialOf(request)) {
    case Credential::kNone:
      break;
    case Credential::kAuthorization: {
      Result<std::string> value =
          ReadValue("authorization", View(request[http::field::authorization]));
      if (!value) return Fail(value);
      metadata.emplace_back("authorization", *std::move(value));
      break;
    }
    case Credential::kCookie:
      metadata.emplace_back(
          "authorization",
          "Bearer " + std::string(SessionSecret(View(request[http::field::cookie]))));
      break;
  }
  return metadata;
}

}  // namespace

Credential CredentialOf(const boost::beast::http::fields& header) {
  namespace http = boost::beast::http;
  if (!header[http::field::authorization].empty()) return Credential::kAuthorization;
  return SessionSecret(View(header[http::field::cookie])).empty() ? Credential::kNone
                                                                  : Credential::kCookie;
}

Result<RpcForm> FormOf(std::string_view content_type) {
  const std::size_t end = std::min(content_type.find_first_of("; \t"), content_type.size());
  const std::string type = absl::AsciiStrToLower({content_type.data(), end});
  if (type == "application/grpc-web+proto" || type == "application/grpc-web") {
    return RpcForm::kGrpcWeb;
  }
  if (type == "application/json") return RpcForm::kConnectJson;
  if (type == "application/proto") return RpcForm::kConnectProto;
  return FailField("CONTENT_TYPE_UNKNOWN", "content-type",
                   "must be application/json, application/proto or application/grpc-web+proto");
}

Result<RpcRequest> ReadRpcRequest(const HttpRequest& request) {
  namespace http = boost::beast::http;
  const Result<RpcForm> form = FormOf(View(request[http::field::content_type]));
  if (!form) return Fail(form);
  const std::string_view encoding = View(request[http::field::content_encoding]);
  if (!encoding.empty() && encoding != "identity") {
    return FailField("ENCODING_UNKNOWN", "content-encoding",
                     "must be identity: nothing is inflated");
  }
  const Result<std::optional<Duration>> time_out = ReadTimeOut(request, *form);
  if (!time_out) return Fail(time_out);
  Result<HeaderList> metadata = ReadMetadata(request);
  if (!metadata) return Fail(metadata);
  std::string_view message = request.body();
  if (*form == RpcForm::kGrpcWeb) {
    const Result<std::string_view> framed = ReadRequestFrame(message);
    if (!framed) return Fail(framed);
    message = *framed;
  }
  return RpcRequest{.method = std::string(View(request.target())),
                    .form = *form,
                    .time_out = *time_out,
                    .metadata = *std::move(metadata),
                    .message = std::string(message)};
}

}  // namespace jackfield::http_api
