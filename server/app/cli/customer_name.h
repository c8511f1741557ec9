#pragma once

#include <string>

#include "jackfield/v1/customer.pb.h"

#include "server/app/cli/program.h"
#include "server/base/result.h"

namespace jackfield::cli {

// What somebody may mean by a word that names a customer.
enum class CustomerWord {
  kName,        // A resource name, with or without `customers/`.
  kExternalId,  // `SYSTEM:ID`, or an id of any system.
};

// Thread safety: pure function.
CustomerWord WordKindOf(const std::string& word);

// Whether the word looks like a telephone number as people write one, also an extension. Thread
// safety: pure function.
bool IsNumber(const std::string& word);

// The customer who is meant. Errors: those of the server; kNotFound when nobody has the external
// id; kInvalidArgument when several have it in different systems.
Result<v1::Customer> FindCustomer(Program& program, const std::string& word);

}  // namespace jackfield::cli
