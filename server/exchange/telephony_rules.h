#pragma once

#include "server/exchange/step.h"

// What the events of sources do.
//
// Rules:
//  T1. A link that was lost counts as lost until the source is heard again: by a new link, or by
//      any event. Why: a source may publish single events after its stream broke, and what comes
//      from it is not old.
//  T2. A link that the source ended itself, having said all, is not lost.
namespace jackfield::exchange {

// What a source's event does. Never fails: what changes nothing is noted. `step.source` is set.
//
// Thread safety: pure function of the step.
void ApplyTelephony(Step& step, const TelephonyEventBody& body);

// Closes what the switch no longer has, and takes in what it has (reconcile_rules.cc).
void Reconcile(Step& step, const SwitchSnapshot& snapshot);

// All live calls of the source end as lost.
void LoseCallsOfSource(Step& step);

}  // namespace jackfield::exchange
