#pragma once

#include <span>
#include <string_view>

#include "server/base/result.h"
#include "server/security/principal.h"
#include "server/security/role.h"

namespace jackfield::security {

// Who may call one method of the API.
struct MethodRule {
  enum class Access {
    kEverybody,         // No credentials needed.
    kSignedIn,          // Any principal.
    kByRole,            // Who has one of `roles`.
    kByRoleAndScope,    // As kByRole; an integration also needs `customers_allowed`.
    kByRoleAndTickets,  // As kByRole; an integration also needs `tickets_allowed`.
    kByRoleAndShows,    // As kByRole; an integration also needs `desk_shows_allowed`.
  };

  std::string_view method;  // "Service/Method" of package jackfield.v1.
  Access access = Access::kByRole;
  Roles roles = {};
};

// Every method, ordered by service. What is not in the table nobody may call; a test compares the
// table with the contract.
std::span<const MethodRule> MethodRules();

// The rule of a method as gRPC names it, "/jackfield.v1.DeskService/GetDesk". nullptr: none.
//
// Thread safety: pure function.
const MethodRule* FindMethodRule(std::string_view full_name);

// Whether `principal` (nullptr: nobody has signed in) may call the method as gRPC names it. Which
// objects it may touch there is decided by the service.
// Errors: kUnauthenticated (CREDENTIALS_MISSING); kPermissionDenied (ROLE_NOT_ALLOWED), also for a
// method without rule.
//
// Thread safety: pure function.
Status CheckMayCall(const Principal* principal, std::string_view full_name);

}  // namespace jackfield::security
