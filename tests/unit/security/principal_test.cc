#include "server/security/principal.h"

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

Principal Ana() {
  Principal ana;
  ana.login = "ana";
  ana.token_id = "s1";
  ana.roles = {Role::kAgent};
  return ana;
}

Principal Pbx() {
  Principal pbx;
  pbx.token_id = "t1";
  pbx.roles = {Role::kIntegration};
  pbx.source = "pbx";
  return pbx;
}

TEST(PrincipalTest, PersonIsNamedByLoginAndSystemByToken) {
  EXPECT_EQ(Ana().name(), "ana");
  EXPECT_EQ(Pbx().name(), "tokens/t1");
}

TEST(PrincipalTest, OnlyWhoHasTheRoleActsForAnAgent) {
  Principal sam = Ana();
  sam.roles = {Role::kSupervisor};

  EXPECT_EQ(Ana().agent(), "ana");
  EXPECT_EQ(sam.agent(), "");
  EXPECT_EQ(Pbx().agent(), "");
}

TEST(PrincipalTest, IntegrationPublishesForItsOwnSourceOnly) {
  Principal unscoped = Pbx();
  unscoped.source = "";
  Principal person = Ana();
  person.source = "pbx";

  EXPECT_TRUE(Pbx().MayPublishFor("pbx"));
  EXPECT_FALSE(Pbx().MayPublishFor("other"));
  EXPECT_FALSE(unscoped.MayPublishFor(""));
  EXPECT_FALSE(person.MayPublishFor("pbx"));
}

}  // namespace
}  // namespace jackfield::security
