#pragma once

#include "server/base/ids.h"
#include "server/exchange/call.h"
#include "server/exchange/caller.h"
#include "server/exchange/step.h"

// Who calls, as it becomes known while a call goes on.
//
//  W1. Whose word counts: an agent's at this call, then a value that is attached to the call, then
//      the number. A weaker one never replaces a stronger one.
//  W2. A withheld caller stays withheld, and keeps a customer only by an agent's word or a value.
//  W3. That a caller is denied holds for the number that called, and for the customer of whom it
//      was said: another number of the same call may be of somebody else.
//  W4. What a customer is to the routing goes with the customer: with another, or none, it is
//      theirs, or nothing.
//
// All are pure functions.
namespace jackfield::exchange {

// Takes over what is new in `caller`, as its source and the directory say.
void LearnCaller(Step& step, Call& call, const Caller& caller);

// A value that is attached to the call is the key of `customer`.
void IdentifyByValue(Step& step, Call& call, CustomerId customer, const CustomerStanding& standing);

// An agent says who calls; none: not the one shown.
void ChooseCustomer(Step& step, Call& call, CustomerId customer, const CustomerStanding& standing);

}  // namespace jackfield::exchange
