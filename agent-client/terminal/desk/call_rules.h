#pragma once

#include "agent-client/terminal/desk/desk_step.h"

// What the agent asks of the switch.
//
// Rules:
//  C1. Only what the server says is possible now is asked for.
//  C2. Nothing is asked twice by itself, nor by two strokes of a key. When no answer came, the
//  agent
//      is told that it is not known, and may ask again: for kSameRequestFor it is the same request.
namespace jackfield::desk {

inline constexpr Duration kSameRequestFor{30'000};

// The menu of what is possible now.
void OpenCallMenu(Step& step);
// Asks for it, after a number was typed where it needs one.
void GiveCommand(Step& step, CallCommand kind);
// Holds the call in focus, or takes it back.
void ToggleHold(Step& step);

// Keys of the menu, and of the number that is typed.
void PickCommand(Step& step, const Key& key);
void TypeNumber(Step& step, const Key& key);

void Take(Step& step, const ControlCall& asked, const Result<AnswerValue>& outcome);

}  // namespace jackfield::desk
