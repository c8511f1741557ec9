#include "server/http_api/connect_answer.h"

#include <string_view>

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

#include "jackfield/v1/error.pb.h"

#include "server/http_api/grpc_web_frames.h"
#include "server/http_api/json_codec.h"

namespace jackfield::http_api {
namespace {

// Ours stand for those of google.rpc: same fields and numbers.
constexpr std::string_view kStandard = "google.rpc.";
constexpr std::string_view kOurs = "jackfield.v1.";

struct Code {
  unsigned http_status;
  const char* name;
};

// The table of Connect, "Error codes".
Code CodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::CANCELLED:
      return {499, "canceled"};
    case grpc::StatusCode::INVALID_ARGUMENT:
      return {400, "invalid_argument"};
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return {504, "deadline_exceeded"};
    case grpc::StatusCode::NOT_FOUND:
      return {404, "not_found"};
    case grpc::StatusCode::ALREADY_EXISTS:
      return {409, "already_exists"};
    case grpc::StatusCode::PERMISSION_DENIED:
      return {403, "permission_denied"};
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return {429, "resource_exhausted"};
    case grpc::StatusCode::FAILED_PRECONDITION:
      return {400, "failed_precondition"};
    case grpc::StatusCode::ABORTED:
      return {409, "aborted"};
    case grpc::StatusCode::OUT_OF_RANGE:
      return {400, "out_of_range"};
    case grpc::StatusCode::UNIMPLEMENTED:
      return {501, "unimplemented"};
    case grpc::StatusCode::INTERNAL:
      return {500, "internal"};
    case grpc::StatusCode::UNAVAILABLE:
      return {503, "unavailable"};
    case grpc::StatusCode::DATA_LOSS:
      return {500, "data_loss"};
    case grpc::StatusCode::UNAUTHENTICATED:
      return {401, "unauthenticated"};
    case grpc::StatusCode::OK:
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::DO_NOT_USE:
      break;
  }
  return {500, "unknown"};
}

// As a string of JSON.
std::string Quoted(const std::string& text) {
  google::protobuf::StringValue value;
  value.set_value(text);
  std::string quoted;
  const bool written = google::protobuf::util::MessageToJsonString(value, &quoted).ok();
  return written ? quoted : "\"\"";
}

std::string DetailJson(const google::protobuf::Any& detail) {
  const std::string type = detail.type_url().substr(detail.type_url().rfind('/') + 1);
  std::string json =
      "{\"type\":" + Quoted(type) + ",\"value\":\"" + ToBase64(detail.value()) + "\"";
  if (type.starts_with(kStandard)) {
    const Result<std::string> readable =
        JsonFromBinary(std::string(kOurs) + type.substr(kStandard.size()), detail.value());
    if (readable) json += ",\"debug\":" + *readable;
  }
  return json + "}";
}

}  // namespace

ConnectError ToConnectError(const grpc::Status& status) {
  const Code code = CodeOf(status.error_code());
  std::string json = std::string("{\"code\":\"") + code.name + "\"";
  if (!status.error_message().empty()) json += ",\"message\":" + Quoted(status.error_message());
  v1::ErrorStatus inner;
  if (inner.ParseFromString(status.error_details()) && inner.details_size() > 0) {
    std::string details;
    for (const google::protobuf::Any& detail : inner.details()) {
      details += (details.empty() ? "" : ",") + DetailJson(detail);
    }
    json += ",\"details\":[" + details + "]";
  }
  return {code.http_status, json + "}"};
}

}  // namespace jackfield::http_api
