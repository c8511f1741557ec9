#include "server/grpc_api/ticket_plan_mapping.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "server/grpc_api/ticket_change_mapping.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::EscalationKind;
using exchange::TriggerCause;
using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;
using Names = std::set<std::string>;
using Steps = RepeatedPtrField<v1::EscalationStep>;

constexpr Duration kSecond{1'000};
constexpr Duration kDay{24LL * 3600 * 1000};
constexpr Duration kGoalMax = 400 * kDay;
constexpr std::size_t kPolicyIdMax = 64;
constexpr std::size_t kSubjectMax = 200;
constexpr int kPolicyQueuesMax = 16;
constexpr DocumentCheck::Range kReopenDays{1, exchange::kReopenDaysMax};
constexpr DocumentCheck::Range kWarnPercents{0, 99};

static_assert(static_cast<int>(EscalationKind::kHandToSupervisors) ==
              v1::EscalationStep::ACTION_HAND_TO_SUPERVISORS);
static_assert(static_cast<int>(TriggerCause::kLongHold) == v1::TicketTrigger::CAUSE_LONG_HOLD);

// What a plan may name.
struct Declared {
  Names queues;
  Names calendars;
  Names dispositions;
  Names tiers;
};

Declared DeclaredIn(const v1::Configuration& configuration) {
  Declared declared;
  for (const auto& each : configuration.queues()) declared.queues.insert(each.queue_id());
  for (const auto& each : configuration.calendars()) declared.calendars.insert(each.calendar_id());
  for (const auto& each : configuration.dispositions()) declared.dispositions.insert(each.code());
  for (const auto& each : configuration.routing_rules().tier_bonuses()) {
    declared.tiers.insert(each.tier());
  }
  return declared;
}

// `what`: e.g. "queue". An empty name names nothing.
void CheckNamed(const std::string& field, const std::string& name, const Names& declared,
                const std::string& what, DocumentCheck& check) {
  if (name.empty() || declared.contains(name)) return;
  check.Refuse(field,
               "is no " + what + " of this document: declare '" + name + "', or take it out here");
}

void CheckTier(const std::string& field, const std::string& tier, const Declared& declared,
               DocumentCheck& check) {
  CheckNamed(field, tier, declared.tiers, "tier of routing_rules.tier_bonuses", check);
}

void CheckSteps(const std::string& field, const Steps& steps, const Declared& declared,
                DocumentCheck& check) {
  check.Count(field, steps.size(), static_cast<int>(exchange::kEscalationStepsMax));
  for (int i = 0; i < steps.size(); ++i) {
    const v1::EscalationStep& step = steps[i];
    const std::string at = EntryAt(field, i);
    const bool known = step.action() != v1::EscalationStep::ACTION_UNSPECIFIED &&
                       v1::EscalationStep::Action_IsValid(step.action());
    if (!known) check.Refuse(at + "action", "must be there, and one that this server knows");
    const bool moves = step.action() == v1::EscalationStep::ACTION_MOVE_QUEUE;
    if (moves && step.queue_id().empty()) {
      check.Refuse(at + "queue_id", "must be there: the queue that the ticket goes to");
    }
    if (!moves && !step.queue_id().empty()) {
      check.Refuse(at + "queue_id", "belongs to move_queue only: take it out");
    }
    CheckNamed(at + "queue_id", step.queue_id(), declared.queues, "queue", check);
  }
}

// A type or a priority that makes no choice, or that stands there twice.
void CheckChoices(const std::string& field, const RepeatedField<int>& choices,
                  bool (*is_valid)(int), DocumentCheck& check) {
  std::set<int> known;
  for (const int choice : choices) {
    if (choice == 0 || !is_valid(choice)) {
      check.Refuse(field, "must be values that this server knows");
    } else if (!known.insert(choice).second) {
      check.Refuse(field, "has a value twice: take one out");
    }
  }
}

void CheckGoals(const std::string& at, const v1::SlaPolicy& policy, DocumentCheck& check) {
  const DocumentCheck::Span range{kSecond, kGoalMax};
  if (policy.has_first_response_duration()) {
    check.Time(at + "first_response_duration", FromProto(policy.first_response_duration()), range);
  }
  if (policy.has_next_response_duration()) {
    check.Time(at + "next_response_duration", FromProto(policy.next_response_duration()), range);
  }
  if (policy.has_resolution_duration()) {
    check.Time(at + "resolution_duration", FromProto(policy.resolution_duration()), range);
  }
  const bool limits = policy.has_first_response_duration() || policy.has_next_response_duration() ||
                      policy.has_resolution_duration();
  if (limits) return;
  check.Refuse(at + "first_response_duration",
               "must be there, or next_response_duration, or resolution_duration: "
               "a policy has a limit at least");
}

void CheckPolicy(const std::string& at, const v1::SlaPolicy& policy, const Declared& declared,
                 DocumentCheck& check) {
  check.Word(at + "policy_id", policy.policy_id(), kPolicyIdMax, "_-");
  check.Count(at + "queue_ids", policy.queue_ids_size(), kPolicyQueuesMax);
  Names queues;
  for (const std::string& queue : policy.queue_ids()) {
    if (queue.empty()) check.Refuse(at + "queue_ids", "must be ids of queues");
    CheckNamed(at + "queue_ids", queue, declared.queues, "queue", check);
    check.Unique(at + "queue_ids", queues, queue);
  }
  CheckChoices(at + "types", policy.types(), &v1::Ticket::Type_IsValid, check);
  CheckChoices(at + "priorities", policy.priorities(), &v1::Ticket::Priority_IsValid, check);
  CheckTier(at + "tier_min", policy.tier_min(), declared, check);
  CheckGoals(at, policy, check);
  CheckNamed(at + "calendar_id", policy.calendar_id(), declared.calendars, "calendar", check);
  check.Number(at + "warn_percent", policy.warn_percent(), kWarnPercents);
  CheckSteps(at + "on_warning", policy.on_warning(), declared, check);
  CheckSteps(at + "on_breach", policy.on_breach(), declared, check);
  if (policy.has_warn_percent() && policy.warn_percent() == 0 && !policy.on_warning().empty()) {
    check.Refuse(at + "on_warning",
                 "is never done, for warn_percent is 0: take it out, or set warn_percent");
  }
}

// Every choice of `narrow` is one of `wide`; empty is all of them.
template <typename Value>
bool Covers(const std::set<Value>& wide, const std::set<Value>& narrow) {
  if (wide.empty()) return true;
  return !narrow.empty() && std::includes(wide.begin(), wide.end(), narrow.begin(), narrow.end());
}

bool Covers(const exchange::SlaPolicy& wide, const exchange::SlaPolicy& narrow) {
  return Covers(wide.queues, narrow.queues) && Covers(wide.types, narrow.types) &&
         Covers(wide.priorities, narrow.priorities) && wide.tier_min <= narrow.tier_min;
}

bool Covers(const exchange::TicketTrigger& wide, const exchange::TicketTrigger& narrow) {
  return wide.cause == narrow.cause && wide.disposition == narrow.disposition &&
         (wide.queue.empty() || wide.queue == narrow.queue) && wide.at_least <= narrow.at_least;
}

// Of a sound list: entries that one before them always comes before.
template <typename List>
void CheckReached(const std::string& list, const std::string& field, const List& entries,
                  DocumentCheck& check) {
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    const auto before = std::find_if(entries.begin(), entry,
                                     [entry](const auto& each) { return Covers(each, *entry); });
    if (before == entry) continue;
    check.Refuse(EntryAt(list, static_cast<int>(entry - entries.begin())) + field,
                 "is never reached: " + list + "[" + std::to_string(before - entries.begin()) +
                     "] fits all of it; put this one before, or take it out");
  }
}

