// What people do with tickets in the simulated site.

#include <iterator>
#include <utility>
#include <vector>

#include "tests/simulation/routing/routing_site.h"
#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {
namespace {

using exchange::CallbackCommand;
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
  if (chance_.OneIn(3)) create.watchers = {PickAgent()};
  Apply(TicketCommand(create));
  const auto& tickets = exchange_.state().tickets;
  if (!tickets.empty()) {
    const std::uint64_t place = chance_.Below(tickets.size());
    const TicketId ticket = std::next(tickets.begin(), static_cast<std::ptrdiff_t>(place))->first;
    WorkOnTicket(ticket);
    if (traits_.goals && chance_.OneIn(2)) TalkOfTicket(ticket);
  }
  agenda_.In(chance_.Exponential(Duration(12'000)), [this] { Tickets(); });
}

// Some accept, some decline, and some let it pass.
void RoutingWorld::AnswerOffers() {
  const auto& open = exchange_.state().reservations;
  for (auto next = open.upper_bound(last_offer_); next != open.end(); ++next) {
    last_offer_ = next->first;
    if (next->second.work.kind == exchange::WorkKind::kCall || chance_.OneIn(3)) continue;
    AnswerOffer(next->second);
  }
}

void RoutingWorld::AnswerOffer(const exchange::Reservation& offer) {
  const std::string login = exchange_.state().agents.at(offer.agent).login;
  const bool accepts = !chance_.OneIn(3);
  const bool of_ticket = offer.work.kind == exchange::WorkKind::kTicket;
  agenda_.In(chance_.Exponential(Duration(5'000)),
             [this, id = offer.id, login, accepts, of_ticket] {
               if (of_ticket && accepts)
                 return Apply(TicketCommand(exchange::AcceptTicket{login, id}));
               if (of_ticket) return Apply(TicketCommand(exchange::DeclineTicket{login, id}));
               if (accepts) return Apply(CallbackCommand(exchange::AcceptCallback{login, id}));
               Apply(CallbackCommand(exchange::DeclineCallback{login, id}));
             });
}

// Somebody of the staff, or the customer, writes something.
void RoutingWorld::TalkOfTicket(TicketId ticket) {
  exchange::AddComment comment{.actor = kChief, .ticket = ticket};
  comment.text = exchange::PersonalText("some words");
  if (chance_.OneIn(2)) comment.author = exchange::CommentAuthor::kCustomer;
  if (!chance_.OneIn(3)) comment.visibility = exchange::TicketVisibility::kPublic;
  Apply(TicketCommand(comment));
}

void RoutingWorld::WorkOnTicket(TicketId ticket) {
  const std::string queue = site_.queues[chance_.Below(site_.queues.size())].name;
  switch (chance_.Below(10)) {
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
    case 7: {
      exchange::SetTicketState open{kChief, ticket, {}, TicketState::kOpen, {}, {}, {}};
      return Apply(TicketCommand(open));
    }
    default: {
      exchange::SetTicketState resolved = Resolved(ticket);
      if (chance_.OneIn(2)) resolved.visibility = exchange::TicketVisibility::kPublic;
      return Apply(TicketCommand(resolved));
    }
  }
}

void RoutingWorld::ResolveTickets() {
  std::vector<TicketId> all;
  for (const auto& [id, ticket] : exchange_.state().tickets) all.push_back(id);
  for (const TicketId id : all) Apply(TicketCommand(Resolved(id)));
}

}  // namespace jackfield::sim
