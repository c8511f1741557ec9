#include "agent-client/connection/rpc_error.h"

#include "jackfield/v1/error.pb.h"

namespace jackfield::client {
namespace {

ErrorCode CodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
      return ErrorCode::kInvalidArgument;
    case grpc::StatusCode::NOT_FOUND:
      return ErrorCode::kNotFound;
    case grpc::StatusCode::ALREADY_EXISTS:
      return ErrorCode::kAlreadyExists;
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::UNIMPLEMENTED:
      return ErrorCode::kFailedPrecondition;
    case grpc::StatusCode::ABORTED:
      return ErrorCode::kAborted;
    case grpc::StatusCode::UNAUTHENTICATED:
      return ErrorCode::kUnauthenticated;
    case grpc::StatusCode::PERMISSION_DENIED:
      return ErrorCode::kPermissionDenied;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return ErrorCode::kResourceExhausted;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return ErrorCode::kDeadlineExceeded;
    case grpc::StatusCode::DATA_LOSS:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
      return ErrorCode::kDataLoss;
    case grpc::StatusCode::OK:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DO_NOT_USE:
      return ErrorCode::kUnavailable;
  }
  return ErrorCode::kUnavailable;
}

// The details carry google.rpc type URLs; the messages of error.proto have the same wire form.
template <typename Message>
bool Unpack(const google::protobuf::Any& detail, const char* name, Message* message) {
  return detail.type_url().ends_with(name) && message->ParseFromString(detail.value());
}

}  // namespace

Error ToError(const grpc::Status& status) {
  Error error{CodeOf(status.error_code()), status.error_message()};
  v1::ErrorStatus details;
  if (!details.ParseFromString(status.error_details())) return error;
  for (const google::protobuf::Any& detail : details.details()) {
    if (v1::ErrorInfo info; Unpack(detail, "google.rpc.ErrorInfo", &info)) {
      error.reason = info.reason();
    }
    v1::BadRequest bad;
    if (!Unpack(detail, "google.rpc.BadRequest", &bad)) continue;
    for (const v1::FieldViolation& violation : bad.field_violations()) {
      error.fields.push_back({violation.field(), violation.description()});
    }
  }
  return error;
}

std::string Describe(const Error& error) {
  std::string text = error.reason.empty() ? error.message : error.reason + ": " + error.message;
  for (const FieldViolation& violation : error.fields) {
    const std::string one = violation.field + ": " + violation.rule;
    if (text.find(one) == std::string::npos) text += "\n  " + one;
  }
  return text;
}

}  // namespace jackfield::client
