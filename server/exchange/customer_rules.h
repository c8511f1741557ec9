#pragma once

#include "server/exchange/caller.h"
#include "server/exchange/step.h"

// What a customer is to the routing, for all that waits of theirs: calls, tickets, callbacks.
//
// Rules:
//  C1. A customer complains while the directory says so, or a ticket of theirs is a complaint that
//      is not resolved. What waits of theirs has the points for that from when it begins until it
//      ends, whatever came first.
//  C2. Another tier, flag or preferred agent in the directory reaches what waits at once. Goals of
//      tickets follow the tier. Whom a callback is kept for was said with it, and stays.
//  C3. Of a complaint (C1) the newest kTicketsPerContactMax of the customer's tickets learn (T4);
//      an older one follows with its own next change. The directory's words (C2) reach all.
//
// All are pure functions of the step.
namespace jackfield::exchange {

// A complaint of the customer has begun, or is over (C1). Nothing for no customer.
void PriceWorkOf(Step& step, CustomerId customer);

// Whether a call, a callback or a ticket of the customer is open: what ChangeStanding() may reach.
bool HasOpenWork(const State& state, CustomerId customer);

// The directory has the customer otherwise (C2). The same again changes nothing.
void ChangeStanding(Step& step, CustomerId customer, const CustomerStanding& standing);

}  // namespace jackfield::exchange
