#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent-client/terminal/desk/desk_model.h"

namespace jackfield::desk {

// A desk that is live, and what it asked for.
//
// Thread safety: none; one per test.
class DeskPlayer {
 public:
  DeskPlayer() {
    Snapshot snapshot;
    snapshot.agent.state = AgentState::kReady;
    snapshot.reasons = {{"break", "Break"}, {"lunch", "Lunch"}};
    Apply(Update{snapshot});
    Apply(Update{Heartbeat{}});
    Apply(LinkChange{LinkChange::To::kLive, {}});
    commands.clear();
  }

  void Apply(const Input& input) {
    std::vector<Command> more = model.Apply(input, at);
    commands.insert(commands.end(), more.begin(), more.end());
  }
  void Press(Key::Kind kind, char32_t character = 0) { Apply(Key{kind, character}); }
  void Type(std::string_view text) {
    for (const char32_t character : ToCharacters(text)) Press(Key::Kind::kCharacter, character);
  }

  // The commands of one kind, since the desk was made.
  template <typename Kind>
  std::vector<Kind> Asked() const {
    std::vector<Kind> found;
    for (const Command& command : commands) {
      if (const auto* one = std::get_if<Kind>(&command.act)) found.push_back(*one);
    }
    return found;
  }

  // Answers the last command of one kind.
  template <typename Kind>
  void Give(Result<AnswerValue> outcome) {
    std::uint64_t id = 0;
    for (const Command& command : commands) {
      if (std::holds_alternative<Kind>(command.act)) id = command.id;
    }
    Apply(Answer{id, std::move(outcome)});
  }

  const DeskState& state() const { return model.state(); }

  DeskModel model;
  Uptime at{1'000};
  std::vector<Command> commands;
};

inline Pop RingingPop(const std::string& offer = "o1", const std::string& call = "c1") {
  Pop pop;
  pop.offer = "calls/" + call + "/offers/" + offer;
  pop.call = "calls/" + call;
  pop.state = PopState::kRinging;
  pop.queue_display_name = "Sales";
  pop.revision = 1;
  pop.caller.number = {"+86 138 0013 8000", "+8613800138000", "013800138000", "Beijing",
                       NumberKind::kMobile};
  return pop;
}

inline WrapUp OpenWrapUp() {
  WrapUp wrap_up;
  wrap_up.call = "calls/c1";
  wrap_up.caller_display_name = "Wang Xiaoming";
  wrap_up.extensions_left = 1;
  wrap_up.outcomes = {{"solved", "Solved", 0, false}, {"complaint", "Complaint", 0, true}};
  return wrap_up;
}

}  // namespace jackfield::desk
