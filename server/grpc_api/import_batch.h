#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "jackfield/v1/customer_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/running_imports.h"
#include "server/ports/imports.h"

namespace jackfield::grpc_api {

// The work of one import: rows in; refusals, likely duplicates and counts out.
//
// Rules:
//  R1. An import with an id goes on after the last line that was dealt with; rows up to there are
//      skipped. Its lines must grow, so that none is skipped that was not dealt with.
//  R2. Who goes on is told the rows that were refused before. Why: the connection may have broken
//      before they came, and then nobody would know of them.
//  R3. What is open of a customer follows another tier, flag or preferred agent, as after a single
//      change of the customer.
//
// Thread safety: none; one per import. Blocks on the store.
class ImportBatch {
 public:
  using Answers = std::vector<v1::ImportCustomersResponse>;

  // Errors: kInvalidArgument (FIELD_INVALID): the options; kAborted (IMPORT_IN_PROGRESS); those of
  // Imports.
  static Result<std::unique_ptr<ImportBatch>> Open(const ServiceParts& parts,
                                                   RunningImports& running,
                                                   const v1::CustomerImportOptions& options,
                                                   const std::string& actor);

  // What the client is told first. Errors: those of Imports.
  Result<Answers> Begin();

  // Takes one message's rows; returns what there is to say about them.
  // Errors: kInvalidArgument (FIELD_INVALID): too many rows, or lines in a wrong order; those of
  // Imports.
  Result<Answers> Take(const v1::CustomerImportRows& rows);

  v1::CustomerImportSummary summary() const;

  // As many rows were refused as the client wants to see.
  bool exhausted() const {
    return options_.rejected_count_max() > 0 &&
           progress_.counts.rejected >= options_.rejected_count_max();
  }

 private:
  ImportBatch(const ServiceParts& parts, v1::CustomerImportOptions options, std::string actor);

  // Of the rows' customers who do not want to be called.
  Status EndUnwanted(const std::vector<ImportRow>& rows) const;
  void TellStandings(const ImportStep& step) const;  // R3
  Result<std::vector<ImportRow>> NewRows(const v1::CustomerImportRows& rows);
  Answers AnswersTo(const std::vector<ImportRow>& rows, const ImportStep& step) const;

  const ServiceParts parts_;
  const v1::CustomerImportOptions options_;
  const std::string actor_;
  ImportKey key_;
  RunningImports::ClaimPtr claim_;  // Of an import with an id.
  ImportProgress progress_;
  std::int64_t last_line_ = 0;  // That came on this stream.
};

}  // namespace jackfield::grpc_api
