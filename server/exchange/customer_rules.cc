#include "server/exchange/customer_rules.h"

#include <set>
#include <vector>

#include "server/exchange/call_rules.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/callbacks/callback_work.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_rules.h"
#include "server/exchange/tickets/ticket_work.h"

namespace jackfield::exchange {
namespace {

// Calls of whom it is known now that they are the customer's.
std::vector<Call*> CallsOfCustomer(Step& step, CustomerId customer) {
  std::vector<Call*> calls;
  for (const CallId id : CallsOf(step.state, {.number_key = {}, .customer = customer})) {
    Call* call = FindCall(step, id);
    if (call != nullptr && call->live() && call->caller.customer == customer) calls.push_back(call);
  }
  return calls;
}

void ChangeCall(Step& step, Call& call, const CustomerStanding& standing) {
  const Caller before = call.caller;
  call.caller.SetStanding(standing);
  if (call.caller == before) return;
  PriceCaller(step, call);
  step.Tell(CallChanged{call.id});
}

void ChangeCallback(Step& step, Callback& callback, const CustomerStanding& standing) {
  const bool same = callback.value_tier == standing.value_tier &&
                    callback.open_complaint == standing.open_complaint;
  if (same) return;
  callback.value_tier = standing.value_tier;
  callback.open_complaint = standing.open_complaint;
  Touch(step, callback);
  PriceCallback(step, callback);
}

}  // namespace

void PriceWorkOf(Step& step, CustomerId customer) {
  if (!customer) return;
  for (const Call* call : CallsOfCustomer(step, customer)) PriceLegs(step, *call);
  for (const CallbackId id : CallbacksOf(step.state, {.number_key = {}, .customer = customer})) {
    PriceCallback(step, step.state.callbacks.at(id));
  }
  for (const TicketId id : TicketsOf(step.state, customer)) {
    PriceTicket(step, step.state.tickets.at(id));
  }
}

bool HasOpenWork(const State& state, CustomerId customer) {
  if (!customer) return false;
  const Party party{.number_key = {}, .customer = customer};
  return state.tickets_of_customer.contains(customer) || !CallsOf(state, party).empty() ||
         !CallbacksOf(state, party).empty();
}

void ChangeStanding(Step& step, CustomerId customer, const CustomerStanding& standing) {
  if (!customer) return;
  for (Call* call : CallsOfCustomer(step, customer)) ChangeCall(step, *call, standing);
  for (const CallbackId id : CallbacksOf(step.state, {.number_key = {}, .customer = customer})) {
    ChangeCallback(step, step.state.callbacks.at(id), standing);
  }
  const auto known = step.state.tickets_of_customer.find(customer);
  if (known == step.state.tickets_of_customer.end()) return;
  const std::set<TicketId> all = known->second;
  for (const TicketId id : all) {  // C3.
    Ticket& ticket = step.state.tickets.at(id);
    if (IsOver(step, ticket)) continue;
    CatchUpTicket(step, ticket);
    ChangeStanding(step, ticket, standing);
  }
}

}  // namespace jackfield::exchange
