#include "server/app/cli/whatif_history.h"

#include <algorithm>
#include <map>
#include <set>

#include <google/protobuf/util/time_util.h>

#include "server/exchange/counters.h"
#include "server/ports/customers.h"

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;
using whatif::PastStay;

WallTime ToTime(const google::protobuf::Timestamp& time) {
  return WallTime(Duration(TimeUtil::TimestampToMilliseconds(time)));
}

Duration ToSpan(const google::protobuf::Duration& span) {
  return Duration(TimeUtil::DurationToMilliseconds(span));
}

std::uint64_t ToCount(std::int64_t count) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
}

// How a stay ended, without its times.
PastStay EndOf(v1::QueueLeg::Outcome outcome) {
  using exchange::DequeueCause;
  switch (outcome) {
    case v1::QueueLeg::OUTCOME_ANSWERED:
      return {.end = PastStay::End::kAnswered};
    case v1::QueueLeg::OUTCOME_ABANDONED:
      return {.end = PastStay::End::kAbandoned};
    case v1::QueueLeg::OUTCOME_TIMED_OUT:
      return {.end = PastStay::End::kLeft, .cause = DequeueCause::kTimedOut};
    case v1::QueueLeg::OUTCOME_EXIT_KEY:
      return {.end = PastStay::End::kLeft, .cause = DequeueCause::kExitKey};
    case v1::QueueLeg::OUTCOME_EXIT_EMPTY:
      return {.end = PastStay::End::kLeft, .cause = DequeueCause::kExitEmpty};
    case v1::QueueLeg::OUTCOME_WITHDRAWN:
    case v1::QueueLeg::OUTCOME_OVERFLOWED:
      return {.end = PastStay::End::kLeft, .cause = DequeueCause::kWithdrawn};
    case v1::QueueLeg::OUTCOME_LOST:
    case v1::QueueLeg::OUTCOME_UNSPECIFIED:
    case v1::QueueLeg_Outcome_QueueLeg_Outcome_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::QueueLeg_Outcome_QueueLeg_Outcome_INT_MAX_SENTINEL_DO_NOT_USE_:
      return {};
  }
  return {};
}

// Of the agent's part in the call that came by the queue; of several the last one.
Duration AfterCallWorkOf(const v1::CallDetail& call, const v1::QueueLeg& leg) {
  Duration work{0};
  for (const v1::AgentPart& part : call.agent_parts()) {
    if (part.agent() != leg.agent() || part.queue() != leg.queue()) continue;
    work = ToSpan(part.after_call_work_duration());
  }
  return work;
}

whatif::CallerClass ClassOf(const v1::Caller& caller, const std::vector<std::string>& tiers) {
  whatif::CallerClass of;
  const auto tier = std::find(tiers.begin(), tiers.end(), caller.tier());
  if (tier != tiers.end()) of.value_tier = static_cast<std::uint32_t>(tier - tiers.begin() + 1);
  for (const v1::CustomerFlag& flag : caller.flags()) {
    if (flag.code() == kOpenComplaintFlag) of.open_complaint = true;
  }
  return of;
}

bool Counts(const PastStay& stay, const WhatifTime& time) {
  const WallTime left = stay.entered + stay.wait;
  return left >= time.from && left < time.to;
}

// Gives each interval of `staffed` its share of the time from `from` to `to`; returns the part of
// it that is in intervals which count.
Duration Spread(std::vector<whatif::StaffedTime>& staffed, WallTime from, WallTime to,
                const WhatifTime& time) {
  Duration counted{0};
  for (whatif::StaffedTime& each : staffed) {
    const WallTime begin = std::max(from, each.interval);
    const WallTime end = std::min(to, each.interval + exchange::kIntervalLength);
    if (begin >= end) continue;
    each.time += end - begin;
    if (each.interval >= time.from) counted += end - begin;
  }
  return counted;
}

}  // namespace

WhatifTime WhatifTimeOf(WallTime from, WallTime to) {
  const WallTime begin = exchange::IntervalOf(from);
  const WallTime end = exchange::IntervalOf(to + exchange::kIntervalLength - Duration{1});
  return {begin - kLeadIn, begin, end};
}

void AddTo(QueueHistory& history, const v1::CallDetail& call, const std::string& queue,
           const WhatifTime& time) {
  for (const v1::QueueLeg& leg : call.queue_legs()) {
    const WallTime entered = ToTime(leg.enter_time());
    if (leg.queue() != queue || entered < time.lead_in || entered >= time.to) continue;
    PastStay stay = EndOf(leg.outcome());
    stay.entered = entered;
    stay.wait = ToSpan(leg.wait_duration());
    stay.caller_class = ClassOf(call.caller(), history.tiers);
    const bool answered = stay.end == PastStay::End::kAnswered;
    if (answered && leg.has_talk_duration()) {
      stay.handling = ToSpan(leg.talk_duration()) + ToSpan(leg.hold_duration());
      stay.after_call_work = AfterCallWorkOf(call, leg);
    }
    if (answered && !leg.agent().empty()) {
      const WallTime answer = entered + stay.wait;
      const Duration worked = stay.handling.value_or(Duration{0}) + stay.after_call_work;
      history.work.push_back({leg.agent(), answer, answer + worked});
    }
    history.stays.push_back(stay);
  }
}

