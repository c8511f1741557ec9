#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/accounts.h"

namespace jackfield {

// The flag of a customer who has a complaint that is not resolved: their work comes sooner.
inline constexpr std::string_view kOpenComplaintFlag = "open_complaint";
// The flag of a customer who is called only where they ask for it.
inline constexpr std::string_view kDoNotCallFlag = "do_not_call";

// A telephone number of a customer.
struct CustomerNumber {
  std::string raw;              // As it was entered.
  std::string e164;             // "+…", or empty: an internal extension.
  std::string national_digits;  // National significant number; what other formats are matched with.
  std::string extension;
  std::string kind;  // "mobile", "office", … free, at most 32 characters.

  bool operator==(const CustomerNumber&) const = default;
  JACKFIELD_FIELDS(raw, e164, national_digits, extension, kind)
};

struct Customer {
  CustomerId id;
  std::string name;          // Wire name without `customers/`: 32 hexadecimal digits.
  std::string display_name;  // 1 to 128 characters.
  std::string company;
  std::string role;
  std::string tier;                // E.g. "vip"; empty: none.
  std::vector<std::string> flags;  // E.g. "do_not_call".
  std::string language;            // BCP 47.
  std::string country;             // ISO 3166-1 alpha-2.
  std::string pinned_note;
  std::vector<CustomerNumber> numbers;
  std::vector<std::string> email_addresses;         // 3 to 254 bytes each, no two alike.
  std::map<std::string, std::string> external_ids;  // System → id.
  std::string preferred_agent;                      // Login.
  std::int64_t revision = 0;                        // Grows with each change; the etag.
  WallTime created{};
  WallTime updated{};
  CustomerId merged_into;  // Not none: a record that was merged away.
};

// Who has a number.
struct NumberHolder {
  CustomerId customer;
  std::string e164;
  std::optional<WallTime> last_contact;
};

// After a merge was undone.
struct Unmerged {
  Customer customer;               // That was taken out.
  std::optional<Customer> target;  // That it had been merged into; none: it was not merged.
};

// In what two customers are alike; what makes them likelier the same comes first.
enum class Likeness : std::uint8_t {
  kNumberAndName = 1,
  kNumber = 2,
  kEmailAddress = 3,
  kNameAndCompany = 4,
};

// A customer who may be the same as another one.
struct PossibleDuplicate {
  CustomerId id;
  std::string name;  // Wire name without `customers/`.
  std::string display_name;
  std::string company;
  Likeness likeness = Likeness::kNumberAndName;
};

struct CustomerPage {
  std::vector<Customer> customers;
  std::string next_page_token;  // Empty: that was all.
};

// The directory of customers. Reads use their own connections; writes go in small steps beside the
// engine's commits, and do not pass through the journal.
//
// Errors of all: kUnavailable, kDataLoss. Of the writers also: kInvalidArgument with field and
// rule, kAborted (ETAG_MISMATCH), kNotFound (CUSTOMER_NOT_FOUND).
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class Customers {
 public:
  virtual ~Customers() = default;

  virtual Result<std::vector<NumberHolder>> FindByE164(std::string_view e164) = 0;
  virtual Result<std::vector<NumberHolder>> FindByNationalDigits(std::string_view digits) = 0;
  virtual Result<std::vector<NumberHolder>> FindByExtension(std::string_view extension) = 0;

  virtual Result<Customer> Get(CustomerId id) = 0;
  virtual Result<Customer> GetByName(std::string_view name) = 0;
  virtual Result<Customer> GetByExternalId(std::string_view system, std::string_view id) = 0;

  // By words of names, companies and e-mail addresses (prefixes count, Chinese by character), or
  // digits of numbers.
  virtual Result<CustomerPage> Search(std::string_view query, std::size_t page_size,
                                      std::string_view page_token) = 0;

  // All that are not merged away, by `name`; and how many they are.
  virtual Result<CustomerPage> List(std::size_t page_size, std::string_view page_token) = 0;
  virtual Result<std::int64_t> Count() = 0;

  // Who may be the same as `customer`, the likeliest first, at most `count`. The customer with its
  // `id` is left out.
  virtual Result<std::vector<PossibleDuplicate>> FindDuplicates(const Customer& customer,
                                                                std::size_t count) = 0;

  // Changes with an `act` put it into the audit trail in the same transaction; an empty `object` of
  // it becomes the customer's wire name, `customers/{name}`.

  // `customer.id`, `name`, `revision` and the times are given back, not taken.
  virtual Result<Customer> Create(const Customer& customer,
                                  const std::optional<AuditRecord>& act = std::nullopt) = 0;
  // Replaces the record, numbers included, if its revision is still `customer.revision`.
  virtual Result<Customer> Update(const Customer& customer,
                                  const std::optional<AuditRecord>& act = std::nullopt) = 0;
  // `from` is merged into `into`: numbers, addresses, external ids and the timeline go over, and of
  // other fields those that `into` has not.
  virtual Result<Customer> Merge(CustomerId into, CustomerId from,
                                 const std::optional<AuditRecord>& act = std::nullopt) = 0;
  // Takes `customer` out of the one that it was merged into, as it was before; what the merge added
  // there and has not changed since is taken back. One that is not merged stays as it is.
  virtual Result<Unmerged> Unmerge(CustomerId customer,
                                   const std::optional<AuditRecord>& act = std::nullopt) = 0;

  // The records that were merged into `customer`, by id. One that is unknown has none.
  virtual Result<std::vector<CustomerId>> ListMergedInto(CustomerId customer) = 0;
};

}  // namespace jackfield
