#include "server/storage/sqlite/sqlite_customers.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/storage/sqlite/audit_table.h"
#include "server/storage/sqlite/caller_choice_table.h"
#include "server/storage/sqlite/customer_duplicates.h"
#include "server/storage/sqlite/customer_rules.h"
#include "server/storage/sqlite/customer_search.h"
#include "server/storage/sqlite/customer_table.h"
#include "server/storage/sqlite/interaction_claims.h"
#include "server/storage/sqlite/secrets.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::sqlite {
namespace {

constexpr std::size_t kNameBytes = 16;
constexpr std::size_t kPageSizeDefault = 20;

std::string Hexadecimal(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4U];
    text += kDigits[static_cast<unsigned char>(byte) & 0xfU];
  }
  return text;
}

tl::unexpected<Error> NotFound() {
  return Fail(ErrorCode::kNotFound, "CUSTOMER_NOT_FOUND", "no such customer");
}

tl::unexpected<Error> MergedAway() {
  return Fail(ErrorCode::kFailedPrecondition, "CUSTOMER_MERGED",
              "the customer was merged into another one");
}

// K2.
Status CheckExternalIds(Connection& connection, const Customer& customer, CustomerId owner) {
  for (const auto& [system, id] : customer.external_ids) {
    const auto holder = customer_table::ByExternalId(connection, system, id);
    if (holder && holder->customer != owner) {
      return FailField("FIELD_INVALID", "external_ids[" + system + "]",
                       "must not be the id of another customer");
    }
  }
  return {};
}

// Runs the change of a customer as one bulk write, with the act that it is audited by (K1).
template <typename Work>
Result<Customer> WriteAudited(Database& database, const std::optional<AuditRecord>& act,
                              Work work) {
  return database.WriteBulk([&](Connection& connection) -> Result<Customer> {
    Result<Customer> customer = work(connection);
    if (!customer || !act) return customer;
    AuditRecord record = *act;
    if (record.object.empty()) record.object = "customers/" + customer->name;
    audit_table::Append(connection, record);
    return customer;
  });
}

// About how much the texts of a customer take on the wire.
std::size_t TextBytes(const Customer& customer) {
  std::size_t bytes = customer.display_name.size() + customer.company.size() +
                      customer.role.size() + customer.pinned_note.size();
  for (const CustomerNumber& number : customer.numbers) bytes += 4 * number.raw.size() + 32;
  for (const std::string& address : customer.email_addresses) bytes += address.size();
  for (const auto& [system, id] : customer.external_ids) bytes += system.size() + id.size();
  return bytes;
}

// Whether the record has a number that is found as `number` is.
bool HasForm(const Customer& customer, const CustomerNumber& number) {
  const std::vector<std::string> forms = LookUpForms(number);
  return std::any_of(customer.numbers.begin(), customer.numbers.end(),
                     [&forms](const CustomerNumber& each) { return LookUpForms(each) == forms; });
}

}  // namespace

SqliteCustomers::SqliteCustomers(Database& database, const Clock& clock, Random& random,
                                 Secrets secrets)
    : database_(database),
      clock_(clock),
      random_(random),
      tokens_(std::move(secrets.page_tokens)),
      subject_secret_(std::move(secrets.subjects)) {}

Result<std::unique_ptr<SqliteCustomers>> SqliteCustomers::Open(Database& database,
                                                               const Clock& clock, Random& random) {
  auto secret = SecretOf(database, random, "page_tokens");
  if (!secret) return Fail(secret);
  auto subjects = SecretOf(database, random, kSubjectSecret);
  if (!subjects) return Fail(subjects);
  return std::unique_ptr<SqliteCustomers>(
      new SqliteCustomers(database, clock, random, {std::move(*secret), std::move(*subjects)}));
}

Result<std::vector<NumberHolder>> SqliteCustomers::FindByE164(std::string_view e164) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<NumberHolder>> {
    return customer_table::HoldersOfE164(connection, e164);
  });
}

