#include "server/grpc_api/queue_mapping.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "server/exchange/shares.h"
#include "server/grpc_api/alert_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

std::int64_t Count(std::uint64_t count) { return static_cast<std::int64_t>(count); }

// nullopt: 0 / 0, no data.
std::optional<double> Ratio(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return std::clamp(static_cast<double>(part) / static_cast<double>(whole), 0.0, 1.0);
}

std::optional<double> Ratio(const exchange::Share& share) { return Ratio(share.part, share.whole); }

std::optional<Duration> Mean(Duration sum, std::uint64_t count) {
  if (count == 0) return std::nullopt;
  return sum / Count(count);
}

v1::ServiceLevels LevelsOf(const exchange::QueueCounters& c) {
  using Formula = exchange::ServiceLevelFormula;
  const auto level = [&c](Formula formula) { return Ratio(ServiceLevelOf(c, formula)); };
  v1::ServiceLevels levels;
  if (const auto r = level(Formula::kAnsweredOnly)) levels.set_answered_only_ratio(*r);
  if (const auto r = level(Formula::kAbandonsIgnored)) levels.set_abandons_ignored_ratio(*r);
  if (const auto r = level(Formula::kAbandonsNegative)) levels.set_abandons_negative_ratio(*r);
  if (const auto r = level(Formula::kAbandonsPositive)) levels.set_abandons_positive_ratio(*r);
  if (const auto r = level(Formula::kShortAbandonsDropped)) {
    levels.set_short_abandons_dropped_ratio(*r);
  }
  return levels;
}

void SetForetold(const exchange::QueueCounters& c, v1::QueueRatios& ratios) {
  const std::int64_t foretold = Count(c.foretold);
  if (const auto r = Ratio(Count(c.foretold_p50), foretold)) ratios.set_foretold_p50_ratio(*r);
  if (const auto r = Ratio(Count(c.foretold_p90), foretold)) ratios.set_foretold_p90_ratio(*r);
  if (const auto mean = Mean(c.wait_foretold, c.foretold)) {
    *ratios.mutable_foretold_wait_mean_duration() = ToProto(*mean);
  }
  if (const auto mean = Mean(c.wait_of_foretold, c.foretold)) {
    *ratios.mutable_foretold_actual_mean_duration() = ToProto(*mean);
  }
  if (const auto mean = Mean(c.wait_of_foretold - c.wait_foretold, c.foretold)) {
    *ratios.mutable_foretold_error_mean_duration() = ToProto(*mean);
  }
}

}  // namespace

void SetConfigured(const std::string& queue, const SiteDocument& site, v1::Queue& proto) {
  const auto found = site.queues.find(queue);
  if (found == site.queues.end()) return;
  const v1::QueueConfiguration& configured = found->second;
  proto.set_service_level_formula(configured.service_level_formula());
  if (configured.has_service_level_target_ratio()) {
    proto.set_service_level_target_ratio(configured.service_level_target_ratio());
  }
  // Not as they are written: who reads them need not know what holds where nothing is.
  for (const v1::AlertRule& rule : configured.alert_rules()) {
    *proto.add_alert_rules() = ToProto(ToExchange(rule));
  }
  proto.set_waiting_warning_count(configured.waiting_warning_count());
  if (configured.has_wait_warning_duration()) {
    *proto.mutable_wait_warning_duration() = configured.wait_warning_duration();
  }
}

v1::Queue ToQueue(const exchange::Queue& queue, const SiteDocument& site) {
  const exchange::QueueConfiguration& known = queue.configuration;
  v1::Queue proto;
  proto.set_name(NameOf("queues", known.name));
  proto.set_display_name(known.display_name.empty() ? known.name : known.display_name);
  *proto.mutable_service_level_threshold() = ToProto(queue.service_level_threshold());
  *proto.mutable_short_abandon_threshold() = ToProto(known.short_abandon_threshold);
  *proto.mutable_wrap_up_duration() = ToProto(known.wrap_up);
  *proto.mutable_offer_deadline_duration() = ToProto(known.offer_limit);
  proto.set_discovered(!queue.configured);
  SetConfigured(known.name, site, proto);
  return proto;
}

