#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/base/result.h"
#include "server/grpc_api/unary_call.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/requests.h"
#include "server/ports/vault.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace jackfield::grpc_api {

// Answers a repeated request as the first one was answered, without doing it again.
//
// Rules:
//  R1. An id counts for one method and whoever calls. With another request it is refused
//      (REQUEST_ID_REUSED). Why: the answer would be of something else.
//  R2. Of two at once one is done, and the other is refused (REQUEST_IN_PROGRESS).
//  R3. Only what succeeded is kept: what failed may be tried again with the same id.
//  R4. Of a request a hash is kept, and that without its secrets, so that requests that differ in
//      them alone count as one. Why: a password must not be found by guessing what gives the hash.
//  R5. An answer that shows texts of a person is kept sealed with their key. Why: whoever is erased
//      must not live on in what was answered.
//
// Lifetime: `requests` and `vault` outlive it; it outlives its claims.
//
// Thread safety: thread-safe; blocks on the store.
class RequestLog {
 public:
  static constexpr std::size_t kIdBytesMax = 64;

  // The right to do a request, up to its end. For a request without id it does nothing.
  //
  // Thread safety: none; one per call.
  class Claim {
   public:
    Claim() = default;
    Claim(RequestLog& log, std::string actor, std::string key, std::string hash)
        : log_(&log), actor_(std::move(actor)), key_(std::move(key)), hash_(std::move(hash)) {}
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim();

    // Whose texts the answer shows (R5). Where this is not called, it is kept in the clear.
    void SealFor(VaultSubject person) { person_ = std::move(person); }

    // Keeps the answer of what was done, and ends the claim: whoever has the answer may ask again
    // at once. Blocks on the store.
    Status Keep(const google::protobuf::Message& response);

    // Keep() would do nothing.
    bool empty() const { return log_ == nullptr; }

   private:
    RequestLog* log_ = nullptr;
    const std::string actor_;
    const std::string key_;
    const std::string hash_;
    std::optional<VaultSubject> person_;
  };
  using ClaimPtr = std::shared_ptr<Claim>;  // Ends with the last who works on the call.

  RequestLog(Requests& requests, Vault& vault) : requests_(requests), vault_(vault) {}

  // nullptr: it was done before, and `response` is what was answered. Otherwise it is to be done.
  // Errors: kInvalidArgument (FIELD_INVALID, REQUEST_ID_REUSED); kAborted (REQUEST_IN_PROGRESS);
  // kNotFound (PERSON_ERASED), it was done before, and the answer was of who was erased since;
  // those of Requests and Vault.
  template <typename Request>
  Result<ClaimPtr> Begin(const UnaryCallPtr& call, const Request& request,
                         google::protobuf::Message& response) {
    return Begin(call, request.request_id(), request, response);
  }

 private:
  Result<ClaimPtr> Begin(const UnaryCallPtr& call, const std::string& request_id,
                         const google::protobuf::Message& request,
                         google::protobuf::Message& response) ABSL_LOCKS_EXCLUDED(mutex_);
  // Whether `response` is the kept answer. Errors: as Begin().
  Result<bool> Recall(const std::string& actor, const std::string& key, const std::string& hash,
                      google::protobuf::Message& response);
  bool Enter(const std::string& actor, const std::string& key) ABSL_LOCKS_EXCLUDED(mutex_);
  void Leave(const std::string& actor, const std::string& key) ABSL_LOCKS_EXCLUDED(mutex_);

  Requests& requests_;
  Vault& vault_;

  absl::Mutex mutex_;
  // Actor and key of what is being done. Bounded by the calls that are under way.
  std::set<std::pair<std::string, std::string>> under_way_ ABSL_GUARDED_BY(mutex_);
};

// Answers `call` with `response`, kept first, on a worker where that has to be. For work that ends
// on the engine thread. `response` is the call's. It is answered whether or not it can be kept: the
// work is done, and who is told of a failure asks again, and then it would be done twice.
//
// Thread safety: thread-safe; does not block.
void FinishKept(WorkerPool& workers, const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
                const google::protobuf::Message& response);

}  // namespace jackfield::grpc_api
