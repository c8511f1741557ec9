#pragma once

#include <string>
#include <vector>

#include "agent-client/terminal/desk/desk_state.h"

// What the rules of the desk have in common: a step is one input applied to the state.
namespace jackfield::desk {

struct Step {
  DeskState& state;
  std::vector<Command>& commands;
};

// Asks for something of this machine.
void Do(Step& step, Act act);

// Asks the server, and remembers what was asked. Returns the command's id. `key` as in
// `Command::key`; 0: an act of its own.
std::uint64_t Ask(Step& step, Act act, std::uint64_t key = 0);

// Whether the server can be asked. Says why not.
bool NeedsServer(Step& step);

void Tell(Step& step, Say say, std::string name = {}, int count = 0);
// The same of a command to the switch.
void TellCommand(Step& step, Say say, CallCommand command, std::string name = {});
void TellFailed(Step& step, const Error& error);

// Opens a layer on top, or closes the top one.
void Open(Step& step, Layer layer);
void CloseTop(Step& step);
void Close(Step& step, Layer layer);

// Moves the focus to an item, and begins at its top.
void FocusOn(Step& step, const Focus& focus);
// When what is in focus is gone and nobody types, moves it to what needs the agent most.
void Refocus(Step& step);

// Offers that are over, by OfferId, and offers of work, by name: none of them opens again.
bool WasClosed(const DeskState& state, const std::string& offer);
void RememberClosed(DeskState& state, const std::string& offer);

// The draft of a call; made when there is none.
Draft& DraftOf(DeskState& state, const std::string& call);
// Saves a draft that is dirty, when the server can be asked.
void SaveDraft(Step& step, const std::string& call);

// Reads the timeline of a customer from its beginning; and its next page, when the end is near.
void StartTimeline(Step& step, const std::string& customer, std::optional<Customer> about);
void ReadMoreTimeline(Step& step);

}  // namespace jackfield::desk
