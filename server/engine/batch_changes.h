#pragma once

#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/call.h"
#include "server/exchange/effect.h"
#include "server/exchange/state.h"

namespace jackfield::engine {

// What the inputs of one batch have changed, each object once however often it changed.
//
// Thread safety: none; one per batch.
class BatchChanges {
 public:
  // Takes in the effects of one input. `state` is the state right after it.
  void Add(const exchange::Effects& effects, const exchange::State& state);

  // A configuration was applied: everything may look different.
  void AddConfiguration() { configured_ = true; }

  // The call as it is after the batch; as it last was when it was forgotten within the batch.
  // nullptr: unknown. Valid until `state` or this changes.
  const exchange::Call* FindCall(const exchange::State& state, CallId id) const;

  // The ticket as it is after the batch; as it last was when it was forgotten within the batch.
  // nullptr: unknown. Valid until `state` or this changes.
  const exchange::Ticket* FindTicket(const exchange::State& state, TicketId id) const;

  // The same of a callback.
  const exchange::Callback* FindCallback(const exchange::State& state, CallbackId id) const;

  // OfferOpened, OfferUpdated and OfferClosed, in order, none left out.
  const exchange::Effects& offers() const { return offers_; }
  // ReservationOpened and ReservationEnded, in order, none left out.
  const exchange::Effects& reservations() const { return reservations_; }
  const std::vector<exchange::Noted>& notes() const { return notes_; }
  const std::set<CallId>& calls() const { return calls_; }
  const std::set<AgentId>& agents() const { return agents_; }
  const std::set<QueueId>& queues() const { return queues_; }
  const std::set<SourceId>& sources() const { return sources_; }
  const std::set<std::pair<QueueId, WallTime>>& queue_counts() const { return queue_counts_; }
  const std::set<std::tuple<AgentId, WallTime, QueueId>>& agent_counts() const {
    return agent_counts_;
  }
  const std::map<AlertId, exchange::Alert>& alerts() const { return alerts_; }
  const std::set<std::pair<QueueId, CallId>>& waits_ended() const { return waits_ended_; }
  const std::set<TicketId>& tickets() const { return tickets_; }
  // Entries of histories, in order, none left out.
  const std::vector<exchange::TicketNoted>& ticket_entries() const { return ticket_entries_; }
  const std::set<CallbackId>& callbacks() const { return callbacks_; }
  // Commands to send, in order, none left out.
  const std::vector<exchange::CallCommand>& commands() const { return commands_; }
  const std::vector<exchange::CommandEnded>& commands_ended() const { return commands_ended_; }
  // Whose notices are others than before.
  const std::set<AgentId>& notices() const { return notices_; }
  bool configured() const { return configured_; }
  bool empty() const;

 private:
  void Take(const exchange::Effect& effect, const exchange::State& state);

  exchange::Effects offers_;
  exchange::Effects reservations_;
  std::vector<exchange::Noted> notes_;
  std::set<CallId> calls_;
  std::set<AgentId> agents_;
  std::set<QueueId> queues_;
  std::set<SourceId> sources_;
  std::set<std::pair<QueueId, WallTime>> queue_counts_;
  std::set<std::tuple<AgentId, WallTime, QueueId>> agent_counts_;
  std::map<AlertId, exchange::Alert> alerts_;
  std::set<std::pair<QueueId, CallId>> waits_ended_;
  std::set<TicketId> tickets_;
  std::vector<exchange::TicketNoted> ticket_entries_;
  std::set<CallbackId> callbacks_;
  std::vector<exchange::CallCommand> commands_;
  std::vector<exchange::CommandEnded> commands_ended_;
  std::set<AgentId> notices_;
  bool configured_ = false;
  // Calls that had ended, tickets that were closed, and callbacks that were over, when they
  // changed: only those can be forgotten later in the batch.
  std::map<CallId, exchange::Call> ended_;
  std::map<TicketId, exchange::Ticket> closed_;
  std::map<CallbackId, exchange::Callback> over_;
};

}  // namespace jackfield::engine
