#include "server/app/cli/ticket_bulk_edit.h"

#include <set>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

void Note(const std::string& field, const std::string& before, const std::string& after,
          PlannedEdit& plan) {
  plan.request.mutable_update_mask()->add_paths(field);
  plan.changes += (plan.changes.empty() ? "" : "; ") + field + " " +
                  (before.empty() ? "none" : before) + " → " + (after.empty() ? "none" : after);
}

// The value of the word that the option holds.
Result<const google::protobuf::EnumValueDescriptor*> ValueOf(
    const google::protobuf::EnumDescriptor& type, const std::string& option,
    const std::string& word) {
  const auto* const value = ReadEnum(type, word);
  if (value != nullptr) return value;
  return Fail(ErrorCode::kInvalidArgument,
              option + " is one of " + ListEnum(type) + "; not '" + word + "'");
}

std::string Joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Status PlanKinds(const v1::Ticket& ticket, const TicketBulkEdit& edit, PlannedEdit& plan) {
  if (!edit.priority.empty()) {
    const auto& type = *v1::Ticket::Priority_descriptor();
    const auto value = ValueOf(type, "--set-priority", edit.priority);
    if (!value) return Fail(value);
    const int after = (*value)->number();
    plan.request.mutable_ticket()->set_priority(static_cast<v1::Ticket::Priority>(after));
    if (after != ticket.priority()) {
      Note("priority", WriteEnum(type, ticket.priority()), WriteEnum(type, after), plan);
    }
  }
  if (edit.type.empty()) return {};
  const auto& type = *v1::Ticket::Type_descriptor();
  const auto value = ValueOf(type, "--set-type", edit.type);
  if (!value) return Fail(value);
  const int after = (*value)->number();
  plan.request.mutable_ticket()->set_type(static_cast<v1::Ticket::Type>(after));
  if (after != ticket.type()) {
    Note("type", WriteEnum(type, ticket.type()), WriteEnum(type, after), plan);
  }
  return {};
}

void PlanTags(const v1::Ticket& ticket, const TicketBulkEdit& edit, PlannedEdit& plan) {
  const std::set<std::string> before(ticket.tags().begin(), ticket.tags().end());
  std::set<std::string> after = before;
  for (const std::string& tag : edit.tags_removed) after.erase(tag);
  after.insert(edit.tags_added.begin(), edit.tags_added.end());
  if (after == before) return;
  for (const std::string& tag : after) plan.request.mutable_ticket()->add_tags(tag);
  Note("tags", Joined(before), Joined(after), plan);
}

}  // namespace

Result<PlannedEdit> PlanEdit(const v1::Ticket& ticket, const TicketBulkEdit& edit) {
  PlannedEdit plan;
  plan.request.mutable_ticket()->set_name(ticket.name());
  plan.request.mutable_ticket()->set_etag(ticket.etag());
  if (const Status kinds = PlanKinds(ticket, edit, plan); !kinds) return Fail(kinds);
  const std::string queue =
      edit.queue.empty() ? std::string(WriteId(ticket.queue())) : WriteId(edit.queue);
  if (queue != WriteId(ticket.queue())) {
    plan.request.mutable_ticket()->set_queue("queues/" + queue);
    Note("queue", WriteId(ticket.queue()), queue, plan);
  }
  PlanTags(ticket, edit, plan);
  return plan;
}

}  // namespace jackfield::cli
