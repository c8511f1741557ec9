#include "server/identity/normalizer_cache.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

NumberNormalizer German() {
  return *NumberNormalizer::Prepare({.rules = {}, .default_region = "DE"});
}

TEST(NormalizerCacheTest, AKeptNumberIsTheSameAsAFreshOne) {
  NormalizerCache cache(German());

  const NormalizedNumber first = cache.Normalize("030 901820");
  const NormalizedNumber second = cache.Normalize("030 901820");

  EXPECT_EQ(first, German().Normalize("030 901820"));
  EXPECT_EQ(second, first);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(NormalizerCacheTest, TheNumberNotAskedForTheLongestGoesFirst) {
  NormalizerCache cache(German(), 2);
  cache.Normalize("030901820");
  cache.Normalize("030901821");
  cache.Normalize("030901820");

  cache.Normalize("030901822");

  EXPECT_EQ(cache.size(), 2U);
  EXPECT_EQ(cache.Normalize("030901820").assumed->e164(), "+4930901820");
  EXPECT_EQ(cache.Normalize("030901821").assumed->e164(), "+4930901821");
  EXPECT_EQ(cache.size(), 2U);
}

TEST(NormalizerCacheTest, AWithheldNumberIsWithheldAlsoAfterItWasShown) {
  NormalizerCache cache(German());
  cache.Normalize("+4930901820");

  const NormalizedNumber number = cache.Normalize("+4930901820", Presentation::kWithheld);

  EXPECT_EQ(number.presentation, Presentation::kWithheld);
  EXPECT_EQ(cache.Normalize("+4930901820").kind, NumberKind::kE164);
}

TEST(NormalizerCacheTest, TextsOver256BytesAreReadButNotKept) {
  NormalizerCache cache(German());

  cache.Normalize(std::string(257, '1'));
  EXPECT_EQ(cache.size(), 0U);

  cache.Normalize(std::string(256, '1'));
  EXPECT_EQ(cache.size(), 1U);
}

}  // namespace
}  // namespace jackfield::identity
