#include "tests/simulation/witness.h"

#include <algorithm>

#include "server/exchange/counters.h"

namespace jackfield::sim {
namespace {

using exchange::Call;
using exchange::CallEnd;
using exchange::ConnectionState;
using exchange::Leg;
using exchange::LegState;
using exchange::Offer;
using exchange::OfferState;
using exchange::QueueCounters;
using exchange::State;

std::string Text(Duration span) { return std::to_string(span.count()) + "ms"; }

std::string NameOf(const State& state, const Call& call) {
  return state.sources.at(call.source).name + "/" + call.epoch + "/" + call.switch_id;
}

std::string LoginOf(const State& state, AgentId agent) {
  return agent ? state.agents.at(agent).login : "";
}

std::string QueueOf(const State& state, QueueId queue) {
  return queue ? state.queues.at(queue).configuration.name : "";
}

std::string Text(ConnectionState state) {
  switch (state) {
    case ConnectionState::kNull:
      return "gone";
    case ConnectionState::kInitiated:
    case ConnectionState::kConnected:
    case ConnectionState::kFail:
      return "up";
    case ConnectionState::kAlerting:
      return "ringing";
    case ConnectionState::kHold:
      return "held";
    case ConnectionState::kQueued:
      return "queued";
  }
  return "";
}

std::string Text(OfferState state) {
  switch (state) {
    case OfferState::kRinging:
      return "ringing";
    case OfferState::kAnswered:
      return "answered";
    case OfferState::kNoAnswer:
      return "no_answer";
    case OfferState::kAnsweredElsewhere:
      return "answered_elsewhere";
    case OfferState::kCallerGone:
      return "caller_gone";
    case OfferState::kCancelled:
      return "cancelled";
    case OfferState::kExpired:
      return "expired";
    case OfferState::kLost:
      return "lost";
  }
  return "";
}

std::string Text(CallEnd end) {
  switch (end) {
    case CallEnd::kNone:
      return "lives";
    case CallEnd::kCleared:
      return "cleared";
    case CallEnd::kLost:
      return "lost";
    case CallEnd::kSilent:
      return "silent";
    case CallEnd::kTransferred:
      return "transferred";
  }
  return "";
}

std::string OutcomeOf(const Leg& leg) {
  switch (leg.state) {
    case LegState::kWaiting:
      return "waiting";
    case LegState::kAnswered:
      return "answered";
    case LegState::kLost:
      return "lost";
    case LegState::kMoved:
      return "moved";
    case LegState::kLeft:
      break;
  }
  switch (leg.cause) {
    case exchange::DequeueCause::kUnknown:
    case exchange::DequeueCause::kWithdrawn:
      return "withdrawn";
    case exchange::DequeueCause::kAbandoned:
      return "abandoned";
    case exchange::DequeueCause::kTimedOut:
      return "timed_out";
    case exchange::DequeueCause::kExitKey:
      return "exit_key";
    case exchange::DequeueCause::kExitEmpty:
      return "exit_empty";
    case exchange::DequeueCause::kUnseen:
      return "lost";
    case exchange::DequeueCause::kOverflowed:
      return "overflowed";
  }
  return "";
}

std::string Describe(const State& state, const Leg& leg, bool with_times) {
  std::string line =
      "leg " + QueueOf(state, leg.queue) + " " + OutcomeOf(leg) + " " + LoginOf(state, leg.agent);
  if (leg.transferred) line += " transferred";
  if (!with_times) return line;
  if (leg.state != LegState::kWaiting) line += " wait " + Text(Elapsed(leg.entered, leg.left));
  if (leg.completed) line += " talk " + Text(leg.talk) + " hold " + Text(leg.hold);
  return line;
}

std::string Describe(const State& state, const Offer& offer, bool with_times) {
  std::string line = "offer " + LoginOf(state, offer.agent) + " " + QueueOf(state, offer.queue) +
                     " " + Text(offer.state);
  if (offer.answered_by && offer.answered_by != offer.agent) {
    line += " by " + LoginOf(state, offer.answered_by);
  }
  if (with_times && offer.state != OfferState::kRinging) {
    line += " " + Text(Elapsed(offer.started, offer.ended));
  }
  return line;
}

using Values = std::map<std::string, std::int64_t>;

void AddCounts(Values& into, const QueueCounters& counters) {
  const auto add = [&](const char* name, std::uint64_t value) {
    into[name] += static_cast<std::int64_t>(value);
  };
  add("offered", counters.offered);
  add("answered", counters.answered);
  add("abandoned", counters.abandoned);
  add("timed_out", counters.timed_out);
  add("exit_key", counters.exit_key);
  add("exit_empty", counters.exit_empty);
  add("withdrawn", counters.withdrawn);
  add("lost", counters.lost);
  add("refused_full", counters.refused_full);
  add("refused_empty", counters.refused_empty);
  add("transferred_out", counters.transferred_out);
  add("ring_no_answers", counters.ring_no_answers);
  add("completed", counters.completed);
}

void AddTimes(Values& into, const QueueCounters& counters) {
  into["answered_within"] += static_cast<std::int64_t>(counters.answered_within);
  into["abandoned_within"] += static_cast<std::int64_t>(counters.abandoned_within);
  into["abandoned_short"] += static_cast<std::int64_t>(counters.abandoned_short);
  into["wait_answered"] += counters.wait_answered.count();
  into["wait_abandoned"] += counters.wait_abandoned.count();
  into["talk"] += counters.talk.count();
  into["hold"] += counters.hold.count();
}

std::string BrokenRuleOfCall(const State& state, const Call& call) {
  const std::string name = "call " + NameOf(state, call) + ": ";
  std::set<AgentId> ringing;
  for (const Offer& offer : call.offers) {
    const bool open = offer.state == OfferState::kRinging;
    if (open && !ringing.insert(offer.agent).second) return name + "rings twice at one agent (X4)";
    if (open && !call.live()) return name + "is over and still rings";
    if (!open && Elapsed(offer.started, offer.ended) < Duration{0}) return name + "ring below 0";
  }
  for (std::uint32_t i = 0; i < call.legs.size(); ++i) {
    const Leg& leg = call.legs[i];
    const bool waits = leg.state == LegState::kWaiting;
    if (waits && !call.live()) return name + "is over and still waits";
    if (waits != state.queues.at(leg.queue).waiting.contains({call.id, i})) {
      return name + "the queue and the leg do not agree on who waits";
    }
    if (leg.talk < Duration{0} || leg.hold < Duration{0}) return name + "talk or hold below 0";
  }
  for (const auto& [connection, part] : call.connections) {
    if (!call.live() && part.state != ConnectionState::kNull) return name + "is over, with parties";
    if (part.held < Duration{0}) return name + "hold below 0";
  }
  return "";
}

}  // namespace

Expectation LiveOf(const State& state, const std::string& source) {
  Expectation live;
  for (const auto& [id, call] : state.calls) {
    if (!call.live() || state.sources.at(call.source).name != source) continue;
    auto& lines = live["call " + NameOf(state, call)];
    for (const auto& [connection, part] : call.connections) {
      if (part.state == ConnectionState::kNull) continue;
      lines.push_back(connection + " " + LoginOf(state, part.agent) + " " + Text(part.state));
    }
    for (const Offer& offer : call.offers) {
      if (offer.state != OfferState::kRinging) continue;
      lines.push_back("rings " + LoginOf(state, offer.agent) + " " + QueueOf(state, offer.queue));
    }
    for (const Leg& leg : call.legs) {
      if (leg.state != LegState::kWaiting) continue;
      lines.push_back("waits " + QueueOf(state, leg.queue) + " " + leg.connection);
    }
    std::sort(lines.begin(), lines.end());
  }
  return live;
}

Expectation LogOf(const State& state, const std::string& source, bool with_times) {
  Expectation log;
  for (const auto& [id, call] : state.calls) {
    if (state.sources.at(call.source).name != source) continue;
    auto& lines = log["call " + NameOf(state, call)];
    lines.push_back("end " + Text(call.end));
    for (const Leg& leg : call.legs) lines.push_back(Describe(state, leg, with_times));
    for (const Offer& offer : call.offers) lines.push_back(Describe(state, offer, with_times));
  }
  return log;
}

Expectation CountsOf(const State& state, bool with_times) {
  std::map<std::string, Values> sums;
  for (const auto& [id, queue] : state.queues) {
    for (const auto& [interval, counters] : queue.intervals) {
      std::string name = "queue " + queue.configuration.name;
      if (with_times) {
        name += " " + std::to_string(interval.time_since_epoch() / exchange::kIntervalLength);
      }
      AddCounts(sums[name], counters);
      if (with_times) AddTimes(sums[name], counters);
    }
  }
  Expectation counts;
  for (const auto& [name, values] : sums) {
    for (const auto& [what, value] : values) {
      if (value != 0) counts[name].push_back(what + " " + std::to_string(value));
    }
  }
  return counts;
}

std::map<std::string, std::set<std::string>> BusyOf(const State& state) {
  std::map<std::string, std::set<std::string>> busy;
  for (const auto& [id, agent] : state.agents) {
    for (const auto& [call, connection] : agent.busy) {
      busy[agent.login].insert(NameOf(state, state.calls.at(call)) + " " + connection);
    }
  }
  return busy;
}

std::map<std::string, std::set<std::string>> RingingOf(const State& state,
                                                       const std::function<bool(OfferId)>& counts) {
  std::map<std::string, std::set<std::string>> ringing;
  for (const auto& [id, call] : state.calls) {
    for (const Offer& offer : call.offers) {
      if (offer.state != OfferState::kRinging || !counts(offer.id)) continue;
      ringing[LoginOf(state, offer.agent)].insert(NameOf(state, call) + " " + offer.connection);
    }
  }
  return ringing;
}

std::set<std::string> OverOf(const State& state, const std::string& source) {
  std::set<std::string> over;
  for (const auto& [id, call] : state.calls) {
    if (state.sources.at(call.source).name != source) continue;
    if (call.end_inferred) continue;
    if (!call.live()) over.insert(NameOf(state, call));
    for (const auto& [connection, part] : call.connections) {
      if (part.state != ConnectionState::kNull || !part.cleared) continue;
      over.insert(NameOf(state, call) + " " + connection);
    }
  }
  return over;
}

std::set<std::string> RungOutOf(const State& state, const std::string& source) {
  std::set<std::string> rung_out;
  for (const auto& [id, call] : state.calls) {
    if (state.sources.at(call.source).name != source || !call.live()) continue;
    for (const auto& [connection, part] : call.connections) {
      if (part.state != ConnectionState::kNull || part.cleared) continue;
      rung_out.insert(NameOf(state, call) + " " + connection);
    }
  }
  return rung_out;
}

std::string BrokenRule(const State& state) {
  for (const auto& [id, call] : state.calls) {
    if (std::string broken = BrokenRuleOfCall(state, call); !broken.empty()) return broken;
  }
  for (const auto& [id, queue] : state.queues) {
    std::uint64_t entered = 0;
    std::uint64_t gone = 0;
    for (const auto& [interval, c] : queue.intervals) {
      entered += c.offered;
      gone +=
          c.answered + c.abandoned + c.timed_out + c.exit_key + c.exit_empty + c.withdrawn + c.lost;
    }
    if (entered != gone + queue.waiting.size()) {
      return "queue " + queue.configuration.name + ": offered is not the sum of what became of it";
    }
    for (const auto& [call, leg] : queue.waiting) {
      const auto found = state.calls.find(call);
      if (found == state.calls.end() || leg >= found->second.legs.size()) {
        return "queue " + queue.configuration.name + ": waits for nobody";
      }
    }
  }
  for (const auto& [id, agent] : state.agents) {
    for (const auto& [call, connection] : agent.busy) {
      const auto found = state.calls.find(call);
      if (found == state.calls.end() || !found->second.live()) {
        return "agent " + agent.login + ": busy with a call that is over";
      }
    }
  }
  return "";
}

std::string Difference(const Expectation& expected, const Expectation& got) {
  const auto text = [](const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines) all += "\n    " + line;
    return all;
  };
  for (const auto& [subject, lines] : expected) {
    const auto found = got.find(subject);
    if (found == got.end()) return subject + " is missing; expected:" + text(lines);
    if (found->second != lines) {
      return subject + "\n  expected:" + text(lines) + "\n  got:" + text(found->second);
    }
  }
  for (const auto& [subject, lines] : got) {
    if (!expected.contains(subject)) return subject + " is not expected:" + text(lines);
  }
  return "";
}

}  // namespace jackfield::sim
