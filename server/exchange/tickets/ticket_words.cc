#include "server/exchange/tickets/ticket_words.h"

namespace jackfield::exchange {

std::string_view WordOf(TicketType type) {
  switch (type) {
    case TicketType::kQuestion:
      return "question";
    case TicketType::kIncident:
      return "incident";
    case TicketType::kComplaint:
      return "complaint";
    case TicketType::kCallback:
      return "callback";
    case TicketType::kTask:
      return "task";
  }
  return {};
}

std::string_view WordOf(TicketPriority priority) {
  switch (priority) {
    case TicketPriority::kLow:
      return "low";
    case TicketPriority::kNormal:
      return "normal";
    case TicketPriority::kHigh:
      return "high";
    case TicketPriority::kUrgent:
      return "urgent";
  }
  return {};
}

std::string_view WordOf(TicketState state) {
  switch (state) {
    case TicketState::kNew:
      return "new";
    case TicketState::kOpen:
      return "open";
    case TicketState::kPending:
      return "pending";
    case TicketState::kResolved:
      return "resolved";
    case TicketState::kClosed:
      return "closed";
  }
  return {};
}

std::string_view WordOf(SlaGoal goal) {
  switch (goal) {
    case SlaGoal::kFirstResponse:
      return "first response";
    case SlaGoal::kNextResponse:
      return "next response";
    case SlaGoal::kResolution:
      return "resolution";
  }
  return {};
}

}  // namespace jackfield::exchange
