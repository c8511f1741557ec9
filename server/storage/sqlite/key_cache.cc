#include "server/storage/sqlite/key_cache.h"

#include <algorithm>

namespace jackfield::sqlite {

std::optional<SubjectKey> KeyCache::OfSubject(const std::string& subject) {
  if (const auto found = unsaved_of_subject_.find(subject); found != unsaved_of_subject_.end()) {
    return unsaved_.at(found->second).key;
  }
  const auto found = by_subject_.find(subject);
  if (found == by_subject_.end()) return std::nullopt;
  saved_.splice(saved_.begin(), saved_, found->second);
  return found->second->key;
}

std::optional<SubjectKey> KeyCache::ById(std::uint64_t id) {
  if (const auto found = unsaved_.find(id); found != unsaved_.end()) return found->second.key;
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  saved_.splice(saved_.begin(), saved_, found->second);
  return found->second->key;
}

void KeyCache::AddSaved(const OwnedKey& owned) {
  if (by_id_.contains(owned.key.id)) return;
  saved_.push_front(owned);
  by_id_[owned.key.id] = saved_.begin();
  // Of several keys of a person the newest seals; all open.
  const auto other = by_subject_.find(owned.subject);
  if (other == by_subject_.end() || other->second->key.id < owned.key.id) {
    by_subject_[owned.subject] = saved_.begin();
  }
  if (saved_.size() > saved_max_) Forget(std::prev(saved_.end()));
}

void KeyCache::AddUnsaved(const OwnedKey& owned) {
  unsaved_of_subject_[owned.subject] = owned.key.id;
  unsaved_[owned.key.id] = owned;
}

std::vector<OwnedKey> KeyCache::Unsaved() const {
  std::vector<OwnedKey> keys;
  keys.reserve(unsaved_.size());
  for (const auto& [id, owned] : unsaved_) keys.push_back(owned);
  std::sort(keys.begin(), keys.end(),
            [](const OwnedKey& a, const OwnedKey& b) { return a.key.id < b.key.id; });
  return keys;
}

void KeyCache::MarkSaved(const std::vector<OwnedKey>& saved) {
  for (const OwnedKey& owned : saved) {
    if (unsaved_.erase(owned.key.id) == 0) continue;
    unsaved_of_subject_.erase(owned.subject);
    AddSaved(owned);
  }
}

void KeyCache::Drop(const std::string& subject) {
  std::erase_if(unsaved_, [&](const auto& entry) { return entry.second.subject == subject; });
  unsaved_of_subject_.erase(subject);
  DropSaved(subject);
}

void KeyCache::DropSaved(const std::string& subject) {
  for (auto place = saved_.begin(); place != saved_.end();) {
    const auto next = std::next(place);
    if (place->subject == subject) Forget(place);
    place = next;
  }
}

void KeyCache::Forget(Saved::iterator place) {
  const auto of_subject = by_subject_.find(place->subject);
  if (of_subject != by_subject_.end() && of_subject->second == place) {
    by_subject_.erase(of_subject);
  }
  by_id_.erase(place->key.id);
  saved_.erase(place);
}

}  // namespace jackfield::sqlite
