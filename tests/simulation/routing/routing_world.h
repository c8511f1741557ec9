#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/exchange/exchange.h"
#include "tests/simulation/routing/routing_agenda.h"
#include "tests/simulation/routing/routing_fault.h"
#include "tests/simulation/routing/routing_oracle.h"
#include "tests/simulation/routing/routing_site.h"
#include "tests/simulation/routing/routing_switch.h"

namespace jackfield::sim {

// A site with directed queues for some minutes: callers, agents, a switch or two, administrators,
// restarts. The exchange is the production code; the rest is decided by the seed alone.
//
// After each input the oracle judges what the exchange did. In some worlds a second exchange gets
// the same inputs, but notices its timers late: it must come to the same.
//
// Thread safety: none; one per run.
class RoutingWorld {
 public:
  RoutingWorld(std::uint64_t seed, RoutingFault fault);

  // Runs the whole day. Returns what went wrong first; "" when nothing did.
  std::string Run();

  // The last inputs, one line for each, and how many there were.
  const std::deque<std::string>& trace() const { return trace_; }
  std::uint64_t inputs() const { return inputs_; }
  std::map<std::string, int> tally() const { return oracle_.tally(); }

 private:
  using Body = decltype(exchange::Input::body);

  static constexpr Duration kDawn{1'700'000'000'000};
  static constexpr std::uint64_t kPersons = 12;   // Who call, and are called back.
  static constexpr std::uint64_t kCustomers = 3;  // Some of them, with two numbers each.

  void Apply(Body body);
  void Judge(const exchange::Input& input, const exchange::Effects& effects, int timers);
  // So many of the timers that are due now concern the routing.
  int TimersDue() const;
  void FireTimersUpto(Instant time);
  void RunUpto(Instant time);
  void CarryOut();

  // What happens again and again.
  void Callers();
  void People();
  void Disturbances();
  void Tickets();
  void Callbacks();
  void Directory();
  void ActAsAgent(const std::string& login);
  void ActAtDesk(const std::string& login);
  // Those of tickets that are new.
  void AnswerOffers();
  void WorkOnTicket(TicketId ticket);
  void ResolveTickets();
  void AnswerOffer(const exchange::Reservation& offer);
  void TalkOfTicket(TicketId ticket);
  void CreateCallback();
  void WorkOnCallback(const exchange::Callback& callback);
  void CallBack(const exchange::Callback& callback);
  void CancelCallbacks();
  void Restart();
  void Reconfigure();
  void TellSwitches();
  void GoHome();

  // The second exchange.
  void FollowLate(const exchange::Input& input);

  // Somebody with a number; with callbacks one of a few.
  exchange::Caller MakeCaller();
  exchange::Caller MakePerson(std::uint64_t person) const;
  exchange::CustomerStanding MakeStanding();
  RoutingSwitch& PickSwitch() { return *switches_[chance_.Below(switches_.size())]; }
  std::string PickAgent();
  void Fail(const std::string& what);

  simulate::Prng chance_;
  RoutingAgenda agenda_;
  FaultyExchange exchange_;
  RoutingOracle oracle_;
  std::optional<exchange::Exchange> late_;
  std::vector<std::unique_ptr<RoutingSwitch>> switches_;
  exchange::Configuration site_;
  std::map<std::string, std::string> desks_;  // By login; those that are open.
  bool has_tickets_ = false;
  SiteTraits traits_;
  std::uint64_t inputs_ = 0;
  std::uint64_t sessions_ = 0;
  CommandId last_command_;
  ReservationId last_offer_;  // Of a ticket or a callback, that somebody thinks about.
  std::deque<std::string> trace_;
  std::string failure_;
};

}  // namespace jackfield::sim
