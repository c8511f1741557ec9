#pragma once

#include <cstdint>
#include <string>

#include "jackfield/v1/customer.pb.h"

#include "server/base/result.h"
#include "server/ports/customers.h"
#include "server/ports/imports.h"
#include "server/ports/numbers.h"

// Imports, and customers who may be the same, on the wire. All are pure functions.
namespace jackfield::grpc_api {

// Names of a possible duplicate are cut after so many characters.
inline constexpr std::size_t kDuplicateTextMax = 80;

v1::PossibleDuplicate ToProto(const PossibleDuplicate& duplicate);

v1::CustomerImportSummary ToProto(const ImportCounts& counts, bool dry_run);

v1::RejectedImportRow ToRejectedRow(std::int64_t line, const Error& error);
v1::RejectedImportRow ToRejectedRow(const RefusedRow& row);

// A row as somebody wrote it; `region` is the one in whose style its numbers are. What breaks a
// rule stands in the row as its error.
ImportRow FromProto(const v1::CustomerImportRow& row, const std::string& region,
                    const Numbers& numbers);

// What duplicates are looked for by: name, company, numbers and addresses, each of which may be
// missing, but not all. Errors: kInvalidArgument (FIELD_INVALID).
Result<Customer> SoughtFromProto(const v1::Customer& customer, const std::string& region,
                                 const Numbers& numbers);

}  // namespace jackfield::grpc_api
