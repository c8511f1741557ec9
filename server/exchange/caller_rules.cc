#include "server/exchange/caller_rules.h"

#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/effect.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/routing/last_agent.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

// W1. Whether who calls is known better than a number can say.
bool IsCertain(const Caller& caller) {
  return caller.match == Match::kChosen || caller.match == Match::kAttachedId;
}

// W3
bool StaysDenied(const Caller& known, const Caller& caller) {
  if (known.match != Match::kDenied) return false;
  const bool them = caller.customer && caller.customer == known.denied;
  return them || known.number_key == caller.number_key;
}

void TellAll(Step& step, const Call& call) {
  NoteTalksOf(step, call);
  PriceCaller(step, call);
  step.Tell(CallChanged{call.id});
  for (const Offer& offer : call.offers) {
    if (offer.state != OfferState::kRinging) continue;
    step.Tell(OfferUpdated{offer.agent, call.id, offer.id});
  }
}

// It is their contact, unless it is we who call.
void TellContact(Step& step, Call& call) {
  if (call.direction == Direction::kOutbound || call.direction == Direction::kInternal) return;
  OnCustomerContact(step, call.caller.customer, call);
  OnCallbackContact(step, call);
  PriceCaller(step, call);  // A complaint of theirs may have opened again.
}

void TakeNumber(const Caller& caller, Caller& known) {
  known.number = caller.number;
  known.e164 = caller.e164;
  known.presentation = caller.presentation;
  known.number_key = caller.number_key;
  known.calling_code = caller.calling_code;
}

void Identify(Caller& caller, CustomerId customer, Match match, const CustomerStanding& standing) {
  caller.customer = customer;
  caller.match = match;
  caller.SetStanding(standing);  // W4.
  caller.candidates.clear();
  caller.candidate_count = 0;
  caller.chosen_before_count = 0;
}

}  // namespace

void LearnCaller(Step& step, Call& call, const Caller& caller) {
  Caller& known = call.caller;
  if (known.presentation == Presentation::kWithheld) return;
  const Caller before = known;
  if (caller.presentation == Presentation::kWithheld) {
    known = Caller{.presentation = Presentation::kWithheld};
    if (IsCertain(before)) {  // W2
      Identify(
          known, before.customer, before.match,
          {before.value_tier, before.open_complaint, before.preferred_agent, before.do_not_call});
    }
  } else if (!caller.number.empty()) {
    const PersonalText name = caller.name.empty() ? known.name : caller.name;
    if (IsCertain(known) || StaysDenied(known, caller)) {
      TakeNumber(caller, known);
    } else {
      known = caller;
    }
    known.name = name;
  } else if (!caller.name.empty()) {
    known.name = caller.name;
  }
  if (known == before) return;
  TellAll(step, call);
  TellContact(step, call);
}

void IdentifyByValue(Step& step, Call& call, CustomerId customer,
                     const CustomerStanding& standing) {
  Caller& caller = call.caller;
  if (caller.match == Match::kChosen) return;                               // W1
  if (caller.match == Match::kDenied && caller.denied == customer) return;  // W1
  if (caller.match == Match::kAttachedId && caller.customer == customer) return;
  Identify(caller, customer, Match::kAttachedId, standing);
  caller.denied = {};
  TellAll(step, call);
  TellContact(step, call);
}

void ChooseCustomer(Step& step, Call& call, CustomerId customer, const CustomerStanding& standing) {
  Caller& caller = call.caller;
  const bool shown = caller.customer || !caller.candidates.empty();
  const CustomerId before = caller.customer;
  if (customer) {
    Identify(caller, customer, Match::kChosen, standing);
    caller.denied = {};
  } else {
    Identify(caller, {}, shown ? Match::kDenied : caller.match, {});
    if (before) caller.denied = before;
  }
  TellAll(step, call);
  TellContact(step, call);
}

}  // namespace jackfield::exchange
