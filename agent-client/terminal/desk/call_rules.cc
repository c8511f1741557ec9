#include "agent-client/terminal/desk/call_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent-client/terminal/desk/list_keys.h"
#include "agent-client/terminal/desk/work_state.h"

namespace jackfield::desk {
namespace {

std::string DialForm(const Number& number) {
  return number.e164.empty() ? number.raw : number.e164;
}

// Whom a dialled number is probably for: who is to be called back, else who was missed.
std::string LikelyNumber(const DeskState& state) {
  if (state.callback) return DialForm(state.callback->number);
  const auto item = FocusedItem(state);
  return item && item->missed != nullptr ? DialForm(item->missed->number) : std::string();
}

bool IsAsked(const DeskState& state, const ControlCall& wanted) {
  return std::any_of(state.pending.begin(), state.pending.end(), [&](const auto& entry) {
    const auto* one = std::get_if<ControlCall>(&entry.second);
    return one != nullptr && *one == wanted;
  });
}

void Send(Step& step, ControlCall wanted) {
  DeskState& state = step.state;
  if (!NeedsServer(step) || IsAsked(state, wanted)) return;  // C2.
  const auto& open = state.open_command;
  const bool again = open && open->asked == wanted && state.now - open->at <= kSameRequestFor;
  const std::uint64_t key = again ? open->key : ++state.last_id;
  state.open_command = OpenCommand{wanted, key, state.now};
  Ask(step, std::move(wanted), key);
}

// A server that gives a reason for not being able to has not sent it. Without one it was not the
// server that answered.
bool IsOutcomeKnown(const Error& error) {
  const bool broken = error.code == ErrorCode::kUnavailable && error.reason.empty();
  return error.code != ErrorCode::kDeadlineExceeded && !broken;
}

}  // namespace

void OpenCallMenu(Step& step) {
  Menu menu{Menu::Kind::kCall, {}, 0};
  for (const CallCommand kind : PossibleCommands(step.state)) {
    menu.options.push_back({{}, {}, AgentState::kUnknown, kind});
  }
  if (menu.options.empty()) return Tell(step, Say::kNoCommand);
  step.state.menu = std::move(menu);
  Open(step, Layer::kMenu);
}

void GiveCommand(Step& step, CallCommand kind) {
  const auto wanted = CommandOf(step.state, kind);
  if (!wanted) return Tell(step, Say::kNoCommand);  // C1.
  if (!NeedsNumber(kind)) return Send(step, *wanted);
  NumberPrompt prompt;
  prompt.kind = kind;
  prompt.call = wanted->call;
  if (kind == CallCommand::kDial) prompt.number.Set(LikelyNumber(step.state));
  step.state.number = std::move(prompt);
  Open(step, Layer::kNumber);
}

void ToggleHold(Step& step) {
  const bool held = IsPossible(step.state, CallCommand::kRetrieve);
  GiveCommand(step, held ? CallCommand::kRetrieve : CallCommand::kHold);
}

void PickCommand(Step& step, const Key& raw) {
  Menu& menu = step.state.menu;
  const Key key = WithLetters(raw);
  if (MoveMark(key, menu.options.size(), menu.selected)) return;
  bool chosen = key.kind == Key::Kind::kEnter;
  for (std::size_t i = 0; i < menu.options.size(); ++i) {
    if (!IsLetter(key, LetterOf(menu.options[i].command))) continue;
    menu.selected = i;
    chosen = true;
  }
  if (!chosen) return;
  const CallCommand kind = menu.options[menu.selected].command;
  CloseTop(step);
  GiveCommand(step, kind);
}

void TypeNumber(Step& step, const Key& key) {
  NumberPrompt& prompt = step.state.number;
  if (key.kind != Key::Kind::kEnter) {
    prompt.number.Type(key);
    return;
  }
  if (prompt.number.empty() || !NeedsServer(step)) return;
  Close(step, Layer::kNumber);
  Send(step, {prompt.kind, prompt.call, {}, prompt.number.utf8()});
}

void Take(Step& step, const ControlCall& asked, const Result<AnswerValue>& outcome) {
  auto& open = step.state.open_command;
  if (!outcome && !IsOutcomeKnown(outcome.error())) {
    return TellCommand(step, Say::kCommandUnknown, asked.kind);
  }
  if (open && open->asked == asked) open.reset();
  if (!outcome) return TellFailed(step, outcome.error());
  TellCommand(step, Say::kCommandSent, asked.kind);
}

}  // namespace jackfield::desk
