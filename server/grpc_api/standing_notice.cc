#include "server/grpc_api/standing_notice.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "server/exchange/customer_rules.h"
#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/ports/customers.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kReadsMax = 8;
constexpr std::chrono::seconds kEngineAnswerMax{5};

Result<exchange::CustomerStanding> StandingNow(const ServiceParts& parts, CustomerId id) {
  Result<Customer> customer = parts.ports.customers.Get(id);
  if (customer && customer->merged_into) {
    customer = parts.ports.customers.Get(customer->merged_into);
  }
  if (!customer) return Fail(customer);
  return StandingOf(parts.configuration.Current()->configuration, *customer);
}

// The customers with those that were merged into them.
std::set<CustomerId> RecordsOf(const ServiceParts& parts,
                               const std::vector<CustomerId>& customers) {
  std::set<CustomerId> records(customers.begin(), customers.end());
  for (const CustomerId id : customers) {
    const Result<std::vector<CustomerId>> merged = parts.ports.customers.ListMergedInto(id);
    if (merged) records.insert(merged->begin(), merged->end());
  }
  return records;
}

std::vector<CustomerId> WithOpenWork(const exchange::State& state,
                                     const std::set<CustomerId>& records) {
  std::vector<CustomerId> open;
  std::copy_if(records.begin(), records.end(), std::back_inserter(open),
               [&state](CustomerId record) { return exchange::HasOpenWork(state, record); });
  return open;
}

// Those of the records that have open work now.
std::vector<CustomerId> OpenOf(const ServiceParts& parts, std::set<CustomerId> records) {
  const auto answer = std::make_shared<std::promise<std::vector<CustomerId>>>();
  std::future<std::vector<CustomerId>> wait = answer->get_future();
  AskEngine(
      parts.ports.engine,
      [answer, records = std::move(records)](const exchange::State& state) {
        answer->set_value(WithOpenWork(state, records));
      },
      [answer](const Error&) { answer->set_value({}); });
  if (wait.wait_for(kEngineAnswerMax) != std::future_status::ready) return {};
  return wait.get();
}

void Tell(const ServiceParts& parts, CustomerId record) {
  std::optional<exchange::CustomerStanding> told;
  for (int read = 0; read < kReadsMax; ++read) {  // Again, for what changed since the last read.
    const Result<exchange::CustomerStanding> standing = StandingNow(parts, record);
    if (!standing || told == *standing) return;
    told = *standing;
    parts.ports.engine.Command(exchange::UpdateStanding{record, *told}, [](const Status&) {});
  }
}

}  // namespace

void TellStandings(const ServiceParts& parts, const std::vector<CustomerId>& customers) {
  for (const CustomerId record : RecordsOf(parts, customers)) Tell(parts, record);
}

void TellStandingsOfOpenWork(const ServiceParts& parts, const std::vector<CustomerId>& customers) {
  if (customers.empty()) return;
  for (const CustomerId record : OpenOf(parts, RecordsOf(parts, customers))) Tell(parts, record);
}

}  // namespace jackfield::grpc_api
