#include "server/grpc_api/running_imports.h"

namespace jackfield::grpc_api {

Result<RunningImports::ClaimPtr> RunningImports::Begin(const ImportKey& key) {
  std::string name = key.actor + '\n' + key.id;  // No login holds a control character.
  {
    const absl::MutexLock lock(&mutex_);
    if (!names_.insert(name).second) {
      return Fail(ErrorCode::kAborted, "IMPORT_IN_PROGRESS",
                  "the same import runs on another stream");
    }
  }
  return std::make_unique<Claim>(shared_from_this(), std::move(name));
}

void RunningImports::End(const std::string& name) {
  const absl::MutexLock lock(&mutex_);
  names_.erase(name);
}

}  // namespace jackfield::grpc_api
