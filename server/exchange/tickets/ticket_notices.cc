#include "server/exchange/tickets/ticket_notices.h"

#include <algorithm>
#include <set>
#include <string>

#include "server/exchange/tickets/ticket_changes.h"

namespace jackfield::exchange {
namespace {

template <typename Predicate>
void Erase(Step& step, Agent& agent, Predicate predicate) {
  if (std::erase_if(agent.notices, predicate) > 0) step.Tell(NoticesChanged{agent.id});
}

bool HasToDoWith(const Agent& agent, const Ticket& ticket) {
  return ticket.owner == agent.id || ticket.watchers.contains(agent.login);
}

}  // namespace

void Notify(Step& step, AgentId id, const Ticket& ticket, TicketNoticeKind what,
            std::optional<SlaGoal> goal) {
  const auto found = step.state.agents.find(id);
  if (found == step.state.agents.end() || !found->second.configured) return;
  auto& notices = found->second.notices;
  std::erase_if(notices, [&](const WorkNotice& each) {  // N1.
    return each.ticket == ticket.id && each.what == what && each.goal == goal;
  });
  notices.push_back(
      {NoticeId{++step.state.notices_made}, ticket.id, what, goal, TicketMoment(step)});
  if (notices.size() > kNoticesMax) notices.erase(notices.begin());
  step.Tell(NoticesChanged{id});
}

void TellOfComment(Step& step, const Ticket& ticket, std::string_view who) {
  std::set<AgentId> concerned;
  if (ticket.owner) concerned.insert(ticket.owner);
  for (const std::string& watcher : ticket.watchers) {
    if (const AgentId agent = DeclaredAgent(step.state, watcher)) concerned.insert(agent);
  }
  concerned.erase(DeclaredAgent(step.state, who));  // N2.
  for (const AgentId agent : concerned) {
    Notify(step, agent, ticket, TicketNoticeKind::kCommented);
  }
}

void DropNotices(Step& step, AgentId id, const Ticket& ticket) {
  const auto found = step.state.agents.find(id);
  if (found == step.state.agents.end() || HasToDoWith(found->second, ticket)) return;
  Erase(step, found->second,
        [&ticket](const WorkNotice& each) { return each.ticket == ticket.id; });
}

void DropAllNotices(Step& step, TicketId ticket) {
  for (auto& [id, agent] : step.state.agents) {
    Erase(step, agent, [ticket](const WorkNotice& each) { return each.ticket == ticket; });
  }
}

void TakeNoticesAsSeen(Step& step, Agent& agent, const std::vector<NoticeId>& notices) {
  Erase(step, agent, [&notices](const WorkNotice& each) {
    return notices.empty() || std::find(notices.begin(), notices.end(), each.id) != notices.end();
  });
}

AgentId DeclaredAgent(const State& state, std::string_view login) {
  const auto id = state.agent_logins.find(std::string(login));
  if (id == state.agent_logins.end()) return {};
  return state.agents.at(id->second).configured ? id->second : AgentId{};
}

}  // namespace jackfield::exchange
