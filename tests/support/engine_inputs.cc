#include "tests/support/engine_inputs.h"

#include <utility>

namespace jackfield::fakes {
namespace {

exchange::AgentConfiguration AgentWith(const std::string& login, const std::string& name,
                                       const std::string& device) {
  exchange::AgentConfiguration agent;
  agent.login = login;
  agent.display_name = name;
  agent.devices = {device};
  return agent;
}

exchange::Delivered Ring(const std::string& call, const std::string& login,
                         const std::string& device) {
  exchange::Delivered ring;
  ring.call = call;
  ring.connection = call + "-" + login;
  ring.device = device;
  ring.queue = "sales";
  ring.leg = call + "-caller";
  return ring;
}

}  // namespace

exchange::Configuration SmallCentre() {
  exchange::Configuration configuration;
  exchange::QueueConfiguration sales;
  sales.name = "sales";
  sales.display_name = "Sales";
  configuration.queues = {sales};
  configuration.agents = {AgentWith("ana", "Ana Ruiz", "PJSIP/1001"),
                          AgentWith("ben", "Ben Okoro", "PJSIP/1002")};
  configuration.not_ready_reasons = {"lunch"};
  return configuration;
}

exchange::TelephonyEvent PbxEvent(std::string id, exchange::TelephonyEventBody body) {
  exchange::TelephonyEvent event;
  event.source = "pbx";
  event.id = std::move(id);
  event.body = std::move(body);
  return event;
}

exchange::TelephonyEventBody CallComesIn(const std::string& call) {
  exchange::Originated originated;
  originated.call = call;
  originated.direction = exchange::Direction::kInbound;
  originated.connection = call + "-caller";
  return originated;
}

exchange::TelephonyEventBody CallWaits(const std::string& call) {
  return exchange::Queued{call, call + "-caller", "sales"};
}

exchange::TelephonyEventBody RingsAtAna(const std::string& call) {
  return Ring(call, "ana", "PJSIP/1001");
}

exchange::TelephonyEventBody RingsAtBen(const std::string& call) {
  return Ring(call, "ben", "PJSIP/1002");
}

exchange::TelephonyEventBody AnaAnswers(const std::string& call) {
  exchange::Established answer;
  answer.call = call;
  answer.connection = call + "-ana";
  answer.device = "PJSIP/1001";
  answer.queue = "sales";
  answer.leg = call + "-caller";
  return answer;
}

exchange::TelephonyEventBody CallEnds(const std::string& call) {
  return exchange::CallCleared{call};
}

exchange::DeskCommand BecomesReady(const std::string& agent) {
  return exchange::SetAgentState{agent, exchange::AgentWish::kReady, "", agent};
}

}  // namespace jackfield::fakes
