#include "tests/simulation/routing/routing_site.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace jackfield::sim {
namespace {

using exchange::RoutingStrategy;
using simulate::Prng;

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

exchange::QueueConfiguration MakeQueue(Prng& chance, const SiteTraits& traits, std::uint64_t number,
                                       std::uint64_t queues) {
  exchange::QueueConfiguration queue;
  queue.name = QueueName(number);
  if (chance.OneIn(2)) queue.wrap_up = Seconds(chance, 2, 15);
  queue.offer_limit = Seconds(chance, 8, 40);
  queue.routing = MakeRoutingPlan(chance, traits, number, queues);
  if (traits.overflow || traits.callbacks) queue.calendar = AnyHours(chance);
  if (traits.callbacks) queue.callbacks = MakeCallbackPlan(chance);
  return queue;
}

exchange::AgentConfiguration MakeAgent(Prng& chance, const SiteTraits& traits, std::uint64_t number,
                                       std::uint64_t queues) {
  exchange::AgentConfiguration agent;
  agent.login = "agent" + std::to_string(number);
  agent.devices = {"SIP/" + std::to_string(100 + number)};
  if (chance.OneIn(12)) agent.devices = {std::string(kFarSource) + ":SIP/" + agent.login};
  if (chance.OneIn(12)) agent.devices.push_back("SIP/" + std::to_string(200 + number));
  for (std::uint64_t queue = 0; queue < queues; ++queue) {
    if (chance.OneIn(3)) continue;
    agent.queues.push_back({QueueName(queue), static_cast<std::uint32_t>(1 + chance.Below(4))});
  }
  for (const char* const skill : kSkills) {
    if (chance.OneIn(3)) continue;
    agent.skills[skill] = static_cast<std::uint32_t>(1 + chance.Below(100));
  }
  agent.ticket_capacity = static_cast<std::uint32_t>(chance.Below(4));
  if (traits.shifts) agent.calendar = AnyHours(chance);
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
          .goals = chance.OneIn(2),
          .shifts = chance.OneIn(3)};
}

exchange::Configuration MakeSite(Prng& chance, const SiteTraits& traits) {
  exchange::Configuration site;
  const std::uint64_t queues = (traits.overflow ? 2 : 1) + chance.Below(4);
  const std::uint64_t agents = 1 + chance.Below(7);
  for (std::uint64_t queue = 0; queue < queues; ++queue) {
    site.queues.push_back(MakeQueue(chance, traits, queue, queues));
  }
  for (std::uint64_t agent = 0; agent < agents; ++agent) {
    site.agents.push_back(MakeAgent(chance, traits, agent, queues));
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
      site.queues[queue].routing = MakeRoutingPlan(chance, traits, queue, queues);
      return;
    case 2: {
      const auto devices = site.agents[agent].devices;
      const std::string login = site.agents[agent].login;
      site.agents[agent] = MakeAgent(chance, traits, agent, queues);
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
