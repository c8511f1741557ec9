#include "tests/simulation/routing/routing_plans.h"

#include <iterator>
#include <vector>

namespace jackfield::sim {
namespace {

using exchange::QueueMode;
using exchange::RoutingStrategy;
using simulate::Prng;

exchange::RoutingRing MakeRing(Prng& chance, Duration after, std::uint64_t queues) {
  exchange::RoutingRing ring{.after = after};
  for (const char* const skill : kSkills) {
    if (!chance.OneIn(3)) continue;
    ring.skills.push_back({skill, static_cast<std::uint32_t>(1 + chance.Below(60))});
  }
  if (chance.OneIn(2)) ring.queues.push_back(QueueName(chance.Below(queues)));
  return ring;
}

// One in eight rules leads back to where the caller is, and so nowhere.
exchange::OverflowRule MakeOverflow(Prng& chance, bool diverts, std::uint64_t queue,
                                    std::uint64_t queues) {
  exchange::OverflowRule rule;
  rule.cause = static_cast<exchange::OverflowCause>(1 + chance.Below(5));
  rule.limit = Seconds(chance, 5, 60);
  rule.callers = static_cast<std::uint32_t>(1 + chance.Below(5));
  if (diverts && chance.OneIn(4)) {
    rule.number = "0305550";
  } else {
    const std::uint64_t further = chance.OneIn(8) ? 0 : 1 + chance.Below(queues - 1);
    rule.queue = QueueName((queue + further) % queues);
  }
  return rule;
}

// Many have a second choice for the same case, which counts where the first cannot be carried out.
std::vector<exchange::OverflowRule> MakeOverflows(Prng& chance, bool diverts, std::uint64_t queue,
                                                  std::uint64_t queues) {
  std::vector<exchange::OverflowRule> rules;
  for (std::uint64_t more = 1 + chance.Below(4); more > 0; --more) {
    const exchange::OverflowRule first = MakeOverflow(chance, diverts, queue, queues);
    rules.push_back(first);
    if (chance.OneIn(2)) continue;
    exchange::OverflowRule second = MakeOverflow(chance, diverts, queue, queues);
    second.cause = first.cause;
    second.limit = first.limit;
    second.callers = first.callers;
    if (second != first) rules.push_back(second);
  }
  return rules;
}

std::vector<exchange::EscalationStep> MakeSteps(Prng& chance, std::uint64_t queues) {
  using exchange::EscalationKind;
  std::vector<exchange::EscalationStep> steps;
  for (const EscalationKind kind :
       {EscalationKind::kRaisePriority, EscalationKind::kNotifyOwner, EscalationKind::kMoveQueue,
        EscalationKind::kNotifyWatchers, EscalationKind::kHandToSupervisors}) {
    if (!chance.OneIn(3)) continue;
    steps.push_back({kind, QueueName(chance.Below(queues))});
  }
  return steps;
}

exchange::SlaPolicy MakePolicy(Prng& chance, std::uint64_t number, std::uint64_t queues) {
  exchange::SlaPolicy policy{.name = "policy" + std::to_string(number)};
  if (chance.OneIn(3)) policy.queues = {QueueName(chance.Below(queues))};
  if (chance.OneIn(3)) policy.priorities = {exchange::TicketPriority::kUrgent};
  if (chance.OneIn(4)) policy.types = {exchange::TicketType::kComplaint};
  if (chance.OneIn(4)) policy.tier_min = 2;
  if (!chance.OneIn(4)) policy.first_response = Seconds(chance, 5, 90);
  if (!chance.OneIn(4)) policy.next_response = Seconds(chance, 5, 60);
  if (!chance.OneIn(4)) policy.resolution = Seconds(chance, 20, 200);
  policy.calendar = AnyHours(chance);
  policy.warn_percent = chance.OneIn(4) ? 0 : static_cast<std::uint32_t>(30 + chance.Below(60));
  policy.on_warning = MakeSteps(chance, queues);
  policy.on_breach = MakeSteps(chance, queues);
  return policy;
}

}  // namespace

std::string QueueName(std::uint64_t number) { return "q" + std::to_string(number); }

std::string AnyHours(Prng& chance) {
  return chance.OneIn(2) ? std::string() : kCalendars[chance.Below(std::size(kCalendars))];
}

Duration Seconds(Prng& chance, std::int64_t least, std::int64_t most) {
  return chance.Between(Duration(least * 1'000), Duration(most * 1'000));
}

exchange::RoutingPlan MakeRoutingPlan(Prng& chance, const SiteTraits& traits, std::uint64_t queue,
                                      std::uint64_t queues) {
  exchange::RoutingPlan plan;
  plan.mode = chance.OneIn(6) ? QueueMode::kObserved : QueueMode::kDirected;
  plan.strategy = static_cast<RoutingStrategy>(chance.Below(6));
  if (chance.OneIn(2)) plan.priority = static_cast<std::int32_t>(chance.Below(500));
  Duration after{0};
  for (std::uint64_t rings = chance.Below(4); rings > 0; --rings) {
    plan.rings.push_back(MakeRing(chance, after, queues));
    after += Seconds(chance, 3, 40);
  }
  if (chance.OneIn(2)) plan.preferred_limit = Seconds(chance, 3, 40);
  plan.accept_limit = Seconds(chance, 3, 30);
  if (traits.overflow) plan.overflow = MakeOverflows(chance, traits.diversion, queue, queues);
  return plan;
}

exchange::CallbackPlan MakeCallbackPlan(Prng& chance) {
  exchange::CallbackPlan plan;
  plan.on_exit_key = !chance.OneIn(4);
  plan.on_missed_call = chance.OneIn(2);
  plan.attempts_max = static_cast<std::uint32_t>(1 + chance.Below(3));
  plan.no_answer_pause = Seconds(chance, 1, 40);
  plan.busy_pause = Seconds(chance, 1, 20);
  plan.not_them_pause = Seconds(chance, 1, 60);
  plan.failed_pause = Seconds(chance, 1, 20);
  plan.lease = Seconds(chance, 5, 40);
  plan.outcome_limit = Seconds(chance, 3, 30);
  plan.preferred_limit = chance.OneIn(2) ? Duration{0} : Seconds(chance, 3, 60);
  plan.expire_after = Seconds(chance, 60, 600);
  plan.calendar = AnyHours(chance);
  if (chance.OneIn(2)) plan.calendars_by_code[49] = AnyHours(chance);
  return plan;
}

exchange::TicketPlan MakeTicketPlan(Prng& chance, std::uint64_t queues) {
  exchange::TicketPlan plan;
  plan.supervised_tier = static_cast<std::uint32_t>(chance.Below(4));
  const std::uint64_t policies = 1 + chance.Below(3);
  for (std::uint64_t policy = 0; policy < policies; ++policy) {
    plan.sla_policies.push_back(MakePolicy(chance, policy, queues));
  }
  return plan;
}

}  // namespace jackfield::sim
