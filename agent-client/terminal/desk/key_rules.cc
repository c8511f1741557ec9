#include "agent-client/terminal/desk/key_rules.h"

#include <algorithm>
#include <utility>

#include "agent-client/terminal/desk/call_rules.h"
#include "agent-client/terminal/desk/callback_list_rules.h"
#include "agent-client/terminal/desk/callback_rules.h"
#include "agent-client/terminal/desk/layer_rules.h"
#include "agent-client/terminal/desk/ticket_rules.h"
#include "agent-client/terminal/desk/work_rules.h"

namespace jackfield::desk {
namespace {

void MoveFocus(Step& step, int by) {
  const std::vector<Item> items = ItemsOf(step.state);
  if (items.empty()) return;
  const auto focused = FocusedItem(step.state);
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& item) {
    return focused && item.key == focused->key;
  });
  const auto count = static_cast<std::ptrdiff_t>(items.size());
  std::ptrdiff_t next = by > 0 ? 0 : count - 1;
  if (at != items.end()) next = std::clamp<std::ptrdiff_t>(at - items.begin() + by, 0, count - 1);
  FocusOn(step, items[static_cast<std::size_t>(next)].key);
}

// Opens what rings and is not in focus; else what rings.
void OpenRinging(Step& step) {
  const std::vector<Item> items = ItemsOf(step.state);
  const auto rings = [&](const Item& item) { return item.kind == Item::Kind::kRinging; };
  const auto other = std::find_if(items.begin(), items.end(), [&](const Item& item) {
    return rings(item) && item.key.offer != step.state.focus.offer;
  });
  if (other != items.end()) return FocusOn(step, other->key);
  if (std::none_of(items.begin(), items.end(), rings)) Tell(step, Say::kNoCall);
}

// Away from the calls, or back; while busy it is what comes after.
void ToggleReady(Step& step) {
  if (!NeedsServer(step)) return;
  const Agent& agent = step.state.agent;
  const AgentState meant =
      agent.pending_state == AgentState::kUnknown ? agent.state : agent.pending_state;
  const bool away = meant == AgentState::kNotReady || meant == AgentState::kLoggedOff;
  if (!away && !step.state.reasons.empty()) return OpenStateMenu(step);
  Ask(step, SetAgentState{away ? AgentState::kReady : AgentState::kNotReady, {}});
}

void NextPopMode(Step& step) {
  if (!NeedsServer(step)) return;
  const PopMode next = step.state.agent.pop_mode == PopMode::kOn         ? PopMode::kCardOnly
                       : step.state.agent.pop_mode == PopMode::kCardOnly ? PopMode::kOff
                                                                         : PopMode::kOn;
  Ask(step, SetPopMode{next});
}

void MarkSeen(Step& step) {
  if (step.state.missed_count == 0 || !NeedsServer(step)) return;
  AcknowledgeMissed seen;
  const auto item = FocusedItem(step.state);
  if (item && item->kind == Item::Kind::kMissed) seen.offers.push_back(item->missed->offer);
  Ask(step, std::move(seen));
}

void Extend(Step& step) {
  const auto item = FocusedItem(step.state);
  if (!item || item->wrap_up == nullptr) return Tell(step, Say::kNoCall);
  if (item->wrap_up->extensions_left == 0) return Tell(step, Say::kNoExtensions);
  if (NeedsServer(step)) Ask(step, ExtendWrapUp{item->wrap_up->call});
}

// Not the one shown; then it is asked whose number it is.
void DenyCaller(Step& step) {
  const auto item = FocusedItem(step.state);
  const Caller* const caller = item ? CallerOf(*item) : nullptr;
  if (caller == nullptr || (caller->customer.empty() && caller->candidates.empty())) {
    return Tell(step, Say::kNoCustomer);
  }
  if (NeedsServer(step)) Ask(step, ChooseCaller{item->key.call, {}});
}

void OpenHistory(Step& step) {
  const auto item = FocusedItem(step.state);
  const std::string customer = item ? CustomerOf(*item) : std::string();
  if (customer.empty()) return Tell(step, Say::kNoCustomer);
  if (!NeedsServer(step)) return;
  StartTimeline(step, customer, std::nullopt);
  Open(step, Layer::kTimeline);
}

void OpenCandidates(Step& step) {
  const auto item = FocusedItem(step.state);
  const Caller* const caller = item ? CallerOf(*item) : nullptr;
  if (caller == nullptr || caller->candidates.empty()) return Tell(step, Say::kNoCustomer);
  Open(step, Layer::kCandidates);
}

void ChooseOutcome(Step& step, int digit) {
  const auto item = FocusedItem(step.state);
  if (!item || item->key.call.empty()) return;
  const std::vector<Outcome>& outcomes = OutcomesOf(*item);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (DigitOf(outcomes, i) != digit) continue;
    DraftOf(step.state, item->key.call).outcome = outcomes[i].code;
    return Tell(step, Say::kOutcomeChosen, outcomes[i].label);
  }
}

