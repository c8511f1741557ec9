#include "tests/simulation/routing/routing_site.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace jackfield::sim {
namespace {

using exchange::QueueMode;
using exchange::RoutingStrategy;
using simulate::Prng;

constexpr const char* kCalendars[] = {"office", "evening"};
const std::string kSkills[] = {"english", "billing", "technical"};

// With odd milliseconds, so that two deadlines seldom fall together.
Duration Seconds(Prng& chance, std::int64_t least, std::int64_t most) {
  return chance.Between(Duration(least * 1'000), Duration(most * 1'000));
}

std::string QueueName(std::uint64_t number) { return "q" + std::to_string(number); }

exchange::RoutingRing MakeRing(Prng& chance, Duration after, std::uint64_t queues) {
  exchange::RoutingRing ring{.after = after};
  for (const std::string& skill : kSkills) {
    if (!chance.OneIn(3)) continue;
    ring.skills.push_back({skill, static_cast<std::uint32_t>(1 + chance.Below(60))});
  }
  if (chance.OneIn(2)) ring.queues.push_back(QueueName(chance.Below(queues)));
  return ring;
}

std::string AnyHours(Prng& chance) {
  return chance.OneIn(2) ? std::string() : kCalendars[chance.Below(std::size(kCalendars))];
}

// Open for some minutes, closed for some, and so on while the simulated site is at work.
exchange::Calendar MakeCalendar(Prng& chance, const std::string& name) {
  constexpr std::int64_t kZonesInMinutes[] = {0, 480, -300, 330};
  constexpr std::int64_t kFirstMinute = 22 * 60 + 25;  // UTC; the first caller comes after it.
  const std::int64_t zone = kZonesInMinutes[chance.Below(std::size(kZonesInMinutes))];
  exchange::Calendar calendar{.name = name, .time_zone = "Etc/Simulated"};
  calendar.offsets.first = std::chrono::minutes{zone};
  std::int64_t minute = (kFirstMinute + zone) % (24 * 60);
  exchange::DayHours hours;
  while (hours.size() < exchange::kIntervalsOfDayMax) {
    exchange::OpenInterval interval{std::chrono::minutes{minute}, {}};
    minute += 1 + static_cast<std::int64_t>(chance.Below(5));
    interval.close = std::chrono::minutes{minute};
    hours.push_back(interval);
    minute += static_cast<std::int64_t>(chance.Below(4));
  }
  calendar.week.fill(hours);
  return calendar;
}

exchange::OverflowRule MakeOverflow(Prng& chance, bool diverts, std::uint64_t queues) {
  exchange::OverflowRule rule;
  rule.cause = static_cast<exchange::OverflowCause>(1 + chance.Below(5));
  rule.limit = Seconds(chance, 5, 60);
  rule.callers = static_cast<std::uint32_t>(1 + chance.Below(5));
  if (diverts && chance.OneIn(4)) {
    rule.number = "0305550";
  } else {
    rule.queue = QueueName(chance.Below(queues));
  }
  return rule;
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

exchange::TicketPlan MakeTicketPlan(Prng& chance, std::uint64_t queues) {
  exchange::TicketPlan plan;
  plan.supervised_tier = static_cast<std::uint32_t>(chance.Below(4));
  const std::uint64_t policies = 1 + chance.Below(3);
  for (std::uint64_t policy = 0; policy < policies; ++policy) {
    plan.sla_policies.push_back(MakePolicy(chance, policy, queues));
  }
  return plan;
}

exchange::RoutingPlan MakePlan(Prng& chance, const SiteTraits& traits, std::uint64_t queues) {
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
  const std::uint64_t rules = traits.overflow ? 1 + chance.Below(4) : 0;
  for (std::uint64_t rule = 0; rule < rules; ++rule) {
    plan.overflow.push_back(MakeOverflow(chance, traits.diversion, queues));
  }
  return plan;
}

exchange::QueueConfiguration MakeQueue(Prng& chance, const SiteTraits& traits, std::uint64_t number,
                                       std::uint64_t queues) {
  exchange::QueueConfiguration queue;
  queue.name = QueueName(number);
  if (chance.OneIn(2)) queue.wrap_up = Seconds(chance, 2, 15);
  queue.offer_limit = Seconds(chance, 8, 40);
  queue.routing = MakePlan(chance, traits, queues);
  if (traits.overflow || traits.callbacks) queue.calendar = AnyHours(chance);
  if (traits.callbacks) queue.callbacks = MakeCallbackPlan(chance);
  return queue;
}

exchange::AgentConfiguration MakeAgent(Prng& chance, std::uint64_t number, std::uint64_t queues) {
  exchange::AgentConfiguration agent;
  agent.login = "agent" + std::to_string(number);
  agent.devices = {"SIP/" + std::to_string(100 + number)};
  if (chance.OneIn(12)) agent.devices = {std::string(kFarSource) + ":SIP/" + agent.login};
  if (chance.OneIn(12)) agent.devices.push_back("SIP/" + std::to_string(200 + number));
  for (std::uint64_t queue = 0; queue < queues; ++queue) {
    if (chance.OneIn(3)) continue;
    agent.queues.push_back({QueueName(queue), static_cast<std::uint32_t>(1 + chance.Below(4))});
  }
  for (const std::string& skill : kSkills) {
    if (chance.OneIn(3)) continue;
    agent.skills[skill] = static_cast<std::uint32_t>(1 + chance.Below(100));
  }
  agent.ticket_capacity = static_cast<std::uint32_t>(chance.Below(4));
  return agent;
}

exchange::RoutingRules MakeRules(Prng& chance) {
  constexpr std::uint32_t kAgeings[] = {1, 20, 100, 500, 3'000};
  exchange::RoutingRules rules;
  rules.ageing_per_minute = kAgeings[chance.Below(std::size(kAgeings))];
  rules.passes_max = static_cast<std::uint32_t>(chance.Below(4));
  rules.reserve_limit = Seconds(chance, 2, 12);
  rules.pass_pause = Seconds(chance, 0, 30);
  rules.complaint_priority = static_cast<std::int32_t>(chance.Below(400));
  for (std::uint64_t tiers = chance.Below(4); tiers > 0; --tiers) {
    rules.tier_priorities.push_back(static_cast<std::int32_t>(chance.Below(700)));
  }
  return rules;
}

}  // namespace

SiteTraits AnyTraits(Prng& chance) {
  return {.callbacks = chance.OneIn(2),
          .overflow = chance.OneIn(2),
          .diversion = chance.OneIn(2),
          .goals = chance.OneIn(2)};
}

exchange::Configuration MakeSite(Prng& chance, const SiteTraits& traits) {
  exchange::Configuration site;
  const std::uint64_t queues = 1 + chance.Below(4);
  const std::uint64_t agents = 1 + chance.Below(7);
  for (std::uint64_t queue = 0; queue < queues; ++queue) {
    site.queues.push_back(MakeQueue(chance, traits, queue, queues));
  }
  for (std::uint64_t agent = 0; agent < agents; ++agent) {
    site.agents.push_back(MakeAgent(chance, agent, queues));
  }
  site.desk_grace = Seconds(chance, 2, 20);
  site.not_ready_reasons = {"lunch"};
  site.routing = MakeRules(chance);
  for (const char* const name : kCalendars) {
    site.calendars.push_back(MakeCalendar(chance, name));
  }
  if (traits.goals) site.tickets = MakeTicketPlan(chance, queues);
  return site;
}

void ChangeSite(Prng& chance, const SiteTraits& traits, exchange::Configuration& site) {
  const std::uint64_t queues = site.queues.size();
  const std::uint64_t queue = chance.Below(queues);
  const std::uint64_t agent = chance.Below(site.agents.size());
  switch (chance.Below(8)) {
    case 0:
      site.queues[queue] = MakeQueue(chance, traits, queue, queues);
      return;
    case 1:
      site.queues[queue].routing = MakePlan(chance, traits, queues);
      return;
    case 2: {
      const auto devices = site.agents[agent].devices;
      const std::string login = site.agents[agent].login;
      site.agents[agent] = MakeAgent(chance, agent, queues);
      site.agents[agent].login = login;
      site.agents[agent].devices = devices;
      return;
    }
    case 3:
      if (site.agents.size() > 1) {
        site.agents.erase(site.agents.begin() + static_cast<std::ptrdiff_t>(agent));
      }
      return;
    case 4:
      site.routing = MakeRules(chance);
      return;
    case 5:
      site.calendars[0] = MakeCalendar(chance, kCalendars[0]);
      return;
    case 6:
      if (traits.goals) site.tickets = MakeTicketPlan(chance, queues);
      return;
    default:
      site.queues[queue].routing.strategy = static_cast<RoutingStrategy>(chance.Below(6));
  }
}

std::vector<std::string> PhonesAt(const exchange::Configuration& site, const std::string& source) {
  std::vector<std::string> phones;
  for (const auto& agent : site.agents) {
    for (const std::string& device : agent.devices) {
      const std::size_t colon = device.find(':');
      if (colon == std::string::npos) {
        phones.push_back(device);
      } else if (device.substr(0, colon) == source) {
        phones.push_back(device.substr(colon + 1));
      }
    }
  }
  return phones;
}

}  // namespace jackfield::sim
