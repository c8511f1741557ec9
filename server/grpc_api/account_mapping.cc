#include "server/grpc_api/account_mapping.h"

#include <string>
#include <utility>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/session_mapping.h"
#include "server/grpc_api/time_mapping.h"
#include "server/security/role.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kListMax = 64;

Status AsFieldErrors(const DocumentCheck& check) {
  Status status = check.status();
  if (!status) status.error().reason = "FIELD_INVALID";
  return status;
}

security::Roles RolesOf(const std::string& text) {
  return security::ParseRoles(text).value_or(security::Roles());
}

bool IsForPeople(security::Role role) {
  return role != security::Role::kIntegration && role != security::Role::kKiosk;
}

}  // namespace

v1::User ToProto(const UserRecord& user) {
  v1::User proto;
  proto.set_name(NameOf("users", user.login));
  proto.set_login(user.login);
  proto.set_display_name(user.display_name);
  const security::Roles roles = RolesOf(user.role);
  for (const security::Role role : security::kRoles) {
    if (roles.Contains(role)) proto.add_roles(ToProto(role));
  }
  for (const std::string& team : user.teams) proto.add_teams(team);
  proto.set_disabled(user.disabled);
  proto.set_etag(std::to_string(user.revision));
  *proto.mutable_create_time() = ToProto(user.created);
  *proto.mutable_update_time() = ToProto(user.updated);
  return proto;
}

v1::Token ToProto(const TokenRecord& token) {
  v1::Token proto;
  proto.set_name(NameOf("tokens", token.id));
  proto.set_display_name(token.label);
  const auto role = security::ParseRole(token.role);
  if (role) proto.set_role(ToProto(*role));
  proto.set_source(NameOf("sources", token.source));
  proto.set_customers_allowed(token.customers_allowed);
  proto.set_tickets_allowed(token.tickets_allowed);
  proto.set_desk_shows_allowed(token.desk_shows_allowed);
  for (const std::string& queue : token.queues) proto.add_queues(NameOf("queues", queue));
  if (token.expires) *proto.mutable_expire_time() = ToProto(*token.expires);
  *proto.mutable_create_time() = ToProto(token.created);
  if (token.last_used) *proto.mutable_use_time() = ToProto(*token.last_used);
  if (token.revoked) *proto.mutable_revoke_time() = ToProto(*token.revoked);
  return proto;
}

Result<UserRecord> FromProto(const v1::User& user) {
  DocumentCheck check;
  check.Word("user.login", user.login(), 64, "._-");
  check.Text("user.display_name", user.display_name(), 1, 80);
  check.Count("user.teams", user.teams_size(), kListMax);
  security::Roles roles;
  for (int i = 0; i < user.roles_size(); ++i) {
    const auto role = FromProto(user.roles(i));
    if (role && IsForPeople(*role)) {
      roles = roles.With(*role);
    } else {
      check.Refuse("user.roles", "must be of agent, supervisor, analyst and admin");
    }
  }
  if (user.roles_size() == 0) check.Refuse("user.roles", "must have at least one");
  if (const Status status = AsFieldErrors(check); !status) return Fail(status);
  UserRecord record;
  record.login = user.login();
  record.display_name = user.display_name();
  record.role = security::RolesText(roles);
  record.disabled = user.disabled();
  record.teams.assign(user.teams().begin(), user.teams().end());
  return record;
}

Result<TokenRecord> FromProto(const v1::Token& token) {
  DocumentCheck check;
  check.Text("token.display_name", token.display_name(), 1, 80);
  check.Count("token.queues", token.queues_size(), kListMax);
  const auto role = FromProto(token.role());
  if (!role || IsForPeople(*role)) {
    check.Refuse("token.role", "must be ROLE_INTEGRATION or ROLE_KIOSK");
  }
  if (const Status status = AsFieldErrors(check); !status) return Fail(status);
  const Result<std::string> source = OptionalIdOf("token.source", "sources", token.source());
  if (!source) return Fail(source);
  TokenRecord record;
  record.role = security::RoleName(*role);
  record.label = token.display_name();
  record.source = *source;
  record.customers_allowed = token.customers_allowed();
  record.tickets_allowed = token.tickets_allowed();
  record.desk_shows_allowed = token.desk_shows_allowed();
  for (const std::string& name : token.queues()) {
    Result<std::string> queue = IdOf("token.queues", "queues", name);
    if (!queue) return Fail(queue);
    record.queues.push_back(*std::move(queue));
  }
  if (token.has_expire_time()) record.expires = FromProto(token.expire_time());
  return record;
}

bool IsAdmin(const UserRecord& user) {
  return !user.disabled && RolesOf(user.role).Contains(security::Role::kAdmin);
}

}  // namespace jackfield::grpc_api
