// What people do with tickets in the simulated site.

#include <iterator>
#include <utility>
#include <vector>

#include "tests/simulation/routing/routing_site.h"
#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {
namespace {

using exchange::TicketCommand;
using exchange::TicketPriority;
using exchange::TicketState;
using exchange::TicketType;

constexpr char kChief[] = "chief";

TicketPriority AnyPriority(simulate::Prng& chance) {
  return static_cast<TicketPriority>(1 + chance.Below(4));
}

exchange::SetTicketState Resolved(TicketId ticket) {
  return {kChief, ticket, {}, TicketState::kResolved, {}, exchange::PersonalText("done"), {}};
}

}  // namespace

void RoutingWorld::Tickets() {
  exchange::CreateTicket create{.actor = kChief,
                                .subject = exchange::PersonalText("a question"),
                                .type = static_cast<TicketType>(1 + chance_.Below(5)),
                                .priority = AnyPriority(chance_)};
  create.queue = site_.queues[chance_.Below(site_.queues.size())].name;
  create.value_tier = static_cast<std::uint32_t>(chance_.Below(4));
  if (chance_.OneIn(4)) create.skills = {{"billing", 30}};
  if (chance_.OneIn(10)) create.owner = PickAgent();
  Apply(TicketCommand(create));
  const auto& tickets = exchange_.state().tickets;
  if (!tickets.empty()) {
    const std::uint64_t place = chance_.Below(tickets.size());
    WorkOnTicket(std::next(tickets.begin(), static_cast<std::ptrdiff_t>(place))->first);
  }
  agenda_.In(chance_.Exponential(Duration(12'000)), [this] { Tickets(); });
}

// Some accept, some decline, and some let it pass.
void RoutingWorld::AnswerOffers() {
  const auto& open = exchange_.state().reservations;
  for (auto next = open.upper_bound(last_offer_); next != open.end(); ++next) {
    last_offer_ = next->first;
    if (next->second.work.kind == exchange::WorkKind::kCall || chance_.OneIn(3)) continue;
    const std::string login = exchange_.state().agents.at(next->second.agent).login;
    const bool accepts = !chance_.OneIn(3);
    agenda_.In(chance_.Exponential(Duration(5'000)), [this, id = next->first, login, accepts] {
      if (accepts) return Apply(TicketCommand(exchange::AcceptTicket{login, id}));
      Apply(TicketCommand(exchange::DeclineTicket{login, id}));
    });
  }
}

void RoutingWorld::WorkOnTicket(TicketId ticket) {
  const std::string queue = site_.queues[chance_.Below(site_.queues.size())].name;
  switch (chance_.Below(9)) {
    case 0: {
      exchange::UpdateTicket update{.actor = kChief, .ticket = ticket};
      update.priority = AnyPriority(chance_);
      return Apply(TicketCommand(update));
    }
    case 1: {
      exchange::UpdateTicket update{.actor = kChief, .ticket = ticket};
      update.skills.emplace();
      if (chance_.OneIn(2)) update.skills->push_back({"english", 20});
      return Apply(TicketCommand(update));
    }
    case 2:
      return Apply(TicketCommand(exchange::MoveTicket{kChief, ticket, {}, queue}));
    case 3:
      return Apply(TicketCommand(exchange::AssignTicket{kChief, ticket, {}, {}}));
    case 4:
      return Apply(TicketCommand(exchange::AssignTicket{kChief, ticket, {}, PickAgent()}));
    case 5:
      return Apply(TicketCommand(exchange::TakeTicket{PickAgent(), ticket, {}}));
    case 6: {
      const WallTime now(kDawn + agenda_.now().time_since_epoch());
      exchange::SetTicketState pending{kChief, ticket, {}, TicketState::kPending, {}, {}, {}};
      pending.reminder = now + chance_.Between(Duration(1'000), Duration(60'000));
      return Apply(TicketCommand(pending));
    }
    default:
      return Apply(TicketCommand(Resolved(ticket)));
  }
}

void RoutingWorld::ResolveTickets() {
  std::vector<TicketId> all;
  for (const auto& [id, ticket] : exchange_.state().tickets) all.push_back(id);
  for (const TicketId id : all) Apply(TicketCommand(Resolved(id)));
}

}  // namespace jackfield::sim
