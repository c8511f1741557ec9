#include "server/app/cli/customer_import.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include "server/app/cli/interruption.h"

namespace jackfield::cli {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr int kBarCells = 30;

Result<std::vector<std::pair<std::string, std::string>>> Renames(
    const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> renames;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      return Fail(ErrorCode::kInvalidArgument, "--column is HEADING=FIELD, not '" + text + "'");
    }
    renames.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return renames;
}

}  // namespace

Status CustomerImport::OpenFile() {
  std::error_code error;
  file_bytes_ = std::filesystem::file_size(options_.file, error);
  file_.open(options_.file, std::ios::binary);
  if (error || !file_) return FailField("FILE_UNREADABLE", options_.file, "cannot be read");
  return {};
}

void CustomerImport::PrintRejected(const v1::RejectedImportRow& row) const {
  if (program_.options.json) {
    v1::ImportCustomersResponse response;
    *response.mutable_rejected_row() = row;
    return program_.PrintJson(response);
  }
  std::string text = options_.file + ":" + std::to_string(row.line()) + ": ";
  if (!row.field().empty()) text += row.field() + ": ";
  program_.PrintLine(text + row.rule());
}

void CustomerImport::RejectHere(std::int64_t line, const std::string& rule) {
  ++rejected_here_;
  v1::RejectedImportRow row;
  row.set_line(line);
  row.set_rule(rule);
  row.mutable_error()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
  row.mutable_error()->set_reason("FIELD_INVALID");
  row.mutable_error()->set_message(rule);
  PrintRejected(row);
}

void CustomerImport::ShowProgress(bool last) const {
  if (!program_.may_show_progress() || file_bytes_ == 0) return;
  const auto cells = static_cast<std::size_t>(bytes_read_ * kBarCells / file_bytes_);
  std::string bar(cells, '#');
  bar.resize(kBarCells, '.');
  std::fprintf(stderr, "\r[%s] %3d %%%s", bar.c_str(),
               static_cast<int>(bytes_read_ * 100 / file_bytes_), last ? "\n" : "");
}

bool CustomerImport::Flush(Stream& stream) {
  if (batch_.rows().rows().empty()) return true;
  const bool written = stream.Write(batch_);
  batch_.Clear();
  batch_bytes_ = 0;
  ShowProgress(false);
  return written && !InterruptedWithin(Duration{0});
}

// False: the stream has ended.
bool CustomerImport::TakeRow(Stream& stream, const CsvRow& row) {
  if (!row.problem.empty()) {
    RejectHere(row.line, row.problem);
    return true;
  }
  Result<v1::Customer> customer = columns_->ToCustomer(row.cells);
  if (!customer) {
    RejectHere(row.line, customer.error().message);
    return true;
  }
  const std::size_t bytes = customer->ByteSizeLong();
  if (batch_bytes_ + bytes > kBatchBytesMax && !Flush(stream)) return false;
  v1::CustomerImportRow& added = *batch_.mutable_rows()->add_rows();
  added.set_line(row.line);
  *added.mutable_customer() = std::move(*customer);
  batch_bytes_ += bytes;
  return batch_.rows().rows_size() < kRowsMax || Flush(stream);
}

Status CustomerImport::SendRows(Stream& stream) {
  const auto renames = Renames(options_.columns);
  if (!renames) return Fail(renames);
  std::array<char, kPieceBytes> piece{};
  for (bool more = true; more;) {
    file_.read(piece.data(), piece.size());
    const auto size = static_cast<std::size_t>(file_.gcount());
    more = size == piece.size();
    bytes_read_ += size;
    reader_.Feed({piece.data(), size});
    if (!more) reader_.Finish();
    while (const auto row = reader_.Next()) {
      if (columns_) {
        if (!TakeRow(stream, *row)) return {};
        continue;
      }
      if (!row->problem.empty()) return Fail(ErrorCode::kInvalidArgument, row->problem);
      Result<CustomerColumns> columns =
          CustomerColumns::Read(row->cells, *renames, options_.system);
      if (!columns) return Fail(columns);
      for (const std::string& heading : columns->unused()) {
        program_.Note("column '" + heading + "' is not used");
      }
      columns_ = std::move(*columns);
    }
  }
  if (!columns_) return Fail(ErrorCode::kInvalidArgument, options_.file + " is empty");
  Flush(stream);
  return {};
}

void CustomerImport::ReadAnswers(Stream& stream) {
  v1::ImportCustomersResponse response;
  while (stream.Read(&response)) {
    if (response.has_rejected_row()) PrintRejected(response.rejected_row());
    if (response.has_summary()) summary_ = response.summary();
  }
}

ExitCode CustomerImport::Report(const grpc::Status& status) {
  ShowProgress(true);
  if (!status.ok()) return program_.Fail(client::ToError(status));
  if (!summary_) {
    return program_.Fail({ErrorCode::kDataLoss, "the server sent no summary"});
  }
  summary_->set_row_count(summary_->row_count() + rejected_here_);
  summary_->set_rejected_count(summary_->rejected_count() + rejected_here_);
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  if (program_.options.json) {
    v1::ImportCustomersResponse response;
    *response.mutable_summary() = *summary_;
    program_.PrintJson(response);
  } else {
    program_.Note(number(summary_->row_count()) + " rows: " + number(summary_->created_count()) +
                  " created, " + number(summary_->updated_count()) + " updated, " +
                  number(summary_->unchanged_count()) + " unchanged, " +
                  number(summary_->rejected_count()) + " refused" +
                  (summary_->dry_run() ? " (nothing was written)" : ""));
  }
  return summary_->rejected_count() == 0 ? ExitCode::kOk : ExitCode::kPartlyDone;
}

ExitCode CustomerImport::Run() {
  HoldInterruptions();
  const Status opened = OpenFile();
  if (!opened) return program_.Fail(opened.error());
  const auto channel = program_.Channel();
  if (!channel) return program_.Fail(channel.error());
  const auto token = program_.Token();
  if (!token) return program_.Fail(token.error());
  const auto stub = v1::CustomerService::NewStub(*channel);
  grpc::ClientContext context;  // No limit: a million rows take their time.
  if (!token->empty()) context.AddMetadata("authorization", "Bearer " + *token);
  const auto stream = stub->ImportCustomers(&context);
  v1::ImportCustomersRequest hello;
  hello.mutable_options()->set_default_region_code(options_.region);
  hello.mutable_options()->set_dry_run(options_.dry_run);
  hello.mutable_options()->set_rejected_count_max(options_.rejected_max);
  stream->Write(hello);
  std::thread answers([&] { ReadAnswers(*stream); });
  const Status sent = SendRows(*stream);
  if (sent) {
    stream->WritesDone();
  } else {
    context.TryCancel();
  }
  answers.join();
  const grpc::Status status = stream->Finish();
  if (!sent) return program_.Fail(sent.error());
  return Report(status);
}

}  // namespace jackfield::cli
