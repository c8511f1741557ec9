#include "server/security/method_rules.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

// Who may call what, as the contract says it, one letter a role: Agent, Supervisor, aNalyst,
// aDmin, Integration without scope, integration with Customers, integration with Tickets, Kiosk.
struct Row {
  std::string_view method;
  std::string_view allowed;
};
constexpr Row kMatrix[] = {
    {"AdminService/CreateUser", "D"},
    {"AdminService/GetUser", "D"},
    {"AdminService/ListUsers", "D"},
    {"AdminService/UpdateUser", "D"},
    {"AdminService/SetUserPassword", "D"},
    {"AdminService/DeleteUser", "D"},
    {"AdminService/CreateToken", "D"},
    {"AdminService/ListTokens", "D"},
    {"AdminService/RevokeToken", "D"},
    {"AdminService/GetAgent", "SND"},
    {"AdminService/ListAgents", "SND"},
    {"AdminService/GetQueue", "SND"},
    {"AdminService/ListQueues", "SND"},
    {"AdminService/GetConfiguration", "D"},
    {"AdminService/ApplyConfiguration", "D"},
    {"BackupService/CreateBackup", "D"},
    {"BackupService/ListBackups", "D"},
    {"BackupService/VerifyBackup", "D"},
    {"CustomerService/GetCustomer", "ASDC"},
    {"CustomerService/SearchCustomers", "ASDC"},
    {"CustomerService/ListCustomers", "DC"},
    {"CustomerService/FindDuplicates", "ASDC"},
    {"CustomerService/CreateCustomer", "ASDC"},
    {"CustomerService/UpdateCustomer", "ASDC"},
    {"CustomerService/ImportCustomers", "DC"},
    {"CustomerService/LinkNumber", "ASDC"},
    {"CustomerService/UnlinkNumber", "ASDC"},
    {"CustomerService/MergeCustomers", "SD"},
    {"CustomerService/UnmergeCustomer", "SD"},
    {"DeskService/WatchDesk", "A"},
    {"DeskService/GetDesk", "A"},
    {"DeskService/SetAgentState", "A"},
    {"DeskService/ReportPopShown", "A"},
    {"DeskService/SaveWrapUpNote", "A"},
    {"DeskService/CompleteWrapUp", "A"},
    {"DeskService/ExtendWrapUp", "A"},
    {"DeskService/ChooseCaller", "A"},
    {"DeskService/SetPopMode", "A"},
    {"DeskService/AcknowledgeMissed", "A"},
    {"DeskService/AcceptWorkOffer", "A"},
    {"DeskService/DeclineWorkOffer", "A"},
    {"DeskService/AcknowledgeNotices", "A"},
    {"DiagnosticsService/GetServerStatus", "D"},
    {"DiagnosticsService/ListServerSettings", "D"},
    {"DiagnosticsService/RunChecks", "D"},
    {"DiagnosticsService/TestNumber", "D"},
    {"InteractionService/GetTimeline", "ASDC"},
    {"InteractionService/GetInteraction", "ASDC"},
    {"InteractionService/ListInteractions", "ASDC"},
    {"ReportService/GetQueueReport", "SND"},
    {"ReportService/GetAgentReport", "SND"},
    {"ReportService/GetCallReport", "SND"},
    {"ReportService/GetDispositionReport", "SND"},
    {"ReportService/GetRepeatCallerReport", "SND"},
    {"ReportService/GetMissedCallReport", "SND"},
    {"SavedViewService/ListSavedViews", "ASD"},
    {"SavedViewService/CreateSavedView", "ASD"},
    {"SavedViewService/UpdateSavedView", "ASD"},
    {"SavedViewService/DeleteSavedView", "ASD"},
    {"SessionService/SignIn", "ASNDICKTW"},
    {"SessionService/SignOut", "ASNDICKTW"},
    {"SessionService/WhoAmI", "ASNDICKTW"},
    {"SupervisionService/GetBoard", "SNDK"},
    {"SupervisionService/WatchBoard", "SNDK"},
    {"SupervisionService/ChangeAgentState", "SD"},
    {"SupervisionService/ListCalls", "SD"},
    {"SupervisionService/GetCall", "SD"},
    {"SupervisionService/ExplainCall", "SD"},
    {"SupervisionService/ListAlerts", "SNDK"},
    {"SupervisionService/AcknowledgeAlert", "SD"},
    {"TelephonyService/PublishCallEvent", "ICTW"},
    {"TelephonyService/StreamCallEvents", "ICTW"},
    {"CallControlService/AnswerCall", "A"},
    {"CallControlService/DeclineCall", "A"},
    {"CallControlService/HoldCall", "A"},
    {"CallControlService/RetrieveCall", "A"},
    {"CallControlService/HangUpCall", "A"},
    {"CallControlService/TransferCall", "A"},
    {"CallControlService/ConsultCall", "A"},
    {"CallControlService/CompleteTransfer", "A"},
    {"CallControlService/CancelConsultation", "A"},
    {"CallControlService/ConferenceCall", "A"},
    {"CallControlService/DialNumber", "A"},
    {"CallbacksService/CreateCallback", "ASDT"},
    {"CallbacksService/ImportCallbackList", "SDT"},
    {"CallbacksService/GetCallback", "ASDT"},
    {"CallbacksService/ListCallbacks", "ASDT"},
    {"CallbacksService/CancelCallback", "ASDT"},
    {"CallbacksService/RescheduleCallback", "ASDT"},
    {"CallbacksService/TakeCallback", "A"},
    {"CallbacksService/ReturnCallback", "A"},
    {"CallbacksService/CompleteCallback", "A"},
    {"TicketService/CreateTicket", "ASDT"},
    {"TicketService/GetTicket", "ASDT"},
    {"TicketService/ListTickets", "ASDT"},
    {"TicketService/ListTicketEntries", "ASDT"},
    {"TicketService/ExplainTicket", "SD"},
    {"TicketService/ChangeTickets", "ASDT"},
    {"TicketService/UpdateTicket", "ASDT"},
    {"TicketService/CommentTicket", "ASDT"},
    {"TicketService/AssignTicket", "ASDT"},
    {"TicketService/TakeTicket", "A"},
    {"TicketService/SetTicketState", "ASDT"},
    {"TicketService/MergeTickets", "ASDT"},
    {"TicketService/LinkTicket", "ASDT"},
    {"TicketService/SetTicketWatch", "ASD"},
    {"TicketService/AttachToTicket", "ASDT"},
    {"TicketService/RateTicket", "ASDT"},
    {"TicketService/ShowTicketOnDesk", "W"},
};

