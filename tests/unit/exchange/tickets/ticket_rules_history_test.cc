// Any history of tickets keeps the rules, and a restart changes nothing.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "server/exchange/tickets/ticket_loads.h"
#include "tests/support/calendars.h"
#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

constexpr Duration kHour{3'600'000};

TicketId AnyTicket() { return TicketId{*rc::gen::inRange<std::uint64_t>(1, 6)}; }
std::string AnyAgent() { return *rc::gen::element<std::string>("ana", "bo", "chen"); }
std::string AnyQueue() { return *rc::gen::element<std::string>("support", "escalations"); }
CustomerId AnyCustomer() { return CustomerId{*rc::gen::inRange<std::uint64_t>(0, 3)}; }
TicketVisibility AnyVisibility() {
  return *rc::gen::element(TicketVisibility::kInternal, TicketVisibility::kPublic);
}

CreateTicket AnyNewTicket() {
  CreateTicket command = NewTicket(*rc::gen::element<std::string>("", "support", "escalations"));
  command.customer = AnyCustomer();
  command.priority = static_cast<TicketPriority>(*rc::gen::inRange(1, 5));
  command.type = static_cast<TicketType>(*rc::gen::inRange(1, 6));
  return command;
}

SetTicketState AnyState(const ExchangeDriver& driver) {
  SetTicketState command{.actor = "ana",
                         .ticket = AnyTicket(),
                         .state = static_cast<TicketState>(*rc::gen::inRange(1, 6)),
                         .text = PersonalText(7, "why"),
                         .visibility = AnyVisibility()};
  const bool remind = *rc::gen::inRange(0, 2) == 0;
  if (command.state == TicketState::kPending && remind) {
    command.reminder = ExchangeDriver::kStart + driver.now() + *rc::gen::inRange(1, 30) * kHour;
  }
  return command;
}

TicketCommand AnyCommand(const ExchangeDriver& driver) {
  const TicketId ticket = AnyTicket();
  switch (*rc::gen::inRange(0, 12)) {
    case 0:
    case 1:
      return AnyNewTicket();
    case 2:
      return AddComment{.actor = "ana",
                        .ticket = ticket,
                        .text = PersonalText(7, "x"),
                        .visibility = AnyVisibility()};
    case 3:
      return AddComment{
          .ticket = ticket, .text = PersonalText(7, "x"), .author = CommentAuthor::kCustomer};
    case 4:
      return AssignTicket{.ticket = ticket, .owner = AnyAgent()};
    case 5:
      return AssignTicket{.ticket = ticket};
    case 6:
      return MoveTicket{.ticket = ticket, .queue = AnyQueue()};
    case 7:
      return TakeTicket{.actor = AnyAgent(), .ticket = ticket};
    case 8:
      return MergeTickets{.ticket = ticket, .into = AnyTicket()};
    case 9:
      return UpdateTicket{.ticket = ticket,
                          .priority = static_cast<TicketPriority>(*rc::gen::inRange(1, 5)),
                          .customer = TicketCustomer{AnyCustomer(), 0}};
    default:
      return AnyState(driver);
  }
}

Configuration AnySite() {
  Configuration site = TicketSite();
  site.calendars = {fakes::Office()};
  SlaPolicy policy{.name = "any",
                   .first_response = *rc::gen::inRange(1, 20) * kHour,
                   .next_response = *rc::gen::inRange(1, 20) * kHour,
                   .resolution = *rc::gen::inRange(1, 60) * kHour,
                   .calendar = *rc::gen::element<std::string>("", "office")};
  policy.on_warning = {{EscalationKind::kRaisePriority}, {EscalationKind::kHandToSupervisors}};
  policy.on_breach = {{EscalationKind::kMoveQueue, "escalations"},
                      {EscalationKind::kHandToSupervisors}};
  site.tickets.sla_policies = {policy};
  site.tickets.reopen_days = *rc::gen::inRange<std::uint32_t>(1, 9);
  if (*rc::gen::inRange(0, 3) == 0) site.agents.pop_back();
  return site;
}

// A change for several drivers.
struct Change {
  Duration wait{0};
  std::optional<TicketCommand> command;
  std::optional<TelephonyEventBody> event;
  std::optional<Configuration> site;
  std::optional<DeskCommand> desk;
  std::optional<std::size_t> answer;  // Which of the open reservations is accepted.

  Effects ApplyTo(ExchangeDriver& driver) const {
    driver.Advance(wait);
    if (command) return driver.Ask(*command).value_or(Effects{});
    if (event) return driver.Tell(*event);
    if (desk) return driver.Command(*desk).value_or(Effects{});
    if (answer) return Answer(driver).value_or(Effects{});
    if (site) return driver.Configure(*site);
    return driver.FireTimers();
  }

