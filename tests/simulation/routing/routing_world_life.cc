// What people do in the simulated site: those who call, those at the desks, and those who meddle.

#include <iterator>
#include <utility>

#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {
namespace {

using exchange::AgentWish;

}  // namespace

exchange::Caller RoutingWorld::MakePerson(std::uint64_t person) const {
  exchange::Caller caller;
  const std::uint64_t customer = person / 2 + 1;
  if (customer <= kCustomers) caller.customer = CustomerId{customer};
  const std::uint64_t key = caller.customer ? customer : 100 + person;
  caller.number = exchange::PersonalText(key, "sealed" + std::to_string(person));
  caller.number_key = "key" + std::to_string(person);
  caller.calling_code = person % 3 == 0 ? 0 : person % 3 == 1 ? 49 : 33;
  return caller;
}

exchange::Caller RoutingWorld::MakeCaller() {
  exchange::Caller caller;
  if (!traits_.callbacks) {
    caller.number = exchange::PersonalText("0301234" + std::to_string(chance_.Below(1'000)));
  } else if (!chance_.OneIn(8)) {
    caller = MakePerson(chance_.Below(kPersons));
  }
  caller.presentation = exchange::Presentation::kPresented;
  caller.SetStanding(MakeStanding());
  return caller;
}

exchange::CustomerStanding RoutingWorld::MakeStanding() {
  exchange::CustomerStanding standing;
  standing.do_not_call = traits_.callbacks && chance_.OneIn(8);
  if (chance_.OneIn(2)) standing.value_tier = static_cast<std::uint32_t>(chance_.Below(5));
  standing.open_complaint = chance_.OneIn(8);
  if (chance_.OneIn(3)) standing.preferred_agent = PickAgent();
  return standing;
}

// Somebody changes what is known of a customer.
void RoutingWorld::Directory() {
  const CustomerId customer{1 + chance_.Below(kCustomers)};
  Apply(exchange::DeskCommand(exchange::UpdateStanding{customer, MakeStanding()}));
  agenda_.In(chance_.Exponential(Duration(20'000)), [this] { Directory(); });
}

std::string RoutingWorld::PickAgent() {
  return site_.agents[chance_.Below(site_.agents.size())].login;
}

void RoutingWorld::Callers() {
  const Duration mean = chance_.Between(Duration(2'000), Duration(25'000));
  PickSwitch().Arrive(MakeCaller());
  if (chance_.OneIn(6)) PickSwitch().LearnCaller(MakeCaller());
  if (chance_.OneIn(12)) PickSwitch().HandOver();
  if (chance_.OneIn(4)) PickSwitch().RingMember();
  agenda_.In(chance_.Exponential(mean), [this] { Callers(); });
}

void RoutingWorld::People() {
  ActAsAgent(PickAgent());
  if (chance_.OneIn(20)) {
    const bool known = traits_.callbacks && chance_.OneIn(2);
    const exchange::Caller called =
        known ? MakePerson(chance_.Below(kPersons)) : exchange::Caller{};
    PickSwitch().CallOut(called.number);
  }
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
