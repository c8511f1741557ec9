#pragma once

#include <functional>
#include <vector>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/ticket_bulk_plan.h"
#include "server/grpc_api/ticket_views.h"
#include "server/grpc_api/unary_call.h"

namespace jackfield::grpc_api {

// Answers `TicketService.ChangeTickets`: finds the tickets, plans what becomes of each, and has the
// engine make each change as a command of its own.
//
// Rules:
//  R1. Each command is for the ticket as it was found: what changed meanwhile is refused.
//  R2. What the engine cannot take (it is full, it stops, its store fails) ends the run: the rest
//      is refused with the same reason, and where nothing was changed, the call is.
//
// Flow: at most kTicketsMax tickets, and kUnderWayMax commands at a time, so that a change of many
// fills neither the engine's mailbox nor a batch alone.
//
// Lifetime: outlives the calls that it answers.
//
// Thread safety: thread-safe.
class TicketBulk {
 public:
  static constexpr std::size_t kTicketsMax = 1'000;
  static constexpr std::size_t kUnderWayMax = 32;

  TicketBulk(const ServiceParts& parts, TicketViews& views) : parts_(parts), views_(views) {}

  // One call, which owns the request and the response, and what whoever calls may see.
  struct Question {
    UnaryCallPtr call;
    TicketViews::Sight sight;
    const v1::ChangeTicketsRequest& request;
    v1::ChangeTicketsResponse& response;
  };

  // On a worker: blocks on the store. Finishes the call.
  void Change(const Question& question);

 private:
  // A question that was understood.
  struct Job : Question {
    BulkChange change;
  };
  using Plans = Result<std::vector<BulkPlan>>;

  void Work(const Job& job);
  Plans PlanOfFilter(const Job& job);
  Plans PlanOfNames(const Job& job);
  BulkPlan PlanFor(const Job& job, const TicketRow& row,
                   const std::optional<std::uint64_t>& revision);

  const ServiceParts parts_;
  TicketViews& views_;
};

}  // namespace jackfield::grpc_api
