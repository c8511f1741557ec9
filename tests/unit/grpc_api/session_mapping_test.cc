#include "server/grpc_api/session_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(SessionMappingTest, APersonIsNamedByLoginAndActsForTheAgentOfThatLogin) {
  Identity identity;
  identity.principal.login = "ana";
  identity.principal.roles = {security::Role::kAgent, security::Role::kSupervisor};
  identity.principal.teams = {"north"};
  identity.display_name = "Ana";

  const v1::Principal principal = ToPrincipal(identity);

  EXPECT_EQ(principal.name(), "users/ana");
  EXPECT_EQ(principal.agent(), "agents/ana");
  EXPECT_EQ(principal.roles_size(), 2);
  EXPECT_EQ(principal.teams(0), "north");
  EXPECT_EQ(principal.source(), "");
}

TEST(SessionMappingTest, ATokenIsNamedByItsIdAndHasASource) {
  Identity identity;
  identity.principal.token_id = "t1";
  identity.principal.roles = {security::Role::kIntegration};
  identity.principal.source = "pbx";

  const v1::Principal principal = ToPrincipal(identity);

  EXPECT_EQ(principal.name(), "tokens/t1");
  EXPECT_EQ(principal.agent(), "");
  EXPECT_EQ(principal.source(), "sources/pbx");
}

TEST(SessionMappingTest, EveryRoleComesBackAndTheUnknownOneIsNone) {
  EXPECT_EQ(FromProto(v1::ROLE_AGENT), security::Role::kAgent);
  EXPECT_EQ(FromProto(v1::ROLE_KIOSK), security::Role::kKiosk);
  EXPECT_EQ(FromProto(v1::ROLE_UNSPECIFIED), std::nullopt);
}

TEST(SessionMappingTest, RandomNamesAreHexadecimal) {
  EXPECT_EQ(RandomName(std::string("\x00\xff\x1a", 3)), "00ff1a");
}

}  // namespace
}  // namespace jackfield::grpc_api