Result<std::vector<NumberHolder>> SqliteCustomers::FindByNationalDigits(std::string_view digits) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<NumberHolder>> {
    return customer_table::HoldersOfNationalDigits(connection, digits);
  });
}

Result<std::vector<NumberHolder>> SqliteCustomers::FindByExtension(std::string_view extension) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<NumberHolder>> {
    return customer_table::HoldersOfExtension(connection, extension);
  });
}

Result<Customer> SqliteCustomers::Get(CustomerId id) {
  return database_.Read([&](Connection& connection) -> Result<Customer> {
    auto customer = customer_table::ById(connection, id);
    if (!customer) return NotFound();
    return std::move(*customer);
  });
}

Result<Customer> SqliteCustomers::GetByName(std::string_view name) {
  return database_.Read([&](Connection& connection) -> Result<Customer> {
    const auto id = customer_table::IdOfName(connection, name);
    if (!id) return NotFound();
    auto customer = customer_table::ById(connection, *id);
    if (!customer) return NotFound();
    return std::move(*customer);
  });
}

Result<Customer> SqliteCustomers::GetByExternalId(std::string_view system, std::string_view id) {
  return database_.Read([&](Connection& connection) -> Result<Customer> {
    const auto holder = customer_table::ByExternalId(connection, system, id);
    if (!holder) return NotFound();
    auto customer = customer_table::ById(connection, holder->customer);
    if (!customer) return NotFound();
    return std::move(*customer);
  });
}

Result<CustomerPage> SqliteCustomers::Search(std::string_view query, std::size_t page_size,
                                             std::string_view page_token) {
  if (query.size() > kQueryBytesMax) {
    return FailField("FIELD_INVALID", "query", "must have at most 800 bytes");
  }
  const std::string question = "customers\n" + std::string(query);
  const WordQuery parsed = ParseQuery(query);
  SearchPlace place = FirstPlace(parsed, query.empty());
  if (!page_token.empty()) {
    const auto read = tokens_.Read<SearchPlace>(question, page_token);
    if (!read) return Fail(read);
    place = *read;
  }
  const std::size_t count = page_size == 0 ? kPageSizeDefault : std::min(page_size, kPageSizeMax);
  return database_.Read([&](Connection& connection) -> Result<CustomerPage> {
    const SearchMatches matches = FindMatches(connection, parsed, place, count);
    CustomerPage page;
    for (const CustomerId id : matches.customers) {
      if (auto customer = customer_table::ById(connection, id)) {
        page.customers.push_back(std::move(*customer));
      }
    }
    if (matches.next.part != SearchPlace::Part::kDone) {
      page.next_page_token = tokens_.Make(question, matches.next);
    }
    return page;
  });
}

Result<CustomerPage> SqliteCustomers::List(std::size_t page_size, std::string_view page_token) {
  constexpr std::string_view kQuestion = "customers by name";
  std::string after;
  if (!page_token.empty()) {
    auto read = tokens_.Read<std::string>(kQuestion, page_token);
    if (!read) return Fail(read);
    after = *std::move(read);
  }
  const std::size_t count = page_size == 0 ? kPageSizeDefault : std::min(page_size, kListedMax);
  return database_.Read([&](Connection& connection) -> Result<CustomerPage> {
    CustomerPage page;
    std::size_t bytes = 0;
    const auto ids = customer_table::ByName(connection, after, count);
    for (const CustomerId id : ids) {
      if (bytes > kListedBytesMax) break;
      page.customers.push_back(*customer_table::ById(connection, id));
      bytes += TextBytes(page.customers.back());
    }
    if (ids.size() == count || page.customers.size() < ids.size()) {
      page.next_page_token = tokens_.Make(kQuestion, page.customers.back().name);
    }
    return page;
  });
}

Result<std::int64_t> SqliteCustomers::Count() {
  return database_.Read([](Connection& connection) -> Result<std::int64_t> {
    return customer_table::Count(connection);
  });
}

