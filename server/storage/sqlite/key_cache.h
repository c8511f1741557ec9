#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/storage/sqlite/subject_cipher.h"

namespace jackfield::sqlite {

// A key and whose it is, as stored in `subject_key`.
struct OwnedKey {
  SubjectKey key;
  std::string subject;  // Keyed hash of the customer or number.
};

// Keys in memory: those that the database does not hold yet, which are kept, and the others, of
// which the longest unused go beyond the limit.
//
// Thread safety: none; guarded by its owner.
class KeyCache {
 public:
  explicit KeyCache(std::size_t saved_max) : saved_max_(saved_max) {}

  std::optional<SubjectKey> OfSubject(const std::string& subject);
  std::optional<SubjectKey> ById(std::uint64_t id);

  void AddSaved(const OwnedKey& owned);
  void AddUnsaved(const OwnedKey& owned);

  std::vector<OwnedKey> Unsaved() const;
  std::size_t unsaved_count() const { return unsaved_.size(); }
  // These are in the database now. Ids that are not known (any more) are ignored.
  void MarkSaved(const std::vector<OwnedKey>& saved);

  void Drop(const std::string& subject);
  // The same, but those that the database does not hold yet are kept.
  void DropSaved(const std::string& subject);

 private:
  using Saved = std::list<OwnedKey>;

  void Forget(Saved::iterator place);

  const std::size_t saved_max_;
  std::unordered_map<std::uint64_t, OwnedKey> unsaved_;
  std::unordered_map<std::string, std::uint64_t> unsaved_of_subject_;
  Saved saved_;  // Used last at the front.
  std::unordered_map<std::uint64_t, Saved::iterator> by_id_;
  std::unordered_map<std::string, Saved::iterator> by_subject_;
};

}  // namespace jackfield::sqlite
