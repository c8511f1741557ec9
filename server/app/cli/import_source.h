#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jackfield/v1/customer.pb.h"

#include "server/app/cli/csv_reader.h"
#include "server/app/cli/customer_columns.h"
#include "server/base/result.h"

namespace jackfield::cli {

struct ImportOptions {
  std::string file;
  std::string region;
  std::string system = "crm";
  std::vector<std::string> columns;  // "HEADING=FIELD".
  bool dry_run = false;
  bool again = false;  // Also a file that was imported before.
  std::int64_t rejected_max = 0;
  std::string rejects_file;  // Empty: none.
};

// A row of the file: a customer, or what is wrong in its place.
struct SourceRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
  Result<v1::Customer> customer;
};

// The rows of a CSV file of customers, from the beginning to the end, a piece of the file at a
// time.
//
// Lifetime: `options` outlive it.
//
// Thread safety: none; one per pass through the file.
class ImportSource {
 public:
  // Opens the file and reads its headings. Errors: kInvalidArgument when it cannot be read, is
  // empty, or its headings cannot be understood.
  static Result<std::unique_ptr<ImportSource>> Open(const ImportOptions& options);

  // The next row; nullopt at the end. Errors: kUnavailable when the file can be read no further.
  Result<std::optional<SourceRow>> Next();

  const CustomerColumns& columns() const { return *columns_; }
  const std::vector<std::string>& headings() const { return headings_; }
  std::int64_t bytes_read() const { return bytes_read_; }
  std::int64_t bytes_all() const { return bytes_all_; }

 private:
  explicit ImportSource(const ImportOptions& options) : options_(options) {}

  Status ReadHeadings();
  Result<std::optional<CsvRow>> NextRow();

  const ImportOptions& options_;
  std::ifstream file_;
  std::int64_t bytes_all_ = 0;
  std::int64_t bytes_read_ = 0;
  bool ended_ = false;
  CsvReader reader_;
  std::vector<std::string> headings_;
  std::optional<CustomerColumns> columns_;
};

// Names an import by what it is made of: the content of the file, how it is read, and the server.
// 32 hexadecimal digits. Errors: kInvalidArgument when the file cannot be read.
Result<std::string> ImportIdOf(const ImportOptions& options, const std::string& server);

}  // namespace jackfield::cli
