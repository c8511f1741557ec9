#pragma once

#include <string_view>

#include "jackfield/v1/callback_service.pb.h"

#include "server/base/result.h"

namespace jackfield::cli {

// The rows of a list to be called: CSV in UTF-8 whose header names the columns `number` and, if
// need be, `customer` (an id) and `note`; others are left alone. Errors: kInvalidArgument, with the
// line, where the file is not like that, has no rows, or has more than 1,000.
//
// Thread safety: pure function.
Result<v1::ImportCallbackListRequest> ReadCallbackList(std::string_view csv);

}  // namespace jackfield::cli
