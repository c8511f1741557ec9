#include "agent-client/terminal/session/work_mapping.h"

#include "agent-client/terminal/session/contract_values.h"

namespace jackfield::client {
namespace {

constexpr int kListMax = 100;

desk::CallCommand ToCommand(int kind) {
  if (kind == v1::CALL_COMMAND_KIND_CANCEL_CONSULT) return desk::CallCommand::kCancelConsult;
  return ToEnum(kind, desk::CallCommand::kDial, desk::CallCommand::kNone);
}

desk::TicketClock ToClock(const v1::TicketClock& theirs) {
  desk::TicketClock clock;
  clock.kind = ToEnum(theirs.kind(), desk::ClockKind::kResolution, desk::ClockKind::kUnknown);
  clock.state = ToEnum(theirs.state(), desk::ClockState::kBreached, desk::ClockState::kUnknown);
  clock.due = TimeIf(theirs.has_due_time(), theirs.due_time());
  clock.warned = theirs.warned();
  clock.stopped = theirs.has_stop_time();
  return clock;
}

desk::Complaint ToComplaint(const v1::Complaint& theirs) {
  return {theirs.severity(), theirs.cause(), theirs.promised_action(),
          theirs.compensation_minor_units(), theirs.compensation_currency_code()};
}

desk::CallbackAttempt ToAttempt(const v1::CallbackAttempt& theirs) {
  return {theirs.agent(), TimeIf(theirs.has_start_time(), theirs.start_time()),
          ToEnum(theirs.outcome(), desk::AttemptOutcome::kLater, desk::AttemptOutcome::kNone),
          theirs.outcome_assumed()};
}

google::protobuf::Timestamp ToTimestamp(WallTime time) {
  const auto ms = time.time_since_epoch().count();
  google::protobuf::Timestamp out;
  out.set_seconds(ms / 1'000);
  out.set_nanos(static_cast<std::int32_t>(ms % 1'000) * 1'000'000);
  return out;
}

}  // namespace

std::optional<desk::Update> ToWorkUpdate(const v1::WatchDeskResponse& message) {
  if (message.has_work_offer_opened()) return ToWorkOffer(message.work_offer_opened());
  if (message.has_work_offer_closed()) return ToWorkOfferClosed(message.work_offer_closed());
  if (message.has_ticket_changed()) return desk::TicketChanged{ToTicket(message.ticket_changed())};
  if (message.has_notice_added()) return desk::NoticeAdded{ToNotice(message.notice_added())};
  if (message.has_notices_removed()) {
    const auto& names = message.notices_removed().names();
    return desk::NoticesRemoved{{names.begin(), names.end()}};
  }
  if (message.has_command_ended()) return ToCommandEnded(message.command_ended());
  if (message.has_allowed_commands_changed()) {
    return desk::AllowedCommands{ToCommands(message.allowed_commands_changed().kinds())};
  }
  if (message.has_callback_changed()) {
    return desk::CallbackChanged{ToCallback(message.callback_changed())};
  }
  return std::nullopt;
}

desk::Ticket ToTicket(const v1::Ticket& theirs) {
  desk::Ticket ticket;
  ticket.name = theirs.name();
  ticket.number = theirs.number();
  ticket.subject = theirs.subject();
  ticket.state = ToEnum(theirs.state(), desk::TicketState::kClosed, desk::TicketState::kUnknown);
  ticket.type = ToEnum(theirs.type(), desk::TicketType::kTask, desk::TicketType::kUnknown);
  ticket.priority =
      ToEnum(theirs.priority(), desk::TicketPriority::kUrgent, desk::TicketPriority::kUnknown);
  ticket.customer = theirs.customer();
  ticket.customer_display_name = theirs.customer_display_name();
  ticket.queue_display_name = theirs.queue_display_name();
  ticket.owner = theirs.owner();
  ticket.owner_display_name = theirs.owner_display_name();
  ticket.tags = {theirs.tags().begin(), theirs.tags().end()};
  ticket.reminder = TimeIf(theirs.has_reminder_time(), theirs.reminder_time());
  for (const v1::TicketClock& clock : theirs.clocks()) ticket.clocks.push_back(ToClock(clock));
  if (theirs.has_complaint()) ticket.complaint = ToComplaint(theirs.complaint());
  ticket.with_supervisors = theirs.with_supervisors();
  ticket.satisfaction = theirs.satisfaction();
  ticket.created = ToWallTime(theirs.create_time());
  ticket.updated = ToWallTime(theirs.update_time());
  ticket.etag = theirs.etag();
  return ticket;
}

desk::TicketEntry ToEntry(const v1::TicketEntry& theirs) {
  desk::TicketEntry entry;
  entry.number = theirs.number();
  entry.kind =
      ToEnum(theirs.kind(), desk::EntryKind::kHandedToSupervisors, desk::EntryKind::kUnknown);
  entry.time = ToWallTime(theirs.time());
  entry.actor = theirs.actor();
  entry.actor_display_name = theirs.actor_display_name();
  entry.is_public = theirs.visibility() == v1::TicketEntry::VISIBILITY_PUBLIC;
  entry.text = theirs.text();
  entry.before = theirs.before();
  entry.after = theirs.after();
  entry.uri = theirs.uri();
  return entry;
}

desk::Callback ToCallback(const v1::Callback& theirs) {
  desk::Callback callback;
  callback.name = theirs.name();
  callback.number = ToNumber(theirs.number());
  callback.display_name = theirs.display_name();
  callback.customer = theirs.customer();
  callback.queue_display_name = theirs.queue_display_name();
  callback.note = theirs.note();
  callback.state =
      ToEnum(theirs.state(), desk::CallbackState::kCancelled, desk::CallbackState::kUnknown);
  callback.origin =
      ToEnum(theirs.origin(), desk::CallbackOrigin::kList, desk::CallbackOrigin::kUnknown);
  callback.agent = theirs.agent();
  callback.preferred = theirs.preferred_agent();
  callback.earliest = TimeIf(theirs.has_earliest_time(), theirs.earliest_time());
  callback.next_attempt = TimeIf(theirs.has_next_attempt_time(), theirs.next_attempt_time());
  for (const auto& attempt : theirs.attempts()) callback.attempts.push_back(ToAttempt(attempt));
  callback.waiting_since = TimeIf(theirs.has_wait_start_time(), theirs.wait_start_time());
  callback.lease = TimeIf(theirs.has_lease_expire_time(), theirs.lease_expire_time());
  callback.held = theirs.held();
  return callback;
}

desk::AnswerValue ToCallbackAnswer(const v1::Callback& theirs) {
  if (theirs.state() == v1::Callback::STATE_UNSPECIFIED) return desk::Done{};
  return desk::CallbackNow{ToCallback(theirs)};
}

std::optional<desk::WorkOffer> ToWorkOffer(const v1::WorkOffer& theirs) {
  desk::WorkOffer offer;
  offer.name = theirs.name();
  switch (theirs.work_case()) {
    case v1::WorkOffer::kTicket:
      offer.work = ToTicket(theirs.ticket());
      break;
    case v1::WorkOffer::kCallback:
      offer.work = ToCallback(theirs.callback());
      break;
    case v1::WorkOffer::WORK_NOT_SET:
      return std::nullopt;
  }
  offer.queue_display_name = theirs.queue_display_name();
  offer.start = ToWallTime(theirs.start_time());
  offer.deadline = ToWallTime(theirs.deadline_time());
  return offer;
}

desk::WorkOfferClosed ToWorkOfferClosed(const v1::WorkOfferClosed& closed) {
  return {closed.name(),
          ToEnum(closed.reason(), desk::WorkOfferEnd::kNotReady, desk::WorkOfferEnd::kUnknown)};
}

desk::WorkNotice ToNotice(const v1::WorkNotice& theirs) {
  using Kind = desk::WorkNotice::Kind;
  return {theirs.name(), ToEnum(theirs.kind(), Kind::kShow, Kind::kUnknown),
          ToTicket(theirs.ticket()), ToWallTime(theirs.time())};
}

desk::CommandEnded ToCommandEnded(const v1::CommandEnded& ended) {
  // An outcome that is not understood is one that is not known.
  return {ended.command_id(), ToCommand(ended.kind()),
          ToEnum(ended.outcome(), desk::CommandOutcome::kRefused, desk::CommandOutcome::kUnknown),
          ended.message()};
}

std::vector<desk::CallCommand> ToCommands(const google::protobuf::RepeatedField<int>& kinds) {
  std::vector<desk::CallCommand> commands;
  for (const int kind : kinds) {
    const desk::CallCommand command = ToCommand(kind);
    if (command != desk::CallCommand::kNone) commands.push_back(command);
  }
  return commands;
}

std::vector<desk::Ticket> ToTickets(const google::protobuf::RepeatedPtrField<v1::Ticket>& tickets) {
  std::vector<desk::Ticket> ours;
  for (const v1::Ticket& ticket : tickets) ours.push_back(ToTicket(ticket));
  return ours;
}

v1::CreateTicketRequest FromDraft(const desk::CreateTicket& draft) {
  v1::CreateTicketRequest request;
  v1::Ticket& ticket = *request.mutable_ticket();
  ticket.set_subject(draft.subject);
  ticket.set_type(static_cast<v1::Ticket::Type>(draft.type));
  ticket.set_priority(static_cast<v1::Ticket::Priority>(draft.priority));
  ticket.set_queue(draft.queue);
  ticket.set_customer(draft.customer);
  request.set_description(draft.description);
  request.set_owner(draft.owner);
  request.set_interaction(draft.interaction);
  return request;
}

v1::UpdateTicketRequest FromEdit(const desk::UpdateTicket& update) {
  v1::UpdateTicketRequest request;
  v1::Ticket& ticket = *request.mutable_ticket();
  ticket.set_name(update.ticket);
  ticket.set_etag(update.etag);
  const auto take = [&](const auto& value, const char* path, auto set) {
    if (!value) return;
    request.mutable_update_mask()->add_paths(path);
    set(*value);
  };
  take(update.subject, "subject", [&](const auto& text) { ticket.set_subject(text); });
  take(update.type, "type",
       [&](auto type) { ticket.set_type(static_cast<v1::Ticket::Type>(type)); });
  take(update.priority, "priority",
       [&](auto priority) { ticket.set_priority(static_cast<v1::Ticket::Priority>(priority)); });
  take(update.severity, "complaint.severity",
       [&](int severity) { ticket.mutable_complaint()->set_severity(severity); });
  take(update.cause, "complaint.cause",
       [&](const auto& text) { ticket.mutable_complaint()->set_cause(text); });
  take(update.promised_action, "complaint.promised_action",
       [&](const auto& text) { ticket.mutable_complaint()->set_promised_action(text); });
  return request;
}

v1::ListTicketsRequest FromList(const desk::ListTickets& list) {
  v1::ListTicketsRequest request;
  v1::TicketFilter& filter = *request.mutable_filter();
  for (const auto state :
       {v1::Ticket::STATE_NEW, v1::Ticket::STATE_OPEN, v1::Ticket::STATE_PENDING}) {
    filter.add_states(state);
  }
  if (list.customer.empty()) {
    filter.set_owner("agents/-");  // Nobody has them.
    request.set_order(v1::ListTicketsRequest::ORDER_PRIORITY);
  } else {
    filter.set_customer(list.customer);
    request.set_order(v1::ListTicketsRequest::ORDER_DUE);
  }
  request.set_page_size(kListMax);
  return request;
}

v1::SetTicketStateRequest FromChange(const desk::SetTicketState& change) {
  v1::SetTicketStateRequest request;
  request.set_ticket(change.ticket);
  request.set_state(static_cast<v1::Ticket::State>(change.state));
  if (change.reminder) *request.mutable_reminder_time() = ToTimestamp(*change.reminder);
  request.set_comment(change.comment);
  request.set_comment_visibility(change.is_public ? v1::TicketEntry::VISIBILITY_PUBLIC
                                                  : v1::TicketEntry::VISIBILITY_INTERNAL);
  return request;
}

v1::ListCallbacksRequest FromCallbackList(const desk::ListCallbacks& list) {
  using Group = desk::CallbackGroup;
  v1::ListCallbacksRequest request;
  v1::CallbackFilter& filter = *request.mutable_filter();
  const bool all = list.group == Group::kLive;
  if (all || list.group == Group::kDue) filter.add_states(v1::Callback::STATE_WAITING);
  if (all || list.group == Group::kLater) filter.add_states(v1::Callback::STATE_SCHEDULED);
  if (all || list.group == Group::kInProgress) filter.add_states(v1::Callback::STATE_IN_PROGRESS);
  request.set_page_size(kListMax);
  return request;
}

v1::RescheduleCallbackRequest FromMove(const desk::RescheduleCallback& move) {
  v1::RescheduleCallbackRequest request;
  request.set_callback(move.callback);
  request.set_preferred_agent(move.preferred);
  if (move.earliest) *request.mutable_earliest_time() = ToTimestamp(*move.earliest);
  return request;
}

v1::CompleteCallbackRequest FromOutcome(const desk::CompleteCallback& complete) {
  v1::CompleteCallbackRequest request;
  request.set_callback(complete.callback);
  request.set_outcome(static_cast<v1::CallbackAttempt::Outcome>(complete.outcome));
  if (complete.next_attempt) {
    *request.mutable_next_attempt_time() = ToTimestamp(*complete.next_attempt);
  }
  return request;
}

}  // namespace jackfield::client
