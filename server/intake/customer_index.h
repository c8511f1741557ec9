#pragma once

#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/identity/caller_identity.h"
#include "server/ports/customers.h"

namespace jackfield::intake {

// The directory of customers as identification asks for it.
//
// Lifetime: `customers` outlives it.
//
// Thread safety: thread-safe, as `customers`; blocks on the store.
class CustomerIndex final : public identity::NumberIndex {
 public:
  explicit CustomerIndex(Customers& customers) : customers_(customers) {}

  Result<std::vector<identity::DirectoryHit>> FindByE164(const PhoneNumber& number) override;
  Result<std::vector<identity::DirectoryHit>> FindByNationalDigits(
      std::string_view digits) override;
  Result<std::vector<identity::DirectoryHit>> FindByExtension(std::string_view extension) override;

 private:
  Customers& customers_;
};

}  // namespace jackfield::intake
