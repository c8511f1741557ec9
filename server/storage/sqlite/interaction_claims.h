#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/ids.h"
#include "server/ports/customers.h"
#include "server/storage/sqlite/connection.h"

// Earlier calls of a number that become a customer's. A claim stands in `interaction_claim` from
// the transaction that added the number until nothing is left to be claimed, so that it survives a
// crash between two steps. Functions throw SQLite::Exception; see Caught().
namespace jackfield::sqlite::interaction_claims {

// Notes a claim, if there is a call of nobody with the number: an import costs one look-up a
// number.
void Note(Connection& connection, CustomerId customer, std::string_view number_key);

struct Claim {
  CustomerId customer;
  std::string number_key;
};

// A claim that is not done; of anybody, or of `customer`.
std::optional<Claim> Next(Connection& connection, std::optional<CustomerId> customer);

// Whether somebody else has `number` too, but those of whom it was said that it is not them.
bool IsShared(Connection& connection, const Claim& claim, const CustomerNumber& number);

// Gives the customer up to `count` calls; returns how many there were.
std::int64_t Take(Connection& connection, const Claim& claim, std::size_t count);

// How many calls are the customer's by claims.
std::int64_t CountOf(Connection& connection, CustomerId customer);

void Delete(Connection& connection, const Claim& claim);

}  // namespace jackfield::sqlite::interaction_claims
