#include "server/grpc_api/explanation_mapping.h"

#include <algorithm>
#include <utility>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/explanation_verdict.h"
#include "server/grpc_api/explanation_words.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/routing_words.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/work_wait_mapping.h"

namespace jackfield::grpc_api {
namespace {

using Step = v1::ExplanationStep;

constexpr std::size_t kStepsMax = 500;
constexpr std::size_t kTextMax = 512;
constexpr std::size_t kCallerTextMax = 256;
constexpr std::size_t kDeviceMax = 128;
constexpr std::size_t kVerdictMax = 512;

Step::Kind KindOf(const TraceStep& step) {
  switch (step.kind) {
    case TraceKind::kEvent:
    case TraceKind::kLimit:
      return Step::KIND_EVENT;
    case TraceKind::kIgnored:
    case TraceKind::kRepeated:
      return Step::KIND_EVENT_IGNORED;
    case TraceKind::kUnmapped:
      return Step::KIND_UNMAPPED;
    case TraceKind::kOffered:
      return Step::KIND_OFFERED;
    case TraceKind::kDelivered:
      return Step::KIND_DELIVERED;
    case TraceKind::kShown:
      return Step::KIND_SHOWN;
    case TraceKind::kClosed:
      return Step::KIND_OFFER_CLOSED;
    case TraceKind::kChosen:
    case TraceKind::kCompleted:
      return Step::KIND_AGENT_ACT;
    case TraceKind::kEnded: {
      const bool by_server =
          step.end == exchange::CallEnd::kSilent || step.end == exchange::CallEnd::kLost;
      return by_server ? Step::KIND_DEADLINE : Step::KIND_EVENT;
    }
    case TraceKind::kOverflowed:
      return Step::KIND_OVERFLOWED;
    case TraceKind::kReserved:
      return Step::KIND_RESERVED;
    case TraceKind::kReleased:
      return Step::KIND_RELEASED;
    case TraceKind::kForetold:
      return Step::KIND_FORETOLD;
    case TraceKind::kLeftOut:
      return Step::KIND_UNSPECIFIED;
  }
  return Step::KIND_UNSPECIFIED;
}

// Of what might have led to a pop: of rings.
v1::NoPopReason ReasonOfStep(const TraceStep& step) {
  if (step.kind == TraceKind::kUnmapped) return v1::NO_POP_REASON_UNMAPPED_DEVICE;
  if (!IsRing(step)) return v1::NO_POP_REASON_UNSPECIFIED;
  if (step.kind == TraceKind::kRepeated) return v1::NO_POP_REASON_DUPLICATE_EVENT;
  if (step.kind != TraceKind::kIgnored) return v1::NO_POP_REASON_UNSPECIFIED;
  switch (step.cause) {
    case exchange::IgnoreCause::kCallOver:
      return v1::NO_POP_REASON_CALL_ENDED;
    case exchange::IgnoreCause::kNone:
    case exchange::IgnoreCause::kRangAlready:
    case exchange::IgnoreCause::kAgentRingsAlready:
    case exchange::IgnoreCause::kLegWaitsAlready:
    case exchange::IgnoreCause::kRefusalKnown:
      return v1::NO_POP_REASON_DUPLICATE_EVENT;
    case exchange::IgnoreCause::kCallUnknown:
    case exchange::IgnoreCause::kCallMerged:
    case exchange::IgnoreCause::kConnectionOver:
    case exchange::IgnoreCause::kConnectionUnknown:
    case exchange::IgnoreCause::kConnectionElsewhere:
    case exchange::IgnoreCause::kLegNotWaiting:
    case exchange::IgnoreCause::kLegIsRouted:
    case exchange::IgnoreCause::kNoAnsweredLeg:
    case exchange::IgnoreCause::kCommandNotOpen:
      return v1::NO_POP_REASON_UNSPECIFIED;
  }
  return v1::NO_POP_REASON_UNSPECIFIED;
}

void SetText(std::string_view text, Step& step) { step.set_text(FirstCharacters(text, kTextMax)); }

// What became of a wait; empty: it lasts.
std::string EndOf(const InteractionLeg& leg) {
  switch (leg.outcome) {
    case LegOutcome::kWaiting:
      return {};
    case LegOutcome::kAnswered:
      return "this one was answered after " + WordsOf(leg.waited);
    case LegOutcome::kAbandoned:
      return "this one hung up after " + WordsOf(leg.waited);
    case LegOutcome::kTimedOut:
    case LegOutcome::kExitKey:
    case LegOutcome::kExitEmpty:
    case LegOutcome::kWithdrawn:
    case LegOutcome::kLost:
    case LegOutcome::kOverflowed:
      return "this one waited " + WordsOf(leg.waited) + ", unanswered";
  }
  return {};
}

// Makes the timeline: the steps of the trace, and what follows from them.
//
// Thread safety: none; one per answer.
class Timeline {
 public:
  Timeline(const CallStory& story, const CallRecord& record, v1::CallExplanation& explanation)
      : story_(story),
        call_(record.row ? record.row->name : "0"),
        legs_(record.row ? record.row->legs : std::vector<InteractionLeg>()),
        explanation_(explanation) {}

