#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/diagnostics_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;

class DiagnosticsTest : public testing::Test {
 protected:
  DiagnosticsTest()
      : stub_(v1::DiagnosticsService::NewStub(site_.Connect())), admin_(site_.SignIn("admin")) {}

  grpc::Status Test(const std::string& number, const std::string& source,
                    v1::TestNumberResponse& response) {
    v1::TestNumberRequest request;
    request.set_number(number);
    request.set_source(source);
    return stub_->TestNumber(ApiSite::Context(admin_).get(), request, &response);
  }

  ApiSite site_;
  std::unique_ptr<v1::DiagnosticsService::Stub> stub_;
  std::string admin_;
};

TEST_F(DiagnosticsTest, StatusHasVersionTimeAndWhatTheServerKnows) {
  v1::GetServerStatusResponse response;
  ASSERT_TRUE(stub_->GetServerStatus(ApiSite::Context(admin_).get(), {}, &response).ok());

  EXPECT_EQ(response.status().version(), "0.1.0");
  EXPECT_TRUE(response.status().ready());
  EXPECT_EQ(response.status().customer_count(), 2);
  EXPECT_GT(response.status().server_time().seconds(), 1'700'000'000);
  EXPECT_EQ(response.status().board_count(), 0);
}

TEST_F(DiagnosticsTest, SettingsComeWithTheirOrigin) {
  v1::ListServerSettingsResponse response;
  ASSERT_TRUE(stub_->ListServerSettings(ApiSite::Context(admin_).get(), {}, &response).ok());

  ASSERT_EQ(response.settings_size(), 1);
  EXPECT_EQ(response.settings(0).key(), "listen.grpc");
  EXPECT_EQ(response.settings(0).origin(), "default");
}

TEST_F(DiagnosticsTest, OnlyTheChecksThatAreAskedForAreRun) {
  v1::RunChecksRequest request;
  request.set_check_prefix("source.");
  v1::RunChecksResponse response;
  ASSERT_TRUE(stub_->RunChecks(ApiSite::Context(admin_).get(), request, &response).ok());

  ASSERT_EQ(response.results_size(), 1);
  EXPECT_EQ(response.results(0).check(), "source.pbx.login");
  EXPECT_EQ(response.results(0).outcome(), v1::CheckResult::OUTCOME_FAILED);

  request.set_check_prefix(std::string(65, 'a'));
  const auto refused = stub_->RunChecks(ApiSite::Context(admin_).get(), request, &response);
  EXPECT_EQ(ReasonOf(refused), "FIELD_INVALID");
}

TEST_F(DiagnosticsTest, NumberIsTriedForASourceThatThereIs) {
  v1::TestNumberResponse response;
  ASSERT_TRUE(Test("030 1", "sources/pbx", response).ok());

  EXPECT_EQ(response.reading().rules(0), "as pbx writes it");
  EXPECT_EQ(response.reading().customers_size(), 1);

  EXPECT_EQ(Test("030 1", "sources/nobody", response).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Test("030 1", "sources/nobody", response)), "SOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Test("030 1", "pbx", response)), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Test("", "", response)), "FIELD_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
