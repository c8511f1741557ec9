#pragma once

#include <string>

#include "agent-client/terminal/desk/desk_step.h"

// The list of the callbacks that the agent may see: those of their queues, their own, and those
// that are kept for them.
//
// Rules:
//  L1. The list is what the server told when it was read, and what it answered since; it is read
//      again by a key.
//  L2. What can be asked of one is what its state allows: it is taken where it is due and nobody
//      has it, moved where nobody has it, and taken back unless another agent has it.
//  L3. One that was taken is the agent's: its page takes the place of the list, unless something
//      else lies above that: there somebody may be typing.
namespace jackfield::desk {

void OpenCallbackList(Step& step);

// Keys of the list, and of the details of one.
void WalkCallbacks(Step& step, const Key& key);
void WalkListedCallback(Step& step, const Key& key);

// L1. The server told it anew.
void RefreshListed(Step& step, const Callback& callback);
// One that is over leaves the list, and its details are closed.
void ForgetListed(Step& step, const std::string& callback);

// L2. Pure functions.
bool CanTake(const Callback& callback);
bool CanMove(const Callback& callback);
bool CanCancel(const DeskState& state, const Callback& callback);

// What requests gave.
void Take(Step& step, const ListCallbacks& list, const Answer& answer);
void Take(Step& step, const TakeCallback& take, const Result<AnswerValue>& outcome);
void Take(Step& step, const RescheduleCallback& move, const Result<AnswerValue>& outcome);

}  // namespace jackfield::desk
