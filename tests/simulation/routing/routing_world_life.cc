// What people do in the simulated site: those who call, those at the desks, and those who meddle.

#include <iterator>
#include <utility>

#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {
namespace {

using exchange::AgentWish;

}  // namespace

exchange::Caller RoutingWorld::MakeCaller() {
  exchange::Caller caller;
  caller.number = exchange::PersonalText("0301234" + std::to_string(chance_.Below(1'000)));
  caller.presentation = exchange::Presentation::kPresented;
  if (chance_.OneIn(2)) caller.value_tier = static_cast<std::uint32_t>(chance_.Below(5));
  caller.open_complaint = chance_.OneIn(8);
  if (chance_.OneIn(3)) caller.preferred_agent = PickAgent();
  return caller;
}

std::string RoutingWorld::PickAgent() {
  return site_.agents[chance_.Below(site_.agents.size())].login;
}

void RoutingWorld::Callers() {
  const Duration mean = chance_.Between(Duration(2'000), Duration(25'000));
  PickSwitch().Arrive(MakeCaller());
  if (chance_.OneIn(6)) PickSwitch().LearnCaller(MakeCaller());
  if (chance_.OneIn(12)) PickSwitch().HandOver();
  agenda_.In(chance_.Exponential(mean), [this] { Callers(); });
}

void RoutingWorld::People() {
  ActAsAgent(PickAgent());
  if (chance_.OneIn(20)) PickSwitch().CallOut();
  agenda_.In(chance_.Exponential(Duration(5'000)), [this] { People(); });
}

void RoutingWorld::Disturbances() {
  switch (chance_.Below(6)) {
    case 0:
      Restart();
      break;
    case 1:
      Reconfigure();
      break;
    case 2:
      PickSwitch().CutLink();
      break;
    default:
      PickSwitch().ChangeMember();
  }
  agenda_.In(chance_.Exponential(Duration(40'000)), [this] { Disturbances(); });
}

void RoutingWorld::ActAsAgent(const std::string& login) {
  if (!desks_.contains(login) && !chance_.OneIn(4)) {
    const std::string session = login + "#" + std::to_string(++sessions_);
    desks_[login] = session;
    Apply(exchange::DeskCommand(exchange::DeskOpened{login, session}));
    return Apply(
        exchange::DeskCommand(exchange::SetAgentState{login, AgentWish::kReady, "", login}));
  }
  ActAtDesk(login);
}

void RoutingWorld::ActAtDesk(const std::string& login) {
  const auto wish = [&](AgentWish state, const std::string& reason) {
    Apply(exchange::DeskCommand(exchange::SetAgentState{login, state, reason, login}));
  };
  switch (chance_.Below(12)) {
    case 0:
      return wish(AgentWish::kNotReady, "lunch");
    case 1:
      return wish(AgentWish::kNotReady, "");
    case 2:
      if (chance_.OneIn(3)) return wish(AgentWish::kLoggedOff, "");
      return wish(AgentWish::kReady, "");
    case 3: {
      const auto desk = desks_.find(login);
      if (desk == desks_.end()) return;
      const std::string session = desk->second;
      desks_.erase(desk);
      return Apply(exchange::DeskCommand(exchange::DeskClosed{login, session}));
    }
    case 4: {
      const auto& logins = exchange_.state().agent_logins;
      const auto known = logins.find(login);
      if (known == logins.end()) return;
      const auto& wrap_up = exchange_.state().agents.at(known->second).wrap_up;
      if (!wrap_up) return;
      return Apply(exchange::DeskCommand(exchange::CompleteWrapUp{login, wrap_up->call, "", {}}));
    }
    default:
      return wish(AgentWish::kReady, "");
  }
}

}  // namespace jackfield::sim
