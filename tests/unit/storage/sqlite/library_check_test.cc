#include "server/storage/sqlite/library_check.h"

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

TEST(LibraryCheckTest, VersionsWithTheResetRaceAreNamed) {
  const auto oldest = CheckLibrary({3'040'000, true});
  const auto last = CheckLibrary({3'051'002, true});

  ASSERT_TRUE(oldest && last);
  ASSERT_EQ(oldest->size(), 1U);
  EXPECT_EQ(oldest->front().substr(0, 38), "SQLite 3.40.0 has the WAL-reset race, ");
  EXPECT_EQ(last->size(), 1U);
}

TEST(LibraryCheckTest, VersionsWithTheMendedLogAreNotWarnedOf) {
  EXPECT_TRUE(CheckLibrary({3'051'003, true}).value().empty());
  EXPECT_TRUE(CheckLibrary({3'052'000, true}).value().empty());
}

TEST(LibraryCheckTest, OlderBranchesAreMendedFromOneReleaseOn) {
  EXPECT_EQ(CheckLibrary({3'044'005, true}).value().size(), 1U);
  EXPECT_TRUE(CheckLibrary({3'044'006, true}).value().empty());
  EXPECT_EQ(CheckLibrary({3'045'000, true}).value().size(), 1U);
  EXPECT_EQ(CheckLibrary({3'050'006, true}).value().size(), 1U);
  EXPECT_TRUE(CheckLibrary({3'050'007, true}).value().empty());
  EXPECT_EQ(CheckLibrary({3'051'000, true}).value().size(), 1U);
}

TEST(LibraryCheckTest, AnOlderLibraryThanTheTestedOnesIsRefused) {
  const auto refused = CheckLibrary({3'039'004, true});

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(refused.error().reason, "STORE_LIBRARY_TOO_OLD");
}

TEST(LibraryCheckTest, ALibraryWithoutThreadsIsRefused) {
  const auto refused = CheckLibrary({3'051'003, false});

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "STORE_LIBRARY_WITHOUT_THREADS");
}

TEST(LibraryCheckTest, TheLibraryOfThisProcessIsAccepted) {
  EXPECT_TRUE(CheckLibrary(LibraryFacts::OfProcess()));
}

}  // namespace
}  // namespace jackfield::sqlite
