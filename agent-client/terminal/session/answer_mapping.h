#pragma once

#include "jackfield/v1/customer.pb.h"
#include "jackfield/v1/interaction.pb.h"

#include "agent-client/terminal/desk/desk_command.h"
#include "agent-client/terminal/desk/desk_input.h"

// What requests of a desk are answered with, as plain values, and what is typed as a request. All
// are pure functions.
namespace jackfield::client {

desk::Brief ToBrief(const v1::Interaction& interaction);
desk::Interaction ToInteraction(const v1::Interaction& interaction);
desk::Customer ToCustomer(const v1::Customer& customer);
desk::Duplicate ToDuplicate(const v1::PossibleDuplicate& duplicate);
v1::Customer FromDraft(const desk::CustomerDraft& draft);

}  // namespace jackfield::client
