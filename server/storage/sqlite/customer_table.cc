#include "server/storage/sqlite/customer_table.h"

#include "server/storage/sqlite/customer_likeness.h"
#include "server/storage/sqlite/search_words.h"

namespace jackfield::sqlite::customer_table {
namespace {

// More customers than these share no number that could name one of them.
constexpr int kHoldersMax = 50;

constexpr std::string_view kByIdSql = R"sql(
  SELECT id, name, display_name, company, role, tier, flags, language, country, pinned_note,
         preferred_agent, revision, created_at_ms, updated_at_ms, merged_into
  FROM customer WHERE id = ?1
)sql";
constexpr std::string_view kByNameSql =
    "SELECT id FROM customer WHERE name > ?1 AND merged_into = 0 ORDER BY name LIMIT ?2";
// The index of names is counted, not the records, which are many times as long.
constexpr std::string_view kCountSql = R"sql(
  SELECT (SELECT count(*) FROM customer)
       - (SELECT count(*) FROM customer WHERE merged_into <> 0)
)sql";
constexpr std::string_view kIdOfNameSql = "SELECT id FROM customer WHERE name = ?1";
constexpr std::string_view kNumbersSql = R"sql(
  SELECT raw, e164, national_digits, extension, kind FROM customer_number
  WHERE customer_id = ?1 ORDER BY position
)sql";
constexpr std::string_view kExternalIdsSql = R"sql(
  SELECT system, external_id FROM customer_external_id WHERE customer_id = ?1 AND alias = 0
)sql";
constexpr std::string_view kByExternalIdSql = R"sql(
  SELECT customer_id, alias FROM customer_external_id WHERE system = ?1 AND external_id = ?2
)sql";
constexpr std::string_view kInsertSql = R"sql(
  INSERT INTO customer (name, display_name, company, role, tier, flags, language, country,
                        pinned_note, preferred_agent, revision, created_at_ms, updated_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
)sql";
constexpr std::string_view kUpdateSql = R"sql(
  UPDATE customer SET display_name = ?2, company = ?3, role = ?4, tier = ?5, flags = ?6,
    language = ?7, country = ?8, pinned_note = ?9, preferred_agent = ?10, revision = ?11,
    updated_at_ms = ?12
  WHERE id = ?1
)sql";
constexpr std::string_view kDeleteNumbersSql = "DELETE FROM customer_number WHERE customer_id = ?1";
constexpr std::string_view kInsertNumberSql = R"sql(
  INSERT INTO customer_number (customer_id, position, raw, e164, national_digits, extension, kind,
                               digits_reversed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kEmailsSql =
    "SELECT address FROM customer_email WHERE customer_id = ?1 ORDER BY position";
constexpr std::string_view kDeleteEmailsSql = "DELETE FROM customer_email WHERE customer_id = ?1";
constexpr std::string_view kInsertEmailSql =
    "INSERT INTO customer_email (customer_id, position, address) VALUES (?1, ?2, ?3)";
constexpr std::string_view kInsertExternalIdSql = R"sql(
  INSERT INTO customer_external_id (system, external_id, customer_id, alias) VALUES (?1, ?2, ?3, 0)
  ON CONFLICT (system, external_id) DO UPDATE SET alias = 0
)sql";
constexpr std::string_view kDeleteExternalIdSql =
    "DELETE FROM customer_external_id WHERE system = ?1 AND external_id = ?2";
constexpr std::string_view kInsertWordsSql =
    "INSERT INTO customer_words (rowid, words) VALUES (?1, ?2)";
constexpr std::string_view kDeleteWordsSql = "DELETE FROM customer_words WHERE rowid = ?1";
constexpr std::string_view kInsertAlikeSql =
    "INSERT INTO customer_alike (key, customer_id) VALUES (?1, ?2)";
constexpr std::string_view kDeleteAlikeSql =
    "DELETE FROM customer_alike WHERE key = ?1 AND customer_id = ?2";
constexpr std::string_view kMergeSql =
    "UPDATE customer SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1";
