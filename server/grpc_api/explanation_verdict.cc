#include "server/grpc_api/explanation_verdict.h"

#include <algorithm>
#include <string_view>

#include "server/grpc_api/explanation_words.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kRingsTold = 3;
constexpr std::size_t kDevicesTold = 3;

RingStory& RingOf(CallStory& story, const TraceStep& step) {
  const auto known =
      std::find_if(story.rings.begin(), story.rings.end(),
                   [&step](const RingStory& ring) { return ring.offer == step.offer; });
  RingStory& ring = known != story.rings.end() ? *known : story.rings.emplace_back();
  ring.offer = step.offer;
  if (!step.agent.empty()) ring.agent = step.agent;
  if (!step.device.empty()) ring.device = step.device;
  ring.desk_present = ring.desk_present || step.desk_present;
  ring.pop_mode = step.pop_mode;
  return ring;
}

void TakeIgnored(const TraceStep& step, CallStory& story) {
  const bool ring = IsRing(step);
  if (step.cause == exchange::IgnoreCause::kCallOver) {
    ++story.late;
    if (ring) ++story.rings_late;
  } else if (ring) {
    ++story.rings_repeated;
  }
}

void Take(const TraceStep& step, CallStory& story) {
  if (step.caller && step.kind == TraceKind::kEvent) {
    story.withheld = step.caller->presentation == exchange::Presentation::kWithheld;
  }
  switch (step.kind) {
    case TraceKind::kEvent:
      ++story.effective;
      return;
    case TraceKind::kIgnored:
      return TakeIgnored(step, story);
    case TraceKind::kRepeated:
      ++story.repeated;
      if (IsRing(step)) ++story.rings_repeated;
      return;
    case TraceKind::kUnmapped:
      if (std::find(story.unmapped.begin(), story.unmapped.end(), step.device) ==
          story.unmapped.end()) {
        story.unmapped.push_back(step.device);
      }
      return;
    case TraceKind::kOffered:
      RingOf(story, step).began = step.at;
      return;
    case TraceKind::kDelivered:
      if (RingStory& ring = RingOf(story, step); !ring.delivered) ring.delivered = step.at;
      return;
    case TraceKind::kShown:
      RingOf(story, step).shown = step.source_time.value_or(step.at);
      return;
    case TraceKind::kClosed: {
      RingStory& ring = RingOf(story, step);
      ring.closed = step.at;
      ring.state = step.state;
      return;
    }
    case TraceKind::kChosen:
    case TraceKind::kCompleted:
    case TraceKind::kEnded:
    case TraceKind::kLimit:
    case TraceKind::kLeftOut:
    case TraceKind::kOverflowed:
    case TraceKind::kReserved:
    case TraceKind::kReleased:
    case TraceKind::kForetold:
      return;
  }
}

std::string Place(const RingStory& ring) {
  return ring.device.empty() ? ring.agent : ring.agent + " (" + ring.device + ")";
}

std::string Span(const std::optional<WallTime>& from, const std::optional<WallTime>& to) {
  return from && to ? WordsOf(Duration(*to - *from)) : std::string();
}

std::string ShownTo(const RingStory& ring) {
  std::string text = "The pop was shown to " + ring.agent;
  const std::string after = Span(ring.began, ring.shown);
  if (!after.empty()) text += " " + after + " after it began to ring";
  return text + ".";
}

std::string NotShownTo(const RingStory& ring) {
  std::string text = "It ";
  const std::string rang = Span(ring.began, ring.closed);
  text += ring.closed ? "rang at " : "rings at ";
  text += Place(ring);
  if (!rang.empty()) text += " for " + rang;
  const v1::NoPopReason reason = ReasonOf(ring);
  const bool stalled = reason == v1::NO_POP_REASON_DESK_NOT_CONNECTED && ring.desk_present;
  if (stalled) return text + ", but the connection of the agent's desk took nothing in that time.";
  if (reason != v1::NO_POP_REASON_NOT_REPORTED) {
    return text + ", but " + std::string(WordsOf(reason)) + ".";
  }
  const std::string told = Span(ring.began, ring.delivered);
  text += told.empty() ? ". The desk is to be told" : ". The desk was told after " + told;
  return text + ", and has not reported yet that it showed the pop.";
}

std::string Devices(const std::vector<std::string>& devices) {
  std::string text;
  for (std::size_t i = 0; i < devices.size() && i < kDevicesTold; ++i) {
    text += (i == 0 ? "" : ", ") + devices[i];
  }
  if (devices.size() > kDevicesTold) text += " and others";
  return text;
}