Result<std::vector<PossibleDuplicate>> SqliteCustomers::FindDuplicates(const Customer& customer,
                                                                       std::size_t count) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<PossibleDuplicate>> {
    return FindAlike(connection, customer, count);
  });
}

Result<Customer> SqliteCustomers::InsertNew(Connection& connection, const Customer& customer,
                                            const std::string& name_prefix) {
  if (Status good = CheckCustomer(customer); !good) return Fail(good);
  if (Status own = CheckExternalIds(connection, customer, {}); !own) return Fail(own);
  Customer created = customer;
  created.name = Hexadecimal(name_prefix + random_.Bytes(kNameBytes - name_prefix.size()));
  created.revision = 1;
  created.created = clock_.WallNow();
  created.updated = created.created;
  created.merged_into = {};
  created.id = customer_table::Insert(connection, created);
  LearnNumbers(connection, {}, created);
  return created;
}

// K4
void SqliteCustomers::LearnNumbers(Connection& connection, const Customer& before,
                                   const Customer& after) const {
  for (const CustomerNumber& number : before.numbers) {
    if (HasForm(after, number)) continue;
    for (const std::string& form : LookUpForms(number)) {
      caller_choice_table::Forget(connection, NumberSubject(subject_secret_, form), after.id);
    }
  }
  for (const CustomerNumber& number : after.numbers) {
    const std::vector<std::string> forms = LookUpForms(number);
    if (forms.empty() || HasForm(before, number)) continue;
    interaction_claims::Note(connection, after.id, NumberSubject(subject_secret_, forms.front()));
    if (!before.id) continue;  // Nothing was said of a new record.
    for (const std::string& form : forms) {
      caller_choice_table::Lift(connection, NumberSubject(subject_secret_, form), after.id);
    }
  }
}

Result<Customer> SqliteCustomers::ReplaceWith(Connection& connection, const Customer& before,
                                              Customer customer) {
  if (Status good = CheckCustomer(customer); !good) return Fail(good);
  if (Status own = CheckExternalIds(connection, customer, before.id); !own) return Fail(own);
  customer.id = before.id;
  customer.name = before.name;
  customer.revision = before.revision + 1;
  customer.created = before.created;
  customer.updated = clock_.WallNow();
  customer.merged_into = before.merged_into;
  customer_table::Replace(connection, before, customer);
  return customer;
}

Result<Customer> SqliteCustomers::Create(const Customer& customer,
                                         const std::optional<AuditRecord>& act) {
  return WriteAudited(database_, act,
                      [&](Connection& connection) { return InsertNew(connection, customer); });
}

Result<Customer> SqliteCustomers::Update(const Customer& customer,
                                         const std::optional<AuditRecord>& act) {
  return WriteAudited(database_, act, [&](Connection& connection) -> Result<Customer> {
    const auto before = customer_table::ById(connection, customer.id);
    if (!before) return NotFound();
    if (before->merged_into) return MergedAway();
    if (before->revision != customer.revision) {
      return Fail(ErrorCode::kAborted, "ETAG_MISMATCH",
                  "the customer was changed meanwhile: read it again");
    }
    Result<Customer> after = ReplaceWith(connection, *before, customer);
    if (after) LearnNumbers(connection, *before, *after);
    return after;
  });
}

Result<Customer> SqliteCustomers::Merge(CustomerId into, CustomerId from,
                                        const std::optional<AuditRecord>& act) {
  return WriteAudited(database_, act,
                      [&](Connection& connection) { return MergeRecords(connection, into, from); });
}

