#include "server/grpc_api/ticket_mapping.h"

#include <optional>
#include <string_view>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kSubjectMax = 200;
constexpr std::size_t kPromiseMax = 1'000;
constexpr std::size_t kPersonMax = 80;
constexpr std::size_t kQueueMax = 64;

v1::TicketClock::State StateOf(const exchange::SlaClock& clock) {
  if (clock.breached) return v1::TicketClock::STATE_BREACHED;
  if (clock.stopped) return v1::TicketClock::STATE_MET;
  return clock.running_since ? v1::TicketClock::STATE_RUNNING : v1::TicketClock::STATE_PAUSED;
}

v1::Complaint ToComplaint(const exchange::Complaint& complaint, const OpenText& open) {
  v1::Complaint proto;
  proto.set_severity(static_cast<int>(complaint.severity));
  proto.set_cause(complaint.cause);
  proto.set_promised_action(FirstCharacters(open(complaint.promise), kPromiseMax));
  proto.set_compensation_minor_units(complaint.compensation_minor);
  proto.set_compensation_currency_code(complaint.currency);
  return proto;
}

void AddPeople(const TicketRow& row, v1::Ticket& proto) {
  proto.set_customer_tier(static_cast<int>(row.value_tier));
  proto.set_queue(NameOf("queues", row.queue));
  proto.set_queue_display_name(FirstCharacters(row.queue_display_name, kQueueMax));
  proto.set_owner(NameOf("agents", row.owner));
  proto.set_owner_display_name(FirstCharacters(row.owner_display_name, kPersonMax));
  for (const exchange::SkillRequirement& required : row.skills) {
    v1::TicketSkill& skill = *proto.add_skills();
    skill.set_skill(required.skill);
    skill.set_level_min(static_cast<int>(required.level_min));
  }
  for (const std::string& watcher : row.watchers) proto.add_watchers(watcher);
  proto.set_with_supervisors(row.with_supervisors);
}

void AddLinks(const TicketRow& row, v1::Ticket& proto) {
  for (const std::string& name : row.interactions) {
    proto.add_interactions(NameOf("interactions", name));
  }
  for (const TicketLink& link : row.links) proto.add_linked_tickets(NameOf("tickets", link.name));
  proto.set_merged_into(NameOf("tickets", row.merged_into.name));
}

void AddTimes(const TicketRow& row, v1::Ticket& proto) {
  *proto.mutable_create_time() = ToProto(row.created);
  *proto.mutable_update_time() = ToProto(row.updated);
  if (row.first_response) *proto.mutable_first_response_time() = ToProto(*row.first_response);
  if (row.resolved) *proto.mutable_resolve_time() = ToProto(*row.resolved);
  if (row.closed) *proto.mutable_close_time() = ToProto(*row.closed);
  if (row.reminder) *proto.mutable_reminder_time() = ToProto(*row.reminder);
  for (const auto& [goal, clock] : row.clocks) {
    if (clock.goal > Duration{0}) *proto.add_clocks() = ToProto(goal, clock);
  }
}

}  // namespace

v1::Ticket::State ToProto(exchange::TicketState state) {
  switch (state) {
    case exchange::TicketState::kNew:
      return v1::Ticket::STATE_NEW;
    case exchange::TicketState::kOpen:
      return v1::Ticket::STATE_OPEN;
    case exchange::TicketState::kPending:
      return v1::Ticket::STATE_PENDING;
    case exchange::TicketState::kResolved:
      return v1::Ticket::STATE_RESOLVED;
    case exchange::TicketState::kClosed:
      return v1::Ticket::STATE_CLOSED;
  }
  return v1::Ticket::STATE_UNSPECIFIED;
}

v1::Ticket::Type ToProto(exchange::TicketType type) {
  switch (type) {
    case exchange::TicketType::kQuestion:
      return v1::Ticket::TYPE_QUESTION;
    case exchange::TicketType::kIncident:
      return v1::Ticket::TYPE_INCIDENT;
    case exchange::TicketType::kComplaint:
      return v1::Ticket::TYPE_COMPLAINT;
    case exchange::TicketType::kCallback:
      return v1::Ticket::TYPE_CALLBACK;
    case exchange::TicketType::kTask:
      return v1::Ticket::TYPE_TASK;
  }
  return v1::Ticket::TYPE_UNSPECIFIED;
}

