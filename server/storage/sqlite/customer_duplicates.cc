#include "server/storage/sqlite/customer_duplicates.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "server/storage/sqlite/customer_likeness.h"

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kByE164Sql = R"sql(
  SELECT customer.id, customer.name, customer.display_name, customer.company
  FROM customer_number JOIN customer ON customer.id = customer_number.customer_id
  WHERE e164 = ?1 AND e164 <> '' AND customer.id <> ?2 AND merged_into = 0 LIMIT ?3
)sql";
constexpr std::string_view kByExtensionSql = R"sql(
  SELECT customer.id, customer.name, customer.display_name, customer.company
  FROM customer_number JOIN customer ON customer.id = customer_number.customer_id
  WHERE extension = ?1 AND extension <> '' AND e164 = '' AND customer.id <> ?2
    AND merged_into = 0 LIMIT ?3
)sql";
constexpr std::string_view kByEmailSql = R"sql(
  SELECT customer.id, customer.name, customer.display_name, customer.company
  FROM customer_email JOIN customer ON customer.id = customer_email.customer_id
  WHERE address = ?1 COLLATE NOCASE AND customer.id <> ?2 AND merged_into = 0 LIMIT ?3
)sql";
constexpr std::string_view kByNameAndCompanySql = R"sql(
  SELECT customer.id, customer.name, customer.display_name, customer.company
  FROM customer_alike JOIN customer ON customer.id = customer_alike.customer_id
  WHERE key = ?1 AND customer.id <> ?2 AND merged_into = 0 LIMIT ?3
)sql";

template <typename Key>
std::vector<PossibleDuplicate> Holders(Connection& connection, std::string_view sql, const Key& key,
                                       CustomerId self) {
  std::vector<PossibleDuplicate> holders;
  auto found = connection.Prepare(sql);
  found.Bind(key, self, kAlikeMax);
  while (found.Step()) {
    PossibleDuplicate& holder = holders.emplace_back();
    found.Read(holder.id, holder.name, holder.display_name, holder.company);
  }
  return holders;
}

// Adds those of `found`; each customer is kept with the strongest likeness.
void Add(std::vector<PossibleDuplicate>& all, std::vector<PossibleDuplicate> found) {
  for (PossibleDuplicate& one : found) {
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&one](const auto& other) { return other.id == one.id; });
    if (known == all.end()) {
      all.push_back(std::move(one));
    } else {
      known->likeness = std::min(known->likeness, one.likeness);
    }
  }
}

std::vector<PossibleDuplicate> OfNumber(Connection& connection, const Customer& customer,
                                        const CustomerNumber& number) {
  auto found = number.e164.empty()
                   ? Holders(connection, kByExtensionSql, number.extension, customer.id)
                   : Holders(connection, kByE164Sql, number.e164, customer.id);
  for (PossibleDuplicate& holder : found) {
    holder.likeness = AreNamesAlike(customer.display_name, holder.display_name)
                          ? Likeness::kNumberAndName
                          : Likeness::kNumber;
  }
  return found;
}

std::vector<PossibleDuplicate> OfAddress(Connection& connection, const Customer& customer,
                                         const std::string& address) {
  auto found = Holders(connection, kByEmailSql, address, customer.id);
  for (PossibleDuplicate& holder : found) holder.likeness = Likeness::kEmailAddress;
  return found;
}

std::vector<PossibleDuplicate> OfNameAndCompany(Connection& connection, const Customer& customer) {
  const std::int64_t key = NameAndCompanyKey(customer.display_name, customer.company);
  if (key == 0) return {};
  auto found = Holders(connection, kByNameAndCompanySql, key, customer.id);
  std::erase_if(found, [&customer](const PossibleDuplicate& holder) {
    return !AreNameAndCompanySame(customer.display_name, customer.company, holder.display_name,
                                  holder.company);
  });
  for (PossibleDuplicate& holder : found) holder.likeness = Likeness::kNameAndCompany;
  return found;
}

}  // namespace

std::vector<PossibleDuplicate> FindAlike(Connection& connection, const Customer& customer,
                                         std::size_t count) {
  std::vector<PossibleDuplicate> all;
  for (const CustomerNumber& number : customer.numbers) {
    Add(all, OfNumber(connection, customer, number));
  }
  for (const std::string& address : customer.email_addresses) {
    Add(all, OfAddress(connection, customer, address));
  }
  Add(all, OfNameAndCompany(connection, customer));
  std::sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
    return std::tie(left.likeness, left.id) < std::tie(right.likeness, right.id);
  });
  if (all.size() > count) all.resize(count);
  return all;
}

}  // namespace jackfield::sqlite
