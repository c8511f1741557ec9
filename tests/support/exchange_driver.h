#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/exchange/exchange.h"

namespace jackfield::exchange {

// Drives an Exchange through its public face, with literal times: engine time in milliseconds from
// 0, wall time 2026-01-05 12:00 UTC (the start of a 15-minute interval) plus the same.
//
// Thread safety: none; one per test.
class ExchangeDriver {
 public:
  static constexpr WallTime kStart{Duration{1'767'614'400'000}};

  explicit ExchangeDriver(bool source_times = true) : source_times_(source_times) {}

  void Advance(Duration by) { now_ += by; }
  void AdvanceTo(WallTime at) { now_ = at - kStart; }

  // Applies an event of source "pbx".
  Effects Tell(TelephonyEventBody body) {
    TelephonyEvent event{.source = "pbx", .body = std::move(body)};
    if (source_times_) event.time = kStart + now_;
    return *Apply(std::move(event));
  }
  Result<Effects> Command(DeskCommand command) { return Apply(std::move(command)); }
  Result<Effects> Ask(TicketCommand command) { return Apply(std::move(command)); }
  Result<Effects> Ask(CallbackCommand command) { return Apply(std::move(command)); }
  Effects Configure(Configuration configuration) { return *Apply(std::move(configuration)); }
  Effects FireTimers() { return *Apply(TimersDue{}); }

  // The process ends, and another one goes on with what was saved.
  void Restart() { exchange_ = *Exchange::Restore(exchange_.Save()); }

  Duration now() const { return now_; }
  const Exchange& exchange() const { return exchange_; }
  const State& state() const { return exchange_.state(); }

  // What the tests look at. Each fails the program where there is no such thing.
  const Call& call(const std::string& switch_id) const {
    const Source& source = state().sources.at(state().source_names.at("pbx"));
    return state().calls.at(source.calls.at(switch_id));
  }
  bool knows(const std::string& switch_id) const {
    const Source& source = state().sources.at(state().source_names.at("pbx"));
    return source.calls.contains(switch_id);
  }
  const Agent& agent(const std::string& login) const {
    return state().agents.at(state().agent_logins.at(login));
  }
  const Queue& queue(const std::string& name) const {
    return state().queues.at(state().queue_names.at(name));
  }
  const Ticket& ticket(std::uint64_t number) const { return state().tickets.at(TicketId{number}); }
  const Callback& callback(std::uint64_t number) const {
    return state().callbacks.at(CallbackId{number});
  }
  // All intervals together.
  QueueCounters counted(const std::string& queue_name) const {
    QueueCounters sum;
    for (const auto& [interval, each] : queue(queue_name).intervals) {
      sum.offered += each.offered;
      sum.answered += each.answered;
      sum.answered_within += each.answered_within;
      sum.abandoned += each.abandoned;
      sum.abandoned_within += each.abandoned_within;
      sum.abandoned_short += each.abandoned_short;
      sum.timed_out += each.timed_out;
      sum.exit_key += each.exit_key;
      sum.exit_empty += each.exit_empty;
      sum.withdrawn += each.withdrawn;
      sum.lost += each.lost;
      sum.refused_full += each.refused_full;
      sum.passed_threshold += each.passed_threshold;
      sum.transferred_out += each.transferred_out;
      sum.ring_no_answers += each.ring_no_answers;
      sum.completed += each.completed;
      sum.wait_answered += each.wait_answered;
      sum.talk += each.talk;
      sum.hold += each.hold;
      sum.after_call_work += each.after_call_work;
    }
    return sum;
  }

 private:
  template <typename Body>
  Result<Effects> Apply(Body body) {
    Input input{.now = Instant(now_), .wall = kStart + now_, .names = {1, ++sequence_}};
    input.body = std::move(body);
    return exchange_.Apply(Sequence{sequence_}, input);
  }

  const bool source_times_;
  Exchange exchange_;
  Duration now_{0};
  std::uint64_t sequence_ = 0;
};

// Agents ana (PJSIP/1001), bo (PJSIP/1002) and chen (Local/2001@agents); queue "sales" with a
// threshold of 20 s and 10 s of wrap-up.
inline Configuration SmallSite() {
  Configuration site;
  site.queues = {
      {.name = "sales", .service_level_threshold = Duration{20'000}, .wrap_up = Duration{10'000}}};
  site.agents = {{.login = "ana", .display_name = "Ana", .devices = {"PJSIP/1001"}},
                 {.login = "bo", .display_name = "Bo", .devices = {"PJSIP/1002"}},
                 {.login = "chen", .display_name = "Chen", .devices = {"Local/2001@agents/n"}}};
  site.dispositions = {{.code = "solved", .label = "Solved"}};
  return site;
}

}  // namespace jackfield::exchange
