#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jackfield/v1/configuration.pb.h"
#include "jackfield/v1/customer.pb.h"

#include "server/base/result.h"
#include "server/exchange/caller.h"
#include "server/ports/customers.h"
#include "server/ports/numbers.h"

// Customers on the wire. All are pure functions.
namespace jackfield::grpc_api {

inline constexpr int kNumbersPerCustomerMax = 20;

// Earlier versions kept the keys of imported rows as external ids of this system. Not shown.
inline constexpr std::string_view kImportSystem = "import";

v1::Customer ToProto(const Customer& customer, const Numbers& numbers);
v1::CustomerNumber ToProto(const CustomerNumber& number, const Numbers& numbers);

// A customer as somebody wrote it; `region` is the one in whose style its numbers are.
// Errors: kInvalidArgument (FIELD_INVALID, NUMBER_INVALID).
Result<Customer> FromProto(const v1::Customer& customer, const std::string& region,
                           const Numbers& numbers);
Result<CustomerNumber> FromProto(const std::string& field, const v1::CustomerNumber& number,
                                 const std::string& region, const Numbers& numbers);

// What the customer is to the routing of that site.
exchange::CustomerStanding StandingOf(const v1::Configuration& configuration,
                                      const Customer& customer);

// `before` with the fields that `paths` name taken from `change`; without paths, all that are set.
// Errors: kInvalidArgument (UPDATE_MASK_INVALID).
Result<v1::Customer> Updated(const v1::Customer& before, const v1::Customer& change,
                             std::vector<std::string> paths);

}  // namespace jackfield::grpc_api
