#include "tests/simulation/pop_oracle.h"

#include <variant>

namespace jackfield::sim {

exchange::PopMode PopOracle::ModeOf(const std::string& agent) const {
  const auto chosen = modes_.find(agent);
  return chosen == modes_.end() ? exchange::PopMode::kOn : chosen->second;
}

void PopOracle::Take(const exchange::Input& input, const exchange::Effects& effects,
                     const exchange::State& after) {
  if (const auto* command = std::get_if<exchange::DeskCommand>(&input.body)) {
    if (const auto* chosen = std::get_if<exchange::SetPopMode>(command)) {
      modes_[chosen->agent] = chosen->mode;
    }
  }
  const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body);
  // It may take an agent out of the last queue and into the next, and nobody sees the log-off.
  const bool lists =
      event != nullptr && std::holds_alternative<exchange::SwitchSnapshot>(event->body);
  for (const auto& [id, agent] : after.agents) {
    const bool off = agent.idle.state == exchange::IdleState::kLoggedOff;
    if (off && logged_off_.insert(agent.login).second) modes_.erase(agent.login);
    if (!off) logged_off_.erase(agent.login);
    if (lists && agent.pop_mode == exchange::PopMode::kOn) modes_.erase(agent.login);
  }
  for (const exchange::Effect& effect : effects) {
    const auto* opened = std::get_if<exchange::OfferOpened>(&effect);
    if (opened == nullptr) continue;
    const std::string& agent = after.agents.at(opened->agent).login;
    if (ModeOf(agent) == exchange::PopMode::kOff) hidden_.insert(opened->offer);
  }
}

}  // namespace jackfield::sim
