#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/customer_service.pb.h"

#include "server/app/cli/import_source.h"
#include "server/app/cli/program.h"
#include "server/app/cli/progress_meter.h"

namespace jackfield::cli {

// Tells of the rows of an import that were refused, by this program or by the server, and of those
// that may be of customers who were there before: as lines of data, and in the file of --rejects.
//
// Rules:
//  R1. A row is told once, also when the server tells of it again after a lost connection. Each of
//      the two tells its rows in the order of their lines.
//  R2. The file holds line, field, rule and the cells of the row under their headings, so that it
//      can be put right and imported.
//
// Lifetime: `program`, `options` and `meter` outlive it.
//
// Thread safety: thread-safe.
class ImportReport {
 public:
  // Possible duplicates that are told as lines; of further ones the number must do.
  static constexpr std::int64_t kDuplicatesTold = 20;

  ImportReport(const Program& program, const ImportOptions& options, ProgressMeter& meter)
      : program_(program), options_(options), meter_(meter) {}

  // Begins the file of --rejects. Errors: kInvalidArgument when it cannot be written.
  Status Open(const ImportSource& source) ABSL_LOCKS_EXCLUDED(mutex_);

  // This program refused the row.
  void RefuseHere(const SourceRow& row) ABSL_LOCKS_EXCLUDED(mutex_);
  // The server said so.
  void Refused(const v1::RejectedImportRow& row) ABSL_LOCKS_EXCLUDED(mutex_);
  void Duplicate(const v1::DuplicateImportRow& row) ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the file. Errors: kUnavailable when not all of it could be written.
  Status Close() ABSL_LOCKS_EXCLUDED(mutex_);

  // Rows that this program refused, and those that the server was told to have refused.
  std::int64_t refused_here() const ABSL_LOCKS_EXCLUDED(mutex_);
  std::int64_t refused_there() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Tell(const v1::RejectedImportRow& row, const std::vector<std::string>& cells)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Print(std::string_view line) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::string> CellsOf(std::int64_t line) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Program& program_;
  const ImportOptions& options_;
  ProgressMeter& meter_;

  mutable absl::Mutex mutex_;
  std::ofstream file_ ABSL_GUARDED_BY(mutex_);
  // A second pass through the file, for the cells of rows that the server refused.
  std::unique_ptr<ImportSource> cursor_ ABSL_GUARDED_BY(mutex_);
  std::optional<SourceRow> at_cursor_ ABSL_GUARDED_BY(mutex_);
  std::int64_t last_here_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t last_there_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t refused_here_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t refused_there_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t duplicates_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::cli