  Result<Effects> Answer(ExchangeDriver& driver) const {
    const auto& open = driver.state().reservations;
    if (open.empty()) return Effects{};
    const Reservation& one =
        std::next(open.begin(), static_cast<std::ptrdiff_t>(*answer % open.size()))->second;
    return driver.Ask(AcceptTicket{driver.state().agents.at(one.agent).login, one.id});
  }
};

Change AnyChange(const ExchangeDriver& driver) {
  Change change;
  change.wait = *rc::gen::element(Duration{0}, Duration{60'000}, kHour, 20 * kHour, 100 * kHour);
  const int kind = *rc::gen::inRange(0, 20);
  if (kind < 12) {
    change.command = AnyCommand(driver);
  } else if (kind < 14) {
    const Caller caller{.presentation = Presentation::kPresented,
                        .number = PersonalText(1, "n"),
                        .match = Match::kExact,
                        .customer = AnyCustomer()};
    const std::string call = "c" + std::to_string(*rc::gen::inRange(0, 1'000'000));
    change.event = Originated{.call = call, .caller = caller, .connection = "caller"};
  } else if (kind == 14) {
    change.desk = DeskOpened{AnyAgent(), "desk"};
  } else if (kind == 15) {
    change.desk = SetAgentState{AnyAgent(), AgentWish::kReady, {}, "chief"};
  } else if (kind == 16) {
    change.answer = *rc::gen::inRange<std::size_t>(0, 10);
  } else if (kind == 17) {
    change.site = AnySite();
  }
  return change;
}

// Q1, Q2.
void CheckWork(const State& state) {
  std::size_t waiting = 0;
  std::map<AgentId, std::uint32_t> owned;
  for (const auto& [id, ticket] : state.tickets) {
    const bool waits = ticket.active() && !ticket.owner && ticket.queue;
    const auto item = state.work.find({WorkKind::kTicket, id.value, 0});
    RC_ASSERT(waits == (item != state.work.end()));
    RC_ASSERT(waits == ticket.work.waiting_since.has_value());
    if (ticket.active() && ticket.owner) ++owned[ticket.owner];
    if (!waits) continue;
    ++waiting;
    RC_ASSERT(item->second.queue == ticket.queue);
    RC_ASSERT(item->second.priority == ticket.work.priority);
  }
  RC_ASSERT(state.work.size() == waiting);
  for (const auto& [id, agent] : state.agents) RC_ASSERT(agent.routing.tickets == owned[id]);
}

void CheckIndexes(const State& state) {
  std::map<CustomerId, std::set<TicketId>> of_customer;
  for (const auto& [id, ticket] : state.tickets) {
    if (ticket.customer && ticket.live()) of_customer[ticket.customer].insert(id);
    RC_ASSERT(state.ticket_names.at(ticket.name) == id);
  }
  RC_ASSERT(of_customer == state.tickets_of_customer);
  RC_ASSERT(state.ticket_names.size() == state.tickets.size());
}

// A1, A2: no other alerts stand than those that tickets know of.
void CheckAlerts(const State& state) {
  std::size_t count = 0;
  for (const auto& [id, ticket] : state.tickets) {
    for (const auto& [cause, alert] : ticket.alerts) {
      RC_ASSERT(state.alerts.at(alert).ticket->ticket == id);
      RC_ASSERT(state.alerts.at(alert).ticket->cause == cause);
      RC_ASSERT(ticket.active() || ticket.state == TicketState::kPending);
    }
    count += ticket.alerts.size();
  }
  RC_ASSERT(state.alerts.size() == count);
}

// S4, S5.
void CheckClocks(const State& state) {
  for (const auto& [id, ticket] : state.tickets) {
    const bool done =
        ticket.state == TicketState::kResolved || ticket.state == TicketState::kClosed;
    const SlaClock& resolution = ticket.clocks.at(SlaGoal::kResolution);
    RC_ASSERT(resolution.running_since.has_value() == ticket.active());
    for (const auto& [goal, clock] : ticket.clocks) {
      RC_ASSERT(clock.stopped.has_value() <= !clock.running_since.has_value());
      RC_ASSERT(done <= clock.stopped.has_value());
    }
  }
}

// T3, T4, S6: after timers, nothing is overdue.
void CheckNothingIsOverdue(const State& state, WallTime now) {
  for (const auto& [id, ticket] : state.tickets) {
    if (ticket.reminder) RC_ASSERT(*ticket.reminder > now);
    for (const auto& [goal, clock] : ticket.clocks) {
      if (clock.warn_at && !clock.warned) RC_ASSERT(*clock.warn_at > now);
      if (clock.due && !clock.breached) RC_ASSERT(*clock.due > now);
    }
    if (ticket.state != TicketState::kResolved) continue;
    const Duration kept = state.configuration.tickets.reopen_days * 24 * kHour;
    RC_ASSERT(ticket.times.resolved->wall + kept > now);
  }
}

// What was told so far.
struct Told {
  std::map<TicketId, std::uint32_t> entries;
  std::map<std::pair<TicketId, std::string>, int> breaches;

  // T6, S6.
  void Take(const Effects& effects) {
    for (const TicketNoted& noted : AllOf<TicketNoted>(effects)) {
      RC_ASSERT(noted.number == ++entries[noted.ticket]);
      if (noted.what != TicketEntryKind::kSlaBreached || noted.after == "next response") continue;
      RC_ASSERT(++breaches[std::pair(noted.ticket, noted.after)] == 1);
    }
  }
};

// All tickets of the queue counted one by one.
QueueTicketLoad CountedOf(const State& state, QueueId queue) {
  QueueTicketLoad load;
  for (const auto& [id, ticket] : state.tickets) {
    const bool pending = ticket.state == TicketState::kPending;
    if (ticket.queue != queue || !(ticket.active() || pending)) continue;
    ++(pending ? load.pending : load.open);
    for (const auto& [goal, clock] : ticket.clocks) {
      if (clock.stopped) continue;
      if (clock.breached) ++load.breached_clocks;
      if (clock.warned && !clock.breached) ++load.warned_clocks;
    }
    if (pending || ticket.owner) continue;
    ++load.waiting;
    if (!state.work.at({WorkKind::kTicket, id.value, 0}).reserved.empty()) ++load.offered;
    const WallTime since = ticket.work.waiting_since->wall;
    load.longest_waiting_since = std::min(load.longest_waiting_since.value_or(since), since);
  }
  return load;
}

AgentTicketLoad CountedOf(const State& state, AgentId agent) {
  AgentTicketLoad load;
  for (const auto& [id, ticket] : state.tickets) {
    if (ticket.owner != agent) continue;
    if (ticket.active()) ++load.held;
    if (ticket.state == TicketState::kPending) ++load.pending;
  }
  return load;
}

// What a board shows that is told only the figures that changed.
struct ShownLoads {
  TicketLoads loads;
  std::map<QueueId, QueueTicketLoad> queues;
  std::map<AgentId, AgentTicketLoad> agents;

  void Take(const Effects& effects, const State& state) {
    std::set<TicketId> tickets;
    for (const auto& changed : AllOf<TicketChanged>(effects)) tickets.insert(changed.ticket);
    for (const auto& opened : AllOf<ReservationOpened>(effects)) {
      tickets.insert(TicketId{opened.reservation.work.id});
    }
    for (const auto& ended : AllOf<ReservationEnded>(effects)) {
      tickets.insert(TicketId{ended.work.id});
    }
    for (const TicketId id : tickets) {
      const TicketLoads::Changed changed = loads.Recount(state, id);
      for (const QueueId queue : changed.queues) queues[queue] = loads.Of(queue);
      for (const AgentId agent : changed.agents) agents[agent] = loads.Of(agent);
    }
  }

  // Y1 to Y5.
  void Check(const State& state) {
    const TicketLoads recounted(state);
    for (const auto& [id, queue] : state.queues) {
      RC_ASSERT(queues[id] == CountedOf(state, id));
      RC_ASSERT(recounted.Of(id) == queues[id]);
    }
    for (const auto& [id, agent] : state.agents) {
      RC_ASSERT(agents[id] == CountedOf(state, id));
      RC_ASSERT(recounted.Of(id) == agents[id]);
      RC_ASSERT(agents[id].held == agent.routing.tickets);
    }
  }
};

RC_GTEST_PROP(TicketLoadsHistory, WhatIsToldOfChangesIsWhatARecountGives, ()) {
  ExchangeDriver driver;
  driver.Configure(AnySite());
  ShownLoads shown;
  const int changes = *rc::gen::inRange(1, 60);
  for (int i = 0; i < changes; ++i) {
    shown.Take(AnyChange(driver).ApplyTo(driver), driver.state());
    shown.Check(driver.state());
    shown.Take(driver.FireTimers(), driver.state());
    shown.Check(driver.state());
  }
}

RC_GTEST_PROP(TicketRulesHistory, KeepsTheRulesAndARestartChangesNothing, ()) {
  ExchangeDriver driver;
  ExchangeDriver restarted;
  const Configuration site = AnySite();
  driver.Configure(site);
  restarted.Configure(site);
  Told told;
  const int changes = *rc::gen::inRange(1, 60);
  for (int i = 0; i < changes; ++i) {
    const Change change = AnyChange(driver);
    told.Take(change.ApplyTo(driver));
    change.ApplyTo(restarted);
    if (i % 3 == 0) restarted.Restart();

    CheckWork(driver.state());
    CheckIndexes(driver.state());
    CheckAlerts(driver.state());
    CheckClocks(driver.state());
    RC_ASSERT(restarted.exchange().Save() == driver.exchange().Save());  // X1.
    told.Take(driver.FireTimers());
    restarted.FireTimers();
    CheckNothingIsOverdue(driver.state(), ExchangeDriver::kStart + driver.now());
  }
}

}  // namespace
}  // namespace jackfield::exchange
