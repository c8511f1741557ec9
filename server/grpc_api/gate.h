#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/unary_call.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/clock.h"
#include "server/ports/metrics.h"

namespace grpc {
class CallbackServerContext;
class ServerUnaryReactor;
}  // namespace grpc

namespace jackfield::grpc_api {

// The way in, for every method of every service: credentials, then role, then the method's work.
//
// Rules:
//  R1. Who may call what stands in security::MethodRules(), and nowhere else.
//  R2. Work that may block runs on the workers, never on gRPC's threads. When too much waits there,
//      the call is refused with kResourceExhausted (STORE_BUSY).
//  R3. A unary call has a deadline of at most kDeadlineMax. Why: nobody waits longer, and its
//  answer
//      would be kept for nobody.
//
// Thread safety: thread-safe.
class Gate {
 public:
  static constexpr Duration kDeadlineMax{30'000};
  static constexpr Duration kDeadlineSlack{2'000};  // Clocks are not read at one moment.

  // What a method does once it is allowed.
  using Work = std::function<void(const UnaryCallPtr&)>;
  // The same where the answer is there when it returns. May block.
  using BlockingWork = std::function<Status(const UnaryCallPtr&)>;

  Gate(Authenticator& authenticator, WorkerPool& workers, const Clock& clock, Metrics& metrics)
      : authenticator_(authenticator), workers_(workers), clock_(clock), metrics_(metrics) {}

  // `work` must not block; it runs at once where the identity is remembered, else on a worker.
  // `method` is a literal, "TelephonyService/PublishCallEvent".
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, std::string_view method,
                                  Work work);

  // `work` runs on a worker and may block.
  grpc::ServerUnaryReactor* ServeOnWorker(grpc::CallbackServerContext* context,
                                          std::string_view method, Work work);
  grpc::ServerUnaryReactor* ServeBlocking(grpc::CallbackServerContext* context,
                                          std::string_view method, BlockingWork work);

  // For streams: the hash of the secret that stands in the call's metadata.
  // Errors: kUnauthenticated (CREDENTIALS_MISSING, CREDENTIALS_INVALID).
  static Result<std::string> SecretHashOf(const grpc::CallbackServerContext& context);

  // Whether whoever shows the secret may call the method; on a worker. `done` is not called when
  // this returns false: too much waits.
  using Admitted = std::function<void(Result<SharedIdentity>)>;
  bool Admit(std::string secret_hash, std::string_view method, Admitted done);

  // Counts a refusal before any work, and returns it. For streams that show no secret.
  Status Counted(Status status);

 private:
  void Enter(const UnaryCallPtr& call, std::string_view method, const Result<std::string>& hash,
             const Work& work);
  // Errors: those of Authenticator::Resolve() and security::CheckMayCall().
  Result<SharedIdentity> Identify(const std::string& secret_hash, std::string_view method);
  Status CheckDeadline(const grpc::CallbackServerContext& context) const;

  Authenticator& authenticator_;
  WorkerPool& workers_;
  const Clock& clock_;
  Metrics& metrics_;
};

}  // namespace jackfield::grpc_api
