#include "server/app/cli/customer_import.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <absl/time/time.h>

#include "server/app/cli/interruption.h"

namespace jackfield::cli {
namespace {

// The same may succeed later.
bool IsPassing(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUnavailable:
    case ErrorCode::kAborted:
    case ErrorCode::kResourceExhausted:
    case ErrorCode::kDeadlineExceeded:
      return true;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kFailedPrecondition:
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kPermissionDenied:
    case ErrorCode::kDataLoss:
      return false;
  }
  return false;
}

}  // namespace

CustomerImport::CustomerImport(Program& program, const ImportOptions& options)
    : program_(program),
      options_(options),
      meter_("rows", ProgressMeter::FormFor(program.options.quiet)),
      report_(program, options, meter_) {}

Status CustomerImport::Prepare() {
  auto source = ImportSource::Open(options_);
  if (!source) return Fail(source);
  for (const std::string& heading : (*source)->columns().unused()) {
    program_.Note("column '" + heading + "' is not used");
  }
  bytes_all_ = (*source)->bytes_all();
  if (const Status opened = report_.Open(**source); !opened) return opened;
  if (!options_.dry_run) {
    Result<std::string> id = ImportIdOf(options_, program_.options.server.target);
    if (!id) return Fail(id);
    id_ = *std::move(id);
  }
  const auto channel = program_.Channel();
  if (!channel) return Fail(channel);
  auto token = program_.Token();
  if (!token) return Fail(token);
  token_ = *std::move(token);
  stub_ = v1::CustomerService::NewStub(*channel);
  return {};
}

std::unique_ptr<grpc::ClientContext> CustomerImport::NewContext() const {
  auto context = std::make_unique<grpc::ClientContext>();  // No limit: a million rows take time.
  if (!token_.empty()) context->AddMetadata("authorization", "Bearer " + token_);
  return context;
}

ExitCode CustomerImport::Run() {
  HoldInterruptions();
  if (const Status prepared = Prepare(); !prepared) return program_.Fail(prepared.error());
  for (;;) {
    const grpc::Status status = RunStream();
    meter_.Hide();
    if (interrupted_) return ReportInterrupted();
    if (status.ok()) return Report();
    if (!MayTryAgain(status)) return program_.Fail(client::ToError(status));
    if (InterruptedWithin(pause_)) return ReportInterrupted();
    pause_ = std::min(pause_ * 2, kPauseMax);
  }
}

// I2.
bool CustomerImport::MayTryAgain(const grpc::Status& status) {
  const Error error = client::ToError(status);
  const absl::MutexLock lock(&mutex_);
  if (link_.failed || id_.empty() || !IsPassing(error.code)) return false;
  if (!ever_started_ && error.code == ErrorCode::kUnavailable) return false;
  const SteadyTime now = std::chrono::steady_clock::now();
  if (done_.row_count() != advanced_rows_) {
    advanced_rows_ = done_.row_count();
    advanced_ = now;
    pause_ = kPauseMin;
  }
  program_.Note("the stream broke off (" + client::Describe(error) + "); going on");
  return now - advanced_ < kPatience;
}

grpc::Status CustomerImport::RunStream() {
  {
    const absl::MutexLock lock(&mutex_);
    link_ = {};
    summary_.reset();
  }
  const auto context = NewContext();
  const auto stream = stub_->ImportCustomers(context.get());
  v1::ImportCustomersRequest hello;
  v1::CustomerImportOptions& options = *hello.mutable_options();
  options.set_default_region_code(options_.region);
  options.set_dry_run(options_.dry_run);
  options.set_rejected_count_max(options_.rejected_max);
  options.set_import_id(id_);
  stream->Write(hello);
  std::thread reader([&] { ReadAll(*stream); });
  std::thread writer([&] { SendAll(*stream); });
  AwaitEnd(*context);
  writer.join();
  reader.join();
  const grpc::Status status = stream->Finish();
  const absl::MutexLock lock(&mutex_);
  if (link_.failed) return {grpc::StatusCode::INVALID_ARGUMENT, link_.failed->message};
  if (status.ok() && !summary_) return {grpc::StatusCode::DATA_LOSS, "the server sent no summary"};
  return status;
}

// I3.
void CustomerImport::AwaitEnd(grpc::ClientContext& context) {
  SteadyTime latest = SteadyTime::max();
  for (;;) {
    const bool now_interrupted = !interrupted_ && InterruptedWithin(Duration{0});
    {
      const absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(this, &CustomerImport::IsOver),
                                  absl::FromChrono(kLook))) {
        return;
      }
      link_.stopping = link_.stopping || now_interrupted;
      if (link_.failed) context.TryCancel();
    }
    if (now_interrupted) {
      interrupted_ = true;
      latest = std::chrono::steady_clock::now() + kEndMax;
    }
    if (std::chrono::steady_clock::now() > latest) context.TryCancel();
    ShowProgress();
  }
}

void CustomerImport::SendAll(Stream& stream) {
  std::int64_t done_line = 0;
  {
    const absl::MutexLock lock(&mutex_, absl::Condition(this, &CustomerImport::MayBegin));
    if (link_.over) return;
    done_line = link_.done_line;
  }
  const Status sent = SendRows(stream, done_line);
  if (sent) {
    stream.WritesDone();
    return;
  }
  const absl::MutexLock lock(&mutex_);
  link_.failed = sent.error();
}

