#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/ports/customers.h"

namespace jackfield::fakes {

// The numbers, external ids and records of customers, in memory; nothing else of the directory.
// Counts the look-ups.
//
// Thread safety: thread-safe.
class FakeCustomers final : public Customers {
 public:
  // `e164` "+…", or an extension inside the house.
  void AddNumber(CustomerId customer, const std::string& number) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    holders_[number].push_back({customer, number[0] == '+' ? number : "", std::nullopt});
  }
  void AddExternalId(CustomerId customer, const std::string& system, const std::string& id)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    keys_[{system, id}] = customer;
  }
  // What Get() says of a customer.
  void AddRecord(const Customer& customer) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    records_[customer.id] = customer;
  }
  void SetFailing(bool failing) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    failing_ = failing;
  }
  int lookups() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return lookups_;
  }

  Result<std::vector<NumberHolder>> FindByE164(std::string_view e164) override {
    return Find(std::string(e164));
  }
  Result<std::vector<NumberHolder>> FindByNationalDigits(std::string_view digits) override {
    return Find(std::string(digits));
  }
  Result<std::vector<NumberHolder>> FindByExtension(std::string_view extension) override {
    return Find(std::string(extension));
  }

  Result<Customer> Get(CustomerId id) override {
    const absl::MutexLock lock(&mutex_);
    const auto found = records_.find(id);
    if (found == records_.end()) return Missing();
    return found->second;
  }
  Result<Customer> GetByName(std::string_view) override { return Missing(); }
  Result<Customer> GetByExternalId(std::string_view system, std::string_view id) override {
    const absl::MutexLock lock(&mutex_);
    const auto found = keys_.find(std::pair(std::string(system), std::string(id)));
    if (found == keys_.end()) return Missing();
    Customer customer;
    customer.id = found->second;
    return customer;
  }
  Result<CustomerPage> Search(std::string_view, std::size_t, std::string_view) override {
    return Missing();
  }
  Result<CustomerPage> List(std::size_t, std::string_view) override { return Missing(); }
  Result<std::int64_t> Count() override { return Missing(); }
  Result<std::vector<PossibleDuplicate>> FindDuplicates(const Customer&, std::size_t) override {
    return Missing();
  }
  Result<Customer> Create(const Customer&, const std::optional<AuditRecord>&) override {
    return Missing();
  }
  Result<Customer> Update(const Customer&, const std::optional<AuditRecord>&) override {
    return Missing();
  }
  Result<Customer> Merge(CustomerId, CustomerId, const std::optional<AuditRecord>&) override {
    return Missing();
  }
  Result<Unmerged> Unmerge(CustomerId, const std::optional<AuditRecord>&) override {
    return Missing();
  }
  Result<std::vector<CustomerId>> ListMergedInto(CustomerId) override { return Missing(); }

 private:
  static tl::unexpected<Error> Missing() {
    return Fail(ErrorCode::kNotFound, "CUSTOMER_NOT_FOUND", "the fake has numbers only");
  }
  Result<std::vector<NumberHolder>> Find(const std::string& key) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    ++lookups_;
    if (failing_) return Fail(ErrorCode::kUnavailable, "the directory fails, as the test asked");
    const auto found = holders_.find(key);
    return found == holders_.end() ? std::vector<NumberHolder>() : found->second;
  }

  mutable absl::Mutex mutex_;
  std::map<std::string, std::vector<NumberHolder>> holders_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, std::string>, CustomerId> keys_ ABSL_GUARDED_BY(mutex_);
  std::map<CustomerId, Customer> records_ ABSL_GUARDED_BY(mutex_);
  bool failing_ ABSL_GUARDED_BY(mutex_) = false;
  int lookups_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::fakes
