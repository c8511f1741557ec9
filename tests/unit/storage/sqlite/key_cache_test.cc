#include "server/storage/sqlite/key_cache.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

OwnedKey KeyNumber(std::uint64_t id, const std::string& subject) {
  return {{id, "key " + std::to_string(id)}, subject};
}

TEST(KeyCacheTest, TheLongestUnusedSavedKeyGoesFirst) {
  KeyCache cache(2);
  cache.AddSaved(KeyNumber(1, "ana"));
  cache.AddSaved(KeyNumber(2, "ben"));
  ASSERT_TRUE(cache.ById(1).has_value());

  cache.AddSaved(KeyNumber(3, "cid"));

  EXPECT_TRUE(cache.ById(1).has_value());
  EXPECT_FALSE(cache.ById(2).has_value());
  EXPECT_FALSE(cache.OfSubject("ben").has_value());
  EXPECT_TRUE(cache.OfSubject("cid").has_value());
}

TEST(KeyCacheTest, UnsavedKeysStayHoweverManyThereAre) {
  KeyCache cache(1);
  cache.AddUnsaved(KeyNumber(1, "ana"));
  cache.AddUnsaved(KeyNumber(2, "ben"));
  cache.AddSaved(KeyNumber(3, "cid"));

  EXPECT_EQ(cache.unsaved_count(), 2U);
  EXPECT_EQ(cache.OfSubject("ana")->id, 1U);
  EXPECT_EQ(cache.ById(2)->key, "key 2");
  EXPECT_EQ(cache.Unsaved().at(0).key.id, 1U);
}

TEST(KeyCacheTest, ASavedKeyIsNotWrittenAgain) {
  KeyCache cache(10);
  cache.AddUnsaved(KeyNumber(1, "ana"));

  cache.MarkSaved(cache.Unsaved());

  EXPECT_EQ(cache.unsaved_count(), 0U);
  EXPECT_EQ(cache.OfSubject("ana")->id, 1U);
}

TEST(KeyCacheTest, ADroppedSubjectLosesAllItsKeysAndMarkingThemSavedBringsNoneBack) {
  KeyCache cache(10);
  cache.AddSaved(KeyNumber(1, "ana"));
  cache.AddUnsaved(KeyNumber(2, "ana"));
  const auto writing = cache.Unsaved();

  cache.Drop("ana");
  cache.MarkSaved(writing);

  EXPECT_FALSE(cache.OfSubject("ana").has_value());
  EXPECT_FALSE(cache.ById(1).has_value());
  EXPECT_FALSE(cache.ById(2).has_value());
}

// V3.
TEST(KeyCacheTest, OfTwoKeysOfAPersonTheNewestSealsAndBothOpen) {
  KeyCache cache(10);
  cache.AddSaved(KeyNumber(2, "ana"));
  cache.AddSaved(KeyNumber(1, "ana"));

  EXPECT_EQ(cache.OfSubject("ana")->id, 2U);
  EXPECT_TRUE(cache.ById(1).has_value());
}

TEST(KeyCacheTest, DroppingWhatIsSavedKeepsWhatTheDatabaseDoesNotHold) {
  KeyCache cache(2);
  cache.AddSaved(KeyNumber(1, "ana"));
  cache.AddUnsaved(KeyNumber(2, "ana"));

  cache.DropSaved("ana");

  EXPECT_FALSE(cache.ById(1).has_value());
  EXPECT_EQ(cache.OfSubject("ana")->id, 2U);
}

}  // namespace
}  // namespace jackfield::sqlite
