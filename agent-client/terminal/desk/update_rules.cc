#include "agent-client/terminal/desk/update_rules.h"

#include <algorithm>
#include <utility>

#include "agent-client/terminal/desk/callback_rules.h"
#include "agent-client/terminal/desk/work_rules.h"

namespace jackfield::desk {
namespace {

Pop* FindPop(DeskState& state, const std::string& offer) {
  const auto found = std::find_if(state.pops.begin(), state.pops.end(),
                                  [&](const Pop& pop) { return OfferId(pop.offer) == offer; });
  return found == state.pops.end() ? nullptr : &*found;
}

bool HasWrapUp(const DeskState& state, const std::string& call) {
  return std::any_of(state.wrap_ups.begin(), state.wrap_ups.end(),
                     [&](const WrapUp& wrap_up) { return wrap_up.call == call; });
}

// The draft of a call that goes on under another name goes with it.
void MoveDraft(DeskState& state, const std::string& from, const std::string& to) {
  if (from == to) return;
  if (state.focus.call == from) state.focus.call = to;
  const auto found = state.drafts.find(from);
  if (found == state.drafts.end() || state.drafts.contains(to)) return;
  state.drafts.emplace(to, std::move(found->second));
  state.drafts.erase(from);
}

void ShowNew(Step& step, const Pop& pop) {
  DeskState& state = step.state;
  if (pop.state != PopState::kRinging) return Refocus(step);
  Do(step, RingBell{});
  if (state.agent.pop_mode == PopMode::kOn) Do(step, OpenPop{pop});
  if (IsTyping(state)) return;  // P4.
  const auto focused = FocusedItem(state);
  if (focused && focused->kind == Item::Kind::kTalking) return;
  if (focused && focused->kind == Item::Kind::kRinging) return;
  FocusOn(step, {OfferId(pop.offer), pop.call});
}

// Takes a pop as it is now. Returns whether it is one that was not held.
bool TakePop(DeskState& state, const Pop& pop) {
  const std::string offer = OfferId(pop.offer);
  if (WasClosed(state, offer)) return false;  // P1.
  if (Pop* const held = FindPop(state, offer)) {
    if (pop.revision <= held->revision) return false;  // P2.
    MoveDraft(state, held->call, pop.call);
    *held = pop;
    return false;
  }
  state.pops.push_back(pop);
  return true;
}

void Show(Step& step, const Pop& pop) {
  const bool hidden = pop.state == PopState::kRinging && step.state.agent.pop_mode == PopMode::kOff;
  if (hidden) return;
  Ask(step, ReportPopShown{pop.offer});
  ShowNew(step, pop);
}

// After an answer there is more to show: the history.
void ReadHistory(Step& step, const Pop& pop) {
  const bool focused = step.state.focus.offer == OfferId(pop.offer);
  if (!focused || pop.state == PopState::kRinging || pop.caller.customer.empty()) return;
  if (HasLayer(step.state, Layer::kTimeline) || !IsLive(step.state)) return;
  const Timeline& timeline = step.state.timeline;
  if (timeline.customer == pop.caller.customer && !timeline.failed) return;
  StartTimeline(step, pop.caller.customer, std::nullopt);
}

void OpenPopCard(Step& step, const Pop& pop) {
  if (TakePop(step.state, pop)) Show(step, pop);
  ReadHistory(step, pop);
}

void DropPop(Step& step, const std::string& offer) {
  DeskState& state = step.state;
  RememberClosed(state, offer);
  if (const Pop* const held = FindPop(state, offer)) {
    // The wrap-up may come after it, and is about the same card.
    state.cards[held->call] = *held;
    std::erase_if(state.pops, [&](const Pop& pop) { return OfferId(pop.offer) == offer; });
  }
  std::erase_if(state.cards, [&](const auto& card) {
    return OfferId(card.second.offer) != offer && !HasWrapUp(state, card.first);
  });
}

void KeepNote(DeskState& state, const WrapUp& wrap_up) {
  Draft& draft = DraftOf(state, wrap_up.call);
  if (draft.outcome.empty()) draft.outcome = wrap_up.disposition;
  const bool own = draft.dirty || draft.saving || wrap_up.note_revision <= draft.revision;
  if (own) return;  // P5.
  draft.revision = wrap_up.note_revision;
  draft.note.Set(wrap_up.note);
}

// A wrap-up whose time ran out still takes the outcome that was chosen in it.
void KeepOutcome(DeskState& state, const std::string& call) {
  const auto draft = state.drafts.find(call);
  if (draft != state.drafts.end() && !draft->second.outcome.empty()) {
    state.unsent_outcomes.push_back(call);
  }
}

void SendOutcomes(Step& step) {
  if (!IsLive(step.state)) return;
  for (const std::string& call : std::exchange(step.state.unsent_outcomes, {})) {
    Draft& draft = step.state.drafts[call];
    draft.dirty = false;
    Ask(step, CompleteWrapUp{call, draft.outcome, draft.note.utf8()});
  }
}

void TakeWrapUp(Step& step, const WrapUp& wrap_up) {
  DeskState& state = step.state;
  if (wrap_up.state != WrapUpState::kOpen) {
    std::erase_if(state.wrap_ups, [&](const WrapUp& one) { return one.call == wrap_up.call; });
    state.cards.erase(wrap_up.call);
    if (wrap_up.state == WrapUpState::kExpired) KeepOutcome(state, wrap_up.call);
    SendOutcomes(step);
    return Refocus(step);
  }
  KeepNote(state, wrap_up);
  const auto held = std::find_if(state.wrap_ups.begin(), state.wrap_ups.end(),
                                 [&](const WrapUp& one) { return one.call == wrap_up.call; });
  if (held != state.wrap_ups.end()) {
    *held = wrap_up;
  } else {
    state.wrap_ups.push_back(wrap_up);
  }
  Refocus(step);
}

void AddMissed(DeskState& state, const Missed& missed) {
  const auto same = [&](const Missed& one) { return OfferId(one.offer) == OfferId(missed.offer); };
  if (std::any_of(state.missed.begin(), state.missed.end(), same)) return;
  state.missed.insert(state.missed.begin(), missed);
  if (state.missed.size() > kMissedMax) state.missed.pop_back();
  ++state.missed_count;
  if (!IsLive(state)) ++state.link.missed_while_away;
}

void TakeClock(DeskState& state, WallTime server_time) {
  state.link.server_time = server_time;
  state.link.server_time_at = state.now;
}

int MissedSince(const DeskState& state, const Snapshot& snapshot) {
  return static_cast<int>(
      std::count_if(snapshot.missed.begin(), snapshot.missed.end(), [&](const Missed& missed) {
        return std::none_of(state.missed.begin(), state.missed.end(), [&](const Missed& one) {
          return OfferId(one.offer) == OfferId(missed.offer);
        });
      }));
}

// What is not in a snapshot is over.
void DropUnlisted(Step& step, const Snapshot& snapshot) {
  std::vector<std::string> over;
  for (const Pop& pop : step.state.pops) {
    const std::string offer = OfferId(pop.offer);
    if (std::none_of(snapshot.pops.begin(), snapshot.pops.end(),
                     [&](const Pop& one) { return OfferId(one.offer) == offer; })) {
      over.push_back(offer);
    }
  }
  for (const std::string& offer : over) DropPop(step, offer);
}

void Apply(Step& step, const Snapshot& snapshot) {
  DeskState& state = step.state;
  TakeClock(state, snapshot.server_time);
  if (state.known) state.link.missed_while_away += MissedSince(state, snapshot);
  state.known = true;
  state.agent = snapshot.agent;
  state.calls = snapshot.calls;
  const std::vector<WrapUp> held = std::exchange(state.wrap_ups, {});
  state.missed = snapshot.missed;
  state.missed_count = snapshot.missed_count;
  state.queues = snapshot.queues;
  state.reasons = snapshot.reasons;
  DropUnlisted(step, snapshot);
  for (const WrapUp& wrap_up : snapshot.wrap_ups) {
    KeepNote(state, wrap_up);
    state.wrap_ups.push_back(wrap_up);
  }
  for (const WrapUp& wrap_up : held) {
    if (!HasWrapUp(state, wrap_up.call)) KeepOutcome(state, wrap_up.call);
  }
  for (const Pop& pop : snapshot.pops) OpenPopCard(step, pop);
  ApplyWork(step, snapshot);
  Refocus(step);
}

void Apply(Step& step, const PopOpened& opened) { OpenPopCard(step, opened.pop); }

void Apply(Step& step, const PopUpdated& updated) { OpenPopCard(step, updated.pop); }

void Apply(Step& step, const PopClosed& closed) {
  const std::string offer = OfferId(closed.offer);
  const bool held = FindPop(step.state, offer) != nullptr;
  DropPop(step, offer);  // P3.
  if (held && closed.reason == CloseReason::kAnsweredElsewhere) {
    Tell(step, Say::kAnsweredElsewhere, closed.answered_by);
  }
  Refocus(step);
}

void Apply(Step& step, const OwnCall& call) {
  std::vector<OwnCall>& calls = step.state.calls;
  const auto held = std::find_if(calls.begin(), calls.end(),
                                 [&](const OwnCall& one) { return one.call == call.call; });
  if (held != calls.end() && call.revision <= held->revision) return;  // P2.
  if (call.state == CallState::kEnded) {
    std::erase_if(calls, [&](const OwnCall& one) { return one.call == call.call; });
  } else if (held != calls.end()) {
    *held = call;
  } else {
    calls.push_back(call);
  }
  Refocus(step);
}

void Apply(Step& step, const WrapUpChanged& changed) { TakeWrapUp(step, changed.wrap_up); }

void Apply(Step& step, const Agent& agent) { step.state.agent = agent; }

void Apply(Step& step, const MissedAdded& added) { AddMissed(step.state, added.missed); }

void Apply(Step& step, const MissedRemoved& removed) {
  DeskState& state = step.state;
  std::erase_if(state.missed, [&](const Missed& missed) {
    return std::find(removed.offers.begin(), removed.offers.end(), missed.offer) !=
           removed.offers.end();
  });
  state.missed_count = removed.missed_count;
  if (removed.missed_count == 0) state.missed.clear();
  Refocus(step);
}

void Apply(Step& step, const Queue& queue) {
  std::vector<Queue>& queues = step.state.queues;
  const auto held = std::find_if(queues.begin(), queues.end(),
                                 [&](const Queue& one) { return one.queue == queue.queue; });
  if (held != queues.end()) {
    *held = queue;
  } else {
    queues.push_back(queue);
  }
}

void Apply(Step& step, const QueueRemoved& removed) {
  std::erase_if(step.state.queues,
                [&](const Queue& queue) { return queue.queue == removed.queue; });
}

void Apply(Step& step, const Heartbeat& heartbeat) { TakeClock(step.state, heartbeat.server_time); }

void Apply(Step&, const Resync&) {}  // The snapshot that follows replaces everything.

}  // namespace

void ApplyUpdate(Step& step, const Update& update) {
  // Silence that was noticed before the stream ended counts as a loss too.
  Link& link = step.state.link;
  if (link.heard && step.state.now - *link.heard > kLiveFor && !link.lost) {
    link.lost = *link.heard;
    link.missed_while_away = 0;
  }
  link.heard = step.state.now;
  std::visit([&](const auto& one) { Apply(step, one); }, update);
  if (link.stream == LinkChange::To::kLive && link.lost) {
    link.lost.reset();
    link.back = step.state.now;
  }
}

void ApplyLink(Step& step, const LinkChange& change) {
  DeskState& state = step.state;
  Link& link = state.link;
  const bool was_live = link.stream == LinkChange::To::kLive;
  link.stream = change.to;
  link.detail = change.detail;
  if (change.to == LinkChange::To::kLive) {
    link.heard = state.now;
    if (link.lost) link.back = state.now;
    link.lost.reset();
    SendOutcomes(step);
    for (const auto& [call, draft] : state.drafts) SaveDraft(step, call);
    if (const auto item = FocusedItem(state); item && item->pop != nullptr) {
      ReadHistory(step, *item->pop);
    }
    return;
  }
  if (was_live && !link.lost) {
    link.lost = state.now;
    link.back.reset();
    link.missed_while_away = 0;
  }
}

void ApplyRoundTrip(Step& step, const RoundTrip& trip) {
  Link& link = step.state.link;
  link.round_trip = trip.duration;
  if (trip.duration <= kSlowRoundTrip) {
    link.slow_since.reset();
  } else if (!link.slow_since) {
    link.slow_since = step.state.now;
  }
}

}  // namespace jackfield::desk
