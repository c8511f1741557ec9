#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "server/app/cli/csv_reader.h"
#include "server/app/cli/customer_columns.h"
#include "server/app/cli/program.h"

namespace jackfield::cli {

struct ImportOptions {
  std::string file;
  std::string region;
  std::string system = "crm";
  std::vector<std::string> columns;  // "HEADING=FIELD".
  bool dry_run = false;
  std::int64_t rejected_max = 0;
};

// Streams the rows of a CSV file to the server, and reports those that are refused, here or there.
// The file is read once, a piece at a time; memory does not grow with it.
//
// Flow: one batch is written while the answers are read by a thread of its own; gRPC's flow control
// holds the writer back when the server is slower.
//
// Thread safety: none; one per import. Run() starts the reading thread and joins it.
class CustomerImport {
 public:
  static constexpr int kRowsMax = 200;  // In one message.
  static constexpr std::size_t kBatchBytesMax =
      512 * 1024;  // In one message; the server takes 1 MiB.

  CustomerImport(Program& program, const ImportOptions& options)
      : program_(program), options_(options) {}

  ExitCode Run();

 private:
  using Stream = grpc::ClientReaderWriter<v1::ImportCustomersRequest, v1::ImportCustomersResponse>;

  Status OpenFile();
  Status SendRows(Stream& stream);
  bool TakeRow(Stream& stream, const CsvRow& row);
  bool Flush(Stream& stream);
  void ReadAnswers(Stream& stream);
  void RejectHere(std::int64_t line, const std::string& rule);
  void PrintRejected(const v1::RejectedImportRow& row) const;
  void ShowProgress(bool last) const;
  ExitCode Report(const grpc::Status& status);

  Program& program_;
  const ImportOptions& options_;
  std::ifstream file_;
  std::uintmax_t file_bytes_ = 0;
  std::uintmax_t bytes_read_ = 0;
  CsvReader reader_;
  std::optional<CustomerColumns> columns_;
  v1::ImportCustomersRequest batch_;
  std::size_t batch_bytes_ = 0;
  std::int64_t rejected_here_ = 0;
  std::optional<v1::CustomerImportSummary> summary_;  // Written by the reading thread.
};

}  // namespace jackfield::cli
