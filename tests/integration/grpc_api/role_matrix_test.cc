#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <absl/synchronization/notification.h>
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.pb.h"
#include "jackfield/v1/backup_service.pb.h"
#include "jackfield/v1/call_control_service.pb.h"
#include "jackfield/v1/callback_service.pb.h"
#include "jackfield/v1/customer_service.pb.h"
#include "jackfield/v1/desk_service.pb.h"
#include "jackfield/v1/diagnostics_service.pb.h"
#include "jackfield/v1/interaction_service.pb.h"
#include "jackfield/v1/report_service.pb.h"
#include "jackfield/v1/saved_view_service.pb.h"
#include "jackfield/v1/session_service.pb.h"
#include "jackfield/v1/supervision_service.pb.h"
#include "jackfield/v1/telephony_service.pb.h"
#include "jackfield/v1/ticket_service.pb.h"

#include "server/security/method_rules.h"
#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using test::ApiSite;
using test::ReasonOf;

// Every method of the contract.
std::vector<const MethodDescriptor*> AllMethods() {
  const std::vector<const FileDescriptor*> files = {
      v1::CreateUserRequest::descriptor()->file(),
      v1::ListBackupsRequest::descriptor()->file(),
      v1::AnswerCallRequest::descriptor()->file(),
      v1::GetCustomerRequest::descriptor()->file(),
      v1::WatchDeskRequest::descriptor()->file(),
      v1::RunChecksRequest::descriptor()->file(),
      v1::GetTimelineRequest::descriptor()->file(),
      v1::GetQueueReportRequest::descriptor()->file(),
      v1::ListSavedViewsRequest::descriptor()->file(),
      v1::SignInRequest::descriptor()->file(),
      v1::GetBoardRequest::descriptor()->file(),
      v1::PublishCallEventRequest::descriptor()->file(),
      v1::GetCallbackRequest::descriptor()->file(),
      v1::GetTicketRequest::descriptor()->file()};
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : files) {
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::string PathOf(const MethodDescriptor& method) {
  return "/" + method.service()->full_name() + "/" + method.name();
}

class RoleMatrixTest : public testing::Test {
 protected:
  RoleMatrixTest() {
    for (const char* role : {"agent", "supervisor", "analyst", "admin"}) {
      secrets_[role] = site_.SignIn(role);
      principals_[role].roles = {*security::ParseRole(role)};
    }
    secrets_["integration"] = site_.TokenOf("pbx");
    principals_["integration"].roles = {security::Role::kIntegration};
    secrets_["crm"] = site_.TokenOf("");
    principals_["crm"].roles = {security::Role::kIntegration};
    principals_["crm"].customers_allowed = true;
    principals_["crm"].tickets_allowed = true;
    principals_["crm"].desk_shows_allowed = true;
    secrets_["kiosk"] = site_.TokenOf("", "kiosk");
    principals_["kiosk"].roles = {security::Role::kKiosk};
  }

  // What an empty message gets. Streams are given up after a second.
  grpc::Status Call(const MethodDescriptor& method, const std::string& secret) {
    const bool stream = method.client_streaming() || method.server_streaming();
    const auto context = ApiSite::StreamContext(secret);
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::milliseconds(stream ? 500 : 10'000));
    const grpc::Slice nothing;
    const grpc::ByteBuffer request(&nothing, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    absl::Notification done;
    const auto end = [&](grpc::Status ended) {
      status = std::move(ended);
      done.Notify();
    };
    stub_.UnaryCall(context.get(), PathOf(method), {}, &request, &response, end);
    done.WaitForNotification();
    return status;
  }

  ApiSite site_;
  grpc::GenericStub stub_{site_.Connect()};
  std::map<std::string, std::string> secrets_;
  std::map<std::string, security::Principal> principals_;
};

TEST_F(RoleMatrixTest, EveryMethodLetsInTheRolesOfItsRuleAndNobodyElse) {
  std::vector<std::string> wrong;
  for (const MethodDescriptor* method : AllMethods()) {
    if (method->name() == "SignOut") continue;  // It would end the session of the next one.
    for (const auto& [name, principal] : principals_) {
      const bool may = security::CheckMayCall(&principal, PathOf(*method)).has_value();
      const grpc::Status status = Call(*method, secrets_[name]);
      const bool let_in = ReasonOf(status) != "ROLE_NOT_ALLOWED" &&
                          status.error_code() != grpc::StatusCode::UNAUTHENTICATED &&
                          status.error_code() != grpc::StatusCode::UNIMPLEMENTED;
      if (let_in != may) wrong.push_back(name + " " + PathOf(*method));
    }
  }
  EXPECT_THAT(wrong, testing::IsEmpty());
}

TEST_F(RoleMatrixTest, NobodyIsLetInWithoutCredentialsButToSignIn) {
  std::vector<std::string> wrong;
  for (const MethodDescriptor* method : AllMethods()) {
    const bool refused = ReasonOf(Call(*method, "")) == "CREDENTIALS_MISSING";
    if (refused != (method->name() != "SignIn")) wrong.push_back(PathOf(*method));
  }
  EXPECT_THAT(wrong, testing::IsEmpty());
}

}  // namespace
}  // namespace jackfield::grpc_api
