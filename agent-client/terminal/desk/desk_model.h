#pragma once

#include <vector>

#include "agent-client/terminal/desk/desk_command.h"
#include "agent-client/terminal/desk/desk_input.h"
#include "agent-client/terminal/desk/desk_state.h"

namespace jackfield::desk {

// The desk of one agent: state × input → state, and commands to be carried out. Does no I/O and
// reads no clock; each input says when it came. The cases in agent-client/conformance hold for it
// and for every other client.
//
// The rules are numbered in update_rules.h (P) and key_rules.h (K), and
//  N1. A note is saved 2 s after the last key, when its text is left, and when the link is back.
//
// Thread safety: none; one per desk.
class DeskModel {
 public:
  // `at` does not go back. Returns what is to be done, in order.
  std::vector<Command> Apply(const Input& input, Uptime at);

  const DeskState& state() const { return state_; }

 private:
  DeskState state_;
};

}  // namespace jackfield::desk
