#include "server/grpc_api/do_not_call.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "server/exchange/callbacks/callback_command.h"
#include "server/grpc_api/callback_drafts.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::chrono::seconds kEngineAnswerMax{5};

// Whether none but `customers` has the number.
Result<bool> IsTheirsAlone(const ServiceParts& parts, const CustomerNumber& number,
                           const std::vector<CustomerId>& customers) {
  const auto holders = number.e164.empty() ? parts.ports.customers.FindByExtension(number.extension)
                                           : parts.ports.customers.FindByE164(number.e164);
  if (!holders) return Fail(holders);
  return std::all_of(holders->begin(), holders->end(), [&customers](const NumberHolder& holder) {
    return std::find(customers.begin(), customers.end(), holder.customer) != customers.end();
  });
}

Status Ask(const ServiceParts& parts, exchange::ForbidCallbacks command) {
  const auto answer = std::make_shared<std::promise<Status>>();
  std::future<Status> wait = answer->get_future();
  parts.ports.engine.ChangeCallback(std::move(command),
                                    [answer](const Result<CallbackReceipt>& receipt) {
                                      answer->set_value(receipt ? Status() : Status(Fail(receipt)));
                                    });
  if (wait.wait_for(kEngineAnswerMax) == std::future_status::ready) return wait.get();
  return Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "the engine does not answer");
}

}  // namespace

Status EndUnwantedCallbacks(const ServiceParts& parts, const std::vector<Customer>& customers,
                            const std::string& actor) {
  exchange::ForbidCallbacks command{.actor = actor};
  for (const Customer& customer : customers) {
    if (customer.id) command.customers.push_back(customer.id);
  }
  for (const Customer& customer : customers) {
    for (const CustomerNumber& number : customer.numbers) {
      const Result<bool> alone = IsTheirsAlone(parts, number, command.customers);
      if (!alone) return Fail(alone);
      if (*alone) command.number_keys.push_back(NumberKeyOf(parts, number));
    }
  }
  if (command.customers.empty() && command.number_keys.empty()) return {};
  return Ask(parts, std::move(command));
}

}  // namespace jackfield::grpc_api
