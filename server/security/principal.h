#pragma once

#include <string>

#include "server/security/role.h"

namespace jackfield::security {

// Who asks, after sign-in: a person with a session, or a system with a token.
//
// Thread safety: immutable value.
struct Principal {
  std::string login;     // Of a person; an agent's is the login of the agent. Empty: a system.
  std::string token_id;  // Of the session or token that was shown.
  Role role = Role::kKiosk;
  std::string source;  // Of an integration: the one source that it may publish for; empty: none.

  // How audit and logs name it: the login, or `tokens/{id}`.
  std::string name() const { return login.empty() ? "tokens/" + token_id : login; }

  // Whether it may publish for `telephony_source`.
  bool MayPublishFor(const std::string& telephony_source) const {
    return role == Role::kIntegration && !source.empty() && source == telephony_source;
  }

  // Whether it may act as `agent`: the agent itself, or who supervises.
  bool MayActFor(const std::string& agent) const {
    return role == Role::kSupervisor || role == Role::kAdmin || (!login.empty() && login == agent);
  }

  bool operator==(const Principal&) const = default;
};

}  // namespace jackfield::security
