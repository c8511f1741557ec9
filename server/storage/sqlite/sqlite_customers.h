#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/clock.h"
#include "server/ports/customers.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/page_tokens.h"

namespace jackfield::sqlite {

// The directory of customers in SQLite.
//
// Rules:
//  K1. A write holds the writing connection for one small transaction at a time, as bulk work.
//      The act that it is audited by stands in the same transaction.
//  K2. An external id belongs to one customer.
//  K3. A merge changes no interaction: readers follow `merged_into`. Why: a customer may have
//      thousands, and a live call still carries the former id.
//
// Search finds customers whose words (name, company, addresses, external ids) are those of the
// query, then those whose words only begin so; or, for digits, whose numbers begin or end so.
// Within each the oldest record comes first. At most kNumberMatchesMax numbers of each kind are
// looked at.
//
// Lifetime: `database`, `clock` and `random` outlive it.
//
// Thread safety: thread-safe.
class SqliteCustomers final : public Customers {
 public:
  static constexpr std::size_t kPageSizeMax = 200;
  static constexpr std::size_t kCreateManyMax = 500;
  static constexpr std::size_t kNumberMatchesMax = 1000;

  // Errors: as Database::Write().
  static Result<std::unique_ptr<SqliteCustomers>> Open(Database& database, const Clock& clock,
                                                       Random& random);

  Result<std::vector<NumberHolder>> FindByE164(std::string_view e164) override;
  Result<std::vector<NumberHolder>> FindByNationalDigits(std::string_view digits) override;
  Result<std::vector<NumberHolder>> FindByExtension(std::string_view extension) override;

  Result<Customer> Get(CustomerId id) override;
  Result<Customer> GetByName(std::string_view name) override;
  Result<Customer> GetByExternalId(std::string_view system, std::string_view id) override;

  // `page_size` beyond kPageSizeMax counts as that. An empty query lists all.
  // Errors also: kInvalidArgument (FIELD_INVALID, PAGE_TOKEN_INVALID).
  Result<CustomerPage> Search(std::string_view query, std::size_t page_size,
                              std::string_view page_token) override;

  Result<Customer> Create(const Customer& customer, const std::optional<AuditRecord>& act) override;
  // At most kCreateManyMax.
  Result<std::vector<Result<CustomerId>>> CreateMany(
      const std::vector<Customer>& customers) override;
  // Errors also: kFailedPrecondition (CUSTOMER_MERGED).
  Result<Customer> Update(const Customer& customer, const std::optional<AuditRecord>& act) override;
  // Errors also: kInvalidArgument (FIELD_INVALID) when both are the same; kFailedPrecondition
  // (CUSTOMER_MERGED) when one was merged away before. Merging `from` once more into the same
  // changes nothing.
  Result<Customer> Merge(CustomerId into, CustomerId from,
                         const std::optional<AuditRecord>& act) override;

 private:
  SqliteCustomers(Database& database, const Clock& clock, Random& random, std::string secret);

  Result<Customer> InsertNew(Connection& connection, const Customer& customer);
  Result<Customer> ReplaceWith(Connection& connection, const Customer& before, Customer customer);
  Result<CustomerId> Import(Connection& connection, const Customer& customer);
  Result<Customer> MergeRecords(Connection& connection, CustomerId into, CustomerId from);

  Database& database_;
  const Clock& clock_;
  Random& random_;
  const PageTokens tokens_;
};

}  // namespace jackfield::sqlite
