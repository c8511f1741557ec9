#include "server/storage/sqlite/customer_merge.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace jackfield::sqlite {
namespace {

struct TextField {
  const char* name;
  std::string Customer::*text;
};
constexpr TextField kTexts[] = {
    {"company", &Customer::company},
    {"role", &Customer::role},
    {"tier", &Customer::tier},
    {"language", &Customer::language},
    {"country", &Customer::country},
    {"pinned_note", &Customer::pinned_note},
    {"preferred_agent", &Customer::preferred_agent},
};

template <typename T>
bool Has(const std::vector<T>& all, const T& wanted) {
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

bool HasNumber(const Customer& customer, const CustomerNumber& number) {
  return std::any_of(
      customer.numbers.begin(), customer.numbers.end(), [&number](const CustomerNumber& own) {
        return own.raw == number.raw || (!own.e164.empty() && own.e164 == number.e164);
      });
}

template <typename T>
void TakeOut(std::vector<T>& all, const std::vector<T>& parts) {
  std::erase_if(all, [&parts](const T& each) { return Has(parts, each); });
}

}  // namespace

MergedParts Missing(const Customer& into, const Customer& from) {
  MergedParts missing;
  Customer grown = into;
  for (const CustomerNumber& number : from.numbers) {
    if (HasNumber(grown, number)) continue;
    missing.numbers.push_back(number);
    grown.numbers.push_back(number);
  }
  for (const std::string& address : from.email_addresses) {
    if (!Has(into.email_addresses, address)) missing.email_addresses.push_back(address);
  }
  for (const std::string& flag : from.flags) {
    const bool room = into.flags.size() + missing.flags.size() < kMergedFlagsMax;
    if (room && !Has(into.flags, flag)) missing.flags.push_back(flag);
  }
  for (const TextField& field : kTexts) {
    const std::string& text = from.*field.text;
    if ((into.*field.text).empty() && !text.empty()) missing.texts[field.name] = text;
  }
  return missing;
}

Customer With(Customer customer, const MergedParts& parts) {
  const auto append = [](auto& all, const auto& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  append(customer.numbers, parts.numbers);
  append(customer.email_addresses, parts.email_addresses);
  append(customer.flags, parts.flags);
  for (const TextField& field : kTexts) {
    const auto text = parts.texts.find(field.name);
    if (text != parts.texts.end()) customer.*field.text = text->second;
  }
  return customer;
}

Customer Without(Customer customer, const MergedParts& parts) {
  TakeOut(customer.numbers, parts.numbers);
  TakeOut(customer.email_addresses, parts.email_addresses);
  TakeOut(customer.flags, parts.flags);
  for (const TextField& field : kTexts) {
    const auto text = parts.texts.find(field.name);
    if (text != parts.texts.end() && customer.*field.text == text->second) {
      (customer.*field.text).clear();
    }
  }
  return customer;
}

MergedParts Joined(MergedParts parts, const MergedParts& more) {
  const auto append = [](auto& all, const auto& others) {
    all.insert(all.end(), others.begin(), others.end());
  };
  append(parts.numbers, more.numbers);
  append(parts.email_addresses, more.email_addresses);
  append(parts.flags, more.flags);
  parts.texts.insert(more.texts.begin(), more.texts.end());
  return parts;
}

MergedParts Shared(const MergedParts& parts, const Customer& from) {
  MergedParts shared;
  for (const CustomerNumber& number : parts.numbers) {
    const auto own = std::find_if(
        from.numbers.begin(), from.numbers.end(), [&number](const CustomerNumber& each) {
          return each.raw == number.raw || (!each.e164.empty() && each.e164 == number.e164);
        });
    if (own != from.numbers.end()) shared.numbers.push_back(*own);
  }
  for (const std::string& address : parts.email_addresses) {
    if (Has(from.email_addresses, address)) shared.email_addresses.push_back(address);
  }
  for (const std::string& flag : parts.flags) {
    if (Has(from.flags, flag)) shared.flags.push_back(flag);
  }
  for (const TextField& field : kTexts) {
    const std::string& text = from.*field.text;
    if (parts.texts.contains(field.name) && !text.empty()) shared.texts[field.name] = text;
  }
  return shared;
}

namespace customer_merge_table {
namespace {

constexpr std::string_view kSaveSql =
    "INSERT OR REPLACE INTO customer_merge (customer_id, target_id, record) VALUES (?1, ?2, ?3)";
constexpr std::string_view kOfSql =
    "SELECT customer_id, target_id, record FROM customer_merge WHERE customer_id = ?1";
constexpr std::string_view kIntoSql = R"sql(
  SELECT customer_id, target_id, record FROM customer_merge WHERE target_id = ?1
  ORDER BY customer_id
)sql";
constexpr std::string_view kDeleteSql = "DELETE FROM customer_merge WHERE customer_id = ?1";

StoredMerge ReadOne(Prepared& found) {
  StoredMerge merge;
  found.Read(merge.customer, merge.target, Archived{merge.record});
  return merge;
}

}  // namespace

void Save(Connection& connection, const StoredMerge& merge) {
  connection.Prepare(kSaveSql).Bind(merge.customer, merge.target, Archived{merge.record}).Run();
}

std::optional<StoredMerge> Of(Connection& connection, CustomerId customer) {
  auto found = connection.Prepare(kOfSql);
  if (!found.Bind(customer).Step()) return std::nullopt;
  return ReadOne(found);
}

std::vector<StoredMerge> Into(Connection& connection, CustomerId target) {
  std::vector<StoredMerge> merges;
  auto found = connection.Prepare(kIntoSql);
  found.Bind(target);
  while (found.Step()) merges.push_back(ReadOne(found));
  return merges;
}

void Delete(Connection& connection, CustomerId customer) {
  connection.Prepare(kDeleteSql).Bind(customer).Run();
}

}  // namespace customer_merge_table
}  // namespace jackfield::sqlite
