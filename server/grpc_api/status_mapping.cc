#include "server/grpc_api/status_mapping.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "jackfield/v1/error.pb.h"

#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr Duration kUnavailableDelay{1'000};
constexpr Duration kExhaustedDelay{500};
constexpr std::size_t kMessageBytesMax = 1'024;
constexpr std::string_view kTypePrefix = "type.googleapis.com/google.rpc.";

grpc::StatusCode CodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case ErrorCode::kAlreadyExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case ErrorCode::kFailedPrecondition:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case ErrorCode::kAborted:
      return grpc::StatusCode::ABORTED;
    case ErrorCode::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    case ErrorCode::kPermissionDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case ErrorCode::kResourceExhausted:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case ErrorCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case ErrorCode::kDeadlineExceeded:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case ErrorCode::kDataLoss:
      return grpc::StatusCode::DATA_LOSS;
  }
  return grpc::StatusCode::INTERNAL;
}

// What is said where the inner part gave no reason.
std::string_view UsualReason(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "FIELD_INVALID";
    case ErrorCode::kNotFound:
      return "CALL_NOT_FOUND";
    case ErrorCode::kAlreadyExists:
      return "EXTERNAL_ID_TAKEN";
    case ErrorCode::kFailedPrecondition:
      return "CALL_NOT_OFFERED_TO_AGENT";
    case ErrorCode::kAborted:
      return "ETAG_MISMATCH";
    case ErrorCode::kUnauthenticated:
      return "CREDENTIALS_INVALID";
    case ErrorCode::kPermissionDenied:
      return "ROLE_NOT_ALLOWED";
    case ErrorCode::kResourceExhausted:
      return "STORE_BUSY";
    case ErrorCode::kUnavailable:
      return "STORE_UNAVAILABLE";
    case ErrorCode::kDeadlineExceeded:
      return "STORE_UNAVAILABLE";
    case ErrorCode::kDataLoss:
      return "STORE_DAMAGED";
  }
  return "STORE_UNAVAILABLE";
}

struct InnerReason {
  std::string_view inner;
  ErrorCode code;
  std::string_view wire;
};
constexpr auto kInnerReasons = std::to_array<InnerReason>({
    {"MAILBOX_FULL", ErrorCode::kResourceExhausted, "INTAKE_FULL"},
    {"SHUTTING_DOWN", ErrorCode::kUnavailable, "SERVER_STOPPING"},
    {"CALL_OF_ANOTHER_AGENT", ErrorCode::kFailedPrecondition, "CALL_NOT_OFFERED_TO_AGENT"},
    {"CALL_OVER", ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE"},
    {"CALL_NOT_RINGING", ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE"},
    {"CALL_NOT_CONNECTED", ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE"},
    {"CALL_NOT_HELD", ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE"},
    {"CONSULTATION_ELSEWHERE", ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE"},
    {"DEVICE_NOT_FOUND", ErrorCode::kFailedPrecondition, "COMMAND_NOT_POSSIBLE"},
});

Duration RetryDelay(ErrorCode code) {
  if (code == ErrorCode::kUnavailable) return kUnavailableDelay;
  if (code == ErrorCode::kResourceExhausted) return kExhaustedDelay;
  return Duration{0};
}

template <typename Message>
void AddDetail(v1::ErrorStatus& status, std::string_view type, const Message& message) {
  google::protobuf::Any& any = *status.add_details();
  any.set_type_url(std::string(kTypePrefix) + std::string(type));
  message.SerializeToString(any.mutable_value());
}

template <typename Message>
void AddViolations(const Error& error, Message& message) {
  for (const FieldViolation& violation : error.fields) {
    if (message.field_violations_size() == kFieldViolationsMax) return;
    v1::FieldViolation& added = *message.add_field_violations();
    added.set_field(violation.field);
    added.set_description(violation.rule);
  }
}

}  // namespace

Error WireError(const Error& error) {
  Error wire = error;
  const auto* const found =
      std::find_if(kInnerReasons.begin(), kInnerReasons.end(),
                   [&error](const InnerReason& reason) { return reason.inner == error.reason; });
  if (found != kInnerReasons.end()) {
    wire.code = found->code;
    wire.reason = found->wire;
  }
  if (wire.reason.empty()) wire.reason = UsualReason(wire.code);
  if (wire.message.size() > kMessageBytesMax) wire.message.resize(kMessageBytesMax);
  return wire;
}

grpc::Status ToGrpcStatus(const Error& error, Duration retry_delay) {
  const Error wire = WireError(error);
  const grpc::StatusCode code = CodeOf(wire.code);
  v1::ErrorStatus status;
  status.set_code(static_cast<int>(code));
  status.set_message(wire.message);
  v1::ErrorInfo info;
  info.set_reason(wire.reason);
  info.set_domain("jackfield");
  AddDetail(status, "ErrorInfo", info);
  if (!wire.fields.empty()) {
    v1::BadRequest bad;
    AddViolations(wire, bad);
    AddDetail(status, "BadRequest", bad);
  }
  const Duration delay = retry_delay > Duration{0} ? retry_delay : RetryDelay(wire.code);
  if (delay > Duration{0}) {
    v1::RetryInfo retry;
    *retry.mutable_retry_delay() = ToProto(delay);
    AddDetail(status, "RetryInfo", retry);
  }
  return {code, wire.message, status.SerializeAsString()};
}

grpc::Status ToGrpcStatus(const Status& status) {
  return status ? grpc::Status::OK : ToGrpcStatus(status.error());
}

v1::Rejection ToRejection(const Error& error) {
  const Error wire = WireError(error);
  v1::Rejection rejection;
  rejection.set_code(static_cast<int>(CodeOf(wire.code)));
  rejection.set_reason(wire.reason);
  rejection.set_message(wire.message);
  AddViolations(wire, rejection);
  const Duration delay = RetryDelay(wire.code);
  if (delay > Duration{0}) *rejection.mutable_retry_delay() = ToProto(delay);
  return rejection;
}

}  // namespace jackfield::grpc_api