  void Add(const TraceStep& step) {
    const RingStory* ring = RingOf(step);
    if (step.kind == TraceKind::kClosed && ring != nullptr) AddTooLate(step, *ring);
    Step& added = Append(step, KindOf(step));
    SetText(WordsOf(step) + (step.kind == TraceKind::kForetold ? BesideIt(step) : ""), added);
    added.set_no_pop_reason(ReasonOfStep(step));
    if (step.kind == TraceKind::kOffered && ring != nullptr) AddNobodyThere(step, *ring);
    if (step.caller && step.kind != TraceKind::kChosen) AddCaller(step);
  }

 private:
  Step& Append(const TraceStep& step, Step::Kind kind) {
    Step& added = *explanation_.add_steps();
    *added.mutable_time() = ToProto(step.at);
    if (step.source_time) *added.mutable_source_time() = ToProto(*step.source_time);
    added.set_kind(kind);
    added.set_agent(NameOf("agents", step.agent));
    added.set_device(FirstCharacters(step.device, kDeviceMax));
    if (step.offer) {
      added.set_offer(OfferName(step.first_call.empty() ? call_ : step.first_call, step.offer));
    }
    added.set_journal_sequence(static_cast<std::int64_t>(step.sequence.value));
    return added;
  }

  void AddNotDelivered(const TraceStep& step, v1::NoPopReason reason, std::string_view text) {
    Step& added = Append(step, Step::KIND_NOT_DELIVERED);
    added.set_no_pop_reason(reason);
    SetText(text, added);
  }

  void AddNobodyThere(const TraceStep& step, const RingStory& ring) {
    const v1::NoPopReason reason = ReasonOf(ring);
    const std::string agent = step.agent;
    if (reason == v1::NO_POP_REASON_POPS_SWITCHED_OFF) {
      AddNotDelivered(step, reason, "The desk was not told: " + agent + " had switched pops off");
    } else if (reason == v1::NO_POP_REASON_DESK_NOT_CONNECTED && !ring.desk_present) {
      AddNotDelivered(step, reason, "No desk of " + agent + " was connected");
    }
  }

  void AddTooLate(const TraceStep& step, const RingStory& ring) {
    const v1::NoPopReason reason = ReasonOf(ring);
    if (reason == v1::NO_POP_REASON_RING_TOO_SHORT) {
      AddNotDelivered(step, reason, "The ring ended before the desk was told");
    } else if (reason == v1::NO_POP_REASON_DESK_NOT_CONNECTED && ring.desk_present) {
      AddNotDelivered(step, reason, "The connection of the desk took nothing while it rang");
    }
  }