void CheckLength(const std::string& at, const v1::TicketTrigger& trigger, DocumentCheck& check) {
  const std::string field = at + "at_least_duration";
  const bool long_hold = trigger.cause() == v1::TicketTrigger::CAUSE_LONG_HOLD;
  const bool lasts = long_hold || trigger.cause() == v1::TicketTrigger::CAUSE_ABANDONED;
  if (trigger.has_at_least_duration()) {
    if (!lasts) check.Refuse(field, "belongs to abandoned and long_hold only: take it out");
    check.Time(field, FromProto(trigger.at_least_duration()), {kSecond, kDay});
  } else if (long_hold) {
    check.Refuse(field, "must be there: how long a hold is long");
  }
}

void CheckTrigger(const std::string& at, const v1::TicketTrigger& trigger, const Declared& declared,
                  DocumentCheck& check) {
  const bool known = trigger.cause() != v1::TicketTrigger::CAUSE_UNSPECIFIED &&
                     v1::TicketTrigger::Cause_IsValid(trigger.cause());
  if (!known) check.Refuse(at + "cause", "must be there, and one that this server knows");
  CheckNamed(at + "queue_id", trigger.queue_id(), declared.queues, "queue", check);
  CheckNamed(at + "ticket_queue_id", trigger.ticket_queue_id(), declared.queues, "queue", check);
  const bool by_disposition = trigger.cause() == v1::TicketTrigger::CAUSE_DISPOSITION;
  if (by_disposition && trigger.disposition().empty()) {
    check.Refuse(at + "disposition", "must be there: the code of the disposition");
  }
  if (!by_disposition && !trigger.disposition().empty()) {
    check.Refuse(at + "disposition", "belongs to the cause disposition only: take it out");
  }
  CheckNamed(at + "disposition", trigger.disposition(), declared.dispositions, "disposition",
             check);
  CheckLength(at, trigger, check);
  if (!v1::Ticket::Type_IsValid(trigger.type())) {
    check.Refuse(at + "type", "must be a type that this server knows");
  }
  if (!v1::Ticket::Priority_IsValid(trigger.priority())) {
    check.Refuse(at + "priority", "must be a priority that this server knows");
  }
  check.Text(at + "subject", trigger.subject(), 0, kSubjectMax);
}

