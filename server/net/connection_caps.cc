#include "server/net/connection_caps.h"

#include "server/base/check.h"

namespace jackfield::net {

bool ConnectionCaps::Admit(const std::string& address) {
  const auto found = by_address_.find(address);
  const std::size_t of_address = found == by_address_.end() ? 0 : found->second;
  if (count_ >= all_max_) return false;
  if (of_address >= per_address_max_ && !exempt_.contains(address)) return false;
  ++by_address_[address];
  ++count_;
  return true;
}

void ConnectionCaps::Release(const std::string& address) {
  const auto found = by_address_.find(address);
  JACKFIELD_CHECK(found != by_address_.end());
  --count_;
  if (--found->second == 0) by_address_.erase(found);
}

}  // namespace jackfield::net