  void AddCaller(const TraceStep& step) {
    if (caller_ == step.caller) return;
    caller_ = step.caller;
    TraceStep known;
    known.at = step.at;
    known.sequence = step.sequence;
    SetText(WordsOf(*step.caller), Append(known, Step::KIND_IDENTIFIED));
  }

  // The wait of which that was foretold: the next one of the queue and of that band.
  std::string BesideIt(const TraceStep& step) {
    const auto leg = std::find_if(legs_.begin(), legs_.end(), [&step](const InteractionLeg& each) {
      return each.queue == step.detail && each.foretold_p50 == step.foretold_p50 &&
             each.foretold_p90 == step.foretold_p90;
    });
    if (leg == legs_.end()) return {};
    const std::string end = EndOf(*leg);
    legs_.erase(leg);
    return end.empty() ? end : "; " + end;
  }

  const RingStory* RingOf(const TraceStep& step) const {
    if (!step.offer) return nullptr;
    const auto known =
        std::find_if(story_.rings.begin(), story_.rings.end(),
                     [&step](const RingStory& ring) { return ring.offer == step.offer; });
    return known == story_.rings.end() ? nullptr : &*known;
  }

  const CallStory& story_;
  const std::string call_;
  std::vector<InteractionLeg> legs_;  // Of which nothing was told yet.
  v1::CallExplanation& explanation_;
  std::optional<TracedCaller> caller_;  // As last told.
};

// Empty while it waits for the routing: how it stands there says more.
std::string WaitedOf(const CallRecord& record) {
  if (record.wait || !record.row || record.row->legs.empty()) return {};
  const InteractionLeg& leg = record.row->legs.back();
  if (leg.outcome == LegOutcome::kWaiting) return "the caller waits in " + leg.queue;
  const bool gone = leg.outcome == LegOutcome::kAbandoned;
  return "the caller waited in " + leg.queue + " for " + WordsOf(leg.waited) +
         (gone ? " and hung up" : "");
}

// As the log has it; of a call that is not in the log, as the trace last told it.
std::optional<TracedCaller> CallerOf(const CallRecord& record) {
  if (record.row) {
    const exchange::Caller& caller = record.row->caller;
    return TracedCaller{caller.presentation, caller.match, caller.candidate_count};
  }
  for (auto step = record.steps.rbegin(); step != record.steps.rend(); ++step) {
    if (step->caller) return step->caller;
  }
  return std::nullopt;
}

// By time; what happened at once stays in its order.
std::vector<TraceStep> InOrder(std::vector<TraceStep> steps) {
  std::stable_sort(steps.begin(), steps.end(),
                   [](const TraceStep& a, const TraceStep& b) { return a.at < b.at; });
  return steps;
}

}  // namespace

v1::CallExplanation ToExplanation(const CallRecord& record, WallTime now) {
  v1::CallExplanation explanation;
  const std::vector<TraceStep> steps = InOrder(record.steps);
  const CallStory story = StoryOf(steps);
  Timeline timeline(story, record, explanation);
  for (const TraceStep& step : steps) timeline.Add(step);
  const int over = explanation.steps_size() - static_cast<int>(kStepsMax);
  if (over > 0) explanation.mutable_steps()->DeleteSubrange(0, over);
  Verdict verdict = VerdictOf(story, WaitedOf(record));
  if (record.wait) {
    verdict.text += " " + WordsOf(*record.wait, now);
    *explanation.mutable_wait() = ToWait(*record.wait);
  }
  explanation.set_verdict(FirstCharacters(verdict.text, kVerdictMax));
  explanation.set_no_pop_reason(verdict.reason);
  if (const auto caller = CallerOf(record)) {
    v1::IdentificationExplanation& known = *explanation.mutable_identification();
    known.set_text(FirstCharacters(WordsOf(*caller), kCallerTextMax));
    known.set_withheld(caller->presentation == exchange::Presentation::kWithheld);
    known.set_candidate_count(static_cast<int>(caller->candidate_count));
  }
  return explanation;
}

}  // namespace jackfield::grpc_api
