#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "server/exchange/desk_rules.h"
#include "server/exchange/routing/overflow_rules.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/routing_rules.h"
#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {

// Drives the rules of routing where no input of the exchange does: tickets and callbacks. Fires the
// timers of routing only.
//
// Thread safety: none; one per test.
class WorkDriver {
 public:
  explicit WorkDriver(const Configuration& site) {
    ExchangeDriver driver;
    driver.Configure(site);
    GoOnFrom(driver.state());
  }
  explicit WorkDriver(const State& state) { GoOnFrom(state); }

  void Advance(Duration by) {
    now_ += by;
    const Instant until{now_};
    for (auto due = state_.timers.TakeDue(until, WallOf(until)); due;
         due = state_.timers.TakeDue(until, WallOf(until))) {
      Do(due->when.at, [&](Step& step) { Fire(step, due->key); });
    }
  }

  // As one entry of the journal.
  void Do(const std::function<void(Step&)>& change) { Do(Instant{now_}, change); }

  Status Command(const DeskCommand& command) {
    Status done;
    Do([&](Step& step) { done = ApplyDeskCommand(step, command); });
    return done;
  }
  void Ready(const std::string& login) {
    static_cast<void>(Command(DeskOpened{login, "desk-" + login}));
    static_cast<void>(Command(SetAgentState{login, AgentWish::kReady, {}, login}));
  }
  void Enqueue(const WorkKey& key, const std::string& queue, std::int32_t priority = 0) {
    Do([&](Step& step) {
      EnqueueWork(step, {.key = key,
                         .queue = state_.queue_names.at(queue),
                         .entered = step.now,
                         .priority = priority});
    });
  }
  Status Accept(const std::string& login, ReservationId id) {
    Status done;
    Do([&](Step& step) { done = AcceptReservation(step, agent(login).id, id); });
    return done;
  }
  Status Decline(const std::string& login, ReservationId id) {
    Status done;
    Do([&](Step& step) { done = DeclineReservation(step, agent(login).id, id); });
    return done;
  }

  // As the process that goes on with what was saved.
  void Restart() {
    state_ = *FromArchive<State>(ToArchive(state_));
    router_ = IndexWork(state_);
  }

  const State& state() const { return state_; }
  Agent& agent(const std::string& login) { return state_.agents.at(state_.agent_logins.at(login)); }
  const Effects& last_effects() const { return effects_; }

  // The item's only open reservation; none: there is not exactly one.
  ReservationId ReservationOf(const WorkKey& key) const {
    const auto& reserved = state_.work.at(key).reserved;
    return reserved.size() == 1 ? *reserved.begin() : ReservationId{};
  }
  // Login of the agent who is reserved for the item; empty: nobody is, or several are.
  std::string ReservedFor(const WorkKey& key) const {
    const auto open = state_.reservations.find(ReservationOf(key));
    return open == state_.reservations.end() ? std::string()
                                             : state_.agents.at(open->second.agent).login;
  }

 private:
  void GoOnFrom(const State& state) {
    state_ = state;
    router_ = IndexWork(state_);
    now_ = state.now.time_since_epoch();
    sequence_ = state.last.value;
  }

  static WallTime WallOf(Instant at) { return ExchangeDriver::kStart + at.time_since_epoch(); }

  static void Fire(Step& step, const TimerKey& key) {
    switch (key.kind) {
      case TimerKind::kReservationDeadline:
        return OnReservationDeadline(step, ReservationId{key.subject});
      case TimerKind::kRingReached:
        return OnRingReached(step, WorkOfTimer(key));
      case TimerKind::kPassPause:
        return OnPassPauseOver(step, WorkOfTimer(key), AgentOfTimer(key));
      case TimerKind::kPreferredOver:
        return OnPreferredOver(step, WorkOfTimer(key));
      case TimerKind::kOverflow:
        return OnOverflowDue(step, WorkOfTimer(key));
      case TimerKind::kOfferDeadline:
      case TimerKind::kThreshold:
      case TimerKind::kWrapUpEnd:
      case TimerKind::kWatchdog:
      case TimerKind::kForget:
      case TimerKind::kDeskGrace:
      case TimerKind::kAlerts:
      case TimerKind::kMissedForget:
      case TimerKind::kTicket:
      case TimerKind::kCallback:
      case TimerKind::kCommandDeadline:
      case TimerKind::kWorkingHours:
      case TimerKind::kMembersDue:
        return;
    }
  }

  void Do(Instant at, const std::function<void(Step&)>& change) {
    const Moment now{at, WallOf(at), false};
    Step step{.state = state_,
              .sequence = Sequence{++sequence_},
              .names = {},
              .now = now,
              .entry = now,
              .clock = now,
              .staffing = staffing_,
              .router = router_,
              .effects = {}};
    change(step);
    SettleWork(step);
    effects_ = std::move(step.effects);
  }

  State state_;
  Staffing staffing_;
  Router router_;
  Effects effects_;
  Duration now_{0};
  std::uint64_t sequence_ = 0;
};

// Ana and Bo are members of the queues "sales" and "claims", which Jackfield distributes.
inline Configuration DirectedSite() {
  Configuration site = SmallSite();
  site.queues.push_back({.name = "claims"});
  for (QueueConfiguration& queue : site.queues) {
    queue.routing.mode = QueueMode::kDirected;
    queue.offer_limit = Duration{20'000};
  }
  site.agents[0].queues = {{"sales", 1}, {"claims", 1}};
  site.agents[1].queues = {{"sales", 1}, {"claims", 1}};
  return site;
}

}  // namespace jackfield::exchange
