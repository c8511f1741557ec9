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
#include "tests/simulation/routing/callback_book.h"
#include "tests/simulation/routing/routing_picture.h"
#include "tests/simulation/routing/sla_book.h"

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
  std::map<std::string, int> tally() const;

 private:
  struct Reserved {
    exchange::WorkKey work;
    AgentId agent;
    QueueId queue;
    Instant deadline{};
    bool alerting = false;
    bool with_others = false;  // All are rung.
  };
  // The switch was told to take the caller elsewhere.
  struct Diversion {
    CommandId command;
    std::size_t rule = 0;
    Instant told{};
    Instant since{};  // From here on it may last for so long.
    bool accepted = false;
  };
  struct Item {
    QueueId queue;
    Instant entered{};
    AgentId preferred;  // Of a caller.
    AgentId kept_for;
    Instant kept_until{};
    std::vector<exchange::SkillRequirement> skills;  // Its own.
    std::map<AgentId, Instant> passed;               // Until when they are not asked again.
    bool held = false;                               // Is offered to nobody.
    std::optional<Diversion> diverted;
    std::set<std::size_t> refused;  // Overflow rules that held, and could not be carried out.
    std::optional<Instant> overdue_since;  // A rule about waiting holds, and is not carried out.

    bool WasTried(std::size_t rule) const {
      return refused.contains(rule) || (diverted && diverted->rule == rule);
    }
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
  void Keep(const exchange::WorkKey& key, Item& item, AgentId preferred, Duration limit);
  void Adopt(const exchange::Configuration& configuration);
  void BookMoves();
  void BookItems(const exchange::Input& input, const exchange::Effects& effects);
  void BookCaller(const exchange::WorkKey& key, const exchange::Leg& leg,
                  const exchange::Caller& caller);
  void BookTicket(const exchange::WorkKey& key, const exchange::Ticket& ticket);
  void BookCallback(const exchange::WorkKey& key, const WaitingCallback& waiting);
  void BookAgents(bool exactly);
  void BookAnswers(const exchange::Effects& effects);
  void BookReservations(const exchange::Effects& effects);
  void BookNoted(const exchange::TicketNoted& noted);
  void BookOpened(const exchange::Reservation& reservation);
  void BookEnded(const exchange::ReservationEnded& ended);
  void BookRings();
  void BookPassedRing(const exchange::TelephonyEvent& event);

  void BookDiversions(const exchange::Input& input, const exchange::Effects& effects);

  // Judgement.
  void JudgeStanding(const exchange::Input& input);
  void JudgeEnd(const Reserved& reserved, exchange::ReservationEnd end);
  bool IsWithdrawn(const exchange::Ticket& ticket) const;
  void JudgeEndOfTicket(const Reserved& reserved, exchange::ReservationEnd end);
  void JudgeEndOfCallback(const Reserved& reserved, exchange::ReservationEnd end);
  void JudgeOrder();
  void JudgeFairness(const Picture& before);
  void JudgeEligible(const Picture& after);
  void JudgeItems();
  void JudgeItem(const exchange::WorkKey& key, const Item& item);
  void JudgeReservations();
  void JudgeAgents();
  void JudgeCapacity(const exchange::Agent& agent);
  void JudgeOverflows(const exchange::Effects& effects);
  void JudgeOverflow(const exchange::CallOverflowed& overflowed);
  void JudgePlace(const exchange::Call& call, std::size_t from, const std::string& queue);
  void JudgeStays(const exchange::Input& input);
  void JudgeArrival(const exchange::WorkKey& key, const Item& item);
  void JudgeWaiting(const exchange::WorkKey& key, Item& item);
  void RefuseBefore(const exchange::WorkKey& key, Item& item);
  void JudgeRoutes();
  void JudgeRoute(const Given& given, const exchange::RouteCall& route);

  // What the rules ask for.
  bool Holds(const exchange::OverflowRule& rule, const exchange::Call& call,
             const exchange::Leg& leg, bool arrives) const;
  bool CanGo(const exchange::OverflowRule& rule, const exchange::Call& call,
             const exchange::Leg& leg) const;
  bool WasThere(const exchange::Call& call, const exchange::Leg& leg, QueueId queue) const;
  bool IsThere(const exchange::Agent& agent) const;
  bool IsDeserted(QueueId queue) const;
  std::size_t WaitingIn(QueueId queue, CallId but) const;
  const exchange::QueueConfiguration* Declared(QueueId queue) const;
  bool IsDirected(QueueId queue) const;
  std::uint32_t RingOf(const Item& item) const;
  std::int32_t PriorityOf(const exchange::WorkKey& key, QueueId queue) const;
  std::int32_t PointsOfTier(std::uint32_t tier) const;
  std::vector<std::string> DevicesFor(const exchange::Call& call, AgentId agent) const;
  bool IsSignedIn(AgentId agent) const;
  bool IsAtWork(AgentId agent) const;
  bool IsIdle(const exchange::Agent& agent) const;
  bool IsReserved(const exchange::WorkKey& key) const;
  bool MayKeep(const exchange::WorkKey& key, const Item& item) const;
  bool CanReach(const exchange::WorkKey& key, AgentId agent) const;
  // Whether the switch of a caller can be told to route them now (W4).
  bool IsRoutable(const exchange::WorkKey& key) const;
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
  WallTime wall_{};
  bool configures_ = false;
  bool of_members_ = false;                // It concerns members of queues.
  bool several_go_ = false;                // More than one stay ends by a rule.
  std::optional<ReservationId> declined_;  // By an agent.
  std::vector<Given> given_;
  std::set<TicketId> requeued_;               // Tickets that were moved.
  std::set<AgentId> passed_now_;              // Who let an offer pass.
  std::set<exchange::WorkKey> before_;        // What waited before it.
  std::set<exchange::WorkKey> reserved_now_;  // What was reserved, or is not any more.
  std::set<QueueId> deserted_before_;
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
  std::set<OfferId> unanswered_;  // Rings of which the switch said so.
  CommandId last_command_;
  CallbackBook callbacks_;
  SlaBook sla_;
};

}  // namespace jackfield::sim
