#include "server/identity/normalizer_cache.h"

#include <utility>

#include "server/base/check.h"

namespace jackfield::identity {

NormalizerCache::NormalizerCache(NumberNormalizer normalizer, std::size_t entries_max)
    : normalizer_(std::move(normalizer)), entries_max_(entries_max) {
  JACKFIELD_CHECK(entries_max_ > 0);
}

NormalizedNumber NormalizerCache::Normalize(std::string_view raw, Presentation stated) {
  // A withheld number costs nothing to read and need not be remembered.
  if (raw.size() > kKeyBytesMax || stated == Presentation::kWithheld) {
    return normalizer_.Normalize(raw, stated);
  }
  std::string key(raw);
  if (auto known = Find(key)) return *std::move(known);
  NormalizedNumber number = normalizer_.Normalize(raw, stated);
  Keep(std::move(key), number);
  return number;
}

std::size_t NormalizerCache::size() const {
  const absl::MutexLock lock(&mutex_);
  return entries_.size();
}

std::optional<NormalizedNumber> NormalizerCache::Find(const std::string& key) {
  const absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->number;
}

void NormalizerCache::Keep(std::string key, const NormalizedNumber& number) {
  const absl::MutexLock lock(&mutex_);
  if (by_key_.contains(key)) return;  // Another thread was faster.
  if (entries_.size() >= entries_max_) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front({std::move(key), number});
  by_key_.emplace(entries_.front().key, entries_.begin());
}

}  // namespace jackfield::identity
