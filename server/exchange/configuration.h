#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/time.h"
#include "server/exchange/alert.h"
#include "server/exchange/calendar/opening_hours.h"
#include "server/exchange/callbacks/callback_plan.h"
#include "server/exchange/member_control.h"
#include "server/exchange/routing/routing_plan.h"
#include "server/exchange/shares.h"
#include "server/exchange/tickets/ticket_plan.h"

namespace jackfield::exchange {

// What an administrator has declared: all of it, each time. The exchange takes over the difference.
// A queue that a source reports and nobody declared exists all the same, with default thresholds.

// A source's own name of a queue.
struct QueueAlias {
  std::string source;
  std::string queue;

  bool operator==(const QueueAlias&) const = default;
  JACKFIELD_FIELDS(source, queue)
};

struct QueueConfiguration {
  std::string name;                                 // Unique; `queues/{name}` on the wire.
  std::string display_name;                         // Empty: the name.
  std::vector<QueueAlias> aliases;                  // Empty: every source's queue of the same name.
  std::optional<Duration> service_level_threshold;  // Absent: the source's own, else 20 s.
  Duration short_abandon_threshold{5'000};
  Duration wrap_up{0};           // After-call work that its calls bring; 0: none.
  Duration offer_limit{60'000};  // An offer that nobody ends is over after this time.
  std::uint32_t service_level_target_permille = 800;  // For display; 0 to 1000.
  ServiceLevelFormula service_level_formula = ServiceLevelFormula::kAbandonsNegative;
  std::vector<AlertRule> alert_rules;  // At most kAlertRulesMax, no two of one figure.
  RoutingPlan routing;
  std::string calendar;  // Of Configuration::calendars. Empty: always open.
  MemberControl member_control = MemberControl::kSwitch;
  CallbackPlan callbacks;

  bool operator==(const QueueConfiguration&) const = default;
  JACKFIELD_FIELDS(name, display_name, aliases, service_level_threshold, short_abandon_threshold,
                   wrap_up, offer_limit, service_level_target_permille, service_level_formula,
                   alert_rules, routing, calendar, member_control, callbacks)
};

// An agent's place in a queue that Jackfield distributes.
struct QueueMember {
  std::string queue;
  std::uint32_t rank = 1;  // 1 is asked first, where the queue goes by rank.

  bool operator==(const QueueMember&) const = default;
  JACKFIELD_FIELDS(queue, rank)
};

struct AgentConfiguration {
  std::string login;  // Unique; `agents/{login}` on the wire.
  std::string display_name;
  std::vector<std::string> devices;  // Patterns, e.g. "PJSIP/1001"; "source:PJSIP/1001" for one.
  std::string team;
  std::vector<QueueMember> queues;              // No two of the same queue.
  std::map<std::string, std::uint32_t> skills;  // Levels 1 to kSkillLevelMax, by skill.
  std::uint32_t ticket_capacity = 5;            // Tickets at a time; 0: none are offered.
  std::string calendar;  // Of Configuration::calendars: working hours. Empty: at all times.

  bool operator==(const AgentConfiguration&) const = default;
  JACKFIELD_FIELDS(login, display_name, devices, team, queues, skills, ticket_capacity, calendar)
};

struct DispositionConfiguration {
  std::string code;  // Unique.
  std::string label;

  bool operator==(const DispositionConfiguration&) const = default;
  JACKFIELD_FIELDS(code, label)
};

struct Configuration {
  std::vector<QueueConfiguration> queues;
  std::vector<AgentConfiguration> agents;
  std::vector<DispositionConfiguration> dispositions;
  std::vector<std::string> not_ready_reasons;         // Those that desks offer.
  Duration connected_silence_max{4LL * 3600 * 1000};  // Watchdog of silent calls, metrics.md.
  Duration queued_silence_max{3600LL * 1000};
  Duration desk_grace{60'000};  // From a lost desk to Not Ready "connection lost".
  RoutingRules routing;
  TicketPlan tickets;
  std::vector<Calendar> calendars;  // At most kCalendarsMax, sound, no two of one name.

  bool operator==(const Configuration&) const = default;
  JACKFIELD_FIELDS(queues, agents, dispositions, not_ready_reasons, connected_silence_max,
                   queued_silence_max, desk_grace, routing, tickets, calendars)
};

}  // namespace jackfield::exchange