// An id of a system that the other has none of is shown; the rest only finds.
constexpr std::string_view kMoveExternalIdsSql = R"sql(
  UPDATE customer_external_id SET customer_id = ?2,
    alias = alias OR EXISTS (SELECT 1 FROM customer_external_id AS own
      WHERE own.customer_id = ?2 AND own.system = customer_external_id.system AND own.alias = 0)
  WHERE customer_id = ?1
)sql";
constexpr std::string_view kHoldersOfE164Sql = R"sql(
  SELECT DISTINCT customer_id, e164 FROM customer_number
  WHERE e164 = ?1 AND e164 <> '' ORDER BY customer_id LIMIT ?2
)sql";
constexpr std::string_view kHoldersOfNationalDigitsSql = R"sql(
  SELECT DISTINCT customer_id, e164 FROM customer_number
  WHERE national_digits = ?1 AND national_digits <> '' ORDER BY customer_id LIMIT ?2
)sql";
constexpr std::string_view kHoldersOfExtensionSql = R"sql(
  SELECT DISTINCT customer_id, e164 FROM customer_number
  WHERE extension = ?1 AND extension <> '' ORDER BY customer_id LIMIT ?2
)sql";
// One look-up for each record, however many calls it has.
constexpr std::string_view kLastContactSql = R"sql(
  SELECT max((SELECT started_at_ms FROM interaction WHERE owner_id = record.id AND owner_id <> 0
              ORDER BY started_at_ms DESC LIMIT 1))
  FROM (SELECT ?1 AS id UNION ALL SELECT id FROM customer
        WHERE merged_into = ?1 AND merged_into <> 0) AS record
)sql";
constexpr std::string_view kExternalIdsWithAliasesSql = R"sql(
  SELECT system, external_id, alias FROM customer_external_id WHERE customer_id = ?1
  ORDER BY system, external_id
)sql";
constexpr std::string_view kGiveBackExternalIdSql = R"sql(
  INSERT INTO customer_external_id (system, external_id, customer_id, alias)
  VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (system, external_id) DO UPDATE SET customer_id = ?3, alias = ?4
  WHERE customer_id = ?5
)sql";
constexpr std::string_view kMergedIntoSql =
    "SELECT id FROM customer WHERE merged_into = ?1 AND merged_into <> 0 ORDER BY id";
constexpr std::string_view kSetMergedIntoSql = "UPDATE customer SET merged_into = ?2 WHERE id = ?1";

void InsertNumbers(Connection& connection, CustomerId id,
                   const std::vector<CustomerNumber>& numbers) {
  std::size_t position = 0;
  for (const CustomerNumber& number : numbers) {
    connection.Prepare(kInsertNumberSql)
        .Bind(id, position++, number.raw, number.e164, number.national_digits, number.extension,
              number.kind, DigitsReversed(number))
        .Run();
  }
}

void InsertEmails(Connection& connection, CustomerId id,
                  const std::vector<std::string>& addresses) {
  std::size_t position = 0;
  for (const std::string& address : addresses) {
    connection.Prepare(kInsertEmailSql).Bind(id, position++, address).Run();
  }
}

std::int64_t AlikeKeyOf(const Customer& customer) {
  return NameAndCompanyKey(customer.display_name, customer.company);
}

void ReplaceAlikeKey(Connection& connection, CustomerId id, std::int64_t before, std::int64_t now) {
  if (before == now) return;
  if (before != 0) connection.Prepare(kDeleteAlikeSql).Bind(before, id).Run();
  if (now != 0) connection.Prepare(kInsertAlikeSql).Bind(now, id).Run();
}

void ReplaceExternalIds(Connection& connection, const Customer& before, const Customer& customer) {
  for (const auto& [system, id] : before.external_ids) {
    const auto now = customer.external_ids.find(system);
    if (now != customer.external_ids.end() && now->second == id) continue;
    connection.Prepare(kDeleteExternalIdSql).Bind(system, id).Run();
  }
  for (const auto& [system, id] : customer.external_ids) {
    const auto former = before.external_ids.find(system);
    if (former != before.external_ids.end() && former->second == id) continue;
    connection.Prepare(kInsertExternalIdSql).Bind(system, id, before.id).Run();
  }
}

