#include "server/app/cli/import_report.h"

#include <utility>

#include <grpcpp/support/status.h>

#include "server/app/cli/csv_writer.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

std::string RejectsLine(std::vector<std::string> first, const std::vector<std::string>& cells) {
  first.insert(first.end(), cells.begin(), cells.end());
  std::string line;
  for (const std::string& cell : first) {
    if (&cell != &first.front()) line += ',';
    line += CsvCell(cell);
  }
  return line + "\r\n";
}

v1::RejectedImportRow RejectionOf(const SourceRow& row) {
  const std::string& rule = row.customer.error().message;
  v1::RejectedImportRow rejected;
  rejected.set_line(row.line);
  rejected.set_rule(rule);
  rejected.mutable_error()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
  rejected.mutable_error()->set_reason("FIELD_INVALID");
  rejected.mutable_error()->set_message(rule);
  return rejected;
}

std::string_view InWords(v1::PossibleDuplicate::Reason reason) {
  if (reason == v1::PossibleDuplicate::REASON_NUMBER_AND_NAME) return "same number, name alike";
  if (reason == v1::PossibleDuplicate::REASON_NUMBER) return "same number";
  if (reason == v1::PossibleDuplicate::REASON_EMAIL_ADDRESS) return "same e-mail address";
  if (reason == v1::PossibleDuplicate::REASON_NAME_AND_COMPANY) return "same name and company";
  return "alike";  // In a way that only a newer server knows.
}

}  // namespace

Status ImportReport::Open(const ImportSource& source) {
  if (options_.rejects_file.empty()) return {};
  auto cursor = ImportSource::Open(options_);
  if (!cursor) return Fail(cursor);
  const absl::MutexLock lock(&mutex_);
  cursor_ = *std::move(cursor);
  file_.open(options_.rejects_file, std::ios::binary | std::ios::trunc);
  file_ << RejectsLine({"line", "field", "rule"}, source.headings()) << std::flush;
  if (file_) return {};
  return FailField("FILE_UNWRITABLE", options_.rejects_file, "cannot be written");
}

void ImportReport::RefuseHere(const SourceRow& row) {
  const absl::MutexLock lock(&mutex_);
  if (row.line <= last_here_) return;  // R1
  last_here_ = row.line;
  ++refused_here_;
  Tell(RejectionOf(row), row.cells);
}

void ImportReport::Refused(const v1::RejectedImportRow& row) {
  const absl::MutexLock lock(&mutex_);
  if (row.line() <= last_there_) return;  // R1
  last_there_ = row.line();
  ++refused_there_;
  Tell(row, CellsOf(row.line()));
}

void ImportReport::Tell(const v1::RejectedImportRow& row, const std::vector<std::string>& cells) {
  if (file_.is_open()) {
    file_ << RejectsLine({std::to_string(row.line()), row.field(), row.rule()}, cells)
          << std::flush;
  }
  if (program_.options.json) {
    v1::ImportCustomersResponse response;
    *response.mutable_rejected_row() = row;
    return program_.PrintJson(response);
  }
  std::string text = options_.file + ":" + std::to_string(row.line()) + ": ";
  if (!row.field().empty()) text += row.field() + ": ";
  Print(text + row.rule());
}

void ImportReport::Duplicate(const v1::DuplicateImportRow& row) {
  const absl::MutexLock lock(&mutex_);
  if (program_.options.json) {
    v1::ImportCustomersResponse response;
    *response.mutable_duplicate_row() = row;
    return program_.PrintJson(response);
  }
  if (++duplicates_ > kDuplicatesTold) return;
  const v1::PossibleDuplicate& other = row.duplicate();
  Print(options_.file + ":" + std::to_string(row.line()) + ": kept; may be the same as " +
        WriteId(other.customer()) + " " + other.display_name() + ": " +
        std::string(InWords(other.reason())));
  if (duplicates_ == kDuplicatesTold) {
    Print("further possible duplicates are only counted; --json lists them all");
  }
}

void ImportReport::Print(std::string_view line) {
  meter_.Hide();
  program_.PrintLine(line);
}

// Empty: the file has changed since.
std::vector<std::string> ImportReport::CellsOf(std::int64_t line) {
  if (cursor_ == nullptr) return {};
  while (!at_cursor_ || at_cursor_->line < line) {
    auto next = cursor_->Next();
    if (!next || !*next) return {};
    at_cursor_ = **std::move(next);
  }
  return at_cursor_->line == line ? at_cursor_->cells : std::vector<std::string>();
}

Status ImportReport::Close() {
  const absl::MutexLock lock(&mutex_);
  if (!file_.is_open()) return {};
  file_.close();
  if (file_) return {};
  return Fail(ErrorCode::kUnavailable, options_.rejects_file + " could not be written");
}

std::int64_t ImportReport::refused_here() const {
  const absl::MutexLock lock(&mutex_);
  return refused_here_;
}

std::int64_t ImportReport::refused_there() const {
  const absl::MutexLock lock(&mutex_);
  return refused_there_;
}

}  // namespace jackfield::cli
