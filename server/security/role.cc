#include "server/security/role.h"

#include <algorithm>

namespace jackfield::security {

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kAgent:
      return "agent";
    case Role::kSupervisor:
      return "supervisor";
    case Role::kAnalyst:
      return "analyst";
    case Role::kAdmin:
      return "admin";
    case Role::kIntegration:
      return "integration";
    case Role::kKiosk:
      return "kiosk";
  }
  return "";
}

std::optional<Role> ParseRole(std::string_view name) {
  for (const Role role : kRoles) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::string RolesText(Roles roles) {
  std::string text;
  for (const Role role : kRoles) {
    if (!roles.Contains(role)) continue;
    if (!text.empty()) text += ',';
    text += RoleName(role);
  }
  return text;
}

std::optional<Roles> ParseRoles(std::string_view text) {
  Roles roles;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::optional<Role> role = ParseRole(text.substr(0, comma));
    if (!role) return std::nullopt;
    roles = roles.With(*role);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return roles;
}

}  // namespace jackfield::security
