#include "server/intake/customer_index.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/base/phone_number.h"

namespace jackfield::intake {
namespace {

// The holders as hits, those with the newest contact first, at most kHitsMax.
Result<std::vector<identity::DirectoryHit>> ToHits(Result<std::vector<NumberHolder>> holders,
                                                   std::string_view extension) {
  if (!holders) return Fail(holders);
  std::vector<identity::DirectoryHit> hits;
  for (const NumberHolder& holder : *holders) {
    identity::DirectoryHit hit;
    hit.customer = holder.customer;
    if (auto number = PhoneNumber::Parse(holder.e164)) hit.e164 = std::move(*number);
    hit.extension = extension;
    hit.last_contact = holder.last_contact;
    hits.push_back(std::move(hit));
  }
  std::stable_sort(hits.begin(), hits.end(), [](const auto& left, const auto& right) {
    return left.last_contact > right.last_contact;  // None is the oldest.
  });
  if (hits.size() > identity::NumberIndex::kHitsMax) hits.resize(identity::NumberIndex::kHitsMax);
  return hits;
}

}  // namespace

Result<std::vector<identity::DirectoryHit>> CustomerIndex::FindByE164(const PhoneNumber& number) {
  return ToHits(customers_.FindByE164(number.e164()), "");
}

Result<std::vector<identity::DirectoryHit>> CustomerIndex::FindByNationalDigits(
    std::string_view digits) {
  return ToHits(customers_.FindByNationalDigits(digits), "");
}

Result<std::vector<identity::DirectoryHit>> CustomerIndex::FindByExtension(
    std::string_view extension) {
  return ToHits(customers_.FindByExtension(extension), extension);
}

}  // namespace jackfield::intake
