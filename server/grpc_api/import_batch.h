#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jackfield/v1/customer_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/ports/customers.h"

namespace jackfield::grpc_api {

// The work of one import: rows in, refusals and counts out.
//
// Rules:
//  R1. A row with an external id is written under it, so that the same row again updates.
//  R2. Rows are written in chunks of kRowsMax, one transaction each, as bulk work.
//
// Thread safety: none; one per import. Blocks on the store.
class ImportBatch {
 public:
  static constexpr int kRowsMax = 500;

  ImportBatch(const ServiceParts& parts, v1::CustomerImportOptions options);

  // Takes one message's rows; returns those that were refused.
  // Errors: kInvalidArgument (FIELD_INVALID): too many rows; those of Customers.
  Result<std::vector<v1::RejectedImportRow>> Take(const v1::CustomerImportRows& rows);

  const v1::CustomerImportSummary& summary() const { return summary_; }

  // As many rows were refused as the client wants to see.
  bool exhausted() const {
    return options_.rejected_count_max() > 0 &&
           summary_.rejected_count() >= options_.rejected_count_max();
  }

 private:
  struct Chunk {
    std::vector<Customer> customers;
    std::vector<std::int64_t> lines;
    std::vector<bool> known;
  };

  void Reject(std::int64_t line, const Error& error, std::vector<v1::RejectedImportRow>& rejected);
  Status Write(const Chunk& chunk, std::vector<v1::RejectedImportRow>& rejected);

  const ServiceParts parts_;
  const v1::CustomerImportOptions options_;
  v1::CustomerImportSummary summary_;
};

}  // namespace jackfield::grpc_api
