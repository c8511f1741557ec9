#include "server/http_api/connect_answer.h"

#include <string_view>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "jackfield/v1/error.pb.h"

#include "server/http_api/grpc_web_frames.h"
#include "server/http_api/json_codec.h"

namespace jackfield::http_api {
namespace {

using google::protobuf::Struct;

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

void AddText(Struct& object, const char* name, const std::string& text) {
  (*object.mutable_fields())[name].set_string_value(text);
}

void AddDetail(const google::protobuf::Any& detail, google::protobuf::ListValue& details) {
  const std::string type = detail.type_url().substr(detail.type_url().rfind('/') + 1);
  Struct& added = *details.add_values()->mutable_struct_value();
  AddText(added, "type", type);
  AddText(added, "value", ToBase64(detail.value()));
  if (!type.starts_with(kStandard)) return;
  const Result<std::string> readable =
      JsonFromBinary(std::string(kOurs) + type.substr(kStandard.size()), detail.value());
  if (!readable) return;
  Struct& debug = *(*added.mutable_fields())["debug"].mutable_struct_value();
  if (!google::protobuf::util::JsonStringToMessage(*readable, &debug).ok()) debug.Clear();
}

}  // namespace

ConnectError ToConnectError(const grpc::Status& status) {
  const Code code = CodeOf(status.error_code());
  Struct error;
  AddText(error, "code", code.name);
  if (!status.error_message().empty()) AddText(error, "message", status.error_message());
  v1::ErrorStatus inner;
  if (inner.ParseFromString(status.error_details()) && inner.details_size() > 0) {
    auto& details = *(*error.mutable_fields())["details"].mutable_list_value();
    for (const google::protobuf::Any& detail : inner.details()) AddDetail(detail, details);
  }
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(error, &json).ok()) json = "{}";
  return {code.http_status, json};
}

}  // namespace jackfield::http_api
