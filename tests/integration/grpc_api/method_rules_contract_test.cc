#include <set>
#include <string>

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

namespace jackfield::security {
namespace {

// One request of each service: its file holds the service.
const google::protobuf::FileDescriptor* const kFiles[] = {
    v1::GetUserRequest::descriptor()->file(),
    v1::ListBackupsRequest::descriptor()->file(),
    v1::AnswerCallRequest::descriptor()->file(),
    v1::GetCustomerRequest::descriptor()->file(),
    v1::GetDeskRequest::descriptor()->file(),
    v1::RunChecksRequest::descriptor()->file(),
    v1::GetTimelineRequest::descriptor()->file(),
    v1::GetQueueReportRequest::descriptor()->file(),
    v1::ListSavedViewsRequest::descriptor()->file(),
    v1::SignInRequest::descriptor()->file(),
    v1::GetBoardRequest::descriptor()->file(),
    v1::PublishCallEventRequest::descriptor()->file(),
    v1::GetCallbackRequest::descriptor()->file(),
    v1::GetTicketRequest::descriptor()->file(),
};

// S18: a method that nobody thought of is forbidden to all, and this test says so before it ships.
TEST(MethodRulesContractTest, EveryMethodOfTheContractHasOneRuleAndNoRuleIsLeftOver) {
  std::set<std::string> in_contract;
  for (const auto* const file : kFiles) {
    ASSERT_EQ(file->service_count(), 1) << file->name();
    const auto* const service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      in_contract.insert(service->name() + "/" + service->method(i)->name());
    }
  }
  std::set<std::string> in_table;
  for (const MethodRule& rule : MethodRules()) in_table.emplace(rule.method);

  EXPECT_EQ(in_table, in_contract);
}

}  // namespace
}  // namespace jackfield::security