void UpdateRow(Connection& connection, const Customer& customer) {
  connection.Prepare(kUpdateSql)
      .Bind(customer.id, customer.display_name, customer.company, customer.role, customer.tier)
      .Bind(Archived{customer.flags}, customer.language, customer.country, customer.pinned_note)
      .Bind(customer.preferred_agent, customer.revision, customer.updated)
      .Run();
}

std::vector<NumberHolder> Holders(Connection& connection, std::string_view sql,
                                  std::string_view key) {
  std::vector<NumberHolder> holders;
  {
    auto found = connection.Prepare(sql);
    found.Bind(key, kHoldersMax);
    while (found.Step()) {
      NumberHolder& holder = holders.emplace_back();
      found.Read(holder.customer, holder.e164);
    }
  }
  for (NumberHolder& holder : holders) {
    auto last = connection.Prepare(kLastContactSql);
    last.Bind(holder.customer).Step();
    last.Read(holder.last_contact);
  }
  return holders;
}

}  // namespace

std::optional<Customer> ById(Connection& connection, CustomerId id) {
  auto found = connection.Prepare(kByIdSql);
  if (!found.Bind(id).Step()) return std::nullopt;
  Customer customer;
  found.Read(customer.id, customer.name, customer.display_name, customer.company, customer.role);
  found.Read(customer.tier, Archived{customer.flags}, customer.language, customer.country);
  found.Read(customer.pinned_note, customer.preferred_agent, customer.revision);
  found.Read(customer.created, customer.updated, customer.merged_into);
  auto numbers = connection.Prepare(kNumbersSql);
  numbers.Bind(id);
  while (numbers.Step()) {
    CustomerNumber& number = customer.numbers.emplace_back();
    numbers.Read(number.raw, number.e164, number.national_digits, number.extension, number.kind);
  }
  auto emails = connection.Prepare(kEmailsSql);
  emails.Bind(id);
  while (emails.Step()) customer.email_addresses.push_back(emails.Value<std::string>());
  auto external_ids = connection.Prepare(kExternalIdsSql);
  external_ids.Bind(id);
  while (external_ids.Step()) {
    std::string system;
    std::string value;
    external_ids.Read(system, value);
    customer.external_ids[system] = value;
  }
  return customer;
}

std::vector<CustomerId> ByName(Connection& connection, std::string_view after, std::size_t count) {
  std::vector<CustomerId> ids;
  auto found = connection.Prepare(kByNameSql);
  found.Bind(after, count);
  while (found.Step()) ids.push_back(found.Value<CustomerId>());
  return ids;
}

std::int64_t Count(Connection& connection) {
  auto counted = connection.Prepare(kCountSql);
  counted.Step();
  return counted.Value<std::int64_t>();
}

std::optional<CustomerId> IdOfName(Connection& connection, std::string_view name) {
  auto found = connection.Prepare(kIdOfNameSql);
  if (!found.Bind(name).Step()) return std::nullopt;
  return found.Value<CustomerId>();
}

std::optional<ExternalHolder> ByExternalId(Connection& connection, std::string_view system,
                                           std::string_view id) {
  auto found = connection.Prepare(kByExternalIdSql);
  if (!found.Bind(system, id).Step()) return std::nullopt;
  ExternalHolder holder;
  found.Read(holder.customer, holder.alias);
  return holder;
}

CustomerId Insert(Connection& connection, const Customer& customer) {
  CustomerId id;
  {
    auto insert = connection.Prepare(kInsertSql);
    insert.Bind(customer.name, customer.display_name, customer.company, customer.role)
        .Bind(customer.tier, Archived{customer.flags}, customer.language, customer.country)
        .Bind(customer.pinned_note, customer.preferred_agent, customer.revision)
        .Bind(customer.created, customer.updated)
        .Step();
    id = insert.Value<CustomerId>();
  }
  InsertNumbers(connection, id, customer.numbers);
  InsertEmails(connection, id, customer.email_addresses);
  for (const auto& [system, external_id] : customer.external_ids) {
    connection.Prepare(kInsertExternalIdSql).Bind(system, external_id, id).Run();
  }
  connection.Prepare(kInsertWordsSql).Bind(id, WordsOf(customer)).Run();
  ReplaceAlikeKey(connection, id, 0, AlikeKeyOf(customer));
  return id;
}

