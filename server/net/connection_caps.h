#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace jackfield::net {

// How many connections there may be, of all and of one address, and how many there are. What counts
// for all counts for exempt addresses, too; what counts for one does not.
//
// Thread safety: none; one per acceptor, used on its thread.
class ConnectionCaps {
 public:
  ConnectionCaps(std::size_t all_max, std::size_t per_address_max,
                 std::set<std::string, std::less<>> exempt = {})
      : all_max_(all_max), per_address_max_(per_address_max), exempt_(std::move(exempt)) {}

  // Counts a further connection of `address`. False, and nothing is counted: a limit is reached.
  bool Admit(const std::string& address);

  // One connection of `address`, admitted before, is gone.
  void Release(const std::string& address);

  std::size_t count() const { return count_; }

 private:
  const std::size_t all_max_;
  const std::size_t per_address_max_;
  const std::set<std::string, std::less<>> exempt_;
  std::size_t count_ = 0;
  std::map<std::string, std::size_t> by_address_;  // At most all_max_ entries, none of them 0.
};

}  // namespace jackfield::net