std::vector<exchange::EscalationStep> ToExchange(const Steps& steps) {
  std::vector<exchange::EscalationStep> mapped;
  for (const v1::EscalationStep& step : steps) {
    mapped.push_back({static_cast<EscalationKind>(step.action()), step.queue_id()});
  }
  return mapped;
}

exchange::SlaPolicy ToExchange(const v1::Configuration& configuration,
                               const v1::SlaPolicy& policy) {
  exchange::SlaPolicy mapped;
  mapped.name = policy.policy_id();
  mapped.queues.insert(policy.queue_ids().begin(), policy.queue_ids().end());
  for (const int type : policy.types()) {
    mapped.types.insert(static_cast<exchange::TicketType>(type));
  }
  for (const int priority : policy.priorities()) {
    mapped.priorities.insert(static_cast<exchange::TicketPriority>(priority));
  }
  mapped.tier_min = ValueTierOf(configuration, policy.tier_min());
  if (policy.has_first_response_duration()) {
    mapped.first_response = FromProto(policy.first_response_duration());
  }
  if (policy.has_next_response_duration()) {
    mapped.next_response = FromProto(policy.next_response_duration());
  }
  if (policy.has_resolution_duration()) {
    mapped.resolution = FromProto(policy.resolution_duration());
  }
  mapped.calendar = policy.calendar_id();
  if (policy.has_warn_percent()) {
    mapped.warn_percent = static_cast<std::uint32_t>(policy.warn_percent());
  }
  mapped.on_warning = ToExchange(policy.on_warning());
  mapped.on_breach = ToExchange(policy.on_breach());
  return mapped;
}

exchange::TicketTrigger ToExchange(const v1::TicketTrigger& trigger) {
  exchange::TicketTrigger mapped;
  mapped.cause = static_cast<TriggerCause>(trigger.cause());
  mapped.queue = trigger.queue_id();
  mapped.disposition = trigger.disposition();
  mapped.at_least = FromProto(trigger.at_least_duration());
  if (trigger.type() != v1::Ticket::TYPE_UNSPECIFIED) {
    mapped.type = static_cast<exchange::TicketType>(trigger.type());
  }
  if (trigger.priority() != v1::Ticket::PRIORITY_UNSPECIFIED) {
    mapped.priority = static_cast<exchange::TicketPriority>(trigger.priority());
  }
  mapped.ticket_queue = trigger.ticket_queue_id();
  mapped.subject = trigger.subject();
  return mapped;
}

}  // namespace

void CheckTicketPlan(const v1::Configuration& configuration, DocumentCheck& check) {
  const v1::TicketPlan& plan = configuration.ticket_plan();
  const Declared declared = DeclaredIn(configuration);
  if (plan.has_reopen_day_count()) {
    check.Number("ticket_plan.reopen_day_count", plan.reopen_day_count(), kReopenDays);
  }
  CheckTier("ticket_plan.supervised_tier", plan.supervised_tier(), declared, check);
  const std::string policies = "ticket_plan.sla_policies";
  check.Count(policies, plan.sla_policies_size(), static_cast<int>(exchange::kSlaPoliciesMax));
  Names ids;
  for (int i = 0; i < plan.sla_policies_size(); ++i) {
    const std::string at = EntryAt(policies, i);
    CheckPolicy(at, plan.sla_policies(i), declared, check);
    check.Unique(at + "policy_id", ids, plan.sla_policies(i).policy_id());
  }
  const std::string triggers = "ticket_plan.triggers";
  check.Count(triggers, plan.triggers_size(), static_cast<int>(exchange::kTicketTriggersMax));
  for (int i = 0; i < plan.triggers_size(); ++i) {
    CheckTrigger(EntryAt(triggers, i), plan.triggers(i), declared, check);
  }
  if (!check.status()) return;  // What cannot be read covers nothing.
  const exchange::TicketPlan mapped = ToTicketPlan(configuration);
  CheckReached(policies, "policy_id", mapped.sla_policies, check);
  CheckReached(triggers, "cause", mapped.triggers, check);
}

exchange::TicketPlan ToTicketPlan(const v1::Configuration& configuration) {
  const v1::TicketPlan& given = configuration.ticket_plan();
  exchange::TicketPlan plan;
  if (given.has_reopen_day_count()) {
    plan.reopen_days = static_cast<std::uint32_t>(given.reopen_day_count());
  }
  plan.supervised_tier = ValueTierOf(configuration, given.supervised_tier());
  for (const v1::SlaPolicy& policy : given.sla_policies()) {
    plan.sla_policies.push_back(ToExchange(configuration, policy));
  }
  for (const v1::TicketTrigger& trigger : given.triggers()) {
    plan.triggers.push_back(ToExchange(trigger));
  }
  return plan;
}

}  // namespace jackfield::grpc_api
