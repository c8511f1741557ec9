#include "server/grpc_api/callback_views.h"

#include <algorithm>

#include "server/grpc_api/callback_mapping.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kPersonMax = 80;

bool IsInScope(const CallbackRow& row, const CallbackScope& scope) {
  return row.agent == scope.login || row.preferred == scope.login ||
         std::find(scope.queues.begin(), scope.queues.end(), row.queue) != scope.queues.end();
}

}  // namespace

Result<CallbackRow> CallbackViews::Find(const char* field, const std::string& name,
                                        const Sight& sight) {
  const Result<std::string> id = IdOf(field, "callbacks", name);
  if (!id) return Fail(id);
  Result<CallbackRow> row = parts_.ports.callbacks.GetByName(*id);
  if (!row || !sight || IsInScope(*row, *sight)) return row;
  return Fail(ErrorCode::kNotFound, "CALLBACK_NOT_FOUND", "there is no such callback");  // R1
}

v1::Callback CallbackViews::Show(const CallbackRow& row) {
  v1::Callback callback = ToCallback(row, parts_.cards.Open(row.note));
  exchange::Caller called;
  called.presentation = exchange::Presentation::kPresented;
  called.number = row.number;
  called.e164 = row.number;
  if (const auto number = parts_.cards.NumberOf(called)) *callback.mutable_number() = *number;
  if (!row.customer) return callback;
  const Result<Customer> customer = parts_.cards.GetCustomer(row.customer);
  if (!customer) return callback;
  callback.set_customer(NameOf("customers", customer->name));
  callback.set_display_name(FirstCharacters(customer->display_name, kPersonMax));
  return callback;
}

}  // namespace jackfield::grpc_api
