#pragma once

#include <cstddef>
#include <string>

#include "jackfield/v1/saved_view_service.pb.h"

#include "server/base/result.h"
#include "server/ports/saved_views.h"

// Saved views in the contract and in the store. All are pure functions.
namespace jackfield::grpc_api {

inline constexpr std::size_t kViewNameMax = 64;  // Characters.
inline constexpr std::size_t kViewFilterBytesMax = 4096;
inline constexpr Duration kViewDueMax{366LL * 24 * 3600 * 1000};

// What `view` says of the row: name, question, and whether it is shared. `login` is of who asks.
// Errors: kInvalidArgument (FIELD_INVALID, TIME_RANGE_INVALID), with fields of `saved_view`.
Result<SavedViewRow> RowOf(const v1::SavedView& view, const std::string& login);

v1::SavedView ToSavedView(const SavedViewRow& row);

// `before` with what the request changes.
// Errors: kInvalidArgument (UPDATE_MASK_INVALID).
Result<v1::SavedView> Merged(v1::SavedView before, const v1::UpdateSavedViewRequest& request);

}  // namespace jackfield::grpc_api
