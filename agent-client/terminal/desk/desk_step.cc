#include "agent-client/terminal/desk/desk_step.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jackfield::desk {
namespace {

constexpr Duration kToastFor{3'000};
constexpr Duration kBadToastFor{6'000};
constexpr std::size_t kReadAhead = 20;

// What an agent must not overlook.
constexpr Say kBad[] = {Say::kNotLive,         Say::kFailed,
                        Say::kNoteRequired,    Say::kOutcomeRequired,
                        Say::kNotice,          Say::kWorkDeadline,
                        Say::kCommandRefused,  Say::kCommandUnknown,
                        Say::kSubjectRequired, Say::kResolutionRequired,
                        Say::kSpanUnreadable,  Say::kCallbackGone,
                        Say::kCallbackDialled, Say::kCallbackSpan,
                        Say::kTicketMeanwhile, Say::kSatisfactionRange};

// Drafts that the server has are forgotten first; one that it has not is never dropped.
void MakeRoom(DeskState& state) {
  if (state.drafts.size() < kDraftsMax) return;
  std::erase_if(state.drafts, [&](const auto& entry) {
    const bool in_use =
        std::any_of(state.wrap_ups.begin(), state.wrap_ups.end(),
                    [&](const WrapUp& wrap_up) { return wrap_up.call == entry.first; });
    return !entry.second.dirty && !in_use && entry.first != state.focus.call;
  });
}

}  // namespace

void Do(Step& step, Act act) { step.commands.push_back({0, 0, std::move(act)}); }

std::uint64_t Ask(Step& step, Act act, std::uint64_t key) {
  const std::uint64_t id = ++step.state.last_id;
  step.state.pending.emplace(id, act);
  step.commands.push_back({id, key == 0 ? id : key, std::move(act)});
  return id;
}

bool NeedsServer(Step& step) {
  if (IsLive(step.state)) return true;
  Tell(step, Say::kNotLive);
  return false;
}

void Tell(Step& step, Say say, std::string name, int count) {
  const bool bad = std::find(std::begin(kBad), std::end(kBad), say) != std::end(kBad);
  step.state.toast =
      Toast{say, std::move(name), count, step.state.now + (bad ? kBadToastFor : kToastFor), bad};
}

void TellCommand(Step& step, Say say, CallCommand command, std::string name) {
  Tell(step, say, std::move(name));
  step.state.toast->command = command;
}

void TellFailed(Step& step, const Error& error) {
  const std::string what = error.fields.empty()
                               ? error.message
                               : error.fields.front().field + ": " + error.fields.front().rule;
  Tell(step, Say::kFailed, error.reason.empty() ? what : error.reason + ": " + what);
}

void Open(Step& step, Layer layer) {
  Close(step, layer);
  step.state.layers.push_back(layer);
}

void CloseTop(Step& step) {
  if (const auto top = TopLayer(step.state)) Close(step, *top);
}

void Close(Step& step, Layer layer) {
  std::erase(step.state.layers, layer);
  if (layer == Layer::kNote) SaveDraft(step, step.state.focus.call);
  if (step.state.layers.empty()) Refocus(step);
}

void FocusOn(Step& step, const Focus& focus) {
  DeskState& state = step.state;
  if (focus == state.focus) return;
  if (HasLayer(state, Layer::kNote)) SaveDraft(step, state.focus.call);
  state.focus = focus;
  state.layers.clear();
  state.candidate = 0;
  state.candidate_marked = false;
  const auto item = FocusedItem(state);
  if (!item) return;
  if (item->kind == Item::Kind::kRinging) {
    state.timeline = Timeline{};  // The card has the last entries; read when it is answered.
    return;
  }
  if (std::string customer = CustomerOf(*item); !customer.empty() && IsLive(state)) {
    StartTimeline(step, customer, std::nullopt);
  }
}

void Refocus(Step& step) {
  DeskState& state = step.state;
  if (FocusedItem(state) || IsTyping(state)) return;
  const std::vector<Item> items = ItemsOf(state);
  const auto first = [&](Item::Kind kind) {
    return std::find_if(items.begin(), items.end(),
                        [&](const Item& item) { return item.kind == kind; });
  };
  for (const Item::Kind kind : {Item::Kind::kTalking, Item::Kind::kRinging, Item::Kind::kWrapUp}) {
    if (const auto found = first(kind); found != items.end()) return FocusOn(step, found->key);
  }
  FocusOn(step, {});
}

bool WasClosed(const DeskState& state, const std::string& offer) {
  return std::find(state.closed_offers.begin(), state.closed_offers.end(), offer) !=
         state.closed_offers.end();
}

void RememberClosed(DeskState& state, const std::string& offer) {
  if (WasClosed(state, offer)) return;
  if (state.closed_offers.size() >= kClosedOffersMax) state.closed_offers.pop_front();
  state.closed_offers.push_back(offer);
}

Draft& DraftOf(DeskState& state, const std::string& call) {
  MakeRoom(state);
  return state.drafts[call];
}

void SaveDraft(Step& step, const std::string& call) {
  const auto found = step.state.drafts.find(call);
  if (found == step.state.drafts.end()) return;
  Draft& draft = found->second;
  if (!draft.dirty || draft.saving || draft.failed || !IsLive(step.state)) return;
  // Grows also over a restart of this program, which forgets what it counted.
  const std::int64_t by_clock = ServerNow(step.state).time_since_epoch().count();
  draft.revision = std::max(draft.revision + 1, by_clock);
  draft.saving = true;
  draft.dirty = false;
  Ask(step, SaveWrapUpNote{call, draft.note.utf8(), draft.revision});
}

void StartTimeline(Step& step, const std::string& customer, std::optional<Customer> about) {
  Timeline fresh;
  fresh.customer = customer;
  fresh.about = std::move(about);
  step.state.timeline = std::move(fresh);
  ReadMoreTimeline(step);
}

void ReadMoreTimeline(Step& step) {
  Timeline& timeline = step.state.timeline;
  const bool more = !timeline.read || !timeline.next_page_token.empty();
  const bool near = timeline.selected + kReadAhead >= timeline.briefs.size();
  if (timeline.busy || !more || !near || timeline.briefs.size() >= kTimelineMax) return;
  if (!IsLive(step.state)) {
    timeline.failed = true;
    return;
  }
  timeline.failed = false;
  timeline.busy = true;
  timeline.command =
      Ask(step, ReadTimeline{timeline.customer, timeline.channel, timeline.next_page_token});
}

}  // namespace jackfield::desk
