#include "server/security/method_rules.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace jackfield::security {
namespace {

using enum MethodRule::Access;

constexpr std::string_view kPackage = "/jackfield.v1.";

constexpr Roles kAdmins = {Role::kAdmin};
constexpr Roles kAgents = {Role::kAgent};
constexpr Roles kFloor = {Role::kSupervisor, Role::kAnalyst, Role::kAdmin};
constexpr Roles kBoards = {Role::kSupervisor, Role::kAnalyst, Role::kAdmin, Role::kKiosk};
constexpr Roles kSupervisors = {Role::kSupervisor, Role::kAdmin};
constexpr Roles kIntegrations = {Role::kIntegration};
constexpr Roles kCustomers = {Role::kAgent, Role::kSupervisor, Role::kAdmin, Role::kIntegration};
constexpr Roles kPeople = {Role::kAgent, Role::kSupervisor, Role::kAdmin};
constexpr Roles kCallbackLists = {Role::kSupervisor, Role::kAdmin, Role::kIntegration};
constexpr Roles kImports = {Role::kAdmin, Role::kIntegration};

constexpr MethodRule kRules[] = {
    {"AdminService/CreateUser", kByRole, kAdmins},
    {"AdminService/GetUser", kByRole, kAdmins},
    {"AdminService/ListUsers", kByRole, kAdmins},
    {"AdminService/UpdateUser", kByRole, kAdmins},
    {"AdminService/SetUserPassword", kByRole, kAdmins},
    {"AdminService/DeleteUser", kByRole, kAdmins},
    {"AdminService/CreateToken", kByRole, kAdmins},
    {"AdminService/ListTokens", kByRole, kAdmins},
    {"AdminService/RevokeToken", kByRole, kAdmins},
    {"AdminService/GetAgent", kByRole, kFloor},
    {"AdminService/ListAgents", kByRole, kFloor},
    {"AdminService/GetQueue", kByRole, kFloor},
    {"AdminService/ListQueues", kByRole, kFloor},
    {"AdminService/GetConfiguration", kByRole, kAdmins},
    {"AdminService/ApplyConfiguration", kByRole, kAdmins},

    {"BackupService/CreateBackup", kByRole, kAdmins},
    {"BackupService/ListBackups", kByRole, kAdmins},
    {"BackupService/VerifyBackup", kByRole, kAdmins},

    {"CallControlService/AnswerCall", kByRole, kAgents},
    {"CallControlService/DeclineCall", kByRole, kAgents},
    {"CallControlService/HoldCall", kByRole, kAgents},
    {"CallControlService/RetrieveCall", kByRole, kAgents},
    {"CallControlService/HangUpCall", kByRole, kAgents},
    {"CallControlService/TransferCall", kByRole, kAgents},
    {"CallControlService/ConsultCall", kByRole, kAgents},
    {"CallControlService/CompleteTransfer", kByRole, kAgents},
    {"CallControlService/CancelConsultation", kByRole, kAgents},
    {"CallControlService/ConferenceCall", kByRole, kAgents},
    {"CallControlService/DialNumber", kByRole, kAgents},
    {"CallbacksService/CreateCallback", kByRoleAndTickets, kCustomers},
    {"CallbacksService/ImportCallbackList", kByRoleAndTickets, kCallbackLists},
    {"CallbacksService/GetCallback", kByRoleAndTickets, kCustomers},
    {"CallbacksService/ListCallbacks", kByRoleAndTickets, kCustomers},
    {"CallbacksService/CancelCallback", kByRoleAndTickets, kCustomers},
    {"CallbacksService/RescheduleCallback", kByRoleAndTickets, kCustomers},
    {"CallbacksService/TakeCallback", kByRole, kAgents},
    {"CallbacksService/ReturnCallback", kByRole, kAgents},
    {"CallbacksService/CompleteCallback", kByRole, kAgents},

    {"CustomerService/GetCustomer", kByRoleAndScope, kCustomers},
    {"CustomerService/SearchCustomers", kByRoleAndScope, kCustomers},
    {"CustomerService/ListCustomers", kByRoleAndScope, kImports},
    {"CustomerService/FindDuplicates", kByRoleAndScope, kCustomers},
    {"CustomerService/CreateCustomer", kByRoleAndScope, kCustomers},
    {"CustomerService/UpdateCustomer", kByRoleAndScope, kCustomers},
    {"CustomerService/ImportCustomers", kByRoleAndScope, kImports},
    {"CustomerService/LinkNumber", kByRoleAndScope, kCustomers},
    {"CustomerService/UnlinkNumber", kByRoleAndScope, kCustomers},
    {"CustomerService/MergeCustomers", kByRole, kSupervisors},
    {"CustomerService/UnmergeCustomer", kByRole, kSupervisors},

    {"DeskService/WatchDesk", kByRole, kAgents},
    {"DeskService/GetDesk", kByRole, kAgents},
    {"DeskService/SetAgentState", kByRole, kAgents},
    {"DeskService/ReportPopShown", kByRole, kAgents},
    {"DeskService/SaveWrapUpNote", kByRole, kAgents},
    {"DeskService/CompleteWrapUp", kByRole, kAgents},
    {"DeskService/ExtendWrapUp", kByRole, kAgents},
    {"DeskService/ChooseCaller", kByRole, kAgents},
    {"DeskService/SetPopMode", kByRole, kAgents},
    {"DeskService/AcknowledgeMissed", kByRole, kAgents},
    {"DeskService/AcceptWorkOffer", kByRole, kAgents},
    {"DeskService/DeclineWorkOffer", kByRole, kAgents},
    {"DeskService/AcknowledgeNotices", kByRole, kAgents},

    {"DiagnosticsService/GetServerStatus", kByRole, kAdmins},
    {"DiagnosticsService/ListServerSettings", kByRole, kAdmins},
    {"DiagnosticsService/RunChecks", kByRole, kAdmins},
    {"DiagnosticsService/TestNumber", kByRole, kAdmins},

    {"InteractionService/GetTimeline", kByRoleAndScope, kCustomers},
    {"InteractionService/GetInteraction", kByRoleAndScope, kCustomers},
    {"InteractionService/ListInteractions", kByRoleAndScope, kCustomers},

    {"ReportService/GetQueueReport", kByRole, kFloor},
    {"ReportService/GetAgentReport", kByRole, kFloor},
    {"ReportService/GetCallReport", kByRole, kFloor},
    {"ReportService/GetDispositionReport", kByRole, kFloor},
    {"ReportService/GetRepeatCallerReport", kByRole, kFloor},
    {"ReportService/GetMissedCallReport", kByRole, kFloor},

    {"SavedViewService/ListSavedViews", kByRole, kPeople},
    {"SavedViewService/CreateSavedView", kByRole, kPeople},
    {"SavedViewService/UpdateSavedView", kByRole, kPeople},
    {"SavedViewService/DeleteSavedView", kByRole, kPeople},

    {"SessionService/SignIn", kEverybody},
    {"SessionService/SignOut", kSignedIn},
    {"SessionService/WhoAmI", kSignedIn},

    {"SupervisionService/GetBoard", kByRole, kBoards},
    {"SupervisionService/WatchBoard", kByRole, kBoards},
    {"SupervisionService/ChangeAgentState", kByRole, kSupervisors},
    {"SupervisionService/ListCalls", kByRole, kSupervisors},
    {"SupervisionService/GetCall", kByRole, kSupervisors},
    {"SupervisionService/ExplainCall", kByRole, kSupervisors},
    {"SupervisionService/ListAlerts", kByRole, kBoards},
    {"SupervisionService/AcknowledgeAlert", kByRole, kSupervisors},

    {"TelephonyService/PublishCallEvent", kByRole, kIntegrations},
    {"TelephonyService/StreamCallEvents", kByRole, kIntegrations},

    {"TicketService/CreateTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/GetTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/ListTickets", kByRoleAndTickets, kCustomers},
    {"TicketService/ListTicketEntries", kByRoleAndTickets, kCustomers},
    {"TicketService/ExplainTicket", kByRole, kSupervisors},
    {"TicketService/ChangeTickets", kByRoleAndTickets, kCustomers},
    {"TicketService/UpdateTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/CommentTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/AssignTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/TakeTicket", kByRole, kAgents},
    {"TicketService/SetTicketState", kByRoleAndTickets, kCustomers},
    {"TicketService/MergeTickets", kByRoleAndTickets, kCustomers},
    {"TicketService/LinkTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/SetTicketWatch", kByRole, kPeople},
    {"TicketService/AttachToTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/RateTicket", kByRoleAndTickets, kCustomers},
    {"TicketService/ShowTicketOnDesk", kByRoleAndShows, kIntegrations},
};

// The roles of `principal` that count for `rule`.
Roles CountingRoles(const Principal& principal, const MethodRule& rule) {
  const bool scoped_out = (rule.access == kByRoleAndScope && !principal.customers_allowed) ||
                          (rule.access == kByRoleAndTickets && !principal.tickets_allowed) ||
                          (rule.access == kByRoleAndShows && !principal.desk_shows_allowed);
  return scoped_out ? principal.roles.Without(Role::kIntegration) : principal.roles;
}

}  // namespace

std::span<const MethodRule> MethodRules() { return kRules; }

const MethodRule* FindMethodRule(std::string_view full_name) {
  if (full_name.substr(0, kPackage.size()) != kPackage) return nullptr;
  const std::string_view method = full_name.substr(kPackage.size());
  const auto* const found =
      std::find_if(std::begin(kRules), std::end(kRules),
                   [&](const MethodRule& rule) { return rule.method == method; });
  return found == std::end(kRules) ? nullptr : found;
}

Status CheckMayCall(const Principal* principal, std::string_view full_name) {
  const MethodRule* const rule = FindMethodRule(full_name);
  if (rule != nullptr && rule->access == kEverybody) return {};
  if (principal == nullptr) {
    return Fail(ErrorCode::kUnauthenticated, "CREDENTIALS_MISSING", "sign in first");
  }
  if (rule != nullptr && rule->access == kSignedIn) return {};
  if (rule != nullptr && CountingRoles(*principal, *rule).Meets(rule->roles)) return {};
  return Fail(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED",
              "none of the roles of " + principal->name() + " may call " + std::string(full_name));
}

}  // namespace jackfield::security
