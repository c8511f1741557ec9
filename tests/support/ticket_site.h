#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {

// SmallSite with a queue "support" of ana and bo, a queue "escalations" of chen, and tickets of the
// usual plan.
inline Configuration TicketSite() {
  Configuration site = SmallSite();
  site.queues.push_back({.name = "support"});
  site.queues.push_back({.name = "escalations"});
  site.agents[0].queues = {{.queue = "support"}};
  site.agents[1].queues = {{.queue = "support"}};
  site.agents[2].queues = {{.queue = "escalations"}};
  return site;
}

inline CreateTicket NewTicket(std::string queue = {}) {
  return {.actor = "chief", .subject = PersonalText(7, "sealed"), .queue = std::move(queue)};
}

// The reason of a refusal; empty: it was done.
inline std::string ReasonOf(const Result<Effects>& done) {
  return done ? std::string() : done.error().reason;
}

template <typename T>
std::vector<T> AllOf(const Effects& effects) {
  std::vector<T> found;
  for (const Effect& effect : effects) {
    if (const T* one = std::get_if<T>(&effect)) found.push_back(*one);
  }
  return found;
}

// The entries of one kind.
inline std::vector<TicketNoted> EntriesOf(const Effects& effects, TicketEntryKind what) {
  std::vector<TicketNoted> found = AllOf<TicketNoted>(effects);
  std::erase_if(found, [what](const TicketNoted& each) { return each.what != what; });
  return found;
}

// What the agent was told, and has not seen yet.
inline std::vector<TicketNoticeKind> ToldTo(const ExchangeDriver& driver,
                                            const std::string& agent) {
  std::vector<TicketNoticeKind> told;
  for (const WorkNotice& notice : driver.agent(agent).notices) told.push_back(notice.what);
  return told;
}

inline void SignIn(ExchangeDriver& driver, const std::string& agent) {
  driver.Command(DeskOpened{agent, "desk-of-" + agent}).value();
  driver.Command(SetAgentState{agent, AgentWish::kReady, {}, agent}).value();
}

}  // namespace jackfield::exchange