v1::QueueCounts ToCounts(const exchange::QueueCounters& c) {
  v1::QueueCounts counts;
  counts.set_offered_count(Count(c.offered));
  counts.set_answered_count(Count(c.answered));
  counts.set_answered_within_count(Count(c.answered_within));
  counts.set_abandoned_count(Count(c.abandoned));
  counts.set_abandoned_within_count(Count(c.abandoned_within));
  counts.set_abandoned_short_count(Count(c.abandoned_short));
  counts.set_timed_out_count(Count(c.timed_out));
  counts.set_exit_key_count(Count(c.exit_key));
  counts.set_exit_empty_count(Count(c.exit_empty));
  counts.set_withdrawn_count(Count(c.withdrawn));
  counts.set_lost_count(Count(c.lost));
  counts.set_refused_full_count(Count(c.refused_full));
  counts.set_refused_empty_count(Count(c.refused_empty));
  counts.set_passed_threshold_count(Count(c.passed_threshold));
  counts.set_transferred_out_count(Count(c.transferred_out));
  counts.set_ring_no_answer_count(Count(c.ring_no_answers));
  counts.set_handled_count(Count(c.completed));
  *counts.mutable_answered_wait_duration() = ToProto(c.wait_answered);
  *counts.mutable_abandoned_wait_duration() = ToProto(c.wait_abandoned);
  *counts.mutable_wait_max_duration() = ToProto(c.wait_max);
  *counts.mutable_talk_duration() = ToProto(c.talk);
  *counts.mutable_hold_duration() = ToProto(c.hold);
  *counts.mutable_after_call_work_duration() = ToProto(c.after_call_work);
  counts.set_overflowed_count(Count(c.overflowed));
  counts.set_foretold_count(Count(c.foretold));
  counts.set_foretold_p50_count(Count(c.foretold_p50));
  counts.set_foretold_p90_count(Count(c.foretold_p90));
  *counts.mutable_foretold_wait_duration() = ToProto(c.wait_foretold);
  *counts.mutable_foretold_actual_duration() = ToProto(c.wait_of_foretold);
  counts.set_foretold_offered_count(Count(c.foretold_offered));
  counts.set_foretold_abandoned_count(Count(c.foretold_abandoned));
  counts.set_foretold_overflowed_count(Count(c.foretold_overflowed));
  return counts;
}

v1::AgentCounts ToCounts(const exchange::AgentCounters& c) {
  v1::AgentCounts counts;
  counts.set_offer_count(Count(c.offers));
  counts.set_answered_count(Count(c.answered));
  counts.set_ring_no_answer_count(Count(c.ring_no_answers));
  counts.set_handled_count(Count(c.completed));
  counts.set_transferred_out_count(Count(c.transferred_out));
  counts.set_pause_count(Count(c.pauses));
  *counts.mutable_ringing_duration() = ToProto(c.ringing);
  *counts.mutable_talk_duration() = ToProto(c.talk);
  *counts.mutable_hold_duration() = ToProto(c.hold);
  *counts.mutable_after_call_work_duration() = ToProto(c.after_call_work);
  *counts.mutable_ready_idle_duration() = ToProto(c.ready);
  *counts.mutable_not_ready_duration() = ToProto(c.not_ready);
  *counts.mutable_logged_on_duration() = ToProto(c.logged_on);
  return counts;
}

v1::QueueRatios ToRatios(const exchange::QueueCounters& c) {
  v1::QueueRatios ratios;
  *ratios.mutable_service_levels() = LevelsOf(c);
  const std::int64_t ended = Count(c.answered) + Count(c.abandoned);
  const std::int64_t abandoned = Count(c.abandoned);
  const std::int64_t brief = Count(c.abandoned_short);
  if (const auto r = Ratio(AbandonedOf(c))) ratios.set_abandoned_ratio(*r);
  if (const auto r = Ratio(abandoned - brief, ended - brief)) {
    ratios.set_abandoned_without_short_ratio(*r);
  }
  if (const auto mean = Mean(c.wait_answered, c.answered)) {
    *ratios.mutable_answered_wait_mean_duration() = ToProto(*mean);
  }
  if (const auto mean = Mean(c.wait_abandoned, c.abandoned)) {
    *ratios.mutable_abandoned_wait_mean_duration() = ToProto(*mean);
  }
  if (const auto mean = Mean(c.talk + c.hold + c.after_call_work, c.completed)) {
    *ratios.mutable_handle_mean_duration() = ToProto(*mean);
  }
  SetForetold(c, ratios);
  return ratios;
}

v1::AgentRatios ToRatios(const exchange::AgentCounters& c) {
  v1::AgentRatios ratios;
  const Duration handled = c.talk + c.hold + c.after_call_work;
  const Duration worked = handled + c.ringing;
  if (const auto r = Ratio(worked.count(), (worked + c.ready).count())) {
    ratios.set_occupancy_ratio(*r);
  }
  if (const auto r = Ratio((worked + c.ready).count(), c.logged_on.count())) {
    ratios.set_utilisation_ratio(*r);
  }
  if (const auto mean = Mean(handled, c.completed)) {
    *ratios.mutable_handle_mean_duration() = ToProto(*mean);
  }
  return ratios;
}

}  // namespace jackfield::grpc_api