Result<Customer> SqliteCustomers::MergeRecords(Connection& connection, CustomerId into,
                                               CustomerId from) {
  const auto target = customer_table::ById(connection, into);
  const auto source = customer_table::ById(connection, from);
  if (!target || !source) return NotFound();
  if (into == from) return FailField("FIELD_INVALID", "from", "must be another customer");
  if (source->merged_into == into) return *target;
  if (target->merged_into || source->merged_into) return MergedAway();
  MergeRecord record{source->numbers, source->email_addresses,
                     customer_table::ExternalIdsOf(connection, from),
                     customer_table::MergedInto(connection, from), Missing(*target, *source)};
  if (target->numbers.size() + record.added.numbers.size() > kNumbersMax) {
    return Fail(ErrorCode::kResourceExhausted, "NUMBERS_FULL",
                "together they have more than 50 numbers");
  }
  customer_table::MarkMerged(connection, from, into);
  // With the external ids that have gone over.
  const auto before = customer_table::ById(connection, into);
  Result<Customer> after = ReplaceWith(connection, *before, With(*before, record.added));
  if (!after) return after;
  customer_table::Reindex(connection, into);
  customer_merge_table::Save(connection, {from, into, std::move(record)});
  return after;
}

Result<Unmerged> SqliteCustomers::Unmerge(CustomerId customer,
                                          const std::optional<AuditRecord>& act) {
  Unmerged unmerged;
  Result<Customer> taken_out =
      WriteAudited(database_, act, [&](Connection& connection) -> Result<Customer> {
        const auto merged = customer_table::ById(connection, customer);
        if (!merged) return NotFound();
        if (!merged->merged_into) return *merged;
        const auto merge = customer_merge_table::Of(connection, customer);
        if (!merge) {
          return Fail(ErrorCode::kFailedPrecondition, "MERGE_NOT_RECORDED",
                      "an earlier program merged the customer");
        }
        Result<Customer> target = TakeBack(connection, *merge);
        if (!target) return target;
        unmerged.target = *std::move(target);
        return TakeOut(connection, *merged, merge->record);
      });
  if (!taken_out) return Fail(taken_out);
  unmerged.customer = *std::move(taken_out);
  return unmerged;
}

Result<std::vector<CustomerId>> SqliteCustomers::ListMergedInto(CustomerId customer) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<CustomerId>> {
    return customer_table::MergedInto(connection, customer);
  });
}

Result<Customer> SqliteCustomers::TakeBack(Connection& connection,
                                           const customer_merge_table::StoredMerge& merge) {
  const auto target = customer_table::ById(connection, merge.target);
  if (!target) return NotFound();
  if (target->merged_into) return MergedAway();
  customer_merge_table::Delete(connection, merge.customer);
  customer_table::GiveBackExternalIds(connection, merge.record.external_ids, merge.target,
                                      merge.customer);
  const auto before = customer_table::ById(connection, merge.target);
  Customer after = Without(*before, merge.record.added);
  const MergedParts taken = Missing(after, *before);
  // What others that are merged into it have as well is theirs from now on.
  for (customer_merge_table::StoredMerge& other :
       customer_merge_table::Into(connection, merge.target)) {
    auto record = customer_table::ById(connection, other.customer);
    if (!record) continue;
    record->numbers = other.record.numbers;
    record->email_addresses = other.record.email_addresses;
    const MergedParts parts = Missing(after, With(Customer(), Shared(taken, *record)));
    after = With(std::move(after), parts);
    other.record.added = Joined(std::move(other.record.added), parts);
    customer_merge_table::Save(connection, other);
  }
  Result<Customer> replaced = ReplaceWith(connection, *before, std::move(after));
  if (replaced) customer_table::Reindex(connection, merge.target);
  return replaced;
}

Result<Customer> SqliteCustomers::TakeOut(Connection& connection, Customer customer,
                                          const MergeRecord& record) {
  customer.numbers = record.numbers;
  customer.email_addresses = record.email_addresses;
  customer.revision += 1;
  customer.updated = clock_.WallNow();
  customer_table::MarkUnmerged(connection, customer, record.merged_before);
  auto taken_out = customer_table::ById(connection, customer.id);
  if (!taken_out) return NotFound();
  return *std::move(taken_out);
}

}  // namespace jackfield::sqlite
