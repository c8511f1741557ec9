#include "server/grpc_api/session_mapping.h"

#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {

v1::Role ToProto(security::Role role) {
  switch (role) {
    case security::Role::kAgent:
      return v1::ROLE_AGENT;
    case security::Role::kSupervisor:
      return v1::ROLE_SUPERVISOR;
    case security::Role::kAnalyst:
      return v1::ROLE_ANALYST;
    case security::Role::kAdmin:
      return v1::ROLE_ADMIN;
    case security::Role::kIntegration:
      return v1::ROLE_INTEGRATION;
    case security::Role::kKiosk:
      return v1::ROLE_KIOSK;
  }
  return v1::ROLE_UNSPECIFIED;
}

std::optional<security::Role> FromProto(v1::Role role) {
  for (const security::Role known : security::kRoles) {
    if (ToProto(known) == role) return known;
  }
  return std::nullopt;
}

v1::Principal ToPrincipal(const Identity& identity) {
  const security::Principal& principal = identity.principal;
  v1::Principal proto;
  proto.set_name(principal.login.empty() ? NameOf("tokens", principal.token_id)
                                         : NameOf("users", principal.login));
  proto.set_display_name(identity.display_name);
  for (const security::Role role : security::kRoles) {
    if (principal.roles.Contains(role)) proto.add_roles(ToProto(role));
  }
  proto.set_agent(NameOf("agents", principal.agent()));
  for (const std::string& team : principal.teams) proto.add_teams(team);
  proto.set_source(NameOf("sources", principal.source));
  return proto;
}

v1::Session ToSession(const Identity& identity) {
  v1::Session proto;
  proto.set_name(NameOf("sessions", identity.token.id));
  *proto.mutable_principal() = ToPrincipal(identity);
  *proto.mutable_create_time() = ToProto(identity.token.created);
  if (identity.token.expires) *proto.mutable_expire_time() = ToProto(*identity.token.expires);
  return proto;
}

std::string RandomName(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string name;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    name += kDigits[value >> 4U];
    name += kDigits[value & 0xFU];
  }
  return name;
}

}  // namespace jackfield::grpc_api
