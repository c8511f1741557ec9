#pragma once

#include "agent-client/terminal/desk/desk_step.h"

namespace jackfield::desk {

// What a request gave. An answer to what is not wanted any more, e.g. to an older search, changes
// nothing. A method that the server does not have yet fails like any other, but for the look for
// duplicates, which is then left out.
void ApplyAnswer(Step& step, const Answer& answer);

}  // namespace jackfield::desk
