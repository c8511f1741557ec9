#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "server/app/cli/export_file.h"
#include "server/app/cli/program.h"
#include "server/app/cli/progress_meter.h"

namespace jackfield::cli {

struct ExportOptions {
  std::string file;  // Empty: standard output.
  bool resume = false;
};

// Writes all customers, a page at a time: CSV that `customers import` takes, or, with --json, one
// jackfield.v1.Customer a line. A lost connection and a server that restarts are waited for, as
// long as kPatience.
//
// Thread safety: none; one per export.
class CustomerExport {
 public:
  static constexpr int kPageSize = 500;
  static constexpr Duration kPatience{120'000};
  static constexpr Duration kPause{1'000};

  CustomerExport(Program& program, const ExportOptions& options);

  ExitCode Run();

 private:
  Status WritePages();
  // Errors: also kAborted: interrupted.
  Result<v1::ListCustomersResponse> ReadPage(const std::string& page_token);
  std::string TextOf(const v1::ListCustomersResponse& page) const;
  Status Keep(const std::string& text, ExportPlace place);
  ExportPlace place() const { return file_ == nullptr ? printed_ : file_->place(); }
  ExitCode ReportFailure(const Error& error);

  Program& program_;
  const ExportOptions& options_;
  ProgressMeter meter_;
  std::unique_ptr<ExportFile> file_;  // Null: standard output.
  ExportPlace printed_;
};

}  // namespace jackfield::cli
