#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/state.h"
#include "tests/simulation/routing/routing_picture.h"

namespace jackfield::sim {

// Judges the routing of an exchange from outside: what it said (effects), and what it holds of
// calls and agents, which other suites judge. Of work and of reservations it keeps books of its
// own, and works out from the rules what must be in them.
//
// After each input it says what is wrong:
//  - who was reserved for what, and in which order, is what Distribute() says (W1 to W4, W6);
//  - nobody is overtaken by who came later than W1 allows;
//  - an item is one agent's at a time, but where all are rung; an agent has one call, and no more
//    tickets than they may have;
//  - each reservation ends once, by its deadline (W5), for a reason that is true;
//  - what waits is what the queues hold; it keeps its place, its ring follows its wait, and it is
//    kept for its preferred agent, and from who let it pass, so long as the rules say (W8);
//  - who lets offers pass becomes Not Ready in time, and nobody else does (W7);
//  - the switch is told once for each reserved caller whom to ring (W9).
//
// Thread safety: none; one per exchange.
class RoutingOracle {
 public:
  // `input` was applied with these effects, on time: timers that are due fire before anything else
  // comes. `timers`: so many that concern the routing fired by it. With several of them only the
  // result is judged, and not the order in which it came about.
  void Take(const exchange::Input& input, const exchange::Effects& effects,
            const exchange::State& after, int timers);

  // What went wrong first; empty: nothing.
  const std::string& wrong() const { return wrong_; }

  // How often what was of interest has happened, so that it can be seen that something did.
  const std::map<std::string, int>& tally() const { return tally_; }

 private:
  struct Reserved {
    exchange::WorkKey work;
    AgentId agent;
    QueueId queue;
    Instant deadline{};
    bool alerting = false;
    bool with_others = false;  // All are rung.
  };
  struct Item {
    QueueId queue;
    Instant entered{};
    AgentId preferred;
    AgentId kept_for;
    Instant kept_until{};
    std::vector<exchange::SkillRequirement> skills;  // Its own.
    std::map<AgentId, Instant> passed;               // Until when they are not asked again.
  };
  struct Worker {
    bool idle = false;   // Ready, or reserved.
    bool ready = false;  // Would be, were they not busy.
    bool signed_in = false;
    Instant idle_since{};
    Instant last_offer{};
    std::uint32_t handled = 0;
    std::uint32_t passes = 0;
  };

  // Books.
  void Adopt(const exchange::Configuration& configuration);
  void BookMoves();
  void BookItems();
  void BookCaller(const exchange::WorkKey& key, const exchange::Leg& leg,
                  const exchange::Caller& caller);
  void BookTicket(const exchange::WorkKey& key, const exchange::Ticket& ticket);
  void BookAgents(bool exactly);
  void BookAnswers(const exchange::Effects& effects);
  void BookReservations(const exchange::Effects& effects);
  void BookOpened(const exchange::Reservation& reservation);
  void BookEnded(const exchange::ReservationEnded& ended);
  void BookRings();

  // Judgement.
  void JudgeEnd(const Reserved& reserved, exchange::ReservationEnd end);
  void JudgeEndOfTicket(const Reserved& reserved, exchange::ReservationEnd end);
  void JudgeOrder();
  void JudgeFairness(const Picture& before);
  void JudgeEligible(const Picture& after);
  void JudgeItems();
  void JudgeItem(const exchange::WorkKey& key, const Item& item);
  void JudgeReservations();
  void JudgeAgents();
  void JudgeCapacity(const exchange::Agent& agent);
  void JudgeRoutes();
  void JudgeRoute(const Given& given, const exchange::RouteCall& route);

  // What the rules ask for.
  const exchange::QueueConfiguration* Declared(QueueId queue) const;
  bool IsDirected(QueueId queue) const;
  std::uint32_t RingOf(const Item& item) const;
  std::int32_t PriorityOf(const exchange::WorkKey& key, QueueId queue) const;
  std::int32_t PointsOfTier(std::uint32_t tier) const;
  std::vector<std::string> DevicesFor(const exchange::Call& call, AgentId agent) const;
  bool IsSignedIn(AgentId agent) const;
  bool IsIdle(const exchange::Agent& agent) const;
  bool IsReserved(const exchange::WorkKey& key) const;
  bool MayKeep(const exchange::WorkKey& key, const Item& item) const;
  bool CanReach(const exchange::WorkKey& key, AgentId agent) const;
  std::uint32_t TicketsOf(AgentId agent) const;
  std::set<QueueId> QueuesOf(QueueId queue, std::uint32_t ring) const;
  PicturedItem PictureOf(const exchange::WorkKey& key, const Item& item) const;
  PicturedAgent PictureOf(const exchange::Agent& agent,
                          const std::map<ReservationId, Reserved>& reserved) const;
  Picture PictureWith(const std::map<ReservationId, Reserved>& reserved,
                      const std::map<AgentId, Instant>& last_offers) const;

  void Fail(const std::string& what);
  std::string Name(AgentId agent) const;

  std::string wrong_;
  std::map<std::string, int> tally_;

  // Of the present input.
  const exchange::State* state_ = nullptr;
  Instant now_{};
  bool of_members_ = false;  // It concerns members of queues.
  std::vector<Given> given_;
  std::set<AgentId> passed_now_;  // Who let an offer pass.
  // As it was when the first item was given away.
  std::map<ReservationId, Reserved> before_giving_;
  std::map<AgentId, Instant> last_offers_before_;

  exchange::Configuration configuration_;
  std::map<std::string, exchange::AgentConfiguration> declared_agents_;  // By login.
  std::map<std::string, exchange::QueueConfiguration> declared_queues_;  // By name.
  std::map<exchange::WorkKey, Item> items_;
  std::map<ReservationId, Reserved> reserved_;
  std::set<ReservationId> ever_reserved_;
  std::map<AgentId, Worker> workers_;
  std::set<std::pair<CallId, std::size_t>> answered_;
  CommandId last_command_;
};

}  // namespace jackfield::sim
