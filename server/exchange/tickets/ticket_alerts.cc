#include "server/exchange/tickets/ticket_alerts.h"

#include <utility>

#include "server/exchange/tickets/ticket_changes.h"

namespace jackfield::exchange {
namespace {

// A2.
bool Stands(const Ticket& ticket, TicketAlertCause cause) {
  switch (cause) {
    case TicketAlertCause::kComplaint:
      return ticket.type == TicketType::kComplaint && ticket.state != TicketState::kResolved &&
             ticket.state != TicketState::kClosed;
    case TicketAlertCause::kSlaWarning:
    case TicketAlertCause::kSlaBreach:
      return ticket.with_supervisors;
  }
  return false;
}

void Clear(Step& step, AlertId id) {
  auto raised = step.state.alerts.extract(id);
  if (raised.empty()) return;
  Alert& alert = raised.mapped();
  alert.cleared = TicketMoment(step).wall;
  ++alert.revision;
  step.Tell(AlertChanged{std::move(alert)});
}

}  // namespace

void RaiseTicketAlert(Step& step, Ticket& ticket, TicketAlertCause cause) {
  if (ticket.alerts.contains(cause) || !Stands(ticket, cause)) return;  // A1.
  Alert alert{.id = AlertId{step.sequence.value * kAlertsPerEntryMax + step.alerts_made++},
              .queue = ticket.queue,
              .raised = TicketMoment(step).wall,
              .revision = 1,
              .ticket = TicketAlert{ticket.id, ticket.name, cause}};
  ticket.alerts.emplace(cause, alert.id);
  step.Tell(AlertChanged{alert});
  step.state.alerts.emplace(alert.id, std::move(alert));
}

void SettleTicketAlerts(Step& step, Ticket& ticket) {
  std::erase_if(ticket.alerts, [&](const auto& raised) {
    if (Stands(ticket, raised.first)) return false;
    Clear(step, raised.second);
    return true;
  });
}

}  // namespace jackfield::exchange
