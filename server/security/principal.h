#pragma once

#include <string>
#include <vector>

#include "server/security/role.h"

namespace jackfield::security {

// Who asks, after sign-in: a person with a session, or a system with a token.
//
// Thread safety: immutable value.
struct Principal {
  std::string login;     // Of a person; an agent's is the login of the agent. Empty: a system.
  std::string token_id;  // Of the session or token that was shown.
  Roles roles;
  std::vector<std::string> teams;   // That a supervisor looks after; empty: all.
  std::string source;               // The one source that it may publish for; empty: none.
  bool customers_allowed = false;   // Of an integration: customers and interactions too.
  bool tickets_allowed = false;     // Of an integration: tickets too.
  bool desk_shows_allowed = false;  // Of an integration: showing tickets on desks, too.
  std::vector<std::string> queues;  // That a kiosk shows; empty: all.

  // How audit and logs name it: the login, or `tokens/{id}`.
  std::string name() const { return login.empty() ? "tokens/" + token_id : login; }

  // The agent it acts for: its login, if it has that role; otherwise empty.
  std::string agent() const { return roles.Contains(Role::kAgent) ? login : std::string(); }

  // Whether it may publish for `telephony_source`.
  bool MayPublishFor(const std::string& telephony_source) const {
    return roles.Contains(Role::kIntegration) && !source.empty() && source == telephony_source;
  }

  bool operator==(const Principal&) const = default;
};

}  // namespace jackfield::security
