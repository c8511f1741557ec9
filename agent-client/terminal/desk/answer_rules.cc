#include "agent-client/terminal/desk/answer_rules.h"

#include <algorithm>
#include <utility>

#include "agent-client/terminal/desk/call_rules.h"
#include "agent-client/terminal/desk/callback_list_rules.h"
#include "agent-client/terminal/desk/callback_rules.h"
#include "agent-client/terminal/desk/layer_rules.h"
#include "agent-client/terminal/desk/ticket_edit.h"
#include "agent-client/terminal/desk/ticket_rules.h"
#include "agent-client/terminal/desk/ticket_typing.h"
#include "agent-client/terminal/desk/work_rules.h"

namespace jackfield::desk {
namespace {

using Given = Result<AnswerValue>;

template <typename Value>
const Value* In(const Given& outcome) {
  return outcome ? std::get_if<Value>(&*outcome) : nullptr;
}

// Whether the same request may give something else later.
bool MayPass(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kResourceExhausted || error.code == ErrorCode::kAborted ||
         error.code == ErrorCode::kUnauthenticated;
}

void Take(Step& step, const SetAgentState&, const Given& outcome) {
  if (const auto* now = In<AgentNow>(outcome)) {
    Agent& agent = step.state.agent;
    agent.state = now->agent.state;
    agent.reason = now->agent.reason;
    agent.since = now->agent.since;
    agent.pending_state = now->agent.pending_state;
    agent.pending_reason = now->agent.pending_reason;
  }
  if (!outcome) TellFailed(step, outcome.error());
}

void Take(Step& step, const SetPopMode&, const Given& outcome) {
  if (!outcome) return TellFailed(step, outcome.error());
  if (const auto* now = In<AgentNow>(outcome)) step.state.agent.pop_mode = now->agent.pop_mode;
  Tell(step, Say::kPopMode);
  Refocus(step);
}

void Take(Step&, const ReportPopShown&, const Given&) {}  // An offer that is over: nobody to tell.

void Take(Step& step, const SaveWrapUpNote& save, const Given& outcome) {
  const auto found = step.state.drafts.find(save.call);
  if (found == step.state.drafts.end()) return;
  Draft& draft = found->second;
  draft.saving = false;
  if (const auto* saved = In<NoteSaved>(outcome)) {
    // A newer one is kept: this one is saved again, above it.
    if (saved->revision > save.revision) {
      draft.revision = saved->revision;
      draft.dirty = true;
    }
    return;
  }
  if (outcome) return;
  draft.failed = !MayPass(outcome.error());
  draft.dirty = true;
  draft.edited = step.state.now;
  if (draft.failed) TellFailed(step, outcome.error());
}

void Take(Step& step, const CompleteWrapUp& complete, const Given& outcome) {
  DeskState& state = step.state;
  const auto draft = state.drafts.find(complete.call);
  if (!outcome) {
    const bool closed = outcome.error().reason == "WRAP_UP_CLOSED";
    if (draft != state.drafts.end()) draft->second.dirty = !closed;
    if (draft != state.drafts.end()) draft->second.edited = state.now;
    return TellFailed(step, outcome.error());
  }
  const bool ran_out =
      std::none_of(state.wrap_ups.begin(), state.wrap_ups.end(),
                   [&](const WrapUp& wrap_up) { return wrap_up.call == complete.call; });
  const bool expired = In<WrapUpNow>(outcome) != nullptr && ran_out &&
                       In<WrapUpNow>(outcome)->wrap_up.state == WrapUpState::kExpired;
  if (draft != state.drafts.end() && !draft->second.dirty) state.drafts.erase(draft);
  std::erase_if(state.wrap_ups,
                [&](const WrapUp& wrap_up) { return wrap_up.call == complete.call; });
  state.cards.erase(complete.call);
  Tell(step, expired ? Say::kExpiredSaved : Say::kDone);
  Refocus(step);
}

void Take(Step& step, const ExtendWrapUp&, const Given& outcome) {
  if (!outcome) return TellFailed(step, outcome.error());
  const auto* now = In<WrapUpNow>(outcome);
  if (now == nullptr) return;
  for (WrapUp& wrap_up : step.state.wrap_ups) {
    if (wrap_up.call != now->wrap_up.call) continue;
    wrap_up.deadline = now->wrap_up.deadline;
    wrap_up.extensions_left = now->wrap_up.extensions_left;
  }
}

void SetCaller(DeskState& state, const std::string& call, const Caller& caller) {
  for (Pop& pop : state.pops) {
    if (pop.call == call) pop.caller = caller;
  }
  for (OwnCall& own : state.calls) {
    if (own.call == call) own.caller = caller;
  }
  if (const auto card = state.cards.find(call); card != state.cards.end()) {
    card->second.caller = caller;
    card->second.pinned_note.clear();  // Of whom it was before.
  }
  for (WrapUp& wrap_up : state.wrap_ups) {
    if (wrap_up.call == call && !caller.display_name.empty()) {
      wrap_up.caller_display_name = caller.display_name;
    }
  }
}

void Take(Step& step, const ChooseCaller& choose, const Given& outcome) {
  if (!outcome) return TellFailed(step, outcome.error());
  const auto* now = In<CallerNow>(outcome);
  if (now == nullptr) return;
  SetCaller(step.state, choose.call, now->caller);
  step.state.candidate_marked = false;
  if (choose.customer.empty()) {
    Tell(step, Say::kCallerDenied);
    return OpenSearch(step, choose.call);  // Whose number is it?
  }
  for (const Layer layer : {Layer::kCandidates, Layer::kSearch, Layer::kTimeline}) {
    std::erase(step.state.layers, layer);
  }
  Tell(step, Say::kCallerChosen, now->caller.display_name);
  const auto item = FocusedItem(step.state);
  if (item && item->key.call == choose.call) {
    StartTimeline(step, now->caller.customer, std::nullopt);
  }
  Refocus(step);
}

void Take(Step& step, const AcknowledgeMissed& seen, const Given& outcome) {
  if (!outcome) return TellFailed(step, outcome.error());
  DeskState& state = step.state;
  // The stream may have told it before.
  const auto gone = std::erase_if(state.missed, [&](const Missed& missed) {
    return std::find(seen.offers.begin(), seen.offers.end(), missed.offer) != seen.offers.end();
  });
  state.missed_count -= static_cast<int>(gone);
  if (seen.offers.empty()) {
    state.missed.clear();
    state.missed_count = 0;
  }
  Tell(step, Say::kSeen);
  Refocus(step);
}

void TakeSearch(Step& step, std::uint64_t command, const Given& outcome) {
  SearchBox& search = step.state.search;
  if (search.command != command) return;
  search.busy = false;
  if (!outcome) {
    search.searched.clear();
    return TellFailed(step, outcome.error());
  }
  if (const auto* found = In<CustomersFound>(outcome)) {
    search.answered = true;
    search.customers = found->customers;
    search.more = found->more;
    search.selected = 0;
  }
}

void TakeTimeline(Step& step, std::uint64_t command, const Given& outcome) {
  Timeline& timeline = step.state.timeline;
  if (timeline.command != command) return;
  timeline.busy = false;
  const auto* const page = In<TimelinePage>(outcome);
  if (page == nullptr) {
    timeline.failed = true;
    if (!outcome && HasLayer(step.state, Layer::kTimeline)) TellFailed(step, outcome.error());
    return;
  }
  timeline.read = true;
  timeline.briefs.insert(timeline.briefs.end(), page->briefs.begin(), page->briefs.end());
  timeline.next_page_token = page->next_page_token;
  ReadMoreTimeline(step);
}

void TakeInteraction(Step& step, std::uint64_t command, const Given& outcome) {
  OpenInteraction& open = step.state.interaction;
  if (open.command != command) return;
  if (const auto* read = In<InteractionRead>(outcome)) open.interaction = read->interaction;
  open.failed = !outcome;
  if (!outcome) TellFailed(step, outcome.error());
}

void TakeDuplicates(Step& step, std::uint64_t command, const Given& outcome) {
  CreateForm& form = step.state.form;
  if (form.command != command || !HasLayer(step.state, Layer::kCreate)) return;
  form.busy = false;
  const auto* const found = In<DuplicatesFound>(outcome);
  const bool unable = !outcome && outcome.error().code != ErrorCode::kFailedPrecondition;
  if (unable) return TellFailed(step, outcome.error());
  if (found == nullptr || found->duplicates.empty()) return Create(step);
  form.duplicates = found->duplicates;
  form.selected = 0;
  Open(step, Layer::kDuplicates);
}

void TakeCreated(Step& step, std::uint64_t command, const Given& outcome) {
  CreateForm& form = step.state.form;
  if (form.command == command) form.busy = false;
  if (!outcome) return TellFailed(step, outcome.error());
  const auto* const created = In<CustomerCreated>(outcome);
  if (created == nullptr || form.command != command) return;
  const std::string call = form.call;
  std::erase(step.state.layers, Layer::kDuplicates);
  std::erase(step.state.layers, Layer::kCreate);
  if (!call.empty()) Ask(step, ChooseCaller{call, created->customer.name});
  Tell(step, Say::kCreated, created->customer.display_name, created->claimed_count);
  Refocus(step);
}

void TakeRead(Step& step, const Act& act, const Answer& answer) {
  if (std::holds_alternative<SearchCustomers>(act)) {
    TakeSearch(step, answer.command, answer.outcome);
  } else if (std::holds_alternative<ReadTimeline>(act)) {
    TakeTimeline(step, answer.command, answer.outcome);
  } else if (std::holds_alternative<ReadInteraction>(act)) {
    TakeInteraction(step, answer.command, answer.outcome);
  } else if (std::holds_alternative<FindDuplicates>(act)) {
    TakeDuplicates(step, answer.command, answer.outcome);
  } else if (std::holds_alternative<CreateCustomer>(act)) {
    TakeCreated(step, answer.command, answer.outcome);
  }
}

}  // namespace

void ApplyAnswer(Step& step, const Answer& answer) {
  const auto found = step.state.pending.find(answer.command);
  if (found == step.state.pending.end()) return;
  const Act act = std::move(found->second);
  step.state.pending.erase(found);
  std::visit(
      [&](const auto& one) {
        if constexpr (requires { Take(step, one, answer.outcome); }) {
          Take(step, one, answer.outcome);
        } else if constexpr (requires { Take(step, one, answer); }) {
          Take(step, one, answer);
        } else {
          TakeRead(step, act, answer);
        }
      },
      act);
}

}  // namespace jackfield::desk
