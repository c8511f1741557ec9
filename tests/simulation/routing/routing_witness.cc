#include "tests/simulation/routing/routing_witness.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "tests/simulation/routing/routing_picture.h"

namespace jackfield::sim {
namespace {

std::string At(Instant time) { return std::to_string(time.time_since_epoch().count()); }

std::string At(const std::optional<WallTime>& time) {
  return time ? std::to_string(time->time_since_epoch().count()) : "never";
}

std::string LineOf(const exchange::Callback& callback) {
  std::string line = "callback " + std::to_string(callback.id.value) + " state " +
                     std::to_string(static_cast<int>(callback.state)) + " of " +
                     std::to_string(callback.agent.value) + " since " + At(callback.since.at) +
                     " next " + At(callback.next_attempt) + " lease " + At(callback.lease_until) +
                     " lost " + std::to_string(callback.lost_count) + " end " +
                     std::to_string(static_cast<int>(callback.end)) + " " + At(callback.ended);
  for (const auto& attempt : callback.attempts) {
    line += " attempt " + std::to_string(static_cast<int>(attempt.outcome)) + " began " +
            At(attempt.began.at) + " ended " + At(attempt.ended);
  }
  return line;
}

std::string LineOf(const exchange::Ticket& ticket) {
  std::string line = "ticket " + std::to_string(ticket.id.value) + " state " +
                     std::to_string(static_cast<int>(ticket.state)) + " priority " +
                     std::to_string(static_cast<int>(ticket.priority)) + " queue " +
                     std::to_string(ticket.queue.value) + " owner " +
                     std::to_string(ticket.owner.value) + " entries " +
                     std::to_string(ticket.entries);
  for (const auto& [goal, clock] : ticket.clocks) {
    line += " clock " + std::to_string(static_cast<int>(goal)) + " used " +
            std::to_string(clock.used.count()) + " since " + At(clock.running_since) + " due " +
            At(clock.due) + (clock.warned ? " warned" : "") + (clock.breached ? " breached" : "");
  }
  return line;
}

std::vector<std::string> LinesOf(const exchange::State& state) {
  std::vector<std::string> lines;
  for (const auto& [key, item] : state.work) {
    std::string line = Text(key) + " entered " + At(item.entered.at) + " priority " +
                       std::to_string(item.priority) + " ring " + std::to_string(item.ring) +
                       " offers " + std::to_string(item.offer_count) + " kept " +
                       At(item.preferred_until.value_or(Instant{})) + " passed";
    for (const AgentId agent : item.passed) line += " " + std::to_string(agent.value);
    lines.push_back(line);
  }
  for (const auto& [id, reserved] : state.reservations) {
    lines.push_back("reserved " + Text(reserved.work) + " for " +
                    std::to_string(reserved.agent.value) + " since " + At(reserved.began.at) +
                    " until " + At(reserved.deadline) + (reserved.alerting ? " alerting" : ""));
  }
  for (const auto& [id, agent] : state.agents) {
    const exchange::AgentRouting& routing = agent.routing;
    lines.push_back(agent.login + " state " + std::to_string(static_cast<int>(agent.state)) +
                    " since " + At(agent.since.at) + " handled " + std::to_string(routing.handled) +
                    " passes " + std::to_string(routing.passes) + " tickets " +
                    std::to_string(routing.tickets) + " idle " + At(routing.idle_since) +
                    " offered " + At(routing.last_offer) + " talk " +
                    std::to_string(routing.talk.count()));
  }
  for (const auto& [id, callback] : state.callbacks) lines.push_back(LineOf(callback));
  for (const auto& [id, ticket] : state.tickets) lines.push_back(LineOf(ticket));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

std::string RoutingDifference(const exchange::State& on_time, const exchange::State& late) {
  const std::vector<std::string> expected = LinesOf(on_time);
  const std::vector<std::string> got = LinesOf(late);
  for (std::size_t line = 0; line < std::max(expected.size(), got.size()); ++line) {
    const std::string first = line < expected.size() ? expected[line] : "nothing";
    const std::string second = line < got.size() ? got[line] : "nothing";
    if (first != second) {
      return "timers that are noticed late lead elsewhere; on time: " + first +
             "\n  late: " + second;
    }
  }
  return "";
}

}  // namespace jackfield::sim
