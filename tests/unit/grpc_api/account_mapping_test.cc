#include "server/grpc_api/account_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

v1::User Ana() {
  v1::User user;
  user.set_login("ana");
  user.set_display_name("Ana");
  user.add_roles(v1::ROLE_AGENT);
  user.add_roles(v1::ROLE_ADMIN);
  user.add_teams("north");
  return user;
}

TEST(AccountMappingTest, AUserComesBackAsItWasGiven) {
  const v1::User user = ToProto(FromProto(Ana()).value());

  EXPECT_EQ(user.name(), "users/ana");
  EXPECT_EQ(user.roles_size(), 2);
  EXPECT_EQ(user.teams(0), "north");
}

TEST(AccountMappingTest, RolesOfProgramsAreNotForPeople) {
  v1::User robot = Ana();
  robot.add_roles(v1::ROLE_INTEGRATION);
  v1::User nobody = Ana();
  nobody.clear_roles();
  v1::User loud = Ana();
  loud.set_login("Ana");

  EXPECT_EQ(FromProto(robot).error().fields.at(0).field, "user.roles");
  EXPECT_EQ(FromProto(nobody).error().fields.at(0).field, "user.roles");
  EXPECT_EQ(FromProto(loud).error().fields.at(0).field, "user.login");
  EXPECT_EQ(FromProto(loud).error().reason, "FIELD_INVALID");
}

TEST(AccountMappingTest, ADisabledAdminDoesNotAdminister) {
  UserRecord user = FromProto(Ana()).value();
  EXPECT_TRUE(IsAdmin(user));
  user.disabled = true;
  EXPECT_FALSE(IsAdmin(user));
}

TEST(AccountMappingTest, ATokenKeepsItsScope) {
  v1::Token token;
  token.set_display_name("pbx in the cellar");
  token.set_role(v1::ROLE_INTEGRATION);
  token.set_source("sources/pbx");
  token.set_customers_allowed(true);
  token.set_tickets_allowed(true);
  token.set_desk_shows_allowed(true);
  token.add_queues("queues/sales");

  const TokenRecord record = FromProto(token).value();

  EXPECT_EQ(record.role, "integration");
  EXPECT_EQ(record.source, "pbx");
  EXPECT_TRUE(record.customers_allowed);
  EXPECT_TRUE(record.tickets_allowed);
  EXPECT_TRUE(record.desk_shows_allowed);
  EXPECT_EQ(record.queues.at(0), "sales");
  EXPECT_EQ(ToProto(record).source(), "sources/pbx");
}

TEST(AccountMappingTest, ATokenIsForAProgramOrABoard) {
  v1::Token token;
  token.set_display_name("me");
  token.set_role(v1::ROLE_ADMIN);

  EXPECT_EQ(FromProto(token).error().fields.at(0).field, "token.role");
}

}  // namespace
}  // namespace jackfield::grpc_api
