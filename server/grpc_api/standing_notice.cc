#include "server/grpc_api/standing_notice.h"

#include <optional>

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/ports/customers.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kReadsMax = 8;

Result<exchange::CustomerStanding> StandingNow(const ServiceParts& parts, CustomerId id) {
  Result<Customer> customer = parts.ports.customers.Get(id);
  if (customer && customer->merged_into) {
    customer = parts.ports.customers.Get(customer->merged_into);
  }
  if (!customer) return Fail(customer);
  return StandingOf(parts.configuration.Current()->configuration, *customer);
}

}  // namespace

void TellStandings(const ServiceParts& parts, const std::vector<CustomerId>& customers) {
  for (const CustomerId id : customers) {
    std::optional<exchange::CustomerStanding> told;
    for (int read = 0; read < kReadsMax; ++read) {  // Again, for what changed since the last read.
      const Result<exchange::CustomerStanding> standing = StandingNow(parts, id);
      if (!standing || told == *standing) break;
      told = *standing;
      parts.ports.engine.Command(exchange::UpdateStanding{id, *told}, [](const Status&) {});
    }
  }
}

}  // namespace jackfield::grpc_api
