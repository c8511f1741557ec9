#include "agent-client/terminal/desk/layer_rules.h"

#include <algorithm>
#include <utility>

#include "agent-client/terminal/desk/call_rules.h"
#include "agent-client/terminal/desk/callback_list_rules.h"
#include "agent-client/terminal/desk/callback_rules.h"
#include "agent-client/terminal/desk/list_keys.h"
#include "agent-client/terminal/desk/ticket_edit.h"
#include "agent-client/terminal/desk/ticket_rules.h"
#include "agent-client/terminal/desk/ticket_typing.h"

namespace jackfield::desk {
namespace {

constexpr std::size_t kScrollMax = 1'000;

void TypeNote(Step& step, const Key& key) {
  if (key.kind == Key::Kind::kEnter) return CloseTop(step);
  Draft& draft = DraftOf(step.state, step.state.focus.call);
  if (!draft.note.Type(key).changed) return;
  draft.dirty = true;
  draft.edited = step.state.now;
}

void PickCandidate(Step& step, const Key& raw) {
  DeskState& state = step.state;
  const auto item = FocusedItem(state);
  const Caller* const caller = item ? CallerOf(*item) : nullptr;
  if (caller == nullptr || caller->candidates.empty()) return CloseTop(step);
  const Key key = WithLetters(raw);
  const std::size_t count = caller->candidates.size();
  if (!state.candidate_marked && (key.kind == Key::Kind::kDown || key.kind == Key::Kind::kUp)) {
    state.candidate_marked = true;
    state.candidate = key.kind == Key::Kind::kDown ? 0 : count - 1;
    return;
  }
  if (MoveMark(key, count, state.candidate)) {
    state.candidate_marked = true;
    return;
  }
  if (key.kind == Key::Kind::kCharacter && key.character >= U'1' && key.character < U'1' + count) {
    state.candidate = key.character - U'1';
    state.candidate_marked = true;
    return;
  }
  if (key.kind != Key::Kind::kEnter || !state.candidate_marked || !NeedsServer(step)) return;
  const std::size_t chosen = std::min(state.candidate, count - 1);
  Ask(step, ChooseCaller{item->key.call, caller->candidates[chosen].customer});
}

void PickOption(Step& step, const Key& raw) {
  Menu& menu = step.state.menu;
  if (menu.kind == Menu::Kind::kCall) return PickCommand(step, raw);
  const Key key = WithLetters(raw);
  if (MoveMark(key, menu.options.size(), menu.selected)) return;
  const bool digit = key.kind == Key::Kind::kCharacter && key.character >= U'1' &&
                     key.character < U'1' + std::min<std::size_t>(menu.options.size(), 9);
  if (digit) menu.selected = key.character - U'1';
  if ((key.kind != Key::Kind::kEnter && !digit) || menu.options.empty()) return;
  const Menu::Option option = menu.options[menu.selected];
  CloseTop(step);
  if (menu.kind == Menu::Kind::kAgentState) {
    if (NeedsServer(step)) Ask(step, SetAgentState{option.state, option.code});
    return;
  }
  if (step.state.focus.call.empty()) return;
  DraftOf(step.state, step.state.focus.call).outcome = option.code;
  Tell(step, Say::kOutcomeChosen, option.label);
}

void PickCustomer(Step& step) {
  SearchBox& search = step.state.search;
  if (!NeedsServer(step)) return;
  const Customer customer = search.customers[search.selected];
  if (!search.call.empty()) {
    Ask(step, ChooseCaller{search.call, customer.name});
    return;
  }
  StartTimeline(step, customer.name, customer);
  Open(step, Layer::kTimeline);
}

void TypeSearch(Step& step, const Key& key) {
  SearchBox& search = step.state.search;
  const bool list =
      search.answered && search.query.utf8() == search.searched && !search.customers.empty();
  if (key.kind == Key::Kind::kEnter) {
    if (list) return PickCustomer(step);
    if (search.query.empty() || search.busy || !NeedsServer(step)) return;
    search.busy = true;
    search.searched = search.query.utf8();
    search.command = Ask(step, SearchCustomers{search.searched});
    return;
  }
  const bool edits = key.kind == Key::Kind::kHome || key.kind == Key::Kind::kEnd;
  if (list && !edits && MoveMark(key, search.customers.size(), search.selected)) return;
  search.query.Type(key);
}

void Check(Step& step) {
  CreateForm& form = step.state.form;
  if (form.busy || form.fields[0].empty() || !NeedsServer(step)) return;
  form.busy = true;
  form.command = Ask(step, FindDuplicates{{form.fields[0].utf8(), form.fields[1].utf8(),
                                           form.fields[2].utf8(), form.fields[3].utf8()}});
}

void TypeCreate(Step& step, const Key& key) {
  CreateForm& form = step.state.form;
  if (form.busy) return;
  if (key.kind == Key::Kind::kEnter) return Check(step);
  const bool next = key.kind == Key::Kind::kTab || key.kind == Key::Kind::kDown;
  const bool back = key.kind == Key::Kind::kBackTab || key.kind == Key::Kind::kUp;
  if (next) form.field = (form.field + 1) % CreateForm::kFields;
  if (back) form.field = (form.field + CreateForm::kFields - 1) % CreateForm::kFields;
  if (next || back) return;
  if (form.fields[form.field].Type(key).changed) form.key = ++step.state.last_id;
}

void PickDuplicate(Step& step, const Key& raw) {
  CreateForm& form = step.state.form;
  const Key key = WithLetters(raw);
  if (form.busy || MoveMark(key, form.duplicates.size() + 1, form.selected)) return;
  if (key.kind != Key::Kind::kEnter || !NeedsServer(step)) return;
  if (form.selected >= form.duplicates.size()) return Create(step);
  const Duplicate duplicate = form.duplicates[form.selected];
  Close(step, Layer::kDuplicates);
  Close(step, Layer::kCreate);
  if (!form.call.empty()) {
    Ask(step, ChooseCaller{form.call, duplicate.customer});
  }
}

void UseForCall(Step& step) {
  const auto item = FocusedItem(step.state);
  if (!item || item->key.call.empty()) return Tell(step, Say::kNoCall);
  if (NeedsServer(step)) Ask(step, ChooseCaller{item->key.call, step.state.timeline.customer});
}

void ReadAgain(Step& step) {
  Timeline& timeline = step.state.timeline;
  timeline.briefs.clear();
  timeline.next_page_token.clear();
  timeline.selected = 0;
  timeline.read = timeline.busy = timeline.failed = false;
  ReadMoreTimeline(step);
}

void WalkTimeline(Step& step, const Key& raw) {
  Timeline& timeline = step.state.timeline;
  const Key key = WithLetters(raw);
  if (MoveMark(key, timeline.briefs.size(), timeline.selected)) return ReadMoreTimeline(step);
  if (IsLetter(key, U'f')) {
    const int next = (static_cast<int>(timeline.channel) + 1) % kChannelCount;
    timeline.channel = static_cast<Channel>(next);
    return ReadAgain(step);
  }
  if (IsLetter(key, U'g')) return ReadAgain(step);
  if (IsLetter(key, U'u')) return UseForCall(step);
  if (key.kind != Key::Kind::kEnter || timeline.briefs.empty() || !NeedsServer(step)) return;
  OpenInteraction& open = step.state.interaction;
  open = {};
  open.command = Ask(step, ReadInteraction{timeline.briefs[timeline.selected].name});
  Open(step, Layer::kInteraction);
}

void Scroll(Step& step, const Key& key) {
  MoveMark(WithLetters(key), kScrollMax, step.state.interaction.scroll);
}

void AnswerQuit(Step& step, const Key& key) {
  if (key.kind == Key::Kind::kEnter || IsLetter(key, U'y') || IsLetter(key, U'q')) {
    for (const auto& [call, draft] : step.state.drafts) SaveDraft(step, call);
    return Do(step, Quit{});
  }
  CloseTop(step);
}

}  // namespace

void ApplyLayerKey(Step& step, const Key& key) {
  if (key.kind == Key::Kind::kEscape) return CloseTop(step);  // K3.
  switch (step.state.layers.back()) {
    case Layer::kNote:
      return TypeNote(step, key);
    case Layer::kCandidates:
      return PickCandidate(step, key);
    case Layer::kMenu:
      return PickOption(step, key);
    case Layer::kHelp:
      return CloseTop(step);
    case Layer::kSearch:
      return TypeSearch(step, key);
    case Layer::kCreate:
      return TypeCreate(step, key);
    case Layer::kDuplicates:
      return PickDuplicate(step, key);
    case Layer::kTimeline:
      return WalkTimeline(step, key);
    case Layer::kInteraction:
      return Scroll(step, key);
    case Layer::kTickets:
      return WalkTickets(step, key);
    case Layer::kTicket:
      return WalkTicket(step, key);
    case Layer::kTicketPrompt:
      return TypeTicketPrompt(step, key);
    case Layer::kTicketForm:
      return TypeTicketForm(step, key);
    case Layer::kTicketEdit:
      return TypeTicketEdit(step, key);
    case Layer::kNumber:
      return TypeNumber(step, key);
    case Layer::kCallbacks:
      return WalkCallbacks(step, key);
    case Layer::kListedCallback:
      return WalkListedCallback(step, key);
    case Layer::kCallback:
      return WalkCallback(step, key);
    case Layer::kCallbackPrompt:
      return TypeCallbackPrompt(step, key);
    case Layer::kQuit:
      return AnswerQuit(step, key);
  }
}

void OpenStateMenu(Step& step) {
  Menu& menu = step.state.menu;
  menu = {Menu::Kind::kAgentState, {{{}, {}, AgentState::kReady}}, 0};
  for (const NotReadyReason& reason : step.state.reasons) {
    menu.options.push_back({reason.label, reason.code, AgentState::kNotReady, {}});
  }
  menu.options.push_back({{}, {}, AgentState::kNotReady});
  menu.options.push_back({{}, {}, AgentState::kLoggedOff});
  const AgentState state = step.state.agent.state;
  const bool away = state == AgentState::kNotReady || state == AgentState::kLoggedOff;
  menu.selected = away ? 0 : 1;
  Open(step, Layer::kMenu);
}

void OpenOutcomeMenu(Step& step) {
  const auto item = FocusedItem(step.state);
  if (!item || OutcomesOf(*item).empty()) return Tell(step, Say::kNoCall);
  Menu& menu = step.state.menu;
  menu = {Menu::Kind::kOutcome, {}, 0};
  for (const Outcome& outcome : OutcomesOf(*item)) {
    menu.options.push_back({outcome.label, outcome.code, AgentState::kUnknown});
  }
  Open(step, Layer::kMenu);
}

void OpenSearch(Step& step, const std::string& call) {
  step.state.search = SearchBox{};
  step.state.search.call = call;
  Open(step, Layer::kSearch);
}

void OpenCreate(Step& step) {
  CreateForm& form = step.state.form;
  form = CreateForm{};
  form.key = ++step.state.last_id;
  const auto item = FocusedItem(step.state);
  if (item) {
    form.call = item->key.call;
    const Caller* const caller = CallerOf(*item);
    const Number* const number = caller != nullptr         ? &caller->number
                                 : item->missed != nullptr ? &item->missed->number
                                                           : nullptr;
    if (number != nullptr) form.fields[2].Set(number->e164.empty() ? number->raw : number->e164);
    if (caller != nullptr && caller->customer.empty()) form.fields[0].Set(caller->display_name);
  }
  Open(step, Layer::kCreate);
}

void Create(Step& step) {
  CreateForm& form = step.state.form;
  form.busy = true;
  form.command = Ask(step,
                     CreateCustomer{{form.fields[0].utf8(), form.fields[1].utf8(),
                                     form.fields[2].utf8(), form.fields[3].utf8()}},
                     form.key);
}

}  // namespace jackfield::desk