Status CustomerImport::SendRows(Stream& stream, std::int64_t done_line) {
  auto source = ImportSource::Open(options_);
  if (!source) return Fail(source);
  v1::ImportCustomersRequest batch;
  std::size_t bytes = 0;
  for (;;) {
    Result<std::optional<SourceRow>> row = (*source)->Next();
    if (!row) return Fail(row);
    if (!*row) break;
    if (!(*row)->customer) {
      report_.RefuseHere(**row);
      continue;
    }
    if ((*row)->line <= done_line) continue;
    const std::size_t size = (*row)->customer->ByteSizeLong();
    const bool full = batch.rows().rows_size() == kRowsMax || bytes + size > kBatchBytesMax;
    if (full) {
      if (!Send(stream, batch, **source)) return {};
      bytes = 0;
    }
    v1::CustomerImportRow& added = *batch.mutable_rows()->add_rows();
    added.set_line((*row)->line);
    *added.mutable_customer() = *std::move((*row)->customer);
    bytes += size;
  }
  if (batch.rows().rows_size() > 0) Send(stream, batch, **source);
  return {};
}

bool CustomerImport::Send(Stream& stream, v1::ImportCustomersRequest& batch,
                          const ImportSource& source) {
  const bool written = stream.Write(batch);
  const absl::MutexLock lock(&mutex_);
  link_.sent_rows += batch.rows().rows_size();
  link_.sent_bytes = source.bytes_read();
  batch.Clear();
  return written && !link_.stopping;
}

void CustomerImport::ReadAll(Stream& stream) {
  v1::ImportCustomersResponse response;
  while (stream.Read(&response)) Take(response);
  const absl::MutexLock lock(&mutex_);
  link_.over = true;
}

void CustomerImport::Take(const v1::ImportCustomersResponse& response) {
  if (response.has_rejected_row()) return report_.Refused(response.rejected_row());
  if (response.has_duplicate_row()) return report_.Duplicate(response.duplicate_row());
  const absl::MutexLock lock(&mutex_);
  if (response.has_start()) TakeStart(response.start());
  if (response.has_progress()) done_ = response.progress();
  if (response.has_summary()) {
    done_ = response.summary();
    summary_ = response.summary();
  }
}

void CustomerImport::TakeStart(const v1::CustomerImportStart& start) {
  const bool before = !ever_started_ && start.done_line() > 0;
  link_.started = true;
  link_.done_line = start.done_line();
  ever_started_ = true;
  done_ = start.done_summary();
  if (!before) return;
  program_.Note("this file was imported before up to line " + std::to_string(start.done_line()) +
                "; going on there (--again imports all of it once more)");
}

void CustomerImport::ShowProgress() {
  ProgressPoint point;
  {
    const absl::MutexLock lock(&mutex_);
    if (!link_.started) return;
    point.items = done_.row_count();
    point.done = link_.sent_bytes;
  }
  point.all = bytes_all_;
  meter_.Show(point);
}

void CustomerImport::PrintSummary(v1::CustomerImportSummary summary) {
  summary.set_row_count(summary.row_count() + report_.refused_here());
  summary.set_rejected_count(summary.rejected_count() + report_.refused_here());
  if (program_.options.json) {
    v1::ImportCustomersResponse response;
    *response.mutable_summary() = summary;
    return program_.PrintJson(response);
  }
  program_.Note(WriteCount(summary.row_count()) + " rows: " + WriteCount(summary.created_count()) +
                " created, " + WriteCount(summary.updated_count()) + " updated, " +
                WriteCount(summary.unchanged_count()) + " unchanged, " +
                WriteCount(summary.rejected_count()) + " refused, " +
                WriteCount(summary.possible_duplicate_count()) + " possible duplicates" +
                (summary.dry_run() ? " (nothing was written)" : ""));
}

ExitCode CustomerImport::Report() {
  v1::CustomerImportSummary summary;
  {
    const absl::MutexLock lock(&mutex_);
    summary = *summary_;
  }
  PrintSummary(summary);
  const std::int64_t untold = summary.rejected_count() - report_.refused_there();
  if (untold > 0) {
    program_.Note(WriteCount(untold) + " refused rows were listed by an earlier run only");
  }
  const Status closed = report_.Close();
  if (!closed) return program_.Fail(closed.error());
  const bool all = summary.rejected_count() + report_.refused_here() == 0;
  return all ? ExitCode::kOk : ExitCode::kPartlyDone;
}

ExitCode CustomerImport::ReportInterrupted() {
  v1::CustomerImportSummary done;
  {
    const absl::MutexLock lock(&mutex_);
    done = done_;
  }
  PrintSummary(done);
  program_.Note(id_.empty() ? "interrupted"
                            : "interrupted; run the same command again to go on from here");
  const Status closed = report_.Close();
  return closed ? ExitCode::kPartlyDone : program_.Fail(closed.error());
}

}  // namespace jackfield::cli
