#include "server/grpc_api/event_fields.h"

#include "server/base/control_characters.h"
#include "server/grpc_api/event_mapping.h"

namespace jackfield::grpc_api {

std::string EventFields::Id(const char* field, const std::string& value, Need need) {
  if (need == Need::kRequired && value.empty()) Refuse(field, "must be set");
  if (value.size() > kEventIdBytesMax) Refuse(field, "must have at most 256 characters");
  if (HasControl(value)) Refuse(field, "must have no control characters");
  return value;
}

exchange::PersonalText EventFields::Text(const char* field, const std::string& value,
                                         std::size_t bytes_max) {
  if (value.size() > bytes_max) {
    Refuse(field, "must have at most " + std::to_string(bytes_max) + " bytes");
  }
  return exchange::PersonalText(value);
}

void EventFields::Refuse(const char* field, std::string rule) {
  if (ok_) ok_ = FailField("EVENT_INVALID", PathOf(field), std::move(rule));
}

std::string EventFields::PathOf(const char* field) const {
  std::string path;
  for (const auto& [name, index] : parts_) {
    path += name;
    if (index >= 0) path += "[" + std::to_string(index) + "]";
    path += ".";
  }
  return path + field;
}

}  // namespace jackfield::grpc_api
