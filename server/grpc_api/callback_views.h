#pragma once

#include <optional>
#include <string>

#include "jackfield/v1/callback.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/ports/callbacks.h"

namespace jackfield::grpc_api {

// Finds callbacks for those who may see them, and shows them.
//
// Rules:
//  R1. A callback that somebody may not see is not found. Why: that there is one says something,
//      too.
//  R2. What cannot be opened, because its person was erased, is shown empty.
//
// Thread safety: thread-safe; blocks on the store.
class CallbackViews {
 public:
  // What somebody sees; nullopt: everything.
  using Sight = std::optional<CallbackScope>;

  explicit CallbackViews(const ServiceParts& parts) : parts_(parts) {}

  // The callback that `field` of a request names.
  // Errors: kInvalidArgument (FIELD_INVALID); kNotFound (CALLBACK_NOT_FOUND); those of Callbacks.
  Result<CallbackRow> Find(const char* field, const std::string& name, const Sight& sight);

  v1::Callback Show(const CallbackRow& row);

 private:
  const ServiceParts parts_;
};

}  // namespace jackfield::grpc_api
