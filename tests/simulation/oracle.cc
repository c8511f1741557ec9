#include "tests/simulation/oracle.h"

#include <algorithm>
#include <variant>

namespace jackfield::sim {
namespace {

constexpr Duration kInterval{15 * 60 * 1000};

std::string Text(Duration span) { return std::to_string(span.count()) + "ms"; }

std::string OutcomeOf(exchange::DequeueCause cause) {
  switch (cause) {
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

std::string StateOf(exchange::RingEnd cause) {
  switch (cause) {
    case exchange::RingEnd::kNoAnswer:
      return "no_answer";
    case exchange::RingEnd::kAnsweredElsewhere:
      return "answered_elsewhere";
    case exchange::RingEnd::kCallerGone:
      return "caller_gone";
    case exchange::RingEnd::kUnknown:
    case exchange::RingEnd::kCancelled:
      return "cancelled";
  }
  return "";
}

}  // namespace

Oracle::Oracle(OracleOptions options, std::string source)
    : options_(std::move(options)), source_(std::move(source)) {}

void Oracle::Take(const exchange::TelephonyEvent& event) {
  now_ = *event.time;
  std::visit([this](const auto& body) { On(body); }, event.body);
}

std::string Oracle::AgentOf(const std::string& device) const {
  const auto found = options_.agents.find(device);
  return found == options_.agents.end() ? "" : found->second;
}

void Oracle::Count(const std::string& queue, WallTime time, const std::string& what,
                   std::int64_t by) {
  const WallTime interval(time.time_since_epoch() / kInterval * kInterval);
  counts_[{queue, interval}][what] += by;
}

void Oracle::On(const exchange::Originated& event) {
  Find(event.call).parties[event.connection].device = event.device;
}

void Oracle::On(const exchange::Queued& event) {
  Call& call = Find(event.call);
  call.parties[event.leg].state = "queued";
  Leg leg;
  leg.queue = event.queue;
  leg.connection = event.leg;
  leg.entered = now_;
  call.legs.push_back(leg);
  Count(event.queue, now_, "offered");
}

void Oracle::CountWait(const Leg& leg) {
  const Duration wait = leg.left - leg.entered;
  Count(leg.queue, leg.left, leg.outcome);
  if (leg.outcome == "answered") Count(leg.queue, leg.left, "wait_answered", wait.count());
  if (leg.outcome == "abandoned") Count(leg.queue, leg.left, "wait_abandoned", wait.count());
  if (leg.outcome != "answered" && leg.outcome != "abandoned") return;
  if (wait <= options_.threshold) Count(leg.queue, leg.left, leg.outcome + "_within");
  if (leg.outcome == "abandoned" && wait <= options_.short_abandon) {
    Count(leg.queue, leg.left, "abandoned_short");
  }
}

void Oracle::On(const exchange::Dequeued& event) {
  Call& call = Find(event.call);
  for (auto leg = call.legs.rbegin(); leg != call.legs.rend(); ++leg) {
    if (leg->connection != event.leg || leg->queue != event.queue) continue;
    if (leg->outcome == "withdrawn" && leg->left == now_) {  // Says better why it left.
      Count(leg->queue, leg->left, "withdrawn", -1);
    } else if (leg->outcome != "waiting") {
      return;
    }
    leg->outcome = OutcomeOf(event.cause);
    leg->left = now_;
    CountWait(*leg);
    call.parties[event.leg].state = "up";
    return;
  }
}

void Oracle::On(const exchange::QueueRefused& event) {
  const std::string why =
      event.cause == exchange::RefusalCause::kFull ? "refused_full" : "refused_empty";
  if (Find(event.call).refused.insert(event.queue + why).second) Count(event.queue, now_, why);
}

void Oracle::On(const exchange::Delivered& event) {
  Call& call = Find(event.call);
  Party& party = call.parties[event.connection];
  party.device = event.device;
  party.state = "ringing";
  const std::string agent = AgentOf(event.device);
  if (agent.empty()) return;
  Offer offer;
  offer.agent = agent;
  offer.connection = event.connection;
  offer.queue = event.queue;
  offer.leg = event.leg;
  offer.started = now_;
  call.offers.push_back(offer);
}

void Oracle::CloseOffer(Offer& offer, const std::string& state, const std::string& winner) {
  if (offer.state != "ringing") return;
  offer.state = state;
  offer.ended = now_;
  offer.winner = winner;
}

void Oracle::On(const exchange::Established& event) {
  Call& call = Find(event.call);
  Party& party = call.parties[event.connection];
  party.device = event.device;
  party.state = "up";
  const std::string agent = AgentOf(event.device);
  for (Leg& leg : call.legs) {
    if (event.leg.empty() || leg.connection != event.leg || leg.outcome != "waiting") continue;
    leg.outcome = "answered";
    leg.left = now_;
    leg.agent = agent;
    leg.agent_connection = event.connection;
    CountWait(leg);
    call.parties[event.leg].state = "up";
  }
  for (Offer& offer : call.offers) {
    if (offer.connection == event.connection) {
      CloseOffer(offer, "answered", "");
    } else if (!event.leg.empty() && offer.leg == event.leg) {
      CloseOffer(offer, "answered_elsewhere", agent);
    }
  }
}

void Oracle::On(const exchange::RingEnded& event) {
  for (Offer& offer : Find(event.call).offers) {
    if (offer.connection != event.connection || offer.state != "ringing") continue;
    CloseOffer(offer, StateOf(event.cause), "");
    if (offer.state == "no_answer" && !offer.queue.empty()) {
      Count(offer.queue, now_, "ring_no_answers");
    }
  }
}

void Oracle::CompleteLeg(Leg& leg, const Party& party, bool transferred) {
  if (leg.outcome != "answered" || leg.over) return;
  leg.over = true;
  leg.hold = party.held;
  if (party.state == "held") leg.hold += now_ - party.held_since;
  leg.talk = now_ - leg.left - leg.hold;
  Count(leg.queue, now_, "completed");
  Count(leg.queue, now_, "talk", leg.talk.count());
  Count(leg.queue, now_, "hold", leg.hold.count());
  if (transferred) MarkTransferred(leg);
}

void Oracle::MarkTransferred(Leg& leg) {
  if (leg.transferred) return;
  leg.transferred = true;
  Count(leg.queue, now_, "transferred_out");
}

// Wherever they stand: the agent may have come into this call from another one.
void Oracle::CompleteLegsOf(const std::string& connection, const Party& party) {
  for (auto& [name, call] : calls_) {
    if (!name.starts_with(source_ + "/" + epoch_ + "/")) continue;
    for (Leg& leg : call.legs) {
      if (leg.agent_connection == connection) CompleteLeg(leg, party, false);
    }
  }
}

const Oracle::Party* Oracle::FindParty(const std::string& connection) const {
  for (const auto& [name, call] : calls_) {
    const auto found = call.parties.find(connection);
    if (call.end == "lives" && found != call.parties.end()) return &found->second;
  }
  return nullptr;
}

void Oracle::On(const exchange::LegCompleted& event) {
  for (Leg& leg : Find(event.call).legs) {
    if (leg.connection != event.leg || leg.queue != event.queue || leg.over) continue;
    const Party* party = FindParty(leg.agent_connection);
    if (party == nullptr || party->device != event.device) continue;
    CompleteLeg(leg, *party, event.by_transfer);
  }
}

void Oracle::On(const exchange::Held& event) {
  Party& party = Find(event.call).parties[event.connection];
  party.state = "held";
  party.held_since = now_;
}

void Oracle::On(const exchange::Retrieved& event) {
  Party& party = Find(event.call).parties[event.connection];
  party.state = "up";
  party.held += now_ - party.held_since;
}

void Oracle::Merge(const std::string& into_id, const std::string& from_id) {
  Call& into = Find(into_id);
  Call& from = Find(from_id);
  into.parties.merge(from.parties);
  from.parties.clear();
  from.end = "transferred";
}

void Oracle::On(const exchange::Transferred& event) {
  for (Leg& leg : Find(event.call).legs) {
    if (leg.agent_connection == event.by_connection) MarkTransferred(leg);
  }
  if (event.kind == exchange::TransferKind::kConsultation) Merge(event.call, event.consultation);
}

void Oracle::On(const exchange::Conferenced& event) { Merge(event.call, event.other); }

void Oracle::On(const exchange::LegMoved& event) {
  Call& from = Find(event.call);
  Call& into = Find(event.to_call);
  const auto moved = std::find_if(from.legs.begin(), from.legs.end(), [&](const Leg& leg) {
    return leg.connection == event.leg && leg.outcome == "waiting";
  });
  Leg leg = *moved;
  moved->outcome = "moved";
  moved->left = now_;
  leg.connection = event.to_leg;
  into.legs.push_back(leg);
  from.parties[event.leg].state = "up";
  into.parties[event.to_leg].state = "queued";
  for (auto offer = from.offers.begin(); offer != from.offers.end();) {
    if (offer->leg != event.leg || offer->state != "ringing") {
      ++offer;
      continue;
    }
    offer->leg = event.to_leg;
    into.parties[offer->connection] = from.parties[offer->connection];
    from.parties.erase(offer->connection);
    into.offers.push_back(*offer);
    offer = from.offers.erase(offer);
  }
}

void Oracle::On(const exchange::ConnectionCleared& event) {
  Call& call = Find(event.call);
  CompleteLegsOf(event.connection, call.parties[event.connection]);
  for (Leg& leg : call.legs) {
    if (leg.connection == event.connection && leg.outcome == "waiting") {
      leg.outcome = "abandoned";
      leg.left = now_;
      CountWait(leg);
    }
  }
  call.parties.erase(event.connection);
}

void Oracle::EndCall(Call& call, const std::string& end, const std::string& leg_outcome) {
  if (call.end != "lives") return;
  for (const auto& [connection, party] : call.parties) CompleteLegsOf(connection, party);
  for (Leg& leg : call.legs) {
    if (leg.outcome != "waiting") continue;
    leg.outcome = leg_outcome;
    leg.left = now_;
    CountWait(leg);
  }
  const std::string offers_end = end == "lost" ? "lost" : "caller_gone";
  for (Offer& offer : call.offers) CloseOffer(offer, offers_end, "");
  call.parties.clear();
  call.end = end;
}

void Oracle::On(const exchange::CallCleared& event) {
  EndCall(Find(event.call), "cleared", "abandoned");
}

void Oracle::On(const exchange::LinkUp& event) {
  if (event.epoch == epoch_) return;
  for (auto& [name, call] : calls_) EndCall(call, "lost", "lost");
  epoch_ = event.epoch;
}

Expectation Oracle::Live() const {
  Expectation live;
  for (const auto& [name, call] : calls_) {
    if (call.end != "lives") continue;
    auto& lines = live["call " + name];
    for (const auto& [connection, party] : call.parties) {
      lines.push_back(connection + " " + AgentOf(party.device) + " " + party.state);
    }
    for (const Offer& offer : call.offers) {
      if (offer.state == "ringing") lines.push_back("rings " + offer.agent + " " + offer.queue);
    }
    for (const Leg& leg : call.legs) {
      if (leg.outcome == "waiting") lines.push_back("waits " + leg.queue + " " + leg.connection);
    }
    std::sort(lines.begin(), lines.end());
  }
  return live;
}

Expectation Oracle::Log(bool with_times) const {
  Expectation log;
  for (const auto& [name, call] : calls_) {
    auto& lines = log["call " + name];
    lines.push_back("end " + call.end);
    for (const Leg& leg : call.legs) {
      std::string line = "leg " + leg.queue + " " + leg.outcome + " " + leg.agent;
      if (leg.transferred) line += " transferred";
      if (with_times && leg.outcome != "waiting") line += " wait " + Text(leg.left - leg.entered);
      if (with_times && leg.over) line += " talk " + Text(leg.talk) + " hold " + Text(leg.hold);
      lines.push_back(line);
    }
    for (const Offer& offer : call.offers) {
      std::string line = "offer " + offer.agent + " " + offer.queue + " " + offer.state;
      if (!offer.winner.empty()) line += " by " + offer.winner;
      if (with_times && offer.state != "ringing") line += " " + Text(offer.ended - offer.started);
      lines.push_back(line);
    }
  }
  return log;
}

Expectation Oracle::Counts(bool with_times) const {
  std::map<std::string, std::map<std::string, std::int64_t>> sums;
  for (const auto& [key, values] : counts_) {
    std::string name = "queue " + key.first;
    if (with_times) name += " " + std::to_string(key.second.time_since_epoch() / kInterval);
    for (const auto& [what, value] : values) {
      if (with_times || (!what.starts_with("wait_") && what != "talk" && what != "hold" &&
                         !what.ends_with("_within") && what != "abandoned_short")) {
        sums[name][what] += value;
      }
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

std::map<std::string, std::set<std::string>> Oracle::Busy() const {
  std::map<std::string, std::set<std::string>> busy;
  for (const auto& [name, call] : calls_) {
    for (const auto& [connection, party] : call.parties) {
      const std::string agent = AgentOf(party.device);
      if (!agent.empty()) busy[agent].insert(name + " " + connection);
    }
  }
  return busy;
}

std::map<std::string, std::set<std::string>> Oracle::Ringing() const {
  std::map<std::string, std::set<std::string>> ringing;
  for (const auto& [name, call] : calls_) {
    for (const Offer& offer : call.offers) {
      if (offer.state == "ringing") ringing[offer.agent].insert(name + " " + offer.connection);
    }
  }
  return ringing;
}

}  // namespace jackfield::sim
