#include "server/app/cli/ticket_choice.h"

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

std::string FullName(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

// The number of the value `word` of an enum.
Result<int> ValueOf(const google::protobuf::EnumDescriptor& type, const std::string& option,
                    const std::string& word) {
  const auto* const value = ReadEnum(type, word);
  if (value != nullptr) return value->number();
  return Fail(ErrorCode::kInvalidArgument,
              option + " is one of " + ListEnum(type) + "; not '" + word + "'");
}

Status AddKinds(const TicketChoice& choice, v1::TicketFilter& filter) {
  for (const std::string& word : choice.states) {
    const Result<int> state = ValueOf(*v1::Ticket::State_descriptor(), "--state", word);
    if (!state) return Fail(state);
    filter.add_states(static_cast<v1::Ticket::State>(*state));
  }
  for (const std::string& word : choice.types) {
    const Result<int> type = ValueOf(*v1::Ticket::Type_descriptor(), "--type", word);
    if (!type) return Fail(type);
    filter.add_types(static_cast<v1::Ticket::Type>(*type));
  }
  if (choice.states.empty() && !choice.all) {
    filter.add_states(v1::Ticket::STATE_NEW);
    filter.add_states(v1::Ticket::STATE_OPEN);
    filter.add_states(v1::Ticket::STATE_PENDING);
  }
  if (choice.priority_min.empty()) return {};
  const Result<int> priority =
      ValueOf(*v1::Ticket::Priority_descriptor(), "--priority-min", choice.priority_min);
  if (!priority) return Fail(priority);
  filter.set_priority_min(static_cast<v1::Ticket::Priority>(*priority));
  return {};
}

Status AddTimes(const TicketChoice& choice, const google::protobuf::Timestamp& now,
                v1::TicketFilter& filter) {
  if (!choice.due_within.empty()) {
    const auto span = ReadSpan(choice.due_within);
    if (!span) {
      return Fail(
          ErrorCode::kInvalidArgument,
          "--due-within is a span like 90s, 30m, 4h or 2d; not '" + choice.due_within + "'");
    }
    *filter.mutable_due_before_time() = now;
    filter.mutable_due_before_time()->set_seconds(now.seconds() + span->seconds());
  }
  if (!choice.from.empty()) {
    const auto from = ReadTime(choice.from);
    if (!from) return Fail(from);
    *filter.mutable_start_time() = *from;
  }
  if (!choice.to.empty()) {
    const auto to = ReadTime(choice.to);
    if (!to) return Fail(to);
    *filter.mutable_end_time() = *to;
  }
  return {};
}

}  // namespace

Result<v1::TicketFilter> ToFilter(const TicketChoice& choice,
                                  const google::protobuf::Timestamp& now) {
  v1::TicketFilter filter;
  filter.set_query(choice.query);
  filter.set_customer(FullName("customers", choice.customer));
  filter.set_queue(FullName("queues", choice.queue));
  filter.set_owner(FullName("agents", choice.owner));
  filter.set_tag(choice.tag);
  filter.set_watched(choice.watched);
  filter.set_breached(choice.breached);
  if (const Status kinds = AddKinds(choice, filter); !kinds) return Fail(kinds);
  if (const Status times = AddTimes(choice, now, filter); !times) return Fail(times);
  return filter;
}

v1::ListTicketsRequest::Order ReadOrder(const std::string& word) {
  const auto* const order = ReadEnum(*v1::ListTicketsRequest::Order_descriptor(), word);
  return order == nullptr ? v1::ListTicketsRequest::ORDER_UNSPECIFIED
                          : static_cast<v1::ListTicketsRequest::Order>(order->number());
}

}  // namespace jackfield::cli