Principal With(Role role) {
  Principal principal;
  principal.login = "someone";
  principal.roles = {role};
  return principal;
}

Principal WithCustomers() {
  Principal principal = With(Role::kIntegration);
  principal.customers_allowed = true;
  return principal;
}

Principal WithTickets() {
  Principal principal = With(Role::kIntegration);
  principal.tickets_allowed = true;
  return principal;
}

Principal WithDeskShows() {
  Principal principal = With(Role::kIntegration);
  principal.desk_shows_allowed = true;
  return principal;
}

struct Letter {
  char letter;
  Principal principal;
};
const Letter kLetters[] = {
    {'A', With(Role::kAgent)}, {'S', With(Role::kSupervisor)},  {'N', With(Role::kAnalyst)},
    {'D', With(Role::kAdmin)}, {'I', With(Role::kIntegration)}, {'C', WithCustomers()},
    {'T', WithTickets()},      {'W', WithDeskShows()},          {'K', With(Role::kKiosk)},
};

std::string FullName(std::string_view method) { return "/jackfield.v1." + std::string(method); }

TEST(MethodRulesTest, EachRoleMayCallExactlyWhatTheMatrixSays) {
  for (const Row& row : kMatrix) {
    for (const Letter& letter : kLetters) {
      const Status status = CheckMayCall(&letter.principal, FullName(row.method));
      const bool allowed = row.allowed.find(letter.letter) != std::string_view::npos;
      EXPECT_EQ(status.has_value(), allowed) << row.method << " as " << letter.letter;
      if (!status) {
        EXPECT_EQ(status.error().code, ErrorCode::kPermissionDenied);
        EXPECT_EQ(status.error().reason, "ROLE_NOT_ALLOWED");
      }
    }
  }
}

TEST(MethodRulesTest, MatrixAndTableNameTheSameMethods) {
  std::set<std::string_view> in_matrix;
  std::set<std::string_view> in_table;
  for (const Row& row : kMatrix) in_matrix.insert(row.method);
  for (const MethodRule& rule : MethodRules()) in_table.insert(rule.method);

  EXPECT_EQ(in_matrix, in_table);
  EXPECT_EQ(MethodRules().size(), in_table.size());
}

TEST(MethodRulesTest, WithoutCredentialsOnlySignInIsOpen) {
  for (const Row& row : kMatrix) {
    const Status status = CheckMayCall(nullptr, FullName(row.method));
    EXPECT_EQ(status.has_value(), row.method == "SessionService/SignIn") << row.method;
    if (!status) {
      EXPECT_EQ(status.error().reason, "CREDENTIALS_MISSING");
    }
  }
}

TEST(MethodRulesTest, MethodWithoutRuleIsForbiddenToAll) {
  const Principal admin = With(Role::kAdmin);

  EXPECT_FALSE(CheckMayCall(&admin, "/jackfield.v1.AdminService/DropEverything"));
  EXPECT_FALSE(CheckMayCall(&admin, "/other.v1.AdminService/GetUser"));
  EXPECT_FALSE(CheckMayCall(&admin, "AdminService/GetUser"));
  EXPECT_FALSE(CheckMayCall(nullptr, ""));
}

TEST(MethodRulesTest, OneOfSeveralRolesIsEnough) {
  Principal both = With(Role::kSupervisor);
  both.roles = {Role::kSupervisor, Role::kAgent};

  EXPECT_TRUE(CheckMayCall(&both, FullName("DeskService/GetDesk")));
  EXPECT_TRUE(CheckMayCall(&both, FullName("SupervisionService/GetBoard")));
  EXPECT_FALSE(CheckMayCall(&both, FullName("AdminService/CreateUser")));
}

}  // namespace
}  // namespace jackfield::security
