#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;

class AccountsTest : public testing::Test {
 protected:
  AccountsTest()
      : sessions_(v1::SessionService::NewStub(site_.Connect())),
        admin_(v1::AdminService::NewStub(site_.Connect())),
        secret_(site_.SignIn("admin")) {}

  grpc::Status TrySignIn(const std::string& login, const std::string& password) {
    v1::SignInRequest request;
    request.set_login(login);
    request.set_password(password);
    v1::SignInResponse response;
    return sessions_->SignIn(ApiSite::Context("").get(), request, &response);
  }
  grpc::Status WhoAmI(const std::string& secret, v1::WhoAmIResponse& response) {
    return sessions_->WhoAmI(ApiSite::Context(secret).get(), {}, &response);
  }
  grpc::Status CreateUser(const std::string& login, const std::string& request_id,
                          v1::CreateUserResponse& response) {
    v1::CreateUserRequest request;
    request.mutable_user()->set_login(login);
    request.mutable_user()->set_display_name("Carla");
    request.mutable_user()->add_roles(v1::ROLE_SUPERVISOR);
    request.mutable_user()->add_teams("north");
    request.set_password("a fairly long one 9");
    request.set_request_id(request_id);
    return admin_->CreateUser(ApiSite::Context(secret_).get(), request, &response);
  }
  grpc::Status Apply(const v1::Configuration& document, bool dry_run,
                     v1::ApplyConfigurationResponse& response) {
    v1::ApplyConfigurationRequest request;
    *request.mutable_configuration() = document;
    request.set_dry_run(dry_run);
    return admin_->ApplyConfiguration(ApiSite::Context(secret_).get(), request, &response);
  }

  ApiSite site_;
  std::unique_ptr<v1::SessionService::Stub> sessions_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::string secret_;
};

TEST_F(AccountsTest, WhoSignedInIsToldWhoTheyAre) {
  v1::WhoAmIResponse me;

  ASSERT_TRUE(WhoAmI(site_.SignIn("agent"), me).ok());

  EXPECT_EQ(me.principal().name(), "users/agent");
  EXPECT_EQ(me.principal().agent(), "agents/agent");
  EXPECT_TRUE(me.has_session());
  EXPECT_GT(me.session().expire_time().seconds(), me.session().create_time().seconds());
  EXPECT_EQ(me.server_version(), "0.1.0");
}

TEST_F(AccountsTest, AWrongPasswordAndAnUnknownLoginAreToldAlike) {
  const grpc::Status wrong = TrySignIn("agent", "not this one 7");
  const grpc::Status unknown = TrySignIn("nobody", "not this one 7");

  EXPECT_EQ(ReasonOf(wrong), "PASSWORD_WRONG");
  EXPECT_EQ(ReasonOf(unknown), "PASSWORD_WRONG");
  EXPECT_EQ(wrong.error_message(), unknown.error_message());
}

TEST_F(AccountsTest, WhoGuessesPasswordsHasToWait) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonOf(TrySignIn("agent", "wrong")), "PASSWORD_WRONG");

  const grpc::Status sixth = TrySignIn("agent", "wrong");

  EXPECT_EQ(sixth.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(sixth), "SIGN_IN_THROTTLED");
}

TEST_F(AccountsTest, ASessionEndsWhenItsUserSignsOut) {
  const std::string secret = site_.SignIn("agent");
  v1::SignOutResponse out;
  ASSERT_TRUE(sessions_->SignOut(ApiSite::Context(secret).get(), {}, &out).ok());

  v1::WhoAmIResponse me;
  const grpc::Status status = WhoAmI(secret, me);

  EXPECT_EQ(ReasonOf(status), "CREDENTIALS_INVALID");
}

TEST_F(AccountsTest, AUserIsCreatedOnceForEachRequestId) {
  v1::CreateUserResponse first;
  v1::CreateUserResponse again;
  v1::CreateUserResponse other;

  ASSERT_TRUE(CreateUser("carla", "r1", first).ok());
  ASSERT_TRUE(CreateUser("carla", "r1", again).ok());
  const grpc::Status taken = CreateUser("carla", "r2", other);

  EXPECT_EQ(first.user().teams(0), "north");
  EXPECT_EQ(again.user().etag(), first.user().etag());
  EXPECT_EQ(ReasonOf(taken), "LOGIN_TAKEN");
  EXPECT_TRUE(TrySignIn("Carla", "a fairly long one 9").ok());
}

TEST_F(AccountsTest, TheLastAdminStays) {
  v1::DeleteUserRequest request;
  request.set_name("users/admin");
  v1::DeleteUserResponse response;

  const grpc::Status status =
      admin_->DeleteUser(ApiSite::Context(secret_).get(), request, &response);

  EXPECT_EQ(ReasonOf(status), "LAST_ADMIN");
}

