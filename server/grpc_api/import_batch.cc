#include "server/grpc_api/import_batch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "server/grpc_api/callback_mapping.h"
#include "server/grpc_api/do_not_call.h"
#include "server/grpc_api/import_mapping.h"
#include "server/grpc_api/standing_notice.h"
#include "server/ports/api_figures.h"
#include "server/ports/metrics.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kImportIdMax = 64;

Status CheckImportId(std::string_view id) {
  const bool good = std::all_of(id.begin(), id.end(), [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '_' || letter == '-';
  });
  if (good && id.size() <= kImportIdMax) return {};
  return FailField("FIELD_INVALID", "options.import_id",
                   "must have at most 64 characters of A-Z, a-z, 0-9, _ and -");
}

}  // namespace

ImportBatch::ImportBatch(const ServiceParts& parts, v1::CustomerImportOptions options,
                         std::string actor)
    : parts_(parts), options_(std::move(options)), actor_(std::move(actor)) {}

Result<std::unique_ptr<ImportBatch>> ImportBatch::Open(const ServiceParts& parts,
                                                       RunningImports& running,
                                                       const v1::CustomerImportOptions& options,
                                                       const std::string& actor) {
  if (const Status good = CheckImportId(options.import_id()); !good) return Fail(good);
  std::unique_ptr<ImportBatch> batch(new ImportBatch(parts, options, actor));
  // A dry run leaves nothing that it could go on after.
  if (options.import_id().empty() || options.dry_run()) return batch;
  batch->key_ = {actor, options.import_id()};
  Result<RunningImports::ClaimPtr> claim = running.Begin(batch->key_);
  if (!claim) return Fail(claim);
  batch->claim_ = *std::move(claim);
  const Result<ImportProgress> progress = parts.ports.imports.Find(batch->key_);
  if (!progress) return Fail(progress);
  batch->progress_ = *progress;
  return batch;
}

Result<ImportBatch::Answers> ImportBatch::Begin() {
  Answers answers(1);
  v1::CustomerImportStart& start = *answers.front().mutable_start();
  start.set_done_line(progress_.done_line);
  *start.mutable_done_summary() = summary();
  if (progress_.counts.rejected == 0) return answers;
  const auto refused = parts_.ports.imports.ListRefused(key_, 0, Imports::kRefusedRowsMax);  // R2
  if (!refused) return Fail(refused);
  for (const RefusedRow& row : *refused) {
    *answers.emplace_back().mutable_rejected_row() = ToRejectedRow(row);
  }
  return answers;
}

// R1.
Result<std::vector<ImportRow>> ImportBatch::NewRows(const v1::CustomerImportRows& rows) {
  std::vector<ImportRow> fresh;
  fresh.reserve(static_cast<std::size_t>(rows.rows_size()));
  for (const v1::CustomerImportRow& row : rows.rows()) {
    if (!key_.id.empty()) {
      if (row.line() <= last_line_) {
        return FailField("FIELD_INVALID", "rows.line",
                         "must be greater than that of the row before");
      }
      last_line_ = row.line();
      if (row.line() <= progress_.done_line) continue;
    }
    fresh.push_back(FromProto(row, options_.default_region_code(), parts_.ports.numbers));
  }
  return fresh;
}

Result<ImportBatch::Answers> ImportBatch::Take(const v1::CustomerImportRows& rows) {
  if (static_cast<std::size_t>(rows.rows_size()) > Imports::kRowsMax) {
    return FailField("FIELD_INVALID", "rows", "must have at most 500 in a message");
  }
  const Result<std::vector<ImportRow>> fresh = NewRows(rows);
  if (!fresh) return Fail(fresh);
  if (fresh->empty()) return Answers();
  const auto mode = options_.dry_run() ? Imports::Mode::kDryRun : Imports::Mode::kWrite;
  if (!options_.dry_run()) {
    if (const Status ended = EndUnwanted(*fresh); !ended) return Fail(ended);
  }
  const Result<ImportStep> step = parts_.ports.imports.Take(key_, *fresh, progress_, mode);
  if (!options_.dry_run()) parts_.customers_changed();  // Also where a part of the step failed.
  if (!step) return Fail(step);
  if (!options_.dry_run()) TellStandings(*step);
  progress_ = step->progress;
  return AnswersTo(*fresh, *step);
}

void ImportBatch::TellStandings(const ImportStep& step) const {
  std::vector<CustomerId> customers;
  for (const Result<ImportedRow>& row : step.rows) {
    if (row && row->changed_standing) customers.push_back(row->changed_standing);
  }
  TellStandingsOfOpenWork(parts_, customers);
}

Status ImportBatch::EndUnwanted(const std::vector<ImportRow>& rows) const {
  std::vector<Customer> unwanted;
  for (const ImportRow& row : rows) {
    if (!row.customer || !IsNotToBeCalled(*row.customer)) continue;
    unwanted.push_back(*row.customer);
    if (row.external_id.empty()) continue;
    Result<Customer> known =
        parts_.ports.customers.GetByExternalId(row.system, row.external_id);  // Whom it updates.
    if (!known && known.error().code != ErrorCode::kNotFound) return Fail(known);
    if (known) unwanted.push_back(*std::move(known));
  }
  return unwanted.empty() ? Status() : EndUnwantedCallbacks(parts_, unwanted, actor_);
}

ImportBatch::Answers ImportBatch::AnswersTo(const std::vector<ImportRow>& rows,
                                            const ImportStep& step) const {
  Answers answers;
  std::uint64_t refused = 0;
  for (std::size_t i = 0; i < rows.size() && i < step.rows.size(); ++i) {
    const Result<ImportedRow>& taken = step.rows[i];
    if (!taken) {
      ++refused;
      *answers.emplace_back().mutable_rejected_row() = ToRejectedRow(rows[i].line, taken.error());
    } else if (taken->duplicate) {
      v1::DuplicateImportRow& row = *answers.emplace_back().mutable_duplicate_row();
      row.set_line(rows[i].line);
      *row.mutable_duplicate() = ToProto(*taken->duplicate);
    }
  }
  parts_.ports.metrics.Count(figures::kImportRowsTotal, "", step.rows.size());
  if (refused > 0) parts_.ports.metrics.Count(figures::kImportRowsRejectedTotal, "", refused);
  return answers;
}

v1::CustomerImportSummary ImportBatch::summary() const {
  return ToProto(progress_.counts, options_.dry_run());
}

}  // namespace jackfield::grpc_api
