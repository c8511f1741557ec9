#pragma once

#include <cstddef>
#include <string>

#include "server/base/result.h"

namespace jackfield::grpc_api {

// Whether a text may be searched for: `length_min` to 200 characters, without the spaces around
// it; one is enough where it has signs of a script in which one is a word.
// Errors: kInvalidArgument (FIELD_INVALID) for `field`.
//
// Thread safety: pure function.
Status CheckQuery(const std::string& field, const std::string& query, std::size_t length_min);

}  // namespace jackfield::grpc_api
