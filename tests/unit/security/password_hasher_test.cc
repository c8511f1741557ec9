#include "server/security/password_hasher.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

constexpr PasswordCost kCheap = {.operations = 1, .memory_mib = 8};

std::unique_ptr<PasswordHasher> Cheap() { return PasswordHasher::Prepare(kCheap).value(); }

TEST(PasswordHasherTest, PasswordIsVerifiedByItsHashOnly) {
  const auto hasher = Cheap();
  const std::string hash = hasher->Hash("correct horse").value();

  EXPECT_EQ(hash.rfind("$argon2id$", 0), 0U) << hash;
  EXPECT_TRUE(hasher->Verify(hash, "correct horse").value());
  EXPECT_FALSE(hasher->Verify(hash, "correct horsf").value());
  EXPECT_FALSE(hasher->Verify(hash, "").value());
}

TEST(PasswordHasherTest, SamePasswordHasAnotherHashEachTime) {
  const auto hasher = Cheap();

  EXPECT_NE(hasher->Hash("correct horse").value(), hasher->Hash("correct horse").value());
}

// R2.
TEST(PasswordHasherTest, UserWithoutHashNeverSignsIn) {
  const auto hasher = Cheap();

  EXPECT_FALSE(hasher->Verify("", "").value());
  EXPECT_FALSE(hasher->Verify("", "no user has this password").value());
}

TEST(PasswordHasherTest, DamagedHashIsNoMatch) {
  const auto hasher = Cheap();

  EXPECT_FALSE(hasher->Verify("$argon2id$v=19$nonsense", "correct horse").value());
  EXPECT_FALSE(hasher->Verify(std::string(1000, 'x'), "correct horse").value());
}

TEST(PasswordHasherTest, HashOfAnotherCostIsToBeMadeAgain) {
  const auto hasher = Cheap();
  const auto dearer =
      PasswordHasher::Prepare(PasswordCost{.operations = 2, .memory_mib = 8}).value();
  const std::string hash = hasher->Hash("correct horse").value();

  EXPECT_FALSE(hasher->NeedsRehash(hash));
  EXPECT_TRUE(dearer->NeedsRehash(hash));
  EXPECT_TRUE(dearer->Verify(hash, "correct horse").value());
}

// R1: at the limit who asks is refused, not queued for ever.
TEST(PasswordHasherTest, WhoFindsNoTurnIsRefused) {
  const auto hasher = PasswordHasher::Prepare(PasswordCost{
                                                  .operations = 1,
                                                  .memory_mib = 8,
                                                  .concurrent_max = 0,
                                                  .wait_max = Duration{1},
                                              })
                          .value();

  const Result<bool> verified = hasher->Verify("", "correct horse");

  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(verified.error().reason, "SIGN_IN_THROTTLED");
}

TEST(PasswordHasherTest, WeakPasswordsAreRefusedByRule) {
  struct Row {
    std::string password;
    bool strong;
  };
  const Row rows[] = {
      {"", false},
      {"short", false},
      {"123456789", false},
      {std::string(257, 'a') + "b", false},
      {"aaaaaaaaaaaa", false},
      {"Password123", false},
      {"correct hors", true},
      {std::string(255, 'a') + "b", true},
      {"aaaaaaaaab", true},
  };
  for (const Row& row : rows) {
    const Status status = PasswordHasher::CheckStrength("password", row.password);
    EXPECT_EQ(status.has_value(), row.strong) << row.password;
    if (!status) {
      EXPECT_EQ(status.error().reason, "PASSWORD_TOO_WEAK");
      EXPECT_EQ(status.error().fields.at(0).field, "password");
    }
  }
}

}  // namespace
}  // namespace jackfield::security