v1::Ticket::Priority ToProto(exchange::TicketPriority priority) {
  switch (priority) {
    case exchange::TicketPriority::kLow:
      return v1::Ticket::PRIORITY_LOW;
    case exchange::TicketPriority::kNormal:
      return v1::Ticket::PRIORITY_NORMAL;
    case exchange::TicketPriority::kHigh:
      return v1::Ticket::PRIORITY_HIGH;
    case exchange::TicketPriority::kUrgent:
      return v1::Ticket::PRIORITY_URGENT;
  }
  return v1::Ticket::PRIORITY_UNSPECIFIED;
}

v1::TicketClock::Kind ToProto(exchange::SlaGoal goal) {
  switch (goal) {
    case exchange::SlaGoal::kFirstResponse:
      return v1::TicketClock::KIND_FIRST_RESPONSE;
    case exchange::SlaGoal::kNextResponse:
      return v1::TicketClock::KIND_NEXT_RESPONSE;
    case exchange::SlaGoal::kResolution:
      return v1::TicketClock::KIND_RESOLUTION;
  }
  return v1::TicketClock::KIND_UNSPECIFIED;
}

v1::TicketEntry::Visibility ToProto(exchange::TicketVisibility visibility) {
  switch (visibility) {
    case exchange::TicketVisibility::kInternal:
      return v1::TicketEntry::VISIBILITY_INTERNAL;
    case exchange::TicketVisibility::kPublic:
      return v1::TicketEntry::VISIBILITY_PUBLIC;
  }
  return v1::TicketEntry::VISIBILITY_UNSPECIFIED;
}

v1::TicketClock ToProto(exchange::SlaGoal goal, const exchange::SlaClock& clock) {
  v1::TicketClock proto;
  proto.set_kind(ToProto(goal));
  proto.set_state(StateOf(clock));
  *proto.mutable_goal_duration() = ToProto(clock.goal);
  *proto.mutable_start_time() = ToProto(clock.started);
  if (clock.due) *proto.mutable_due_time() = ToProto(*clock.due);
  if (clock.warn_at) *proto.mutable_warn_time() = ToProto(*clock.warn_at);
  proto.set_warned(clock.warned);
  if (clock.stopped) *proto.mutable_stop_time() = ToProto(*clock.stopped);
  return proto;
}

v1::Ticket ToTicket(const TicketRow& row, const OpenText& open) {
  v1::Ticket proto;
  proto.set_name(NameOf("tickets", row.name));
  proto.set_number(static_cast<std::int64_t>(row.ticket.value));
  proto.set_subject(FirstCharacters(open(row.subject), kSubjectMax));
  proto.set_state(ToProto(row.state));
  proto.set_type(ToProto(row.type));
  proto.set_priority(ToProto(row.priority));
  AddPeople(row, proto);
  for (const std::string& tag : row.tags) proto.add_tags(tag);
  if (row.type == exchange::TicketType::kComplaint) {
    *proto.mutable_complaint() = ToComplaint(row.complaint, open);
  }
  proto.set_satisfaction(static_cast<int>(row.satisfaction));
  AddLinks(row, proto);
  AddTimes(row, proto);
  proto.set_entry_count(static_cast<int>(row.entries));
  proto.set_attachment_count(static_cast<int>(row.references));
  proto.set_etag(EtagOf(row));
  return proto;
}

void SetCustomer(const Customer& customer, v1::Ticket& ticket) {
  ticket.set_customer(NameOf("customers", customer.name));
  ticket.set_customer_display_name(FirstCharacters(customer.display_name, kPersonMax));
}

std::string EtagOf(const TicketRow& row) { return std::to_string(row.revision); }

}  // namespace jackfield::grpc_api