Verdict OfRings(const CallStory& story) {
  Verdict verdict;
  std::vector<std::string> viewers;
  for (const RingStory& ring : story.rings) {
    if (!ring.shown) continue;
    if (viewers.empty()) verdict.text = ShownTo(ring);
    if (std::find(viewers.begin(), viewers.end(), ring.agent) == viewers.end()) {
      viewers.push_back(ring.agent);
    }
  }
  if (viewers.size() > 1) {
    verdict.text += " " + std::to_string(viewers.size() - 1) + " more saw it, too.";
  }
  if (!viewers.empty()) return verdict;
  // The newest first: that is the one that is asked about.
  for (std::size_t i = 0; i < story.rings.size() && i < kRingsTold; ++i) {
    const RingStory& ring = story.rings[story.rings.size() - 1 - i];
    if (i == 0) verdict.reason = ReasonOf(ring);
    verdict.text += (i == 0 ? "" : " ") + NotShownTo(ring);
  }
  if (story.rings.size() > kRingsTold) {
    verdict.text += " It rang " + std::to_string(story.rings.size() - kRingsTold) + " times more.";
  }
  return verdict;
}

Verdict WithoutRings(const CallStory& story, const std::string& waited) {
  if (!story.unmapped.empty()) {
    return {"It rang at " + Devices(story.unmapped) +
                ", which is no agent's device; declare it with `jackfield apply` to have pops.",
            v1::NO_POP_REASON_UNMAPPED_DEVICE};
  }
  const bool only_late = story.late > 0 && (story.rings_late > 0 || story.effective == 0);
  if (only_late) {
    const std::string what = story.rings_late > 0 ? "The ring was told" : "Events came";
    return {what + " only after the call had ended; nothing pops for a call that is over.",
            v1::NO_POP_REASON_CALL_ENDED};
  }
  if (story.effective == 0 && story.repeated > 0) {
    return {"The events had come before, and were not acted upon again.",
            v1::NO_POP_REASON_DUPLICATE_EVENT};
  }
  const std::string text = "It never rang at a device";
  return {text + (waited.empty() ? "." : ": " + waited + "."), v1::NO_POP_REASON_NEVER_RANG};
}

std::string Times(std::uint32_t count, std::string_view what) {
  return std::to_string(count) + " ring event" + (count == 1 ? " " : "s ") + std::string(what);
}

}  // namespace

CallStory StoryOf(const std::vector<TraceStep>& steps) {
  CallStory story;
  for (const TraceStep& step : steps) Take(step, story);
  return story;
}

v1::NoPopReason ReasonOf(const RingStory& ring) {
  if (ring.shown) return v1::NO_POP_REASON_UNSPECIFIED;  // V1
  if (ring.pop_mode == exchange::PopMode::kOff) {        // V2
    return v1::NO_POP_REASON_POPS_SWITCHED_OFF;
  }
  const bool in_time = ring.delivered && (!ring.closed || *ring.delivered < *ring.closed);
  if (in_time) return v1::NO_POP_REASON_NOT_REPORTED;  // V3
  if (!ring.desk_present && !ring.delivered) return v1::NO_POP_REASON_DESK_NOT_CONNECTED;
  if (!ring.closed) return v1::NO_POP_REASON_NOT_REPORTED;
  const bool is_short = ring.began && *ring.closed - *ring.began < kShortRing;
  return is_short || ring.delivered ? v1::NO_POP_REASON_RING_TOO_SHORT
                                    : v1::NO_POP_REASON_DESK_NOT_CONNECTED;
}

Verdict VerdictOf(const CallStory& story, const std::string& waited) {
  Verdict verdict = story.rings.empty() ? WithoutRings(story, waited) : OfRings(story);
  if (!story.rings.empty() && !story.unmapped.empty()) {
    verdict.text += " It also rang at " + Devices(story.unmapped) + ", which is no agent's device.";
  }
  if (story.withheld) verdict.text += " The number was withheld: the caller was not identified.";
  if (story.rings_repeated > 0 && verdict.reason != v1::NO_POP_REASON_DUPLICATE_EVENT) {
    verdict.text += " " + Times(story.rings_repeated, "told what was known, and opened no pop.");
  }
  if (story.rings_late > 0 && verdict.reason != v1::NO_POP_REASON_CALL_ENDED) {
    verdict.text += " " + Times(story.rings_late, "came after the call had ended.");
  }
  return verdict;
}

}  // namespace jackfield::grpc_api
