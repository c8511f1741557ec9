#include "server/security/role.h"

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

TEST(RoleTest, EveryRoleIsReadBackFromItsName) {
  for (const Role role : kRoles) {
    EXPECT_EQ(ParseRole(RoleName(role)), role) << RoleName(role);
  }
}

TEST(RoleTest, OtherTextsAreNoRole) {
  for (const std::string_view text : {"", "Agent", "root", "agent ", "administrator"}) {
    EXPECT_FALSE(ParseRole(text)) << text;
  }
}

TEST(RoleTest, SetHoldsWhatItWasMadeOfAndNothingElse) {
  constexpr Roles kSome = {Role::kAgent, Role::kKiosk};

  EXPECT_TRUE(kSome.Contains(Role::kAgent));
  EXPECT_TRUE(kSome.Contains(Role::kKiosk));
  EXPECT_FALSE(kSome.Contains(Role::kSupervisor));
  EXPECT_FALSE(kSome.Contains(Role::kAdmin));
  EXPECT_TRUE(Roles{}.empty());
}

}  // namespace
}  // namespace jackfield::security
