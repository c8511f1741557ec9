#pragma once

#include "server/exchange/alert.h"
#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket.h"

// What supervisors are told of tickets: alerts that stand on their boards.
//
// Rules:
//  A1. A ticket has at most one alert of each cause at a time; what raises it again meanwhile
//      changes nothing.
//  A2. That of a complaint stands until the ticket is resolved or closed, or is no complaint any
//      more; the others as long as the ticket is with the supervisors.
//  A3. Acknowledging one says that somebody has seen it, and clears nothing (alert_rules.h, W4).
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// A1. Nothing where it would not stand.
void RaiseTicketAlert(Step& step, Ticket& ticket, TicketAlertCause cause);

// Clears those that stand no more (A2). To be called after each change of what they stand for.
void SettleTicketAlerts(Step& step, Ticket& ticket);

}  // namespace jackfield::exchange
