#pragma once

#include <string>

#include "agent-client/terminal/desk/desk_step.h"

// What lies on top of the desk: note, candidates, menus, search, the form of a new customer, the
// timeline, an interaction in full.
namespace jackfield::desk {

// Gives a key to the layer on top. Needs: there is one.
void ApplyLayerKey(Step& step, const Key& key);

void OpenStateMenu(Step& step);
void OpenOutcomeMenu(Step& step);
// `call` not empty: asks whose number it is, for that call.
void OpenSearch(Step& step, const std::string& call);
// A new customer, for the call in focus.
void OpenCreate(Step& step);
// Creates the customer of the form.
void Create(Step& step);

}  // namespace jackfield::desk
