#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/ports/clock.h"
#include "server/ports/customers.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/customer_merge.h"
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
//      thousands, and a live call still carries the former id. What it did to the records is
//      written down, so that Unmerge() can take back what has not changed since. What was said of
//      who calls stays with the record that it was said of, and follows `merged_into` too.
//  K4. A number that is added to a record lifts what denied the customer the number, and notes the
//      claim of its earlier calls; one that is taken away forgets what was said of both. A merge,
//      which adds what was another's, does neither.
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
  static constexpr std::size_t kListedMax = 1000;
  static constexpr std::size_t kListedBytesMax = 1024 * 1024;  // Of texts; a page ends then.
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

  // `page_size` beyond kListedMax counts as that, and a page ends after kListedBytesMax. Errors
  // also: kInvalidArgument (PAGE_TOKEN_INVALID).
  Result<CustomerPage> List(std::size_t page_size, std::string_view page_token) override;
  Result<std::int64_t> Count() override;

  Result<std::vector<PossibleDuplicate>> FindDuplicates(const Customer& customer,
                                                        std::size_t count) override;

  Result<Customer> Create(const Customer& customer, const std::optional<AuditRecord>& act) override;
  // Errors also: kFailedPrecondition (CUSTOMER_MERGED).
  Result<Customer> Update(const Customer& customer, const std::optional<AuditRecord>& act) override;
  // Errors also: kInvalidArgument (FIELD_INVALID) when both are the same; kFailedPrecondition
  // (CUSTOMER_MERGED) when one was merged away before; kResourceExhausted (NUMBERS_FULL). Merging
  // `from` once more into the same changes nothing.
  Result<Customer> Merge(CustomerId into, CustomerId from,
                         const std::optional<AuditRecord>& act) override;
  // Errors also: kFailedPrecondition (CUSTOMER_MERGED) when the target was merged away itself,
  // (MERGE_NOT_RECORDED).
  Result<Unmerged> Unmerge(CustomerId customer, const std::optional<AuditRecord>& act) override;
  Result<std::vector<CustomerId>> ListMergedInto(CustomerId customer) override;

  // Steps of a write that has begun, for who writes several customers at once. Throw
  // SQLite::Exception. Errors: kInvalidArgument (FIELD_INVALID); nothing is written then.
  // Names begin with the `name_prefix` bytes; names with a prefix of their own stand together in
  // the index.
  Result<Customer> InsertNew(Connection& connection, const Customer& customer,
                             const std::string& name_prefix = {});
  Result<Customer> ReplaceWith(Connection& connection, const Customer& before, Customer customer);
  // K4: what the numbers that a customer got or lost mean for earlier calls and for what agents
  // said. To be called after ReplaceWith() where a person or a file changed the numbers.
  void LearnNumbers(Connection& connection, const Customer& before, const Customer& after) const;

 private:
  struct Secrets {
    std::string page_tokens;
    std::string subjects;
  };
  SqliteCustomers(Database& database, const Clock& clock, Random& random, Secrets secrets);

  Result<Customer> MergeRecords(Connection& connection, CustomerId into, CustomerId from);
  // The target without what the merge added to it.
  Result<Customer> TakeBack(Connection& connection, const customer_merge_table::StoredMerge& merge);
  // The record that was merged away, as it was.
  Result<Customer> TakeOut(Connection& connection, Customer customer, const MergeRecord& record);

  Database& database_;
  const Clock& clock_;
  Random& random_;
  const PageTokens tokens_;
  const std::string subject_secret_;
};

}  // namespace jackfield::sqlite