TEST_F(AccountsTest, ADisabledUserIsOut) {
  const std::string agent = site_.SignIn("agent");
  v1::UpdateUserRequest request;
  request.mutable_user()->set_name("users/agent");
  request.mutable_user()->set_disabled(true);
  v1::UpdateUserResponse response;
  ASSERT_TRUE(admin_->UpdateUser(ApiSite::Context(secret_).get(), request, &response).ok());

  v1::WhoAmIResponse me;

  EXPECT_EQ(ReasonOf(WhoAmI(agent, me)), "CREDENTIALS_INVALID");
  EXPECT_EQ(ReasonOf(TrySignIn("agent", ApiSite::kPassword)), "PASSWORD_WRONG");
}

TEST_F(AccountsTest, ATokenIsShownOnceAndWorksUntilItIsRevoked) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_display_name("the switch");
  request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  request.mutable_token()->set_source("sources/pbx");
  request.set_request_id("t1");
  v1::CreateTokenResponse created;
  ASSERT_TRUE(admin_->CreateToken(ApiSite::Context(secret_).get(), request, &created).ok());
  v1::CreateTokenResponse again;
  const grpc::Status repeated =
      admin_->CreateToken(ApiSite::Context(secret_).get(), request, &again);
  v1::WhoAmIResponse before;
  ASSERT_TRUE(WhoAmI(created.secret(), before).ok());

  v1::RevokeTokenRequest revoke;
  revoke.set_name(created.token().name());
  v1::RevokeTokenResponse revoked;
  ASSERT_TRUE(admin_->RevokeToken(ApiSite::Context(secret_).get(), revoke, &revoked).ok());
  v1::WhoAmIResponse after;
  const grpc::Status refused = WhoAmI(created.secret(), after);

  EXPECT_EQ(ReasonOf(repeated), "SECRET_ALREADY_SHOWN");
  EXPECT_EQ(before.principal().source(), "sources/pbx");
  EXPECT_TRUE(revoked.token().has_revoke_time());
  EXPECT_EQ(ReasonOf(refused), "CREDENTIALS_INVALID");
}

TEST_F(AccountsTest, ATokenForAnUnknownSourceIsRefused) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_display_name("the switch");
  request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  request.mutable_token()->set_source("sources/nowhere");
  v1::CreateTokenResponse response;

  const grpc::Status status =
      admin_->CreateToken(ApiSite::Context(secret_).get(), request, &response);

  EXPECT_EQ(ReasonOf(status), "SOURCE_NOT_FOUND");
}

TEST_F(AccountsTest, ADryRunTellsTheDifferenceAndChangesNothing) {
  v1::ApplyConfigurationResponse response;

  ASSERT_TRUE(Apply(ApiSite::SmallCentre(), true, response).ok());
  v1::GetConfigurationResponse now;
  ASSERT_TRUE(admin_->GetConfiguration(ApiSite::Context(secret_).get(), {}, &now).ok());

  EXPECT_EQ(response.changes(0).subject(), "queues/sales");
  EXPECT_EQ(response.changes(0).kind(), v1::ConfigurationChange::KIND_ADDED);
  EXPECT_EQ(now.configuration().queues_size(), 0);
}

TEST_F(AccountsTest, AnAppliedDocumentMakesAgentsAndQueuesAndItsEtagGuardsIt) {
  v1::ApplyConfigurationResponse first;
  ASSERT_TRUE(Apply(ApiSite::SmallCentre(), false, first).ok());
  v1::ApplyConfigurationResponse same;
  ASSERT_TRUE(Apply(ApiSite::SmallCentre(), false, same).ok());
  v1::Configuration stale = ApiSite::SmallCentre();
  stale.set_etag("77");
  v1::ApplyConfigurationResponse refused;
  const grpc::Status status = Apply(stale, false, refused);
  v1::ListAgentsResponse agents;
  ASSERT_TRUE(admin_->ListAgents(ApiSite::Context(secret_).get(), {}, &agents).ok());

  EXPECT_EQ(first.configuration().etag(), "1");
  EXPECT_EQ(same.configuration().etag(), "1");
  EXPECT_EQ(same.changes_size(), 0);
  EXPECT_EQ(ReasonOf(status), "ETAG_MISMATCH");
  ASSERT_EQ(agents.agents_size(), 2);
  EXPECT_EQ(agents.agents(0).device_patterns(0), "PJSIP/1001");
}

TEST_F(AccountsTest, AWrongDocumentIsRefusedAsAWhole) {
  v1::Configuration wrong = ApiSite::SmallCentre();
  wrong.mutable_agents(0)->set_login("No Login");
  v1::ApplyConfigurationResponse response;

  const grpc::Status status = Apply(wrong, false, response);

  EXPECT_EQ(ReasonOf(status), "CONFIGURATION_INVALID");
  EXPECT_EQ(test::FieldOf(status), "configuration.agents[0].login");
}

}  // namespace
}  // namespace jackfield::grpc_api
