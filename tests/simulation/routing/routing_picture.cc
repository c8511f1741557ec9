#include "tests/simulation/routing/routing_picture.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

namespace jackfield::sim {
namespace {

using exchange::Channel;
using exchange::ChannelOf;
using exchange::RoutingStrategy;
using exchange::WorkKey;
using exchange::WorkKind;

std::size_t TicketOffersOf(const Picture& picture, AgentId agent) {
  return static_cast<std::size_t>(
      std::count_if(picture.items.begin(), picture.items.end(), [agent](const auto& entry) {
        return entry.first.kind == WorkKind::kTicket && entry.second.reserved.contains(agent);
      }));
}

std::uint32_t RankFor(const PicturedItem& item, const PicturedAgent& agent) {
  std::uint32_t best = std::numeric_limits<std::uint32_t>::max();
  for (const auto& [queue, rank] : agent.ranks) {
    if (item.queues.contains(queue)) best = std::min(best, rank);
  }
  return best;
}

std::int64_t TurnOf(const PicturedItem& item, const PicturedAgent& agent) {
  switch (item.strategy) {
    case RoutingStrategy::kLongestIdle:
    case RoutingStrategy::kRingAll:
      return 0;
    case RoutingStrategy::kFewestHandled:
      return agent.handled;
    case RoutingStrategy::kLeastTalkTime:
      return agent.talk.count();
    case RoutingStrategy::kRoundRobin:
      return agent.last_offer.time_since_epoch().count();
    case RoutingStrategy::kRanked:
      return RankFor(item, agent);
  }
  return 0;
}

// In the order in which they are asked.
std::vector<AgentId> TakersOf(const Picture& picture, const PicturedItem& item) {
  std::vector<std::tuple<std::int64_t, Instant, AgentId>> takers;
  for (const auto& [id, agent] : picture.agents) {
    if (MayHave(picture, item, agent)) {
      takers.emplace_back(TurnOf(item, agent), agent.idle_since, id);
    }
  }
  std::sort(takers.begin(), takers.end());
  std::vector<AgentId> agents;
  for (const auto& [turn, idle_since, id] : takers) agents.push_back(id);
  const bool all = item.strategy == RoutingStrategy::kRingAll;
  if (!all && agents.size() > 1) agents.resize(1);
  return agents;
}

// Tickets last; the highest score first; equals by entry, then by key.
std::vector<WorkKey> InOrder(const Picture& picture) {
  std::vector<std::tuple<bool, std::int64_t, Instant, WorkKey>> order;
  for (const auto& [key, item] : picture.items) {
    if (item.held || !item.reserved.empty()) continue;
    const bool last = ChannelOf(key.kind) == Channel::kTicket;
    order.emplace_back(last, -ScoreOf(picture, item), item.entered, key);
  }
  std::sort(order.begin(), order.end());
  std::vector<WorkKey> keys;
  for (const auto& [last, score, entered, key] : order) keys.push_back(key);
  return keys;
}

std::optional<Given> Next(const Picture& picture) {
  for (const WorkKey& key : InOrder(picture)) {
    Given given{key, TakersOf(picture, picture.items.at(key))};
    if (!given.agents.empty()) return given;
  }
  return std::nullopt;
}

void Give(Picture& picture, const Given& given) {
  picture.items.at(given.key).reserved = {given.agents.begin(), given.agents.end()};
  for (const AgentId id : given.agents) {
    PicturedAgent& agent = picture.agents.at(id);
    agent.last_offer = picture.now;
    if (ChannelOf(given.key.kind) == Channel::kTicket) continue;
    agent.free = false;
    for (auto& [key, item] : picture.items) {  // W6.
      if (ChannelOf(key.kind) == Channel::kTicket) item.reserved.erase(id);
    }
  }
}

}  // namespace

std::int64_t ScoreOf(const Picture& picture, const PicturedItem& item) {
  constexpr std::int64_t kMillisecondsPerMinute = 60'000;
  return item.priority * kMillisecondsPerMinute +
         picture.ageing_per_minute * (picture.now - item.entered).count();
}

bool IsFor(const PicturedItem& item, const PicturedAgent& agent) {
  bool member = false;
  for (const auto& [queue, rank] : agent.ranks) member = member || item.queues.contains(queue);
  for (const exchange::SkillRequirement& required : item.skills) {
    const auto level = agent.skills.find(required.skill);
    if (level == agent.skills.end() || level->second < required.level_min) return false;
  }
  return member;
}

bool MayHave(const Picture& picture, const PicturedItem& item, const PicturedAgent& agent) {
  if (!agent.free || item.barred.contains(agent.id) || !IsFor(item, agent)) return false;
  if (item.kept_for && item.kept_for != agent.id) return false;
  switch (item.key.kind) {
    case WorkKind::kCall:
      return agent.reachable;
    case WorkKind::kTicket:
      return agent.at_desk && TicketOffersOf(picture, agent.id) < agent.ticket_room;
    case WorkKind::kCallback:
      return agent.at_desk;
  }
  return false;
}

std::vector<Given> Distribute(Picture picture) {
  std::vector<Given> all;
  while (const std::optional<Given> given = Next(picture)) {
    Give(picture, *given);
    all.push_back(*given);
  }
  return all;
}

std::string Text(const WorkKey& key) {
  const char* const kinds[] = {"call", "ticket", "callback"};
  return std::string(kinds[static_cast<std::size_t>(key.kind)]) + " " + std::to_string(key.id) +
         "." + std::to_string(key.leg);
}

std::string Text(const std::vector<Given>& all) {
  std::string text;
  for (const Given& given : all) {
    text += " [" + Text(given.key) + " to";
    for (const AgentId agent : given.agents) text += " " + std::to_string(agent.value);
    text += "]";
  }
  return text.empty() ? " nothing" : text;
}

std::string Text(const Picture& picture) {
  std::string text;
  for (const auto& [key, item] : picture.items) {
    text += "\n  " + Text(key) + " score " + std::to_string(ScoreOf(picture, item)) + " entered " +
            std::to_string(item.entered.time_since_epoch().count()) + " kept for " +
            std::to_string(item.kept_for.value) + (item.held ? " held" : "") + " barred";
    for (const AgentId agent : item.barred) text += " " + std::to_string(agent.value);
    text += " reserved";
    for (const AgentId agent : item.reserved) text += " " + std::to_string(agent.value);
  }
  for (const auto& [id, agent] : picture.agents) {
    text += "\n  agent " + std::to_string(id.value) + (agent.free ? " free" : "") +
            (agent.at_desk ? " at desk" : "") + " room " + std::to_string(agent.ticket_room);
  }
  return text;
}

}  // namespace jackfield::sim