void Replace(Connection& connection, const Customer& before, const Customer& customer) {
  UpdateRow(connection, customer);
  if (before.numbers != customer.numbers) {
    connection.Prepare(kDeleteNumbersSql).Bind(before.id).Run();
    InsertNumbers(connection, before.id, customer.numbers);
  }
  if (before.email_addresses != customer.email_addresses) {
    connection.Prepare(kDeleteEmailsSql).Bind(before.id).Run();
    InsertEmails(connection, before.id, customer.email_addresses);
  }
  ReplaceExternalIds(connection, before, customer);
  ReplaceAlikeKey(connection, before.id, AlikeKeyOf(before), AlikeKeyOf(customer));
  const std::string words = WordsOf(customer);
  if (words == WordsOf(before)) return;
  connection.Prepare(kDeleteWordsSql).Bind(before.id).Run();
  connection.Prepare(kInsertWordsSql).Bind(before.id, words).Run();
}

std::vector<MergedExternalId> ExternalIdsOf(Connection& connection, CustomerId customer) {
  std::vector<MergedExternalId> ids;
  auto found = connection.Prepare(kExternalIdsWithAliasesSql);
  found.Bind(customer);
  while (found.Step()) {
    MergedExternalId& id = ids.emplace_back();
    found.Read(id.system, id.id, id.alias);
  }
  return ids;
}

std::vector<CustomerId> MergedInto(Connection& connection, CustomerId customer) {
  std::vector<CustomerId> merged;
  auto found = connection.Prepare(kMergedIntoSql);
  found.Bind(customer);
  while (found.Step()) merged.push_back(found.Value<CustomerId>());
  return merged;
}

void GiveBackExternalIds(Connection& connection, const std::vector<MergedExternalId>& ids,
                         CustomerId from, CustomerId to) {
  for (const MergedExternalId& id : ids) {
    connection.Prepare(kGiveBackExternalIdSql).Bind(id.system, id.id, to, id.alias, from).Run();
  }
}

void MarkUnmerged(Connection& connection, const Customer& customer,
                  const std::vector<CustomerId>& merged_before) {
  connection.Prepare(kSetMergedIntoSql).Bind(customer.id, CustomerId()).Run();
  for (const CustomerId before : merged_before) {
    connection.Prepare(kSetMergedIntoSql).Bind(before, customer.id).Run();
  }
  InsertNumbers(connection, customer.id, customer.numbers);
  InsertEmails(connection, customer.id, customer.email_addresses);
  UpdateRow(connection, customer);
  Reindex(connection, customer.id);
}

void Reindex(Connection& connection, CustomerId id) {
  const auto customer = ById(connection, id);
  if (!customer) return;
  connection.Prepare(kDeleteWordsSql).Bind(id).Run();
  connection.Prepare(kInsertWordsSql).Bind(id, WordsOf(*customer)).Run();
}

void MarkMerged(Connection& connection, CustomerId from, CustomerId into) {
  connection.Prepare(kMoveExternalIdsSql).Bind(from, into).Run();
  connection.Prepare(kDeleteNumbersSql).Bind(from).Run();
  connection.Prepare(kDeleteEmailsSql).Bind(from).Run();
  connection.Prepare(kDeleteWordsSql).Bind(from).Run();
  connection.Prepare(kMergeSql).Bind(from, into).Run();
}

std::vector<NumberHolder> HoldersOfE164(Connection& connection, std::string_view e164) {
  return Holders(connection, kHoldersOfE164Sql, e164);
}

std::vector<NumberHolder> HoldersOfNationalDigits(Connection& connection, std::string_view digits) {
  return Holders(connection, kHoldersOfNationalDigitsSql, digits);
}

std::vector<NumberHolder> HoldersOfExtension(Connection& connection, std::string_view extension) {
  return Holders(connection, kHoldersOfExtensionSql, extension);
}

}  // namespace jackfield::sqlite::customer_table
