#include "server/exchange/tickets/ticket_triggers.h"

#include <algorithm>
#include <utility>

#include "server/exchange/tickets/ticket_changes.h"

namespace jackfield::exchange {
namespace {

// What has happened to a call.
struct Cause {
  TriggerCause kind = TriggerCause::kMissedCall;
  QueueId queue;            // None: of no queue.
  std::string disposition;  // Of kDisposition.
  Duration lasted{0};
};

bool IsOfCustomer(const Call& call) {
  return call.direction != Direction::kOutbound && call.direction != Direction::kInternal;
}

QueueId LastQueueOf(const Call& call) {
  return call.legs.empty() ? QueueId{} : call.legs.back().queue;
}

// An agent was connected, or anybody where the caller was sent to.
bool WasAnswered(const Call& call) {
  const bool diverted = !call.legs.empty() && call.legs.back().cause == DequeueCause::kOverflowed;
  return std::any_of(call.connections.begin(), call.connections.end(), [&](const auto& each) {
    const bool counts =
        each.second.agent || (diverted && each.first != call.legs.back().connection);
    return counts && each.second.established != Moment{};
  });
}

bool Fits(const TicketTrigger& trigger, const Cause& cause, const std::string& queue) {
  return trigger.cause == cause.kind && (trigger.queue.empty() || trigger.queue == queue) &&
         trigger.disposition == cause.disposition && cause.lasted >= trigger.at_least;
}

// What the call remembers (G1).
std::string DetailOf(const Cause& cause, const std::string& queue) {
  switch (cause.kind) {
    case TriggerCause::kAbandoned:
      return queue;
    case TriggerCause::kDisposition:
      return cause.disposition;
    case TriggerCause::kMissedCall:
    case TriggerCause::kLongHold:
      return {};
  }
  return {};
}

std::string SubjectOf(const Configuration& configuration, const TicketTrigger& trigger) {
  if (!trigger.subject.empty()) return trigger.subject;
  switch (trigger.cause) {
    case TriggerCause::kMissedCall:
      return "Missed call";
    case TriggerCause::kAbandoned:
      return "Abandoned call";
    case TriggerCause::kLongHold:
      return "Long hold";
    case TriggerCause::kDisposition:
      break;
  }
  const auto& all = configuration.dispositions;
  const auto declared = std::find_if(
      all.begin(), all.end(), [&](const auto& each) { return each.code == trigger.disposition; });
  return declared == all.end() || declared->label.empty() ? trigger.disposition : declared->label;
}

QueueId QueueFor(const Step& step, const TicketTrigger& trigger, QueueId of_call) {
  const auto named = step.state.queue_names.find(trigger.ticket_queue);
  return named == step.state.queue_names.end() ? of_call : named->second;
}

void Happen(Step& step, Call& call, const Cause& cause) {
  const std::string queue = NameOf(step, cause.queue);
  const Configuration& configuration = step.state.configuration;
  const auto& all = configuration.tickets.triggers;
  const auto trigger = std::find_if(
      all.begin(), all.end(), [&](const TicketTrigger& each) { return Fits(each, cause, queue); });
  if (trigger == all.end()) return;
  const std::pair known{cause.kind, DetailOf(cause, queue)};
  if (!call.triggered.insert(known).second) return;  // G1.
  Ticket made{.subject = PersonalText(SubjectOf(configuration, *trigger)),
              .type = trigger->type,
              .priority = trigger->priority,
              .queue = QueueFor(step, *trigger, cause.queue),
              .customer = call.caller.customer,
              .value_tier = call.caller.customer ? call.caller.value_tier : 0,
              .preferred_agent = call.caller.customer ? call.caller.preferred_agent : "",
              .open_complaint = call.caller.customer && call.caller.open_complaint};
  made.interactions.push_back(call.name);
  MakeTicket(step, std::move(made),
             {.what = TicketEntryKind::kCreated, .who = std::string(kByTrigger)});
}

}  // namespace

std::optional<QueueId> MissedBy(const Call& call) {
  if (call.end != CallEnd::kCleared || !IsOfCustomer(call) || !call.children.empty()) return {};
  const bool left = !call.legs.empty() &&
                    std::all_of(call.legs.begin(), call.legs.end(),
                                [](const Leg& leg) { return leg.state == LegState::kLeft; });
  if (!left || WasAnswered(call)) return {};
  return LastQueueOf(call);
}

void OnCallerAbandoned(Step& step, Call& call, const Leg& leg) {
  Happen(step, call,
         {.kind = TriggerCause::kAbandoned,
          .queue = leg.queue,
          .lasted = Elapsed(leg.place.value_or(leg.entered), leg.left)});
}

void OnCallOver(Step& step, Call& call) {
  const std::optional<QueueId> queue = MissedBy(call);
  if (queue) Happen(step, call, {.kind = TriggerCause::kMissedCall, .queue = *queue});
}

void OnDisposition(Step& step, Call& call, const std::string& disposition) {
  if (disposition.empty()) return;
  Happen(
      step, call,
      {.kind = TriggerCause::kDisposition, .queue = LastQueueOf(call), .disposition = disposition});
}

void OnHoldOver(Step& step, Call& call, Duration held) {
  if (!IsOfCustomer(call)) return;
  Happen(step, call, {.kind = TriggerCause::kLongHold, .queue = LastQueueOf(call), .lasted = held});
}

}  // namespace jackfield::exchange
