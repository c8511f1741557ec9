#pragma once

#include <optional>
#include <set>
#include <string>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"
#include "server/exchange/state.h"
#include "server/exchange/tickets/ticket_command.h"
#include "server/ports/ticket_row.h"

// One change of many tickets: what it means for each. All are pure functions.
namespace jackfield::grpc_api {

// What is asked of each.
struct BulkChange {
  std::optional<exchange::TicketPriority> priority;
  std::optional<exchange::TicketType> type;
  std::string queue;  // Name; empty: stays.
  std::set<std::string> added_tags;
  std::set<std::string> removed_tags;
  std::optional<std::string> owner;  // Login; empty: nobody. Alone.
};

// Errors: kInvalidArgument (FIELD_INVALID).
Result<BulkChange> BulkChangeOf(const v1::TicketChange& change);

// Whether there are the queue and the agent. Errors: kNotFound (QUEUE_NOT_FOUND, AGENT_NOT_FOUND).
Status CheckPlaces(const BulkChange& change, const exchange::State& state);

// What becomes of one ticket. `command` is there where it is to be changed.
struct BulkPlan {
  v1::TicketChangeResult result;  // Without the subject.
  std::optional<exchange::TicketCommand> command;
};

// `revision`: as what the ticket is known to who asks; nullopt: as it is in `row`.
BulkPlan PlanOf(const BulkChange& change, const TicketRow& row,
                const std::optional<std::uint64_t>& revision, const std::string& actor);

// The ticket could not be changed, or whether it was is not known, because of `error`.
void SetRefused(const Error& error, v1::TicketChangeResult& result);

}  // namespace jackfield::grpc_api
