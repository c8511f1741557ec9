#pragma once

#include "agent-client/terminal/desk/desk_step.h"

// What the server tells, and how the link stands.
//
// Rules:
//  P1. An offer opens once. One that was closed never comes back: not with a snapshot, not late.
//  P2. What is not newer than what is held changes nothing.
//  P3. A pop that is over goes at once.
//  P4. A new pop takes the focus only when nobody types and nobody talks; otherwise it is an entry
//      of the calls column, and the bell.
//  P5. What was typed is never lost to a message of the server.
namespace jackfield::desk {

void ApplyUpdate(Step& step, const Update& update);
void ApplyLink(Step& step, const LinkChange& change);
void ApplyRoundTrip(Step& step, const RoundTrip& trip);

}  // namespace jackfield::desk
