#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/ticket_change.pb.h"

#include "server/base/result.h"

// One change of many tickets: as a command line says it, and as people read what becomes of each.
// All are pure functions.
namespace jackfield::cli {

// What is to be changed. Empty: stays.
struct TicketBulkEdit {
  std::string priority;
  std::string type;
  std::string queue;
  std::string owner;  // "-": nobody.
  std::vector<std::string> tags_added;
  std::vector<std::string> tags_removed;

  bool empty() const {
    return priority.empty() && type.empty() && queue.empty() && owner.empty() &&
           tags_added.empty() && tags_removed.empty();
  }
};

// Errors: kInvalidArgument: a priority or a type that there is not.
Result<v1::TicketChange> ToChange(const TicketBulkEdit& edit);

// "priority normal → high; tags late, vip → late", "is so already", or why it is refused.
std::string WriteResult(const v1::TicketChangeResult& result);

}  // namespace jackfield::cli
