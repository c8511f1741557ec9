#include "server/grpc_api/request_log.h"

#include <optional>
#include <string_view>
#include <utility>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

#include "jackfield/v1/sensitivity.pb.h"

#include "server/base/archive.h"
#include "server/exchange/personal_text.h"
#include "server/security/tokens.h"

namespace jackfield::grpc_api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kHashBytes = 64;
// Begins an answer that is sealed (R5); no message begins so, as no field has the number 0.
constexpr char kSealed = '\0';

// An id counts for one method (R1). The sign tells these records from those without a hash.
std::string KeyOf(const UnaryCallPtr& call, const std::string& request_id) {
  return std::string(call->method()) + "#" + request_id;
}

// Clears the secrets of `message` (R4); requests have them at the top only.
void ClearSecrets(Message& message) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.options().GetExtension(v1::sensitivity) != v1::SENSITIVITY_SECRET) continue;
    message.GetReflection()->ClearField(&message, &field);
  }
}

std::string HashOf(const Message& request) {
  const std::unique_ptr<Message> shown(request.New());
  shown->CopyFrom(request);
  ClearSecrets(*shown);
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream into(&bytes);
    google::protobuf::io::CodedOutputStream coded(&into);
    coded.SetSerializationDeterministic(true);  // Maps, too, always in one order.
    shown->SerializeToCodedStream(&coded);
  }
  return security::SecretHash(bytes);
}

}  // namespace

RequestLog::Claim::~Claim() {
  if (log_ != nullptr) log_->Leave(actor_, key_);
}

Status RequestLog::Claim::Keep(const Message& response) {
  if (log_ == nullptr) return {};
  std::string answer = response.SerializeAsString();
  if (person_) {  // R5
    const auto sealed = log_->vault_.Seal(*person_, exchange::PersonalText(std::move(answer)));
    if (!sealed) return Fail(sealed);
    answer = kSealed + ToArchive(*sealed);
  }
  const Status saved = log_->requests_.Save(actor_, key_, hash_ + answer);
  std::exchange(log_, nullptr)->Leave(actor_, key_);
  return saved;
}

Result<RequestLog::ClaimPtr> RequestLog::Begin(const UnaryCallPtr& call,
                                               const std::string& request_id,
                                               const Message& request, Message& response) {
  if (request_id.empty()) return std::make_shared<Claim>();
  if (request_id.size() > kIdBytesMax) {
    return FailField("FIELD_INVALID", "request_id", "must have at most 64 characters");
  }
  const std::string actor = call->principal().name();
  const std::string key = KeyOf(call, request_id);
  if (!Enter(actor, key)) {  // R2
    return Fail(ErrorCode::kAborted, "REQUEST_IN_PROGRESS", "the same request is being done");
  }
  const std::string hash = HashOf(request);
  auto claim = std::make_shared<Claim>(*this, actor, key, hash);
  const Result<bool> kept = Recall(actor, key, hash, response);
  if (!kept) return Fail(kept);
  if (*kept) return nullptr;
  return claim;
}

Result<bool> RequestLog::Recall(const std::string& actor, const std::string& key,
                                const std::string& hash, Message& response) {
  const Result<std::optional<std::string>> kept = requests_.Find(actor, key);
  if (!kept) return Fail(kept);
  if (!*kept || (*kept)->size() < kHashBytes) return false;
  const std::string_view record = **kept;
  if (record.substr(0, kHashBytes) != hash) {  // R1
    return FailField("REQUEST_ID_REUSED", "request_id", "was used for another request");
  }
  const std::string_view answer = record.substr(kHashBytes);
  if (answer.empty() || answer.front() != kSealed) {
    return response.ParseFromArray(answer.data(), static_cast<int>(answer.size()));
  }
  const auto sealed = FromArchive<exchange::PersonalText>(answer.substr(1));
  if (!sealed) return Fail(sealed);
  const Result<std::string> opened = vault_.Open(*sealed);  // R5
  if (!opened) return Fail(opened);
  return response.ParseFromString(*opened);
}

bool RequestLog::Enter(const std::string& actor, const std::string& key) {
  const absl::MutexLock lock(&mutex_);
  return under_way_.emplace(actor, key).second;
}

void RequestLog::Leave(const std::string& actor, const std::string& key) {
  const absl::MutexLock lock(&mutex_);
  under_way_.erase({actor, key});
}

void FinishKept(WorkerPool& workers, const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
                const Message& response) {
  if (claim->empty()) return call->Finish({});
  const bool posted = workers.Post([call, claim, &response] {
    static_cast<void>(claim->Keep(response));
    call->Finish({});
  });
  if (!posted) call->Finish({});
}

}  // namespace jackfield::grpc_api
