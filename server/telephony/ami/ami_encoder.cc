#include "server/telephony/ami/ami_encoder.h"

#include "server/base/control_characters.h"

namespace jackfield::ami {
namespace {

Status AppendLine(std::string& action, const AmiHeader& header) {
  if (HasControl(header.value)) {
    return Fail(ErrorCode::kInvalidArgument,
                "control character in AMI header " + std::string(header.key));
  }
  constexpr std::size_t kColonAndSpace = 2;
  if (header.key.size() + kColonAndSpace + header.value.size() > kActionLineBytesMax) {
    return Fail(ErrorCode::kInvalidArgument, "AMI header too long: " + std::string(header.key));
  }
  action.append(header.key).append(": ").append(header.value).append("\r\n");
  return {};
}

}  // namespace

Result<std::string> EncodeAction(std::string_view action, std::string_view action_id,
                                 std::initializer_list<AmiHeader> headers) {
  if (headers.size() > kActionHeadersMax) {
    return Fail(ErrorCode::kInvalidArgument, "too many headers in AMI action");
  }
  std::string bytes;
  if (Status added = AppendLine(bytes, {"Action", action}); !added) return Fail(added);
  if (Status added = AppendLine(bytes, {"ActionID", action_id}); !added) return Fail(added);
  for (const AmiHeader& header : headers) {
    if (Status added = AppendLine(bytes, header); !added) return Fail(added);
  }
  bytes.append("\r\n");
  return bytes;
}

Result<std::string> EncodeLogin(const AmiLogin& login, std::string_view action_id) {
  return EncodeAction("Login", action_id,
                      {{"Username", login.username}, {"Secret", login.secret}, {"Events", "on"}});
}

Result<std::string> EncodeFilter(std::string_view filter, std::string_view action_id) {
  return EncodeAction("Filter", action_id, {{"Operation", "Add"}, {"Filter", filter}});
}

Result<std::string> EncodePing(std::string_view action_id) {
  return EncodeAction("Ping", action_id);
}

Result<std::string> EncodeCoreShowChannels(std::string_view action_id) {
  return EncodeAction("CoreShowChannels", action_id);
}

Result<std::string> EncodeStatus(std::string_view action_id) {
  return EncodeAction("Status", action_id);
}

Result<std::string> EncodeQueueStatus(std::string_view action_id) {
  return EncodeAction("QueueStatus", action_id);
}

Result<std::string> EncodeQueueSummary(std::string_view action_id) {
  return EncodeAction("QueueSummary", action_id);
}

Result<std::string> EncodeListCommands(std::string_view action_id) {
  return EncodeAction("ListCommands", action_id);
}

Result<std::string> EncodeLogoff(std::string_view action_id) {
  return EncodeAction("Logoff", action_id);
}

}  // namespace jackfield::ami
