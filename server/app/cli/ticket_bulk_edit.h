#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"

namespace jackfield::cli {

// What is to be changed of many tickets. Empty: stays.
struct TicketBulkEdit {
  std::string priority;
  std::string type;
  std::string queue;
  std::vector<std::string> tags_added;
  std::vector<std::string> tags_removed;

  bool empty() const {
    return priority.empty() && type.empty() && queue.empty() && tags_added.empty() &&
           tags_removed.empty();
  }
};

// What that means for one ticket.
struct PlannedEdit {
  v1::UpdateTicketRequest request;  // With the ticket's etag. An empty mask: nothing is to be done.
  std::string changes;              // "priority normal → high; tags late, vip → late".

  bool empty() const { return request.update_mask().paths().empty(); }
};

// Errors: kInvalidArgument: a priority or a type that there is not.
//
// Thread safety: pure function.
Result<PlannedEdit> PlanEdit(const v1::Ticket& ticket, const TicketBulkEdit& edit);

}  // namespace jackfield::cli
