#pragma once

#include "server/exchange/step.h"

// What the sources' own names of queues mean.
//
// Rules:
//  Q1. A name means the queue that declares it as an alias; else the queue of that name, if it
//      declares no aliases; else a queue of the source's own.
//  Q2. When the configuration has changed, what a name meant before counts no more. Who waits stays
//      in the queue in which they began, and is still found under the name that the switch uses
//      (Leg::kept_in). Members of a queue that the source has no name for any more go with the name
//      to the queue that it means now; where it has another one, the next snapshot tells them.
//  Q3. Where several names of a queue at a source do not all mean one other queue now, nobody knows
//      who came by which: nobody is moved until the next snapshot tells. Each name means from now
//      on what Q1 says.
namespace jackfield::exchange {

// The queue that `name` means at the source by Q1, as far as there is one; none otherwise.
//
// Thread safety: pure function.
QueueId MeaningOf(const State& state, const Source& source, const std::string& name);

// The queues of the configuration were declared: names mean what it says from now on (Q2).
void AdoptAliases(Step& step, const Configuration& configuration);

}  // namespace jackfield::exchange
