#pragma once

#include <string>

#include "server/base/result.h"
#include "server/exchange/state.h"
#include "server/ports/tickets.h"
#include "server/security/principal.h"

// Which tickets whoever asks may see, and with that change. All are pure functions.
namespace jackfield::grpc_api {

// Supervisors, admins and programs; an agent who is none of them sees some.
bool SeesAllTickets(const security::Principal& principal);

// What an agent sees: queues that have them as a member, as declared or in the switch, and
// customers whose call they have, wrap up, or missed.
// Errors: kPermissionDenied (NOT_AN_AGENT).
Result<TicketScope> ScopeOf(const exchange::State& state, const std::string& login);

bool IsInScope(const TicketRow& row, const TicketScope& scope);

}  // namespace jackfield::grpc_api
