#include "agent-client/terminal/session/desk_mapping.h"

#include <utility>

#include "agent-client/terminal/session/contract_values.h"
#include "agent-client/terminal/session/work_mapping.h"

namespace jackfield::client {
namespace {

constexpr int kMsPerSecond = 1'000;
constexpr int kNsPerMs = 1'000'000;

desk::Candidate ToCandidate(const v1::CallerCandidate& candidate) {
  return {candidate.customer(),
          candidate.display_name(),
          candidate.company(),
          candidate.role(),
          candidate.formatted_number(),
          TimeIf(candidate.has_last_contact_time(), candidate.last_contact_time()),
          ToEnum(candidate.reason(), desk::CandidateReason::kRole, desk::CandidateReason::kNone)};
}

std::vector<desk::Outcome> ToOutcomes(
    const google::protobuf::RepeatedPtrField<v1::DispositionOption>& options) {
  std::vector<desk::Outcome> outcomes;
  for (const v1::DispositionOption& option : options) {
    outcomes.push_back({option.code(), option.label(), option.digit_key(), option.note_required()});
  }
  return outcomes;
}

desk::PopState ToPopState(v1::Pop::State state) {
  const auto ours = ToEnum(state, desk::PopState::kEnded, desk::PopState::kEnded);
  return state == v1::Pop::STATE_UNSPECIFIED ? desk::PopState::kEnded : ours;
}

desk::CloseReason ToReason(int reason) {
  return ToEnum(reason, desk::CloseReason::kDeadline, desk::CloseReason::kUnknown);
}

desk::PopClosed ToPopClosed(const v1::PopClosed& closed) {
  return {closed.offer(), ToReason(closed.reason()), closed.answered_by_display_name()};
}

desk::OwnCall ToOwnCall(const v1::OwnCall& call) {
  return {call.call(),
          call.offer(),
          ToEnum(call.state(), desk::CallState::kEnded, desk::CallState::kUnknown),
          ToCaller(call.caller()),
          call.queue_display_name(),
          ToWallTime(call.start_time()),
          ToWallTime(call.since_time()),
          call.revision(),
          ToCommands(call.allowed_commands())};
}

desk::Missed ToMissed(const v1::MissedCall& missed) {
  return {missed.offer(),
          missed.call(),
          missed.caller_display_name(),
          ToNumber(missed.number()),
          missed.presentation() == v1::PRESENTATION_WITHHELD,
          missed.customer(),
          missed.queue_display_name(),
          ToWallTime(missed.ring_start_time()),
          ToDuration(missed.ring_duration()),
          ToReason(missed.reason())};
}

desk::Queue ToQueue(const v1::QueueSummary& queue) {
  return {queue.queue(), queue.display_name(), queue.waiting_count(),
          TimeIf(queue.has_longest_waiting_since_time(), queue.longest_waiting_since_time()),
          queue.stale()};
}

desk::Snapshot ToSnapshot(const v1::DeskSnapshot& snapshot) {
  desk::Snapshot out;
  out.agent = ToAgent(snapshot.agent());
  for (const auto& pop : snapshot.pops()) out.pops.push_back(ToPop(pop));
  for (const auto& call : snapshot.calls()) out.calls.push_back(ToOwnCall(call));
  for (const auto& wrap_up : snapshot.wrap_ups()) out.wrap_ups.push_back(ToWrapUp(wrap_up));
  for (const auto& missed : snapshot.missed_calls()) out.missed.push_back(ToMissed(missed));
  out.missed_count = snapshot.missed_call_count();
  for (const auto& queue : snapshot.queues()) out.queues.push_back(ToQueue(queue));
  for (const auto& reason : snapshot.not_ready_reasons()) {
    out.reasons.push_back({reason.code(), reason.label()});
  }
  out.server_time = ToWallTime(snapshot.server_time());
  for (const auto& each : snapshot.work_offers()) {
    if (auto offer = ToWorkOffer(each)) out.offers.push_back(*std::move(offer));
  }
  out.tickets = ToTickets(snapshot.tickets());
  for (const auto& notice : snapshot.notices()) out.notices.push_back(ToNotice(notice));
  out.allowed = ToCommands(snapshot.allowed_commands());
  if (snapshot.has_callback()) out.callback = ToCallback(snapshot.callback());
  return out;
}

desk::MissedRemoved ToMissedRemoved(const v1::MissedRemoved& removed) {
  return {{removed.offers().begin(), removed.offers().end()}, removed.missed_call_count()};
}

}  // namespace

WallTime ToWallTime(const google::protobuf::Timestamp& time) {
  return WallTime(Duration{time.seconds() * kMsPerSecond + time.nanos() / kNsPerMs});
}

Duration ToDuration(const google::protobuf::Duration& duration) {
  return Duration{duration.seconds() * kMsPerSecond + duration.nanos() / kNsPerMs};
}

desk::Agent ToAgent(const v1::AgentStatus& status) {
  using State = desk::AgentState;
  const auto state = [](v1::AgentStatus::State theirs, State unknown) {
    return ToEnum(theirs, State::kWorkingAfterCall, unknown);
  };
  desk::Agent agent;
  agent.state = state(status.state(), State::kNotReady);
  agent.reason = status.reason();
  agent.since = ToWallTime(status.since_time());
  agent.pending_state = state(status.pending_state(), State::kUnknown);
  agent.pending_reason = status.pending_reason();
  return agent;
}

desk::Agent ToAgent(const v1::Agent& theirs) {
  desk::Agent agent = ToAgent(theirs.status());
  agent.name = theirs.name();
  agent.login = theirs.login();
  agent.display_name = theirs.display_name();
  agent.pop_mode = theirs.pop_mode() == v1::POP_MODE_UNSPECIFIED
                       ? desk::PopMode::kOn
                       : ToEnum(theirs.pop_mode(), desk::PopMode::kOff, desk::PopMode::kOn);
  agent.off_hours = theirs.outside_working_hours();
  return agent;
}

desk::Number ToNumber(const v1::PhoneNumber& number) {
  return {number.formatted(), number.e164(), number.raw(), number.place(),
          ToEnum(number.type(), desk::NumberKind::kExtension, desk::NumberKind::kUnknown)};
}

desk::Caller ToCaller(const v1::Caller& theirs) {
  desk::Caller caller;
  caller.display_name = theirs.display_name();
  caller.number = ToNumber(theirs.number());
  caller.withheld = theirs.presentation() == v1::PRESENTATION_WITHHELD;
  caller.customer = theirs.customer();
  caller.company = theirs.company();
  caller.role = theirs.role();
  caller.tier = theirs.tier();
  for (const v1::CustomerFlag& flag : theirs.flags()) {
    caller.flags.push_back(flag.label().empty() ? flag.code() : flag.label());
  }
  caller.language = theirs.language_code();
  caller.match = ToEnum(theirs.match(), desk::MatchKind::kConfirmedBefore, desk::MatchKind::kNone);
  for (const auto& candidate : theirs.candidates()) {
    caller.candidates.push_back(ToCandidate(candidate));
  }
  caller.candidate_count = theirs.candidate_count();
  return caller;
}

desk::Brief ToBrief(const v1::InteractionBrief& brief) {
  return {brief.name(),
          ToEnum(brief.channel(), desk::Channel::kVoicemail, desk::Channel::kUnknown),
          brief.direction() == v1::DIRECTION_OUTBOUND,
          ToWallTime(brief.start_time()),
          brief.summary(),
          brief.agent_display_name(),
          brief.disposition_label(),
          ToEnum(brief.call_result(), desk::CallResult::kLeft, desk::CallResult::kUnknown)};
}

desk::Pop ToPop(const v1::Pop& theirs) {
  desk::Pop pop;
  pop.offer = theirs.offer();
  pop.call = theirs.call();
  pop.state = ToPopState(theirs.state());
  pop.queue = theirs.queue();
  pop.queue_display_name = theirs.queue_display_name();
  pop.offer_number = theirs.offer_number();
  pop.offer_count = theirs.offer_count();
  if (theirs.has_waited_duration()) pop.waited = ToDuration(theirs.waited_duration());
  pop.waiting_since = TimeIf(theirs.has_waiting_since_time(), theirs.waiting_since_time());
  pop.ring_start = ToWallTime(theirs.ring_start_time());
  pop.answered = TimeIf(theirs.has_answer_time(), theirs.answer_time());
  pop.held_since = TimeIf(theirs.has_hold_since_time(), theirs.hold_since_time());
  pop.caller = ToCaller(theirs.caller());
  pop.dialled = ToNumber(theirs.dialled());
  pop.dialled_label = theirs.dialled_label();
  for (const v1::AttachedValue& value : theirs.attached()) {
    pop.attached.push_back(
        {value.label().empty() ? value.name() : value.label(), value.value(), value.masked()});
  }
  pop.pinned_note = theirs.pinned_note();
  pop.calls_today = theirs.calls_today_count();
  pop.last_agent = theirs.last_agent_display_name();
  pop.last_outcome = theirs.last_outcome();
  for (const auto& brief : theirs.recent_interactions()) pop.recent.push_back(ToBrief(brief));
  pop.open_tickets = theirs.open_ticket_count();
  pop.policy =
      theirs.policy() == v1::Pop::POLICY_UNSPECIFIED
          ? desk::PopPolicy::kCard
          : ToEnum(theirs.policy(), desk::PopPolicy::kOpenUriOnAnswer, desk::PopPolicy::kCard);
  pop.open_uri = theirs.open_uri();
  pop.outcomes = ToOutcomes(theirs.dispositions());
  pop.transferred = theirs.transferred();
  pop.transferred_by = theirs.transferred_by_display_name();
  pop.next_appointment = TimeIf(theirs.has_next_appointment_time(), theirs.next_appointment_time());
  pop.revision = theirs.revision();
  pop.allowed = ToCommands(theirs.allowed_commands());
  pop.tickets = ToTickets(theirs.open_tickets());
  return pop;
}

desk::WrapUp ToWrapUp(const v1::WrapUp& theirs) {
  desk::WrapUp wrap_up;
  wrap_up.call = theirs.call();
  wrap_up.state =
      theirs.state() == v1::WrapUp::STATE_UNSPECIFIED
          ? desk::WrapUpState::kOpen
          : ToEnum(theirs.state(), desk::WrapUpState::kExpired, desk::WrapUpState::kCompleted);
  wrap_up.caller_display_name = theirs.caller_display_name();
  wrap_up.start = ToWallTime(theirs.start_time());
  wrap_up.deadline = TimeIf(theirs.has_deadline_time(), theirs.deadline_time());
  wrap_up.extensions_left = theirs.extensions_left_count();
  wrap_up.note = theirs.note();
  wrap_up.note_revision = theirs.note_revision();
  wrap_up.disposition = theirs.disposition();
  wrap_up.outcomes = ToOutcomes(theirs.dispositions());
  wrap_up.disposition_required = theirs.disposition_required();
  return wrap_up;
}

std::optional<desk::Update> ToUpdate(const v1::WatchDeskResponse& message) {
  switch (message.update_case()) {
    case v1::WatchDeskResponse::kSnapshot:
      return ToSnapshot(message.snapshot());
    case v1::WatchDeskResponse::kPopOpened:
      return desk::PopOpened{ToPop(message.pop_opened())};
    case v1::WatchDeskResponse::kPopUpdated:
      return desk::PopUpdated{ToPop(message.pop_updated())};
    case v1::WatchDeskResponse::kPopClosed:
      return ToPopClosed(message.pop_closed());
    case v1::WatchDeskResponse::kCallChanged:
      return ToOwnCall(message.call_changed());
    case v1::WatchDeskResponse::kWrapUpOpened:
      return desk::WrapUpChanged{ToWrapUp(message.wrap_up_opened())};
    case v1::WatchDeskResponse::kWrapUpChanged:
      return desk::WrapUpChanged{ToWrapUp(message.wrap_up_changed())};
    case v1::WatchDeskResponse::kWrapUpClosed:
      return desk::WrapUpChanged{ToWrapUp(message.wrap_up_closed())};
    case v1::WatchDeskResponse::kAgentChanged:
      return ToAgent(message.agent_changed());
    case v1::WatchDeskResponse::kMissedAdded:
      return desk::MissedAdded{ToMissed(message.missed_added())};
    case v1::WatchDeskResponse::kMissedRemoved:
      return ToMissedRemoved(message.missed_removed());
    case v1::WatchDeskResponse::kQueueChanged:
      return ToQueue(message.queue_changed());
    case v1::WatchDeskResponse::kQueueRemoved:
      return desk::QueueRemoved{message.queue_removed()};
    case v1::WatchDeskResponse::kHeartbeat:
      return desk::Heartbeat{ToWallTime(message.heartbeat().server_time())};
    case v1::WatchDeskResponse::kResync:
      return desk::Resync{};
    case v1::WatchDeskResponse::kWorkOfferOpened:
    case v1::WatchDeskResponse::kWorkOfferClosed:
    case v1::WatchDeskResponse::kTicketChanged:
    case v1::WatchDeskResponse::kNoticeAdded:
    case v1::WatchDeskResponse::kNoticesRemoved:
    case v1::WatchDeskResponse::kCommandEnded:
    case v1::WatchDeskResponse::kAllowedCommandsChanged:
    case v1::WatchDeskResponse::kCallbackChanged:
    case v1::WatchDeskResponse::UPDATE_NOT_SET:
      return ToWorkUpdate(message);
  }
  return std::nullopt;
}

}  // namespace jackfield::client
