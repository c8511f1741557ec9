#include "server/grpc_api/configuration_mapping.h"

#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "server/base/control_characters.h"
#include "server/grpc_api/alert_mapping.h"
#include "server/grpc_api/calendar_mapping.h"
#include "server/grpc_api/callback_mapping.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/dial_rules.h"
#include "server/grpc_api/routing_plan_mapping.h"
#include "server/grpc_api/site_calendar.h"
#include "server/grpc_api/ticket_plan_mapping.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/uri_template.h"

namespace jackfield::grpc_api {
namespace {

constexpr Duration kSecond{1'000};
constexpr Duration kMinute{60'000};
constexpr Duration kHour{3'600'000};
constexpr Duration kWrapUpDefault = 30 * kSecond;
constexpr Duration kOfferDeadlineDefault = 90 * kSecond;
constexpr int kSourcesMax = 64;
constexpr int kQueuesMax = 1'000;
constexpr int kAgentsMax = 10'000;
constexpr int kChoicesMax = 32;
constexpr int kLabelsMax = 1'000;
constexpr int kAttachedMax = 64;
constexpr int kAliasesMax = 16;
constexpr int kDeskLinksMax = 16;

std::string At(const char* list, int index, const char* field) {
  return std::string(list) + "[" + std::to_string(index) + "]." + field;
}

void CheckRules(const std::string& at, const v1::NumberRules& rules, DocumentCheck& check) {
  check.Text(at + "default_region_code", rules.default_region_code(), 2, 2);
  check.Digits(at + "outside_prefix", rules.outside_prefix(), 4);
  check.Digits(at + "area_code", rules.area_code(), 8);
  if (rules.extension_length_max() < 0 || rules.extension_length_max() > 8) {
    check.Refuse(at + "extension_length_max", "must be from 0 to 8");
  }
  check.Count(at + "rewrites", rules.rewrites_size(), 16);
  for (const v1::NumberRewrite& rewrite : rules.rewrites()) {
    check.Text(at + "rewrites.prefix", rewrite.prefix(), 1, 16);
    check.Text(at + "rewrites.replacement", rewrite.replacement(), 0, 16);
  }
  check.Count(at + "withheld_texts", rules.withheld_texts_size(), 16);
}

std::set<std::string> CheckSources(const v1::Configuration& configuration, DocumentCheck& check) {
  std::set<std::string> ids;
  check.Count("sources", configuration.sources_size(), kSourcesMax);
  for (int i = 0; i < configuration.sources_size(); ++i) {
    const v1::SourceConfiguration& source = configuration.sources(i);
    check.Word(At("sources", i, "source_id"), source.source_id(), 32, "_-");
    check.Unique(At("sources", i, "source_id"), ids, source.source_id());
    check.Text(At("sources", i, "display_name"), source.display_name(), 0, 64);
    if (source.has_number_rules()) {
      CheckRules(At("sources", i, "number_rules."), source.number_rules(), check);
    }
  }
  return ids;
}

void CheckQueueTimes(int i, const v1::QueueConfiguration& queue, DocumentCheck& check) {
  if (queue.has_service_level_threshold()) {
    check.Time(At("queues", i, "service_level_threshold"),
               FromProto(queue.service_level_threshold()), {Duration{1}, kHour});
  }
  if (queue.has_short_abandon_threshold()) {
    check.Time(At("queues", i, "short_abandon_threshold"),
               FromProto(queue.short_abandon_threshold()), {Duration{0}, kMinute});
  }
  if (queue.has_wrap_up_duration()) {
    check.Time(At("queues", i, "wrap_up_duration"), FromProto(queue.wrap_up_duration()),
               {Duration{0}, 30 * kMinute});
  }
  if (queue.has_offer_deadline_duration()) {
    check.Time(At("queues", i, "offer_deadline_duration"),
               FromProto(queue.offer_deadline_duration()), {5 * kSecond, 300 * kSecond});
  }
  const double target = queue.service_level_target_ratio();
  if (queue.has_service_level_target_ratio() && !(target > 0 && target <= 1)) {
    check.Refuse(At("queues", i, "service_level_target_ratio"), "must be over 0, at most 1");
  }
}

void CheckUri(const std::string& field, const std::string& uri_template, UriSchemes schemes,
              DocumentCheck& check) {
  check.Text(field, uri_template, 1, 512);
  const std::string_view broken = BrokenUriRule(uri_template, schemes);
  if (!uri_template.empty() && !broken.empty()) check.Refuse(field, std::string(broken));
}

void CheckOpening(int i, const v1::QueueConfiguration& queue, DocumentCheck& check) {
  const bool wanted = queue.pop_policy() == v1::Pop::POLICY_OPEN_URI_ON_ANSWER;
  if (!wanted && queue.open_uri_template().empty()) return;
  CheckUri(At("queues", i, "open_uri_template"), queue.open_uri_template(),
           UriSchemes::kHttpAndHttps, check);
}

void CheckDeskLinks(const v1::Configuration& configuration, DocumentCheck& check) {
  std::set<std::string> labels;
  check.Count("desk_links", configuration.desk_links_size(), kDeskLinksMax);
  for (int i = 0; i < configuration.desk_links_size(); ++i) {
    const v1::DeskLink& link = configuration.desk_links(i);
    check.Text(At("desk_links", i, "label"), link.label(), 1, 64);
    check.Unique(At("desk_links", i, "label"), labels, link.label());
    CheckUri(At("desk_links", i, "uri_template"), link.uri_template(), UriSchemes::kHttps, check);
  }
}

// A name that a telephone system has for something.
void CheckSourceName(const std::string& field, const std::string& name, DocumentCheck& check) {
  check.Text(field, name, 1, 128);
  if (HasControl(name)) check.Refuse(field, "must have no control characters");
}

void CheckQueues(const v1::Configuration& configuration, const std::set<std::string>& codes,
                 DocumentCheck& check) {
  std::set<std::string> ids;
  std::set<std::string> aliases;
  check.Count("queues", configuration.queues_size(), kQueuesMax);
  for (int i = 0; i < configuration.queues_size(); ++i) {
    const v1::QueueConfiguration& queue = configuration.queues(i);
    check.Word(At("queues", i, "queue_id"), queue.queue_id(), 64, "_-");
    check.Unique(At("queues", i, "queue_id"), ids, queue.queue_id());
    check.Text(At("queues", i, "display_name"), queue.display_name(), 1, 64);
    check.Count(At("queues", i, "source_queues"), queue.source_queues_size(), kAliasesMax);
    for (const v1::SourceQueue& alias : queue.source_queues()) {
      check.Word(At("queues", i, "source_queues.source_id"), alias.source_id(), 32, "_-");
      CheckSourceName(At("queues", i, "source_queues.queue"), alias.queue(), check);
      check.Unique(At("queues", i, "source_queues"), aliases,
                   alias.source_id() + '\n' + alias.queue());
    }
    CheckQueueTimes(i, queue, check);
    if (!v1::QueueMemberControl_IsValid(queue.member_control())) {
      check.Refuse(At("queues", i, "member_control"), "must be one that this server knows");
    }
    CheckAlertRules(At("queues", i, "alert_rules"), queue.alert_rules(), check);
    for (const std::string& code : queue.dispositions()) {
      if (!codes.contains(code)) check.Refuse(At("queues", i, "dispositions"), "is not configured");
    }
    CheckOpening(i, queue, check);
  }
}

void CheckAgents(const v1::Configuration& configuration, DocumentCheck& check) {
  std::set<std::string> logins;
  std::set<std::string> devices;
  check.Count("agents", configuration.agents_size(), kAgentsMax);
  for (int i = 0; i < configuration.agents_size(); ++i) {
    const v1::AgentConfiguration& agent = configuration.agents(i);
    check.Word(At("agents", i, "login"), agent.login(), 64, "._-");
    check.Unique(At("agents", i, "login"), logins, agent.login());
    check.Text(At("agents", i, "display_name"), agent.display_name(), 1, 80);
    check.Text(At("agents", i, "team"), agent.team(), 0, 64);
    check.Count(At("agents", i, "device_patterns"), agent.device_patterns_size(), 16);
    for (const std::string& device : agent.device_patterns()) {
      CheckSourceName(At("agents", i, "device_patterns"), device, check);
      check.Unique(At("agents", i, "device_patterns"), devices, device);
    }
  }
}

std::set<std::string> CheckChoices(const v1::Configuration& configuration, DocumentCheck& check) {
  std::set<std::string> codes;
  check.Count("dispositions", configuration.dispositions_size(), kChoicesMax);
  for (int i = 0; i < configuration.dispositions_size(); ++i) {
    const v1::DispositionOption& option = configuration.dispositions(i);
    check.Word(At("dispositions", i, "code"), option.code(), 32, "_");
    check.Unique(At("dispositions", i, "code"), codes, option.code());
    check.Text(At("dispositions", i, "label"), option.label(), 1, 64);
    if (option.digit_key() < 0 || option.digit_key() > 9) {
      check.Refuse(At("dispositions", i, "digit_key"), "must be from 0 to 9");
    }
  }
  std::set<std::string> reasons;
  check.Count("not_ready_reasons", configuration.not_ready_reasons_size(), kChoicesMax);
  for (int i = 0; i < configuration.not_ready_reasons_size(); ++i) {
    const v1::NotReadyReason& reason = configuration.not_ready_reasons(i);
    check.Word(At("not_ready_reasons", i, "code"), reason.code(), 32, "_");
    check.Unique(At("not_ready_reasons", i, "code"), reasons, reason.code());
    check.Text(At("not_ready_reasons", i, "label"), reason.label(), 1, 64);
  }
  return codes;
}

void CheckThresholds(const v1::TelephonyThresholds& thresholds, DocumentCheck& check) {
  const auto time = [&check](const char* field, const auto& value, DocumentCheck::Span range) {
    check.Time(std::string("telephony_thresholds.") + field, FromProto(value), range);
  };
  if (thresholds.has_connected_silence_duration()) {
    time("connected_silence_duration", thresholds.connected_silence_duration(),
         {kMinute, 48 * kHour});
  }
  if (thresholds.has_queued_silence_duration()) {
    time("queued_silence_duration", thresholds.queued_silence_duration(), {kMinute, 48 * kHour});
  }
  if (thresholds.has_desk_grace_duration()) {
    time("desk_grace_duration", thresholds.desk_grace_duration(), {Duration{0}, kHour});
  }
  if (thresholds.has_reserved_deadline_duration()) {
    time("reserved_deadline_duration", thresholds.reserved_deadline_duration(),
         {kSecond, 300 * kSecond});
  }
  if (thresholds.has_wrap_up_extension_duration()) {
    time("wrap_up_extension_duration", thresholds.wrap_up_extension_duration(),
         {10 * kSecond, 10 * kMinute});
  }
  const int times = thresholds.wrap_up_extension_count_max();
  if (times < 0 || times > 100) {
    check.Refuse("telephony_thresholds.wrap_up_extension_count_max", "must be from 0 to 100");
  }
}

exchange::QueueConfiguration ToExchange(const v1::QueueConfiguration& queue) {
  exchange::QueueConfiguration mapped;
  mapped.name = queue.queue_id();
  mapped.display_name = queue.display_name();
  for (const v1::SourceQueue& alias : queue.source_queues()) {
    mapped.aliases.push_back({alias.source_id(), alias.queue()});
  }
  if (queue.has_service_level_threshold()) {
    mapped.service_level_threshold = FromProto(queue.service_level_threshold());
  }
  if (queue.has_short_abandon_threshold()) {
    mapped.short_abandon_threshold = FromProto(queue.short_abandon_threshold());
  }
  mapped.wrap_up =
      queue.has_wrap_up_duration() ? FromProto(queue.wrap_up_duration()) : kWrapUpDefault;
  mapped.offer_limit = queue.has_offer_deadline_duration()
                           ? FromProto(queue.offer_deadline_duration())
                           : kOfferDeadlineDefault;
  mapped.service_level_target_permille =
      static_cast<std::uint32_t>(std::lround(queue.service_level_target_ratio() * 1000));
  if (queue.service_level_formula() != v1::SERVICE_LEVEL_FORMULA_UNSPECIFIED &&
      v1::ServiceLevelFormula_IsValid(queue.service_level_formula())) {
    mapped.service_level_formula =
        static_cast<exchange::ServiceLevelFormula>(queue.service_level_formula());
  }
  for (const v1::AlertRule& rule : queue.alert_rules()) {
    mapped.alert_rules.push_back(grpc_api::ToExchange(rule));
  }
  mapped.routing = ToRoutingPlan(queue);
  mapped.calendar = queue.calendar_id();
  if (queue.member_control() != v1::QUEUE_MEMBER_CONTROL_UNSPECIFIED) {
    // One more on the wire, where 0 is not stated.
    mapped.member_control = static_cast<exchange::MemberControl>(queue.member_control() - 1);
  }
  mapped.callbacks = ToCallbackPlan(queue);
  return mapped;
}

}  // namespace

Status CheckConfiguration(const v1::Configuration& configuration) {
  DocumentCheck check;
  check.Text("site_display_name", configuration.site_display_name(), 0, 64);
  check.Text("time_zone", configuration.time_zone(), 0, 64);
  if (!SiteCalendar::Of(configuration.time_zone())) {
    check.Refuse("time_zone",
                 "must be an IANA time zone that the server knows, e.g. Europe/Berlin");
  }
  CheckSources(configuration, check);
  const std::set<std::string> codes = CheckChoices(configuration, check);
  CheckQueues(configuration, codes, check);
  CheckDeskLinks(configuration, check);
  CheckAgents(configuration, check);
  CheckRouting(configuration, check);
  CheckCalendars(configuration, check);
  CheckDialRules(configuration, check);
  CheckTicketPlan(configuration, check);
  CheckCallbackPlans(configuration, check);
  CheckThresholds(configuration.telephony_thresholds(), check);
  check.Count("dialled_numbers", configuration.dialled_numbers_size(), kLabelsMax);
  std::set<std::string> numbers;
  for (int i = 0; i < configuration.dialled_numbers_size(); ++i) {
    const v1::DialledNumberLabel& label = configuration.dialled_numbers(i);
    check.Text(At("dialled_numbers", i, "number"), label.number(), 1, 64);
    check.Text(At("dialled_numbers", i, "label"), label.label(), 1, 64);
    check.Unique(At("dialled_numbers", i, "number"), numbers, label.number());
  }
  check.Count("attached_values", configuration.attached_values_size(), kAttachedMax);
  std::set<std::string> names;
  for (int i = 0; i < configuration.attached_values_size(); ++i) {
    const v1::AttachedValueConfiguration& value = configuration.attached_values(i);
    check.Text(At("attached_values", i, "name"), value.name(), 1, 64);
    check.Text(At("attached_values", i, "label"), value.label(), 0, 64);
    check.Unique(At("attached_values", i, "name"), names, value.name());
    check.Text(At("attached_values", i, "external_id_system"), value.external_id_system(), 0, 32);
  }
  return check.status();
}

exchange::Configuration ToExchange(const v1::Configuration& configuration, WallTime now) {
  exchange::Configuration mapped;
  for (const v1::QueueConfiguration& queue : configuration.queues()) {
    mapped.queues.push_back(ToExchange(queue));
  }
  for (const v1::AgentConfiguration& agent : configuration.agents()) {
    mapped.agents.push_back({agent.login(),
                             agent.display_name(),
                             {agent.device_patterns().begin(), agent.device_patterns().end()},
                             agent.team(),
                             ToQueueMembers(agent),
                             ToSkills(agent),
                             TicketCapacityOf(agent),
                             agent.calendar_id()});
  }
  for (const v1::DispositionOption& option : configuration.dispositions()) {
    mapped.dispositions.push_back({option.code(), option.label()});
  }
  for (const v1::NotReadyReason& reason : configuration.not_ready_reasons()) {
    mapped.not_ready_reasons.push_back(reason.code());
  }
  const v1::TelephonyThresholds& thresholds = configuration.telephony_thresholds();
  if (thresholds.has_connected_silence_duration()) {
    mapped.connected_silence_max = FromProto(thresholds.connected_silence_duration());
  }
  if (thresholds.has_queued_silence_duration()) {
    mapped.queued_silence_max = FromProto(thresholds.queued_silence_duration());
  }
  if (thresholds.has_desk_grace_duration()) {
    mapped.desk_grace = FromProto(thresholds.desk_grace_duration());
  }
  mapped.routing = ToRoutingRules(configuration);
  mapped.tickets = ToTicketPlan(configuration);
  mapped.calendars = ToCalendars(configuration, now);
  return mapped;
}

std::vector<SourceNumberRules> ToNumberRules(const v1::Configuration& configuration) {
  std::vector<SourceNumberRules> all;
  for (const v1::SourceConfiguration& source : configuration.sources()) {
    if (!source.has_number_rules()) continue;
    const v1::NumberRules& rules = source.number_rules();
    SourceNumberRules mapped;
    mapped.source = source.source_id();
    mapped.region = rules.default_region_code();
    mapped.outside_prefix = rules.outside_prefix();
    mapped.area_code = rules.area_code();
    if (rules.has_extension_length_max()) {
      mapped.extension_digits_max = static_cast<std::uint32_t>(rules.extension_length_max());
    }
    for (const v1::NumberRewrite& rewrite : rules.rewrites()) {
      mapped.rewrites.push_back({rewrite.prefix(), rewrite.replacement()});
    }
    all.push_back(std::move(mapped));
  }
  return all;
}

ExtensionLimits ExtensionLimitsOf(const v1::Configuration& configuration) {
  ExtensionLimits limits;
  const v1::TelephonyThresholds& given = configuration.telephony_thresholds();
  if (given.has_wrap_up_extension_duration()) {
    limits.step = FromProto(given.wrap_up_extension_duration());
  }
  if (given.has_wrap_up_extension_count_max()) {
    limits.times_max = static_cast<std::uint32_t>(given.wrap_up_extension_count_max());
  }
  return limits;
}

}  // namespace jackfield::grpc_api