StaffingHistory StaffingOf(const QueueHistory& history, const std::vector<v1::AgentReportRow>& rows,
                           const WhatifTime& time) {
  StaffingHistory staffing;
  std::map<WallTime, Duration> present;
  std::set<std::string> agents;
  for (const QueueHistory::Work& work : history.work) agents.insert(work.agent);
  for (const v1::AgentReportRow& row : rows) {
    if (!agents.contains(row.agent())) continue;
    const WallTime interval = exchange::IntervalOf(ToTime(row.start_time()));
    const Duration ready = ToSpan(row.counts().ready_idle_duration());
    const Duration ringing = ToSpan(row.counts().ringing_duration());
    present[interval] += ready + ringing;
    if (interval < time.from || interval >= time.to) continue;
    staffing.ready += ready;
    staffing.busy += ringing;
  }
  for (WallTime at = time.lead_in; at < time.to; at += exchange::kIntervalLength) {
    const auto known = present.find(at);
    staffing.staffed.push_back({at, known == present.end() ? Duration{0} : known->second});
  }
  for (const QueueHistory::Work& work : history.work) {
    staffing.busy += Spread(staffing.staffed, work.from, work.to, time);
  }
  staffing.agents = agents.size();
  return staffing;
}

exchange::QueueConfiguration QueueOf(const v1::Queue& queue) {
  exchange::QueueConfiguration configured{.name = queue.name()};
  if (queue.has_service_level_threshold()) {
    configured.service_level_threshold = ToSpan(queue.service_level_threshold());
  }
  configured.short_abandon_threshold = ToSpan(queue.short_abandon_threshold());
  configured.wrap_up = ToSpan(queue.wrap_up_duration());
  if (queue.has_offer_deadline_duration()) {
    configured.offer_limit = ToSpan(queue.offer_deadline_duration());
  }
  // In the order of the contract.
  const int formula = queue.service_level_formula();
  if (formula >= v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY &&
      formula <= v1::SERVICE_LEVEL_FORMULA_SHORT_ABANDONS_DROPPED) {
    configured.service_level_formula = static_cast<exchange::ServiceLevelFormula>(formula);
  }
  return configured;
}

whatif::Outcome HappenedOf(const v1::QueueCounts& counts, const QueueHistory& history,
                           const StaffingHistory& staffing, const WhatifTime& time) {
  whatif::Outcome outcome;
  exchange::QueueCounters& queue = outcome.queue;
  queue.offered = ToCount(counts.offered_count());
  queue.answered = ToCount(counts.answered_count());
  queue.answered_within = ToCount(counts.answered_within_count());
  queue.abandoned = ToCount(counts.abandoned_count());
  queue.abandoned_within = ToCount(counts.abandoned_within_count());
  queue.abandoned_short = ToCount(counts.abandoned_short_count());
  queue.passed_threshold = ToCount(counts.passed_threshold_count());
  queue.wait_answered = ToSpan(counts.answered_wait_duration());
  queue.wait_abandoned = ToSpan(counts.abandoned_wait_duration());
  queue.wait_max = ToSpan(counts.wait_max_duration());
  outcome.agents.talk = staffing.busy;  // All that is not ready: the parts do not matter.
  outcome.agents.ready = staffing.ready;
  for (const PastStay& stay : history.stays) {
    if (stay.end == PastStay::End::kUnseen || !Counts(stay, time)) continue;
    ++outcome.stays;
    if (stay.wait > Duration{0}) ++outcome.stays_with_a_wait;
    if (stay.end != PastStay::End::kAnswered) continue;
    outcome.waits.push_back(stay.wait);
    outcome.class_waits[stay.caller_class].push_back(stay.wait);
  }
  return outcome;
}

void Recount(whatif::Outcome& outcome, const QueueHistory& history, const WhatifTime& time,
             Duration threshold) {
  exchange::QueueCounters& queue = outcome.queue;
  queue.answered_within = 0;
  queue.abandoned_within = 0;
  queue.passed_threshold = 0;
  for (const PastStay& stay : history.stays) {
    const WallTime passed = stay.entered + threshold + Duration{1};
    if (stay.wait > threshold) {
      if (passed >= time.from && passed < time.to) ++queue.passed_threshold;
      continue;
    }
    if (!Counts(stay, time)) continue;
    if (stay.end == PastStay::End::kAnswered) ++queue.answered_within;
    if (stay.end == PastStay::End::kAbandoned) ++queue.abandoned_within;
  }
}

Duration RingOf(const std::vector<v1::AgentReportRow>& rows) {
  Duration ringing{0};
  std::int64_t offers = 0;
  for (const v1::AgentReportRow& row : rows) {
    ringing += ToSpan(row.counts().ringing_duration());
    offers += row.counts().offer_count();
  }
  return offers > 0 ? ringing / offers : Duration{0};
}

}  // namespace jackfield::cli
