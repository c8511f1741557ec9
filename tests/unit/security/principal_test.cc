#include "server/security/principal.h"

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

const Principal kAna = {.login = "ana", .token_id = "s1", .role = Role::kAgent, .source = ""};
const Principal kSam = {.login = "sam", .token_id = "s2", .role = Role::kSupervisor, .source = ""};
const Principal kPbx = {.login = "", .token_id = "t1", .role = Role::kIntegration, .source = "pbx"};

TEST(PrincipalTest, PersonIsNamedByLoginAndSystemByToken) {
  EXPECT_EQ(kAna.name(), "ana");
  EXPECT_EQ(kPbx.name(), "tokens/t1");
}

TEST(PrincipalTest, AgentActsForItselfOnly) {
  EXPECT_TRUE(kAna.MayActFor("ana"));
  EXPECT_FALSE(kAna.MayActFor("bo"));
  EXPECT_TRUE(kSam.MayActFor("bo"));
  EXPECT_FALSE(kPbx.MayActFor(""));
}

TEST(PrincipalTest, IntegrationPublishesForItsOwnSourceOnly) {
  const Principal unscoped = {
      .login = "", .token_id = "t2", .role = Role::kIntegration, .source = ""};

  EXPECT_TRUE(kPbx.MayPublishFor("pbx"));
  EXPECT_FALSE(kPbx.MayPublishFor("other"));
  EXPECT_FALSE(unscoped.MayPublishFor(""));
  EXPECT_FALSE(kSam.MayPublishFor("pbx"));
}

}  // namespace
}  // namespace jackfield::security
