#include "server/grpc_api/import_reactor.h"

#include <utility>
#include <vector>

#include <grpcpp/server_context.h>

#include "server/grpc_api/gate.h"
#include "server/grpc_api/status_mapping.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/accounts.h"
#include "server/ports/clock.h"

namespace jackfield::grpc_api {
namespace {

Status Busy() {
  return Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait for the store");
}

}  // namespace

ImportReactor* ImportReactor::Start(const ServiceParts& parts,
                                    std::shared_ptr<RunningImports> running,
                                    grpc::CallbackServerContext& context) {
  auto reactor = std::make_shared<ImportReactor>(parts, std::move(running));
  reactor->self_ = reactor;
  parts.pulse.Add(reactor);
  reactor->Admit(context);
  return reactor.get();
}

ImportReactor::ImportReactor(const ServiceParts& parts, std::shared_ptr<RunningImports> running)
    : parts_(parts), running_(std::move(running)) {
  heard_ = told_ = parts_.ports.clock.Now();
}

void ImportReactor::Admit(const grpc::CallbackServerContext& context) {
  Result<std::string> hash = Gate::SecretHashOf(context);
  if (!hash) return Close(parts_.gate.Counted(Fail(hash)));
  const bool posted =
      parts_.gate.Admit(*std::move(hash), "CustomerService/ImportCustomers",
                        [weak = weak_from_this()](const Result<SharedIdentity>& identity) {
                          const auto reactor = weak.lock();
                          if (reactor == nullptr) return;
                          if (!identity) return reactor->Close(Fail(identity));
                          reactor->actor_ = (*identity)->principal.name();
                          const Status audited = reactor->parts_.ports.accounts.Audit(
                              {reactor->parts_.ports.clock.WallNow(), reactor->actor_,
                               "customers.import", "customers", ""});
                          if (!audited) return reactor->Close(audited);
                          reactor->Read();
                        });
  if (!posted) Close(Busy());
}

void ImportReactor::Read() {
  {
    const absl::MutexLock lock(&mutex_);
    if (closing_ || finished_) return;
    busy_ = false;
    reading_ = true;
    heard_ = parts_.ports.clock.Now();
  }
  StartRead(&read_);
}

void ImportReactor::OnReadDone(bool ok) {
  {
    const absl::MutexLock lock(&mutex_);
    reading_ = false;
    if (closing_) return;
    busy_ = true;
  }
  const bool posted = parts_.workers.Post([weak = weak_from_this(), ok] {
    const auto reactor = weak.lock();
    if (reactor == nullptr) return;
    if (ok) {
      reactor->Work();
    } else {
      reactor->TellSummary();
    }
  });
  if (!posted) Close(Busy());
}

void ImportReactor::Work() {
  const Status status = WorkOn(read_);
  if (!status) return Close(status);
  if (batch_->exhausted()) return TellSummary();
  {
    const absl::MutexLock lock(&mutex_);
    busy_ = false;
  }
  Pump();
}

Result<ImportBatch::Answers> ImportReactor::AnswersTo(const v1::ImportCustomersRequest& request) {
  const bool options = request.message_case() == v1::ImportCustomersRequest::kOptions;
  if (options != (batch_ == nullptr)) {
    return Fail(ErrorCode::kInvalidArgument, "IMPORT_OPTIONS_REQUIRED",
                "options come first, and once");
  }
  if (!options) return batch_->Take(request.rows());
  auto opened = ImportBatch::Open(parts_, *running_, request.options(), actor_);
  if (!opened) return Fail(opened);
  batch_ = *std::move(opened);
  return batch_->Begin();
}

Status ImportReactor::WorkOn(const v1::ImportCustomersRequest& request) {
  Result<ImportBatch::Answers> answers = AnswersTo(request);
  if (!answers) return Fail(answers);
  const Instant now = parts_.ports.clock.Now();
  const absl::MutexLock lock(&mutex_);
  for (v1::ImportCustomersResponse& answer : *answers) outbox_.push_back(std::move(answer));
  if (now - told_ >= kProgressInterval) {
    told_ = now;
    *outbox_.emplace_back().mutable_progress() = batch_->summary();
  }
  return {};
}

void ImportReactor::TellSummary() {
  {
    const absl::MutexLock lock(&mutex_);
    v1::CustomerImportSummary& summary = *outbox_.emplace_back().mutable_summary();
    if (batch_ != nullptr) summary = batch_->summary();
  }
  Close({});
}

void ImportReactor::Pump() {
  std::optional<Status> finish;
  bool read = false;
  {
    const absl::MutexLock lock(&mutex_);
    if (writing_ || finished_) return;
    if (!outbox_.empty()) {
      response_ = std::move(outbox_.front());
      outbox_.pop_front();
      writing_ = true;
    } else if (closing_) {
      finished_ = true;
      finish = closing_;
    } else {
      read = !busy_ && !reading_;
    }
    if (!finish && !read && !writing_) return;
  }
  if (finish) {
    Finish(ToGrpcStatus(*finish));
  } else if (read) {
    Read();
  } else {
    StartWrite(&response_);
  }
}

void ImportReactor::OnWriteDone(bool ok) {
  {
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
    if (!ok) outbox_.clear();
  }
  if (!ok) Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "the stream is broken"));
  Pump();
}

void ImportReactor::OnPulse() {
  {
    const absl::MutexLock lock(&mutex_);
    if (!reading_ || parts_.ports.clock.Now() - heard_ < kSilenceMax) return;  // R2
  }
  Close(Fail(ErrorCode::kDeadlineExceeded, "CLIENT_SILENT", "nothing came for 60 s"));
}

void ImportReactor::OnStop() {
  Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "come back with jitter"));
}

void ImportReactor::OnCancel() {
  Close(Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "cancelled"));
}

void ImportReactor::OnDone() { self_.reset(); }

void ImportReactor::Close(const Status& status) {
  {
    const absl::MutexLock lock(&mutex_);
    if (closing_) return;
    closing_ = status;
  }
  Pump();
}

}  // namespace jackfield::grpc_api
