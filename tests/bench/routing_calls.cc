// Decisions through the exchange: calls of directed queues, with a switch that does as it is told.
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "server/exchange/exchange.h"
#include "tests/bench/routing_load.h"

namespace jackfield::bench {
namespace {

using exchange::AgentWish;
using exchange::CallCleared;
using exchange::ConnectionCleared;
using exchange::Delivered;
using exchange::DeskCommand;
using exchange::Effect;
using exchange::Effects;
using exchange::Established;
using exchange::Exchange;
using exchange::Input;
using exchange::Originated;
using exchange::Queued;
using exchange::ReservationOpened;
using exchange::SetAgentState;
using exchange::State;
using exchange::TelephonyEvent;
using exchange::TelephonyEventBody;

// Time passes with each input, so that calls that are over are forgotten in time.
constexpr Duration kTick{20};

constexpr std::size_t kTalksShare = 20;  // One of so many agents talks, where most are free.

class Site {
 public:
  explicit Site(const RoutingSize& size) : size_(size) {
    Apply(RoutingSite(size, dice_));
    Tell(exchange::LinkUp{.capabilities = std::set{exchange::CommandKind::kRoute}});
    for (std::size_t i = 1; i <= size.agents; ++i) {
      Apply(DeskCommand(SetAgentState{"agent-" + std::to_string(i), AgentWish::kReady, {}, {}}));
    }
  }

  template <typename Body>
  Effects Apply(Body body) {
    now_ += kTick;
    Input input{
        .now = now_, .wall = WallTime{now_.time_since_epoch()}, .names = {1, sequence_ + 1}};
    input.body = std::move(body);
    return *exchange_.Apply(Sequence{++sequence_}, input);
  }
  Effects Tell(TelephonyEventBody body) {
    TelephonyEvent event{.source = "pbx"};
    event.body = std::move(body);
    return Apply(std::move(event));
  }

  // The call is there, and not yet in a queue.
  std::string NewCall() {
    std::string call = "call-" + std::to_string(++call_);
    Tell(Originated{.call = call, .connection = call});
    return call;
  }
  // A queue whose callers wait for ever, or one of the others.
  std::string AnyQueue(bool for_ever) {
    return "queue-" + std::to_string(2 * dice_.Below(size_.queues / 2) + (for_ever ? 2 : 1));
  }
  Effects Enqueue(const std::string& call, const std::string& queue) {
    return Tell(Queued{call, call, queue});
  }

  // Does what the step ordered: the phone rings, and is answered. The call; empty: none was routed.
  std::string Answer(const Effects& effects) {
    for (const Effect& effect : effects) {
      const auto* opened = std::get_if<ReservationOpened>(&effect);
      if (opened == nullptr) continue;
      const State& state = exchange_.state();
      const exchange::Call& call = state.calls.at(CallId{opened->reservation.work.id});
      std::string name = call.switch_id;
      const std::string device = state.agents.at(opened->reservation.agent).devices.front();
      Tell(Delivered{name, name + "-agent", device, {}, {}});
      Tell(Established{name, name + "-agent", device, {}, {}});
      return name;
    }
    return {};
  }

  const State& state() const { return exchange_.state(); }

 private:
  const RoutingSize size_;
  Dice dice_;
  Exchange exchange_;
  Instant now_{};
  std::uint64_t sequence_ = 0;
  std::uint64_t call_ = 0;
};

// All agents talk who can, and `items` calls wait: who hangs up gets the next one.
void TimeFreed(const RoutingSize& size, RoutingTimes& times) {
  Site site(size);
  std::deque<std::string> talks;
  while (site.state().work.size() < size.items) {
    const std::string call = site.NewCall();
    if (const auto answered = site.Answer(site.Enqueue(call, site.AnyQueue(false)));
        !answered.empty()) {
      talks.push_back(answered);
    }
  }
  for (std::size_t i = 0; i < size.rounds && !talks.empty(); ++i) {
    const std::string over = talks.front();
    talks.pop_front();
    Effects effects;
    times.freed.Time([&] { effects = site.Tell(ConnectionCleared{over, over + "-agent"}); });
    const std::string answered = site.Answer(effects);
    site.Tell(CallCleared{over});
    if (answered.empty()) continue;
    talks.push_back(answered);
    ++times.matches;
    site.Enqueue(site.NewCall(), site.AnyQueue(false));
  }
}

// `items` calls wait for a skill that nobody has, and few agents talk.
void TimeCame(const RoutingSize& size, RoutingTimes& times) {
  Site site(size);
  for (std::size_t i = 0; i < size.items; ++i) {
    site.Enqueue(site.NewCall(), site.AnyQueue(true));
  }
  std::deque<std::string> talks;
  for (std::size_t i = 0; i < size.rounds; ++i) {
    const std::string call = site.NewCall();
    const std::string queue = site.AnyQueue(false);
    Effects effects;
    times.came.Time([&] { effects = site.Enqueue(call, queue); });
    const std::string answered = site.Answer(effects);
    if (answered.empty()) {
      site.Tell(CallCleared{call});
      continue;
    }
    talks.push_back(answered);
    ++times.matches;
    if (talks.size() < size.agents / kTalksShare) continue;
    site.Tell(ConnectionCleared{talks.front(), talks.front() + "-agent"});
    site.Tell(CallCleared{talks.front()});
    talks.pop_front();
  }
}

}  // namespace

RoutingTimes TimeExchange(const RoutingSize& size) {
  RoutingTimes times;
  TimeFreed(size, times);
  TimeCame(size, times);
  return times;
}

}  // namespace jackfield::bench
