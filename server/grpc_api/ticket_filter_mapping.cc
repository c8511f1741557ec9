#include "server/grpc_api/ticket_filter_mapping.h"

#include <utility>
#include <vector>

#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/search_query.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kQueryMin = 2;  // Fewer fit too many tickets.
constexpr std::size_t kTagBytesMax = 64;
constexpr std::string_view kNobody = "-";

// Their numbers are the same.
static_assert(static_cast<int>(exchange::TicketState::kClosed) == v1::Ticket::STATE_CLOSED);
static_assert(static_cast<int>(exchange::TicketType::kTask) == v1::Ticket::TYPE_TASK);
static_assert(static_cast<int>(exchange::TicketPriority::kUrgent) == v1::Ticket::PRIORITY_URGENT);

Status AddStates(const v1::TicketFilter& filter, TicketFilter& read) {
  for (const int state : filter.states()) {
    if (state == v1::Ticket::STATE_UNSPECIFIED || !v1::Ticket::State_IsValid(state)) {
      return FailField("FIELD_INVALID", "filter.states", "has one that is not known");
    }
    read.states.push_back(static_cast<exchange::TicketState>(state));
  }
  return {};
}

Status AddTypes(const v1::TicketFilter& filter, TicketFilter& read) {
  for (const int type : filter.types()) {
    if (type == v1::Ticket::TYPE_UNSPECIFIED || !v1::Ticket::Type_IsValid(type)) {
      return FailField("FIELD_INVALID", "filter.types", "has one that is not known");
    }
    read.types.push_back(static_cast<exchange::TicketType>(type));
  }
  return {};
}

Status AddPriority(const v1::TicketFilter& filter, TicketFilter& read) {
  if (filter.priority_min() == v1::Ticket::PRIORITY_UNSPECIFIED) return {};
  if (!v1::Ticket::Priority_IsValid(filter.priority_min())) {
    return FailField("FIELD_INVALID", "filter.priority_min", "is not known");
  }
  read.priority_min = static_cast<exchange::TicketPriority>(filter.priority_min());
  return {};
}

Status AddPlaces(const v1::TicketFilter& filter, TicketFilter& read) {
  Result<std::string> queue = OptionalIdOf("filter.queue", "queues", filter.queue());
  if (!queue) return Fail(queue);
  read.queue = *std::move(queue);
  Result<std::string> owner = OptionalIdOf("filter.owner", "agents", filter.owner());
  if (!owner) return Fail(owner);
  read.unowned = *owner == kNobody;
  if (!read.unowned) read.owner = *std::move(owner);
  return {};
}

Status AddWords(const v1::TicketFilter& filter, TicketFilter& read) {
  read.words = filter.query();
  read.tag = filter.tag();
  if (read.tag.size() > kTagBytesMax) {
    return FailField("FIELD_INVALID", "filter.tag", "must have at most 64 bytes");
  }
  return read.words.empty() ? Status() : CheckQuery("filter.query", read.words, kQueryMin);
}

Status AddTimes(const v1::TicketFilter& filter, TicketFilter& read) {
  read.breached = filter.breached();
  if (filter.has_due_before_time()) read.due_before = FromProto(filter.due_before_time());
  if (filter.has_start_time()) read.from = FromProto(filter.start_time());
  if (filter.has_end_time()) read.until = FromProto(filter.end_time());
  if (read.from && read.until && *read.until <= *read.from) {
    return FailField("TIME_RANGE_INVALID", "filter.end_time", "must be after start_time");
  }
  return {};
}

}  // namespace

Result<TicketFilter> FilterOf(const v1::TicketFilter& filter, const std::string& login) {
  TicketFilter read;
  for (const auto add : {AddStates, AddTypes, AddPriority, AddPlaces, AddWords, AddTimes}) {
    if (const Status added = add(filter, read); !added) return Fail(added);
  }
  if (!filter.watched()) return read;
  if (login.empty()) {
    return FailField("FIELD_INVALID", "filter.watched", "is for people: a token watches nothing");
  }
  read.watcher = login;
  return read;
}

Result<TicketOrder> OrderOf(v1::ListTicketsRequest::Order order) {
  switch (order) {
    case v1::ListTicketsRequest::ORDER_UNSPECIFIED:
      return TicketOrder::kNewest;
    case v1::ListTicketsRequest::ORDER_UPDATED:
      return TicketOrder::kUpdated;
    case v1::ListTicketsRequest::ORDER_DUE:
      return TicketOrder::kDue;
    case v1::ListTicketsRequest::ORDER_PRIORITY:
      return TicketOrder::kPriority;
    case v1::ListTicketsRequest_Order_ListTicketsRequest_Order_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ListTicketsRequest_Order_ListTicketsRequest_Order_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return FailField("FIELD_INVALID", "order", "is not known");
}

}  // namespace jackfield::grpc_api
