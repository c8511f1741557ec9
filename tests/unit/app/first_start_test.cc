#include "server/app/first_start.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/fake_random.h"

// What EnsureAdministrator() leaves behind is in tests/e2e/server_test.py.
namespace jackfield::app {
namespace {

TEST(FirstStartTest, PasswordThatIsMadeUpIsStrongAndCanBeTyped) {
  fakes::FakeRandom random(1);

  const std::string password = MakePassword(random);

  EXPECT_EQ(password.size(), 29U);
  EXPECT_EQ(std::count(password.begin(), password.end(), '-'), 5);
  EXPECT_EQ(password.find_first_of("ilo01ABC"), std::string::npos);
  EXPECT_TRUE(security::PasswordHasher::CheckStrength("password", password));
  EXPECT_NE(password, MakePassword(random));
}

}  // namespace
}  // namespace jackfield::app
