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

TEST(RoleTest, SeveralRolesAreReadBackFromTheirText) {
  const Roles both = {Role::kSupervisor, Role::kAgent};

  EXPECT_EQ(RolesText(both), "agent,supervisor");
  EXPECT_EQ(ParseRoles("agent,supervisor"), both);
  EXPECT_EQ(ParseRoles("kiosk"), Roles{Role::kKiosk});
  EXPECT_EQ(ParseRoles(""), Roles{});
}

TEST(RoleTest, TextWithAnUnknownRoleIsRefusedAsAWhole) {
  EXPECT_FALSE(ParseRoles("agent,root"));
  EXPECT_FALSE(ParseRoles("agent, supervisor"));
  EXPECT_FALSE(ParseRoles(",agent"));
}

}  // namespace
}  // namespace jackfield::security
