#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "server/app/cli/import_report.h"
#include "server/app/cli/import_source.h"
#include "server/app/cli/program.h"
#include "server/app/cli/progress_meter.h"

namespace jackfield::cli {

// Imports the rows of a CSV file, a stream after the other until all of them are dealt with.
//
// Rules:
//  I1. The import is named by its content (ImportIdOf()). The server says where it goes on, also
//      when this program was ended and is started again.
//  I2. A lost connection, a server that restarts or is busy, and a stream of this import that the
//      server has not given up yet are waited for, as long as kPatience passes between two rows
//      that were dealt with. A server that was never reached is not waited for.
//  I3. An interruption ends the stream in order: what the server has taken is written.
//
// Flow: the file is read a piece at a time; gRPC's flow control holds the writer back when the
// server is slower. Memory does not grow with the file.
//
// Thread safety: none; one per import. Run() starts a writing and a reading thread for each stream,
// and joins them.
class CustomerImport {
 public:
  static constexpr int kRowsMax = 500;                       // In one message.
  static constexpr std::size_t kBatchBytesMax = 512 * 1024;  // The server takes 1 MiB.
  static constexpr Duration kPatience{300'000};
  static constexpr Duration kPauseMin{250};    // Before another stream, doubled …
  static constexpr Duration kPauseMax{8'000};  // … up to this.
  static constexpr Duration kLook{200};        // Between two looks at signals.
  static constexpr Duration kEndMax{10'000};   // For the end of an interrupted stream.

  CustomerImport(Program& program, const ImportOptions& options);

  ExitCode Run();

 private:
  using Stream = grpc::ClientReaderWriter<v1::ImportCustomersRequest, v1::ImportCustomersResponse>;
  using SteadyTime = std::chrono::steady_clock::time_point;

  // What the threads of a stream tell the main one.
  struct Link {
    std::int64_t done_line = 0;  // Where the stream began.
    bool started = false;        // The server said so.
    bool over = false;           // The server says no more.
    bool stopping = false;       // No more rows are to be sent.
    std::int64_t sent_rows = 0;
    std::int64_t sent_bytes = 0;  // Of the file.
    std::optional<Error> failed;  // The file cannot be read further.
  };

  Status Prepare();
  std::unique_ptr<grpc::ClientContext> NewContext() const;
  grpc::Status RunStream() ABSL_LOCKS_EXCLUDED(mutex_);
  void AwaitEnd(grpc::ClientContext& context) ABSL_LOCKS_EXCLUDED(mutex_);
  void SendAll(Stream& stream) ABSL_LOCKS_EXCLUDED(mutex_);
  Status SendRows(Stream& stream, std::int64_t done_line) ABSL_LOCKS_EXCLUDED(mutex_);
  // False: the stream has ended, or is to end.
  bool Send(Stream& stream, v1::ImportCustomersRequest& batch, const ImportSource& source)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void ReadAll(Stream& stream) ABSL_LOCKS_EXCLUDED(mutex_);
  void Take(const v1::ImportCustomersResponse& response) ABSL_LOCKS_EXCLUDED(mutex_);
  void TakeStart(const v1::CustomerImportStart& start) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ShowProgress() ABSL_LOCKS_EXCLUDED(mutex_);
  bool MayTryAgain(const grpc::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);
  bool IsOver() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return link_.over; }
  bool MayBegin() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return link_.started || link_.over;
  }
  ExitCode Report();
  ExitCode ReportInterrupted();
  void PrintSummary(v1::CustomerImportSummary summary);

  Program& program_;
  const ImportOptions& options_;
  ProgressMeter meter_;
  ImportReport report_;
  std::unique_ptr<v1::CustomerService::Stub> stub_;
  std::string token_;
  std::string id_;  // Empty: it cannot go on.
  std::int64_t bytes_all_ = 0;
  bool interrupted_ = false;
  SteadyTime advanced_ = std::chrono::steady_clock::now();  // Rows were last dealt with.
  std::int64_t advanced_rows_ = -1;
  Duration pause_ = kPauseMin;  // Before the next try.

  mutable absl::Mutex mutex_;
  Link link_ ABSL_GUARDED_BY(mutex_);
  bool ever_started_ ABSL_GUARDED_BY(mutex_) = false;
  v1::CustomerImportSummary done_ ABSL_GUARDED_BY(mutex_);  // As the server last said.
  std::optional<v1::CustomerImportSummary> summary_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::cli
