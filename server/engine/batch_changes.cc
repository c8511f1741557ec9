#include "server/engine/batch_changes.h"

#include <variant>

namespace jackfield::engine {

void BatchChanges::Add(const exchange::Effects& effects, const exchange::State& state) {
  for (const exchange::Effect& effect : effects) Take(effect, state);
}

void BatchChanges::Take(const exchange::Effect& effect, const exchange::State& state) {
  struct Visitor {
    void operator()(const exchange::OfferOpened& opened) { self.offers_.emplace_back(opened); }
    void operator()(const exchange::OfferUpdated& updated) { self.offers_.emplace_back(updated); }
    void operator()(const exchange::OfferClosed& closed) { self.offers_.emplace_back(closed); }
    void operator()(const exchange::CallChanged& changed) {
      self.calls_.insert(changed.call);
      const auto found = state.calls.find(changed.call);
      if (found != state.calls.end() && !found->second.live()) {
        self.ended_.insert_or_assign(changed.call, found->second);
      }
    }
    void operator()(const exchange::AgentChanged& changed) { self.agents_.insert(changed.agent); }
    void operator()(const exchange::QueueChanged& changed) { self.queues_.insert(changed.queue); }
    void operator()(const exchange::QueueCounted& counted) {
      self.queue_counts_.emplace(counted.queue, counted.interval);
    }
    void operator()(const exchange::AgentCounted& counted) {
      self.agent_counts_.emplace(counted.agent, counted.interval, counted.queue);
    }
    void operator()(const exchange::SourceChanged& changed) {
      self.sources_.insert(changed.source);
    }
    void operator()(const exchange::Noted& noted) { self.notes_.push_back(noted); }
    void operator()(const exchange::CallEnded&) {}  // Its CallChanged says the rest.
    void operator()(const exchange::AlertChanged& changed) {
      self.alerts_.insert_or_assign(changed.alert.id, changed.alert);
    }
    void operator()(const exchange::WaitEnded& ended) {
      self.waits_ended_.emplace(ended.queue, ended.call);
    }
    void operator()(const exchange::ReservationOpened& opened) {
      self.reservations_.emplace_back(opened);
    }
    void operator()(const exchange::ReservationEnded& ended) {
      self.reservations_.emplace_back(ended);
    }
    void operator()(const exchange::WorkChanged&) {}
    void operator()(const exchange::TicketNoted& noted) { self.ticket_entries_.push_back(noted); }
    void operator()(const exchange::TicketChanged& changed) {
      self.tickets_.insert(changed.ticket);
      const auto found = state.tickets.find(changed.ticket);
      if (found != state.tickets.end() && !found->second.live()) {
        self.closed_.insert_or_assign(changed.ticket, found->second);
      }
    }
    void operator()(const exchange::CommandIssued& issued) {
      self.commands_.push_back(issued.command);
    }
    void operator()(const exchange::CallbackChanged& changed) {
      self.callbacks_.insert(changed.callback);
      const auto found = state.callbacks.find(changed.callback);
      if (found != state.callbacks.end() && !found->second.live()) {
        self.over_.insert_or_assign(changed.callback, found->second);
      }
    }
    void operator()(const exchange::CommandEnded& ended) { self.commands_ended_.push_back(ended); }
    void operator()(const exchange::NoticesChanged& changed) {
      self.notices_.insert(changed.agent);
    }
    void operator()(const exchange::CallOverflowed&) {}  // The caller's leaving says the rest.
    void operator()(const exchange::WaitForetold&) {}    // The call's record has it.

    BatchChanges& self;
    const exchange::State& state;
  };
  std::visit(Visitor{*this, state}, effect);
}

const exchange::Call* BatchChanges::FindCall(const exchange::State& state, CallId id) const {
  const auto live = state.calls.find(id);
  if (live != state.calls.end()) return &live->second;
  const auto ended = ended_.find(id);
  return ended == ended_.end() ? nullptr : &ended->second;
}

const exchange::Ticket* BatchChanges::FindTicket(const exchange::State& state, TicketId id) const {
  const auto known = state.tickets.find(id);
  if (known != state.tickets.end()) return &known->second;
  const auto closed = closed_.find(id);
  return closed == closed_.end() ? nullptr : &closed->second;
}

const exchange::Callback* BatchChanges::FindCallback(const exchange::State& state,
                                                     CallbackId id) const {
  const auto known = state.callbacks.find(id);
  if (known != state.callbacks.end()) return &known->second;
  const auto over = over_.find(id);
  return over == over_.end() ? nullptr : &over->second;
}

bool BatchChanges::empty() const {
  return offers_.empty() && reservations_.empty() && notes_.empty() && calls_.empty() &&
         agents_.empty() && queues_.empty() && sources_.empty() && queue_counts_.empty() &&
         agent_counts_.empty() && alerts_.empty() && waits_ended_.empty() && tickets_.empty() &&
         ticket_entries_.empty() && commands_.empty() && commands_ended_.empty() &&
         notices_.empty() && callbacks_.empty() && !configured_;
}

}  // namespace jackfield::engine
