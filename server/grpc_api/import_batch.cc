#include "server/grpc_api/import_batch.h"

#include <utility>

#include "server/grpc_api/customer_mapping.h"
#include "server/grpc_api/status_mapping.h"

namespace jackfield::grpc_api {

ImportBatch::ImportBatch(const ServiceParts& parts, v1::CustomerImportOptions options)
    : parts_(parts), options_(std::move(options)) {
  summary_.set_dry_run(options_.dry_run());
}

Result<std::vector<v1::RejectedImportRow>> ImportBatch::Take(const v1::CustomerImportRows& rows) {
  if (rows.rows_size() > kRowsMax) {
    return FailField("FIELD_INVALID", "rows", "must have at most 500 in a message");
  }
  std::vector<v1::RejectedImportRow> rejected;
  Chunk chunk;
  for (const v1::CustomerImportRow& row : rows.rows()) {
    summary_.set_row_count(summary_.row_count() + 1);
    Result<Customer> customer =
        FromProto(row.customer(), options_.default_region_code(), parts_.ports.numbers);
    if (!customer) {
      Reject(row.line(), customer.error(), rejected);
      continue;
    }
    bool known = false;
    if (row.customer().external_ids_size() > 0) {  // R1
      const v1::ExternalId& id = row.customer().external_ids(0);
      std::string key = id.system() + ":" + id.value();
      known = parts_.ports.customers.GetByExternalId(kImportSystem, key).has_value();
      customer->external_ids[std::string(kImportSystem)] = std::move(key);
    }
    chunk.customers.push_back(*std::move(customer));
    chunk.lines.push_back(row.line());
    chunk.known.push_back(known);
  }
  if (const Status written = Write(chunk, rejected); !written) return Fail(written);
  return rejected;
}

Status ImportBatch::Write(const Chunk& chunk, std::vector<v1::RejectedImportRow>& rejected) {
  if (chunk.customers.empty()) return {};
  std::vector<Result<CustomerId>> results(chunk.customers.size());
  if (!options_.dry_run()) {
    auto written = parts_.ports.customers.CreateMany(chunk.customers);  // R2
    if (!written) return Fail(written);
    results = *std::move(written);
    parts_.customers_changed();
  }
  for (std::size_t i = 0; i < results.size() && i < chunk.lines.size(); ++i) {
    if (!results[i]) {
      Reject(chunk.lines[i], results[i].error(), rejected);
    } else if (chunk.known[i]) {
      summary_.set_updated_count(summary_.updated_count() + 1);
    } else {
      summary_.set_created_count(summary_.created_count() + 1);
    }
  }
  return {};
}

void ImportBatch::Reject(std::int64_t line, const Error& error,
                         std::vector<v1::RejectedImportRow>& rejected) {
  summary_.set_rejected_count(summary_.rejected_count() + 1);
  v1::RejectedImportRow& row = rejected.emplace_back();
  row.set_line(line);
  if (!error.fields.empty()) {
    row.set_field(error.fields.front().field);
    row.set_rule(error.fields.front().rule);
  }
  *row.mutable_error() = ToRejection(error);
}

}  // namespace jackfield::grpc_api
