#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/ports/imports.h"

namespace jackfield::grpc_api {

// Which imports run now, so that none runs on two streams at once.
//
// Lifetime: shared by the service and by whoever holds a claim.
//
// Thread safety: thread-safe.
class RunningImports : public std::enable_shared_from_this<RunningImports> {
 public:
  // The right to run one import, until its end.
  //
  // Thread safety: none; one per stream.
  class Claim {
   public:
    Claim(std::shared_ptr<RunningImports> imports, std::string name)
        : imports_(std::move(imports)), name_(std::move(name)) {}
    ~Claim() { imports_->End(name_); }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

   private:
    const std::shared_ptr<RunningImports> imports_;
    const std::string name_;
  };
  using ClaimPtr = std::unique_ptr<Claim>;

  // Errors: kAborted (IMPORT_IN_PROGRESS).
  Result<ClaimPtr> Begin(const ImportKey& key) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void End(const std::string& name) ABSL_LOCKS_EXCLUDED(mutex_);

  absl::Mutex mutex_;
  std::set<std::string> names_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::grpc_api
