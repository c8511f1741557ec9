#pragma once

#include "agent-client/terminal/desk/desk_step.h"

// What keys do.
//
// Rules:
//  K1. A letter alone is a command only when nothing is on top; in a text it is text.
//  K2. Alt with the letter is the command everywhere, and keeps what was typed.
//  K3. Esc closes the top layer only.
//  K4. What needs the server is refused with the reason while the link is not live.
namespace jackfield::desk {

void ApplyKey(Step& step, const Key& key);

// The keys of the desk itself, when no layer is open.
void ApplyDeskKey(Step& step, const Key& key);

// Begins the note of the call in focus.
void StartNote(Step& step);

}  // namespace jackfield::desk
