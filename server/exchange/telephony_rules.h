#pragma once

#include "server/exchange/step.h"

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
