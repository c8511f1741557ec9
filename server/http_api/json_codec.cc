#include "server/http_api/json_codec.h"

#include <algorithm>
#include <memory>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

namespace jackfield::http_api {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;

constexpr std::size_t kRuleBytesMax = 200;
constexpr int kDepthMax = 32;
constexpr std::string_view kContract = "/jackfield.v1.";
constexpr std::string_view kNoSuchField = "Cannot find field.";

// nullptr: no such message is linked.
std::unique_ptr<Message> NewMessage(std::string_view type) {
  const auto* const descriptor =
      DescriptorPool::generated_pool()->FindMessageTypeByName(std::string(type));
  if (descriptor == nullptr) return nullptr;
  const Message* const prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor);
  return std::unique_ptr<Message>(prototype->New());
}

// Protobuf says "(event.queued) queue: Cannot find field.", "(event): invalid value 5", or, of text
// that is no JSON, what it expected, with a picture of the place on further lines.
FieldViolation ViolationOf(std::string_view text) {
  text = text.substr(0, std::min(text.find('\n'), text.size()));
  std::string field;
  const std::size_t closed = text.find(')');
  if (text.starts_with('(') && closed != std::string_view::npos) {
    field = text.substr(1, closed - 1);
    text.remove_prefix(closed + 1);
  }
  const std::size_t colon = text.find(": ");
  const std::string_view name = text.substr(0, colon == std::string_view::npos ? 0 : colon);
  const bool names_field = name.find(' ', 1) == std::string_view::npos;
  if (colon != std::string_view::npos && names_field) {
    const std::string_view bare = name.starts_with(' ') ? name.substr(1) : name;
    if (!field.empty() && !bare.empty()) field += '.';
    field += bare;
    text.remove_prefix(colon + 2);
  }
  if (field.empty())
    return {"body",
            "must be the JSON of the request: " + std::string(text.substr(0, kRuleBytesMax))};
  if (text == kNoSuchField) return {field, "is not a field of this message; is it misspelt?"};
  return {field, std::string(text.substr(0, kRuleBytesMax))};
}

// Whether objects and lists stand deeper in each other than kDepthMax; quotes are told apart from
// what is quoted, nothing else is checked.
bool IsTooDeep(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size() && depth <= kDepthMax; ++i) {
    const char c = json[i];
    if (c == '"') quoted = !quoted;
    if (quoted && c == '\\') ++i;
    if (quoted) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  }
  return depth > kDepthMax;
}

}  // namespace

Result<MethodTypes> FindMethod(std::string_view method) {
  const std::size_t slash = method.rfind('/');
  if (method.starts_with(kContract) && slash > kContract.size()) {
    std::string name(method.substr(1));
    name[slash - 1] = '.';
    const auto* const found = DescriptorPool::generated_pool()->FindMethodByName(name);
    if (found != nullptr && found->service()->full_name().size() == slash - 1) {
      return MethodTypes{.request = found->input_type()->full_name(),
                         .response = found->output_type()->full_name(),
                         .requests_stream = found->client_streaming(),
                         .answers_stream = found->server_streaming()};
    }
  }
  return Fail(ErrorCode::kNotFound, "METHOD_NOT_FOUND", "there is no such method");
}

Result<std::string> BinaryFromJson(std::string_view type, std::string_view json) {
  const std::unique_ptr<Message> message = NewMessage(type);
  if (!message)
    return Fail(ErrorCode::kNotFound, "METHOD_NOT_FOUND", "no such message: " + std::string(type));
  if (IsTooDeep(json)) return FailField("FIELD_INVALID", "body", "must be nested at most 32 deep");
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), message.get());
  if (!status.ok()) {
    const auto text = status.message();
    FieldViolation violation = ViolationOf({text.data(), text.size()});
    return FailField("FIELD_INVALID", std::move(violation.field), std::move(violation.rule));
  }
  return message->SerializeAsString();
}

Result<std::string> JsonFromBinary(std::string_view type, std::string_view bytes) {
  const std::unique_ptr<Message> message = NewMessage(type);
  if (!message || !message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Fail(ErrorCode::kDataLoss, "no message of type " + std::string(type));
  }
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*message, &json).ok()) {
    return Fail(ErrorCode::kDataLoss, "no JSON for a message of type " + std::string(type));
  }
  return json;
}

}  // namespace jackfield::http_api
