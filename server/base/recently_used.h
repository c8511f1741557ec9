#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace jackfield {

// A map of limited size: what was used longest ago goes.
//
// Thread safety: none; guarded by its owner.
template <typename Key, typename Value>
class RecentlyUsed {
 public:
  explicit RecentlyUsed(std::size_t most) : most_(most) {}

  // The value, used now; nullptr: there is none. Valid until the next call of another function.
  Value* Find(const Key& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  // Replaces the value of `key`, if there is one.
  void Put(const Key& key, Value value) {
    if (Value* const known = Find(key)) {
      *known = std::move(value);
      return;
    }
    entries_.emplace_front(key, std::move(value));
    places_.emplace(key, entries_.begin());
    if (entries_.size() <= most_) return;
    places_.erase(entries_.back().first);
    entries_.pop_back();
  }

  void Clear() {
    places_.clear();
    entries_.clear();
  }

 private:
  using Entries = std::list<std::pair<Key, Value>>;  // Used last at the front.

  const std::size_t most_;
  Entries entries_;
  std::unordered_map<Key, typename Entries::iterator> places_;
};

}  // namespace jackfield
