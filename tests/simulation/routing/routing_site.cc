#include "tests/simulation/routing/routing_site.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace jackfield::sim {
namespace {

using exchange::QueueMode;
using exchange::RoutingStrategy;
using simulate::Prng;

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

exchange::RoutingPlan MakePlan(Prng& chance, std::uint64_t queues) {
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
  return plan;
}

exchange::QueueConfiguration MakeQueue(Prng& chance, std::uint64_t number, std::uint64_t queues) {
  exchange::QueueConfiguration queue;
  queue.name = QueueName(number);
  if (chance.OneIn(2)) queue.wrap_up = Seconds(chance, 2, 15);
  queue.offer_limit = Seconds(chance, 8, 40);
  queue.routing = MakePlan(chance, queues);
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

exchange::Configuration MakeSite(Prng& chance) {
  exchange::Configuration site;
  const std::uint64_t queues = 1 + chance.Below(4);
  const std::uint64_t agents = 1 + chance.Below(7);
  for (std::uint64_t queue = 0; queue < queues; ++queue) {
    site.queues.push_back(MakeQueue(chance, queue, queues));
  }
  for (std::uint64_t agent = 0; agent < agents; ++agent) {
    site.agents.push_back(MakeAgent(chance, agent, queues));
  }
  site.desk_grace = Seconds(chance, 2, 20);
  site.not_ready_reasons = {"lunch"};
  site.routing = MakeRules(chance);
  return site;
}

void ChangeSite(Prng& chance, exchange::Configuration& site) {
  const std::uint64_t queues = site.queues.size();
  const std::uint64_t queue = chance.Below(queues);
  const std::uint64_t agent = chance.Below(site.agents.size());
  switch (chance.Below(6)) {
    case 0:
      site.queues[queue] = MakeQueue(chance, queue, queues);
      return;
    case 1:
      site.queues[queue].routing = MakePlan(chance, queues);
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
