#include "server/grpc_api/request_log.h"

#include <optional>

#include <google/protobuf/message.h>

namespace jackfield::grpc_api {
namespace {

// An id counts for one method.
std::string KeyOf(const UnaryCallPtr& call, const std::string& request_id) {
  return std::string(call->method()) + ":" + request_id;
}

}  // namespace

bool RequestLog::Repeats(const UnaryCallPtr& call, const std::string& request_id,
                         google::protobuf::Message& response) {
  const Result<bool> kept = Recall(call, request_id, response);
  if (!kept) {
    call->Finish(Fail(kept));
  } else if (*kept) {
    call->Finish({});
  }
  return !kept || *kept;
}

Result<bool> RequestLog::Recall(const UnaryCallPtr& call, const std::string& request_id,
                                google::protobuf::Message& response) {
  if (request_id.empty()) return false;
  if (request_id.size() > kIdBytesMax) {
    return FailField("FIELD_INVALID", "request_id", "must have at most 64 characters");
  }
  const Result<std::optional<std::string>> kept =
      requests_.Find(call->principal().name(), KeyOf(call, request_id));
  if (!kept) return Fail(kept);
  return kept->has_value() && response.ParseFromString(**kept);
}

Status RequestLog::Keep(const UnaryCallPtr& call, const std::string& request_id,
                        const google::protobuf::Message& response) {
  if (request_id.empty()) return {};
  return requests_.Save(call->principal().name(), KeyOf(call, request_id),
                        response.SerializeAsString());
}

}  // namespace jackfield::grpc_api
