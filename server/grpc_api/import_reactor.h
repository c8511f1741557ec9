#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <grpcpp/support/server_callback.h>

#include "jackfield/v1/customer_service.pb.h"

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/import_batch.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/pulse.h"
#include "server/grpc_api/running_imports.h"

namespace jackfield::grpc_api {

// One stream of ImportCustomers.
//
// Rules:
//  R1. One message at a time: the next is read when the rows of the one before are written and
//      their refusals told, so that an import never holds more than one message.
//  R2. Who sends nothing for kSilenceMax is cut off; what was written stays.
//
// Lifetime: owns itself from Start() until gRPC calls OnDone().
//
// Thread safety: thread-safe.
class ImportReactor final
    : public grpc::ServerBidiReactor<v1::ImportCustomersRequest, v1::ImportCustomersResponse>,
      public Pulsed,
      public std::enable_shared_from_this<ImportReactor> {
 public:
  static constexpr Duration kSilenceMax{60'000};
  static constexpr Duration kProgressInterval{1'000};

  static ImportReactor* Start(const ServiceParts& parts, std::shared_ptr<RunningImports> running,
                              grpc::CallbackServerContext& context);

  ImportReactor(const ServiceParts& parts, std::shared_ptr<RunningImports> running);

 private:
  void OnReadDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override;
  void OnDone() override;
  void OnPulse() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnStop() override;

  void Admit(const grpc::CallbackServerContext& context);
  void Read() ABSL_LOCKS_EXCLUDED(mutex_);
  // Works on the message that was read; on a worker.
  void Work() ABSL_LOCKS_EXCLUDED(mutex_);
  Status WorkOn(const v1::ImportCustomersRequest& request) ABSL_LOCKS_EXCLUDED(mutex_);
  Result<ImportBatch::Answers> AnswersTo(const v1::ImportCustomersRequest& request);
  void TellSummary() ABSL_LOCKS_EXCLUDED(mutex_);
  // Writes what is due; then reads on, or ends.
  void Pump() ABSL_LOCKS_EXCLUDED(mutex_);
  void Close(const Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  const ServiceParts parts_;
  const std::shared_ptr<RunningImports> running_;

  absl::Mutex mutex_;
  std::deque<v1::ImportCustomersResponse> outbox_ ABSL_GUARDED_BY(mutex_);
  bool busy_ ABSL_GUARDED_BY(mutex_) = true;  // Working; neither reading nor waiting.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Status> closing_ ABSL_GUARDED_BY(mutex_);
  Instant heard_ ABSL_GUARDED_BY(mutex_);

  Instant told_{};     // Of the last progress; the worker's.
  std::string actor_;  // Set before the first read.
  std::unique_ptr<ImportBatch> batch_;
  v1::ImportCustomersRequest read_;       // gRPC's while a read is in flight, then the worker's.
  v1::ImportCustomersResponse response_;  // gRPC's while a write is in flight.
  std::shared_ptr<ImportReactor> self_;
};

}  // namespace jackfield::grpc_api
