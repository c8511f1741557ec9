#include "server/app/cli/customer_export.h"

#include <iostream>
#include <utility>

#include <google/protobuf/util/json_util.h>

#include "server/app/cli/customer_columns.h"
#include "server/app/cli/interruption.h"

namespace jackfield::cli {
namespace {

using Service = v1::CustomerService;

tl::unexpected<Error> Interrupted() { return Fail(ErrorCode::kAborted, "interrupted"); }

}  // namespace

CustomerExport::CustomerExport(Program& program, const ExportOptions& options)
    : program_(program),
      options_(options),
      meter_("customers", ProgressMeter::FormFor(program.options.quiet)) {}

ExitCode CustomerExport::Run() {
  HoldInterruptions();
  if (!options_.file.empty()) {
    const std::string form = program_.options.json ? "json" : "csv";
    auto file = ExportFile::Open(
        options_.file, "customers of " + program_.options.server.target + " as " + form,
        options_.resume ? ExportFile::Start::kGoOn : ExportFile::Start::kAnew);
    if (!file) return program_.Fail(file.error());
    file_ = *std::move(file);
  }
  Status done = WritePages();
  if (done && file_ != nullptr) done = file_->Commit();
  meter_.Hide();
  if (!done) return ReportFailure(done.error());
  program_.Note(WriteCount(place().rows) + " customers");
  return ExitCode::kOk;
}

ExitCode CustomerExport::ReportFailure(const Error& error) {
  const ExitCode code = program_.Fail(error);
  if (file_ == nullptr || place().rows == 0) return code;
  program_.Note(WriteCount(place().rows) + " customers are in " + options_.file +
                ".part; the same command with --resume goes on from here");
  return ExitCode::kPartlyDone;
}

Status CustomerExport::WritePages() {
  if (place().bytes == 0) {
    const std::string headings =
        program_.options.json ? std::string() : CustomerColumns::CsvHeadings();
    if (const Status kept = Keep(headings, place()); !kept) return kept;
  }
  do {
    const Result<v1::ListCustomersResponse> page = ReadPage(place().page_token);
    if (!page) return Fail(page);
    ExportPlace next = place();
    if (next.page_token.empty()) next.rows_all = page->total_count();
    next.page_token = page->next_page_token();
    next.rows += page->customers_size();
    if (const Status kept = Keep(TextOf(*page), next); !kept) return kept;
    meter_.Show({Duration{0}, next.rows, next.rows, next.rows_all});
  } while (!place().page_token.empty());
  return {};
}

Result<v1::ListCustomersResponse> CustomerExport::ReadPage(const std::string& page_token) {
  v1::ListCustomersRequest request;
  request.set_page_size(kPageSize);
  request.set_page_token(page_token);
  Duration waited{0};
  for (;;) {
    if (InterruptedWithin(Duration{0})) return Interrupted();
    auto page = program_.Call<Service>(&Service::Stub::ListCustomers, request);
    const bool passing = !page && page.error().code == ErrorCode::kUnavailable;
    // A server that was never reached is not waited for.
    if (!passing || place().rows == 0 || waited >= kPatience) return page;
    if (InterruptedWithin(kPause)) return Interrupted();
    waited += kPause;
  }
}

std::string CustomerExport::TextOf(const v1::ListCustomersResponse& page) const {
  std::string text;
  for (const v1::Customer& customer : page.customers()) {
    if (!program_.options.json) {
      text += CustomerColumns::ToCsvLine(customer);
      continue;
    }
    std::string line;
    if (google::protobuf::util::MessageToJsonString(customer, &line).ok()) text += line + '\n';
  }
  return text;
}

Status CustomerExport::Keep(const std::string& text, ExportPlace place) {
  if (file_ != nullptr) return file_->Append(text, std::move(place));
  std::cout << text << std::flush;
  place.bytes += static_cast<std::int64_t>(text.size());
  printed_ = std::move(place);
  return std::cout ? Status() : Fail(ErrorCode::kUnavailable, "the output cannot be written");
}

}  // namespace jackfield::cli