void Complete(Step& step) {
  const auto item = FocusedItem(step.state);
  if (!item) return OpenRinging(step);
  if (item->kind == Item::Kind::kTalking) return Tell(step, Say::kCallNotEnded);
  if (item->kind == Item::Kind::kMissed) return OpenHistory(step);
  if (item->wrap_up == nullptr) return;
  Draft& draft = DraftOf(step.state, item->key.call);
  if (draft.outcome.empty() && item->wrap_up->disposition_required) {
    return Tell(step, Say::kOutcomeRequired);
  }
  for (const Outcome& outcome : item->wrap_up->outcomes) {
    if (outcome.code == draft.outcome && outcome.note_required && draft.note.empty()) {
      return Tell(step, Say::kNoteRequired, outcome.label);
    }
  }
  if (!NeedsServer(step)) return;
  draft.dirty = false;  // Goes with the completion.
  Ask(step, CompleteWrapUp{item->key.call, draft.outcome, draft.note.utf8()});
}

// Those about work and the phone. Returns whether it is one.
bool ApplyWorkLetter(Step& step, char32_t letter) {
  switch (letter) {
    case U'y':
      AcceptOffer(step);
      return true;
    case U'd':
      DeclineOffer(step);
      return true;
    case U'g':
      MarkNoticeSeen(step);
      return true;
    case U'v':
      OpenTicketAtHand(step);
      return true;
    case U't':
      OpenTicketList(step);
      return true;
    case U'b':
      if (step.state.callback) {
        OpenCallbackPage(step);
      } else {
        OpenCallbackList(step);
      }
      return true;
    case U'c':
      OpenCallMenu(step);
      return true;
    case U'u':
      GiveCommand(step, CallCommand::kAnswer);
      return true;
    case U'l':
      ToggleHold(step);
      return true;
    default:
      return false;
  }
}

// The commands that a letter stands for. Returns whether it is one.
bool ApplyLetter(Step& step, char32_t letter) {
  switch (letter) {
    case U'o':
      OpenRinging(step);
      return true;
    case U'n':
      StartNote(step);
      return true;
    case U'r':
      ToggleReady(step);
      return true;
    case U's':
      OpenStateMenu(step);
      return true;
    case U'j':
      MoveFocus(step, 1);
      return true;
    case U'k':
      MoveFocus(step, -1);
      return true;
    case U'm':
      MarkSeen(step);
      return true;
    case U'e':
      Extend(step);
      return true;
    case U'x':
      DenyCaller(step);
      return true;
    case U'w':
      OpenCandidates(step);
      return true;
    case U'h':
      OpenHistory(step);
      return true;
    case U'a':
      OpenCreate(step);
      return true;
    case U'p':
      NextPopMode(step);
      return true;
    case U'q':
      Open(step, Layer::kQuit);
      return true;
    case U'/':
      OpenSearch(step, {});
      return true;
    case U'?':
      Open(step, Layer::kHelp);
      return true;
    default:
      return ApplyWorkLetter(step, letter);
  }
}

bool ApplyControl(Step& step, char32_t letter) {
  switch (letter) {
    case U'k':
      OpenSearch(step, {});
      return true;
    case U'c':
      Open(step, Layer::kQuit);
      return true;
    case U'l':
      Do(step, Redraw{});
      return true;
    case U'r':
      if (!IsLive(step.state)) Do(step, Reconnect{});
      return true;
    default:
      return false;
  }
}

// Keeps what was typed, and leaves every layer (K2).
void LeaveLayers(Step& step) {
  if (HasLayer(step.state, Layer::kNote)) SaveDraft(step, step.state.focus.call);
  step.state.layers.clear();
}

}  // namespace

void StartNote(Step& step) {
  const auto item = FocusedItem(step.state);
  const bool possible = item && item->kind != Item::Kind::kMissed;
  if (!possible) return Tell(step, Say::kNoCall);
  step.state.focus = item->key;
  DraftOf(step.state, item->key.call);
  Open(step, Layer::kNote);
}

void ApplyDeskKey(Step& step, const Key& key) {
  if (key.kind == Key::Kind::kDown || key.kind == Key::Kind::kTab) return MoveFocus(step, 1);
  if (key.kind == Key::Kind::kUp || key.kind == Key::Kind::kBackTab) return MoveFocus(step, -1);
  if (key.kind == Key::Kind::kEnter) return Complete(step);
  if (key.kind == Key::Kind::kEscape) {
    step.state.toast.reset();
    return;
  }
  if (key.kind != Key::Kind::kCharacter) return;
  if (key.character == U'0') return OpenOutcomeMenu(step);
  if (key.character >= U'1' && key.character <= U'9') {
    return ChooseOutcome(step, static_cast<int>(key.character - U'0'));
  }
  const bool capital = key.character >= U'A' && key.character <= U'Z';
  ApplyLetter(step, capital ? key.character - U'A' + U'a' : key.character);
}

void ApplyKey(Step& step, const Key& key) {
  if (key.kind == Key::Kind::kAlt) {
    LeaveLayers(step);
    ApplyLetter(step, key.character);
    return Refocus(step);
  }
  if (key.kind == Key::Kind::kControl && ApplyControl(step, key.character)) return;
  if (IsTyping(step.state)) return ApplyLayerKey(step, key);  // K1.
  ApplyDeskKey(step, key);
}

}  // namespace jackfield::desk
