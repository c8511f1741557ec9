#include <set>
#include <string>
#include <utility>

#include "server/exchange/agent_rules.h"
#include "server/exchange/alert_rules.h"
#include "server/exchange/alias_rules.h"
#include "server/exchange/callbacks/callback_rules.h"
#include "server/exchange/commands/member_rules.h"
#include "server/exchange/desk_rules.h"
#include "server/exchange/device.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/routing/working_hours.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

void DeclareQueue(Step& step, const QueueConfiguration& declared) {
  auto& names = step.state.queue_names;
  auto known = names.find(declared.name);
  if (known == names.end()) {
    const QueueId id{step.state.queues.empty() ? 1 : step.state.queues.rbegin()->first.value + 1};
    step.state.queues[id].id = id;
    known = names.emplace(declared.name, id).first;
  }
  Queue& queue = step.state.queues.at(known->second);
  queue.configuration = declared;
  queue.configured = true;
  step.Tell(QueueChanged{queue.id});
}

void DeclareAgent(Step& step, const AgentConfiguration& declared) {
  auto& logins = step.state.agent_logins;
  auto known = logins.find(declared.login);
  if (known == logins.end()) {
    const AgentId id{step.state.agents.empty() ? 1 : step.state.agents.rbegin()->first.value + 1};
    Agent& made = step.state.agents[id];
    made.id = id;
    made.login = declared.login;
    made.since = step.now;
    made.cause = StateCause::kConfiguration;
    known = logins.emplace(declared.login, id).first;
  }
  Agent& agent = step.state.agents.at(known->second);
  agent.display_name = declared.display_name;
  agent.team = declared.team;
  agent.configured = true;
  agent.devices.clear();
  for (const std::string& device : declared.devices) {
    agent.devices.push_back(NormaliseDevice(device));
    step.state.devices[agent.devices.back()] = agent.id;
  }
  agent.routing.skills = declared.skills;
  agent.routing.ticket_capacity = declared.ticket_capacity;
  agent.routing.calendar = declared.calendar;
  agent.routing.ranks.clear();
  for (const QueueMember& member : declared.queues) {
    const auto queue = step.state.queue_names.find(member.queue);
    if (queue != step.state.queue_names.end()) agent.routing.ranks[queue->second] = member.rank;
  }
  step.Tell(AgentChanged{agent.id});
}

// Devices that rang before anybody declared whose they are: no more to be listed.
void AdoptRingers(Step& step) {
  for (auto& [id, source] : step.state.sources) {
    step.source = &source;
    std::erase_if(source.unmapped_devices, [&step](const auto& device) {
      return FindAgentByDevice(step, device.first) != nullptr;
    });
    std::erase_if(source.unmapped_rang, [&source = source](const auto& device) {
      return !source.unmapped_devices.contains(device.first);
    });
  }
  step.source = nullptr;
}

}  // namespace

void ApplyConfiguration(Step& step, const Configuration& configuration) {
  for (auto& [id, queue] : step.state.queues) queue.configured = false;
  for (auto& [id, agent] : step.state.agents) agent.configured = false;
  step.state.devices.clear();
  for (const QueueConfiguration& declared : configuration.queues) DeclareQueue(step, declared);
  AdoptAliases(step, configuration);
  for (const AgentConfiguration& declared : configuration.agents) DeclareAgent(step, declared);
  step.state.configuration = configuration;
  HandOverMemberships(step);
  AdoptMemberControls(step);
  FollowWorkingHours(step);
  AdoptRoutingPlans(step);
  AdoptTicketPlan(step);
  AdoptCallbackPlans(step);
  AdoptAlertRules(step);
  AdoptRingers(step);
}

}  // namespace jackfield::exchange
