// How reservations end (W5, W7), and whether it is true.

#include <algorithm>

#include "tests/simulation/routing/routing_oracle.h"

namespace jackfield::sim {
namespace {

using exchange::ReservationEnd;
using exchange::WorkKind;

bool IsOfCalls(const exchange::WorkKey& key) {
  return exchange::ChannelOf(key.kind) == exchange::Channel::kCall;
}

// A ring at them ended now, and nobody let it pass.
bool HasLostRing(const exchange::Call& call, AgentId agent, Instant now) {
  return std::any_of(call.offers.begin(), call.offers.end(), [agent, now](const auto& offer) {
    const bool lost = offer.state == exchange::OfferState::kCancelled ||
                      offer.state == exchange::OfferState::kLost;
    return lost && offer.agent == agent && offer.ended.at == now;
  });
}

}  // namespace

void RoutingOracle::BookEnded(const exchange::ReservationEnded& ended) {
  const auto open = reserved_.find(ended.reservation);
  if (open == reserved_.end()) {
    return Fail("reservation " + std::to_string(ended.reservation.value) + " of " +
                Name(ended.agent) + " ended, and was not open (W5)");
  }
  const Reserved over = open->second;
  reserved_now_.insert(over.work);
  reserved_.erase(open);
  if (over.agent != ended.agent) Fail("a reservation ended for somebody else");
  ++tally_["end " + std::to_string(static_cast<int>(ended.end))];
  const bool is_declined = declined_ == ended.reservation;
  if ((ended.end == ReservationEnd::kDeclined) != is_declined) {
    Fail(Text(over.work) + (is_declined ? " was declined, and ended otherwise"
                                        : " ended as declined, and nobody declined it"));
  }
  JudgeEnd(over, ended.end);
  Worker& worker = workers_[over.agent];
  const bool accepted = ended.end == ReservationEnd::kAccepted;
  const bool declined = ended.end == ReservationEnd::kDeclined;
  const bool passed = ended.end == ReservationEnd::kPassed;
  if (accepted || declined) worker.passes = 0;
  if (accepted && over.work.kind != WorkKind::kCall) ++worker.handled;
  if (passed) {
    ++worker.passes;
    passed_now_.insert(over.agent);
  }
  if (!declined && !passed && ended.end != ReservationEnd::kUndeliverable) return;
  const Duration pause = std::max(configuration_.routing.pass_pause, Duration{1'000});
  const auto item = items_.find(over.work);
  if (item != items_.end()) item->second.passed[over.agent] = now_ + pause;
}

// Whether the reason that was told is true.
void RoutingOracle::JudgeEnd(const Reserved& reserved, ReservationEnd end) {
  if (reserved.work.kind == WorkKind::kTicket) return JudgeEndOfTicket(reserved, end);
  if (reserved.work.kind == WorkKind::kCallback) return JudgeEndOfCallback(reserved, end);
  const auto known = state_->calls.find(CallId{reserved.work.id});
  if (known == state_->calls.end()) return Fail("a call was forgotten while it was reserved");
  const exchange::Leg& leg = known->second.legs.at(reserved.work.leg);
  const exchange::Agent& agent = state_->agents.at(reserved.agent);
  const std::string what = Text(reserved.work) + ", reserved for " + agent.login + ", ended ";
  const bool answered = leg.state == exchange::LegState::kAnswered;
  switch (end) {
    case ReservationEnd::kAccepted:
      if (!answered || leg.agent != reserved.agent) Fail(what + "as accepted, and is not");
      return;
    case ReservationEnd::kTaken:
      if (!answered || leg.agent == reserved.agent) Fail(what + "as taken by another, and is not");
      return;
    case ReservationEnd::kPassed:
      if (!reserved.alerting) Fail(what + "as passed, and no phone rang (W7)");
      return;
    case ReservationEnd::kAgentGone:
      if (IsIdle(agent) && IsSignedIn(agent.id))
        Fail(what + "as the agent's leaving; they are ready");
      return;
    case ReservationEnd::kWithdrawn:
      if (leg.state == exchange::LegState::kWaiting && IsDirected(leg.queue)) {
        Fail(what + "as withdrawn; it waits");
      }
      return;
    case ReservationEnd::kUndeliverable:
      if (reserved.alerting && !HasLostRing(known->second, reserved.agent, now_)) {
        Fail(what + "as undeliverable, and its ring was not cut off");
      }
      return;
    case ReservationEnd::kNone:
    case ReservationEnd::kDeclined:
    case ReservationEnd::kPreempted:
      return Fail(what + "as no call does");
  }
}

// Nobody is to get it, or not as it was offered.
bool RoutingOracle::IsWithdrawn(const exchange::Ticket& ticket) const {
  if (!ticket.active() || !ticket.queue || requeued_.contains(ticket.id)) return true;
  const auto item = items_.find({WorkKind::kTicket, ticket.id.value, 0});
  return item == items_.end() || item->second.queue != ticket.queue ||
         item->second.skills != ticket.skills;
}

void RoutingOracle::JudgeEndOfTicket(const Reserved& reserved, ReservationEnd end) {
  const exchange::Ticket& ticket = state_->tickets.at(TicketId{reserved.work.id});
  const exchange::Agent& agent = state_->agents.at(reserved.agent);
  const std::string what = Text(reserved.work) + ", reserved for " + agent.login + ", ended ";
  const bool at_desk = IsSignedIn(agent.id) && !agent.desk.empty();
  switch (end) {
    case ReservationEnd::kAccepted:
      if (ticket.owner != agent.id) Fail(what + "as accepted, and is not theirs");
      return;
    case ReservationEnd::kTaken:
      if (!ticket.owner) Fail(what + "as taken, and is nobody's");
      return;
    case ReservationEnd::kPassed:
      if (reserved.deadline > now_) Fail(what + "as passed before its deadline");
      return;
    case ReservationEnd::kAgentGone:
      if (at_desk && agent.idle.state == exchange::IdleState::kReady) {
        Fail(what + "as the agent's leaving; they are there");
      }
      return;
    case ReservationEnd::kPreempted: {
      const bool has_call = std::any_of(
          state_->reservations.begin(), state_->reservations.end(), [&](const auto& entry) {
            return entry.second.agent == agent.id && IsOfCalls(entry.second.work);
          });
      const bool had_one = std::any_of(given_.begin(), given_.end(), [&](const Given& given) {
        const auto& agents = given.agents;
        return IsOfCalls(given.key) && std::count(agents.begin(), agents.end(), agent.id) > 0;
      });
      const bool busy = !agent.busy.empty() || agent.wrap_up || callbacks_.HasOne(agent.id);
      if (!has_call && !had_one && !busy) Fail(what + "for a call that is not");
      return;
    }
    case ReservationEnd::kWithdrawn:
      if (!IsWithdrawn(ticket)) Fail(what + "as withdrawn; it waits as before");
      return;
    case ReservationEnd::kDeclined:
      return;
    case ReservationEnd::kUndeliverable:
    case ReservationEnd::kNone:
      return Fail(what + "as no ticket does");
  }
}

void RoutingOracle::JudgeEndOfCallback(const Reserved& reserved, ReservationEnd end) {
  const exchange::Callback& callback = state_->callbacks.at(CallbackId{reserved.work.id});
  const exchange::Agent& agent = state_->agents.at(reserved.agent);
  const std::string what = Text(reserved.work) + ", reserved for " + agent.login + ", ended ";
  const bool there = IsSignedIn(agent.id) && !agent.desk.empty() && IsIdle(agent);
  const auto waiting = callbacks_.waiting().find(callback.id);
  const bool waits = waiting != callbacks_.waiting().end() && !waiting->second.held;
  switch (end) {
    case ReservationEnd::kAccepted:
      if (callback.agent != agent.id) Fail(what + "as accepted, and is not theirs");
      return;
    case ReservationEnd::kTaken:
      if (!callback.agent || callback.agent == agent.id) Fail(what + "as taken, and is not");
      return;
    case ReservationEnd::kPassed:
      if (reserved.deadline > now_) Fail(what + "as passed before its deadline");
      return;
    case ReservationEnd::kAgentGone:
      if (there) Fail(what + "as the agent's leaving; they are there");
      return;
    case ReservationEnd::kWithdrawn:
      if (waits && !callbacks_.moved().contains(callback.id)) Fail(what + "as withdrawn; it waits");
      return;
    case ReservationEnd::kDeclined:
      return;
    case ReservationEnd::kPreempted:
    case ReservationEnd::kUndeliverable:
    case ReservationEnd::kNone:
      return Fail(what + "as no callback does");
  }
}

}  // namespace jackfield::sim
