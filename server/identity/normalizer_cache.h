#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/identity/number_normalizer.h"

namespace jackfield::identity {

// Keeps what a normalizer said about the last numbers it was given.
//
// *Why*: one call presents its number in some twenty messages, and libphonenumber takes longer to
// read it than the rest of intake takes for the message.
//
// Flow: holds at most `entries_max` numbers; the one not asked for the longest goes first. Texts
// over kKeyBytesMax are read and not kept.
//
// Thread safety: thread-safe. Two threads that miss the same number both read it.
class NormalizerCache {
 public:
  static constexpr std::size_t kEntriesDefault = 4'096;
  static constexpr std::size_t kKeyBytesMax = 256;

  // Requires `entries_max` of at least 1.
  explicit NormalizerCache(NumberNormalizer normalizer, std::size_t entries_max = kEntriesDefault);

  NormalizedNumber Normalize(std::string_view raw, Presentation stated = Presentation::kPresented)
      ABSL_LOCKS_EXCLUDED(mutex_);

  std::size_t size() const ABSL_LOCKS_EXCLUDED(mutex_);
  const NumberNormalizer& normalizer() const { return normalizer_; }

 private:
  struct Entry {
    std::string key;
    NormalizedNumber number;
  };
  using Entries = std::list<Entry>;  // The last one asked for first.

  std::optional<NormalizedNumber> Find(const std::string& key) ABSL_LOCKS_EXCLUDED(mutex_);
  void Keep(std::string key, const NormalizedNumber& number) ABSL_LOCKS_EXCLUDED(mutex_);

  const NumberNormalizer normalizer_;
  const std::size_t entries_max_;

  mutable absl::Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<std::string_view, Entries::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jackfield::identity
