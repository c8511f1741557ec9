#include "server/exchange/offer_rules.h"

#include <algorithm>

#include "server/exchange/agent_rules.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/ledger.h"
#include "server/exchange/routing/call_work_rules.h"
#include "server/exchange/routing/reservation_rules.h"
#include "server/exchange/routing/routing_index.h"

namespace jackfield::exchange {
namespace {

TimerKey DeadlineTimer(OfferId offer, CallId call) {
  return {TimerKind::kOfferDeadline, offer.value, call.value};
}

bool IsOpen(const Offer& offer) { return offer.state == OfferState::kRinging; }

// Makes room for one more: the oldest that is over goes.
bool MakeRoom(Call& call) {
  if (call.offers.size() < kOffersPerCallMax) return true;
  const auto over = std::find_if_not(call.offers.begin(), call.offers.end(), IsOpen);
  if (over == call.offers.end()) return false;
  call.offers.erase(over);
  return true;
}

bool IsMissed(OfferState state) {
  return state != OfferState::kAnswered && state != OfferState::kAnsweredElsewhere;
}

void AddMissed(Step& step, Agent& agent, const Call& call, const Offer& offer) {
  if (agent.missed.size() >= kMissedMax) {
    agent.missed.erase(agent.missed.begin());
    CountOlderMissed(step, agent, 1);
  }
  agent.missed.push_back({offer.id, call.id});
}

// Whether it was not counted before.
bool CountNoAnswer(Step& step, Offer& offer) {
  if (offer.no_answer_counted) return false;  // O4.
  offer.no_answer_counted = true;
  ++CountAgent(step, step.state.agents.at(offer.agent), offer.queue, step.now).ring_no_answers;
  if (!offer.queue) return true;
  ++CountQueue(step, step.state.queues.at(offer.queue), step.now).ring_no_answers;
  return true;
}

// O6. Of an offer that was not answered: whether the agent could have answered it.
bool WasLetPass(const Step& step, const Call& call, const Offer& offer) {
  const bool observed = offer.queue && PlanOf(step.state, offer.queue).mode == QueueMode::kObserved;
  const bool others =
      offer.state == OfferState::kAnsweredElsewhere || offer.state == OfferState::kCallerGone;
  if (!observed || others) return false;
  const Agent& agent = step.state.agents.at(offer.agent);
  if (agent.desk.empty() || agent.idle.state != IdleState::kReady || agent.wrap_up) return false;
  return std::all_of(agent.busy.begin(), agent.busy.end(),
                     [&call](const auto& busy) { return busy.first == call.id; });
}

OfferState StateOf(RingEnd cause, AgentId winner) {
  switch (cause) {
    case RingEnd::kNoAnswer:
      return OfferState::kNoAnswer;
    case RingEnd::kCallerGone:
      return OfferState::kCallerGone;
    case RingEnd::kAnsweredElsewhere:
      return OfferState::kAnsweredElsewhere;
    case RingEnd::kUnknown:
    case RingEnd::kCancelled:
      return winner ? OfferState::kAnsweredElsewhere : OfferState::kCancelled;
  }
  return OfferState::kCancelled;
}

}  // namespace

void OpenOffer(Step& step, Call& call, const std::string& connection, Agent& agent, Queue* queue) {
  for (const Offer& offer : call.offers) {
    if (!IsOpen(offer) || offer.agent != agent.id) continue;
    return step.Ignore(IgnoreCause::kAgentRingsAlready);  // O1.
  }
  if (!MakeRoom(call) || step.offers_made >= kOffersPerEntryMax) {
    return step.Note(Noted::Kind::kLimit, "offers of a call");
  }
  Offer offer{.id = OfferId{step.sequence.value * kOffersPerEntryMax + step.offers_made++},
              .first_call = call.name,
              .agent = agent.id,
              .connection = connection};
  offer.queue = queue != nullptr ? queue->id : QueueId{};
  offer.number = ++call.offer_count;
  offer.started = step.now;
  offer.desk_present = !agent.desk.empty();
  offer.pop_mode = agent.pop_mode;  // O5.
  const Duration limit = queue != nullptr ? queue->configuration.offer_limit : kDefaultOfferLimit;
  step.state.timers.Set(DeadlineTimer(offer.id, call.id), call.source, step.now, limit);
  ++CountAgent(step, agent, offer.queue, step.now).offers;
  step.Tell(OfferOpened{agent.id, call.id, offer.id});
  step.Tell(CallChanged{call.id});
  if (queue != nullptr) step.Tell(QueueChanged{queue->id});
  OnOfferBegan(step, call, offer);
  call.offers.push_back(std::move(offer));
}

void CloseOffer(Step& step, Call& call, Offer& offer, OfferState state, AgentId answered_by) {
  if (!IsOpen(offer)) return;  // O2.
  offer.state = state;
  offer.ended = step.now;
  offer.answered_by = answered_by;
  step.state.timers.Cancel(DeadlineTimer(offer.id, call.id));
  Agent& agent = step.state.agents.at(offer.agent);
  CountAgent(step, agent, offer.queue, step.now).ringing += Elapsed(offer.started, step.now);
  if (state == OfferState::kAnswered) agent.routing.passes = 0;  // O6.
  if (IsMissed(state)) {
    AddMissed(step, agent, call, offer);
    step.Tell(AgentChanged{agent.id});
  }
  step.Tell(OfferClosed{offer.agent, call.id, offer.id, state, answered_by, offer.popped()});
  step.Tell(CallChanged{call.id});
  if (offer.queue) step.Tell(QueueChanged{offer.queue});
  OnOfferEnded(step, call, offer);
}

Offer* OpenOfferAt(Call& call, const std::string& connection) {
  for (Offer& offer : call.offers) {
    if (IsOpen(offer) && offer.connection == connection) return &offer;
  }
  return nullptr;
}

void CloseOffersOfQueue(Step& step, Call& call, QueueId queue, OfferState state) {
  for (Offer& offer : call.offers) {
    if (!IsOpen(offer) || offer.queue != queue) continue;
    CloseOffer(step, call, offer, state, AgentId{});
    SetConnectionState(step, call, offer.connection, ConnectionState::kNull);
  }
}

void AnswerOffers(Step& step, Call& call, const std::string& connection, AgentId winner,
                  QueueId queue) {
  for (Offer& offer : call.offers) {
    if (!IsOpen(offer)) continue;
    if (offer.connection == connection || (winner && offer.agent == winner)) {
      CloseOffer(step, call, offer, OfferState::kAnswered, winner);
    } else if (queue && offer.queue == queue) {  // O3.
      CloseOffer(step, call, offer, OfferState::kAnsweredElsewhere, winner);
      SetConnectionState(step, call, offer.connection, ConnectionState::kNull);
    }
  }
}

AgentId AnsweredSince(const Call& call, const Moment& since) {
  for (const auto& [id, connection] : call.connections) {
    // Later, not at the same time: who hands a call on had it before it rang.
    if (id != call.caller_connection && connection.agent && connection.established != Moment{} &&
        Elapsed(since, connection.established) > Duration{0}) {
      return connection.agent;
    }
  }
  return AgentId{};
}

void EndRing(Step& step, Call& call, const std::string& connection, RingEnd cause) {
  const auto offer = std::find_if(call.offers.rbegin(), call.offers.rend(),
                                  [&](const Offer& each) { return each.connection == connection; });
  if (offer != call.offers.rend() && offer->state != OfferState::kAnswered) {
    const AgentId winner =
        cause == RingEnd::kNoAnswer ? AgentId{} : AnsweredSince(call, offer->started);
    CloseOffer(step, call, *offer, StateOf(cause, winner), winner);
    const bool counted = cause == RingEnd::kNoAnswer && CountNoAnswer(step, *offer);
    if (counted && WasLetPass(step, call, *offer)) {
      CountPass(step, step.state.agents.at(offer->agent));
    }
  }
  const auto ringing = call.connections.find(connection);
  if (ringing != call.connections.end() && ringing->second.state == ConnectionState::kAlerting) {
    SetConnectionState(step, call, connection, ConnectionState::kNull);
    ringing->second.cleared = true;
  }
}

void MoveOffers(Step& step, Call& from, Call& to) {
  for (Offer& offer : from.offers) {
    if (!IsOpen(offer)) continue;
    step.state.timers.Cancel(DeadlineTimer(offer.id, from.id));
    if (!MakeRoom(to)) {
      CloseOffer(step, from, offer, OfferState::kCancelled, AgentId{});
      continue;
    }
    const Duration limit = offer.queue ? step.state.queues.at(offer.queue).configuration.offer_limit
                                       : kDefaultOfferLimit;
    step.state.timers.Set(DeadlineTimer(offer.id, to.id), to.source, offer.started, limit);
    Offer moved = offer;
    moved.number = ++to.offer_count;
    step.Tell(OfferUpdated{offer.agent, to.id, offer.id});
    to.offers.push_back(std::move(moved));
  }
  std::erase_if(from.offers, IsOpen);
}

void OnOfferDeadline(Step& step, Call& call, OfferId id) {
  for (Offer& offer : call.offers) {
    if (offer.id != id || !IsOpen(offer)) continue;
    CloseOffer(step, call, offer, OfferState::kExpired, AgentId{});
    SetConnectionState(step, call, offer.connection, ConnectionState::kNull);
    return;
  }
}

bool TakeBackExpiry(Step& step, Call& call, const std::string& connection) {
  const auto offer = std::find_if(call.offers.rbegin(), call.offers.rend(),
                                  [&](const Offer& each) { return each.connection == connection; });
  const auto over = call.connections.find(connection);
  const bool expired = offer != call.offers.rend() && offer->state == OfferState::kExpired &&
                       !offer->no_answer_counted && over != call.connections.end() &&
                       !over->second.cleared;
  if (!expired) return false;
  Agent& agent = step.state.agents.at(offer->agent);
  std::erase_if(agent.missed, [&](const Missed& missed) { return missed.offer == offer->id; });
  SetConnectionState(step, call, connection, ConnectionState::kInitiated);
  return true;
}

}  // namespace jackfield::exchange
