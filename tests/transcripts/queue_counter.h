#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "server/exchange/telephony_event.h"

namespace jackfield::test {

// What a queue's figures should be after a stream of telephony events: a second, naive reading of
// telephony_event.h, to hold the translator against Asterisk's own queue_log.
//
// Thread safety: none; one per test.
class QueueCounter {
 public:
  struct Queue {
    int offered = 0, answered = 0, abandoned = 0, timed_out = 0, exit_key = 0, exit_empty = 0,
        withdrawn = 0, lost = 0, refused_full = 0, refused_empty = 0;
    bool operator==(const Queue&) const = default;
  };
  struct Agent {
    int answered = 0, completed = 0, no_answer = 0, pauses = 0;
    bool operator==(const Agent&) const = default;
  };

  void Take(const exchange::TelephonyEvent& event) {
    std::visit([this](const auto& body) { Fold(body); }, event.body);
  }

  std::map<std::string, Queue> queues;
  std::map<std::string, Agent> agents;  // By device.
  int waiting_count() const { return static_cast<int>(waiting_.size()); }
  int snapshot_count = 0;

 private:
  using Cause = exchange::DequeueCause;

  static int& Place(Queue& queue, Cause cause) {
    switch (cause) {
      case Cause::kUnknown:
      case Cause::kOverflowed:
      case Cause::kWithdrawn:
        return queue.withdrawn;
      case Cause::kAbandoned:
        return queue.abandoned;
      case Cause::kTimedOut:
        return queue.timed_out;
      case Cause::kExitKey:
        return queue.exit_key;
      case Cause::kExitEmpty:
        return queue.exit_empty;
      case Cause::kUnseen:
        return queue.lost;
    }
    return queue.withdrawn;
  }

  template <typename Other>
  void Fold(const Other&) {}

  void Fold(const exchange::Queued& body) {
    if (!waiting_.emplace(body.leg, body.queue).second) return;
    unknown_.erase(body.leg);
    ++queues[body.queue].offered;
  }
  void Fold(const exchange::Dequeued& body) {
    if (waiting_.erase(body.leg) == 1) {
      ++Place(queues[body.queue], body.cause);
      if (body.cause == Cause::kUnknown) unknown_.insert(body.leg);
    } else if (unknown_.contains(body.leg) && body.cause != Cause::kUnknown) {
      unknown_.erase(body.leg);
      --queues[body.queue].withdrawn;
      ++Place(queues[body.queue], body.cause);
    }
  }
  void Fold(const exchange::QueueRefused& body) {
    const bool full = body.cause == exchange::RefusalCause::kFull;
    ++(full ? queues[body.queue].refused_full : queues[body.queue].refused_empty);
  }
  void Fold(const exchange::LegMoved& body) {
    const auto found = waiting_.find(body.leg);
    if (found == waiting_.end()) return;
    waiting_[body.to_leg] = found->second;
    waiting_.erase(body.leg);
  }
  void Fold(const exchange::Delivered& body) {
    if (!body.queue.empty()) offers_.emplace(body.connection, body.device);
  }
  void Fold(const exchange::RingEnded& body) {
    const bool counts = body.cause == exchange::RingEnd::kNoAnswer &&
                        offers_.contains(body.connection) &&
                        no_answer_.insert(body.connection).second;
    if (counts) ++agents[offers_[body.connection]].no_answer;
  }
  void Fold(const exchange::Established& body) {
    if (body.queue.empty() || waiting_.erase(body.leg) == 0) return;
    ++queues[body.queue].answered;
    ++agents[body.device].answered;
    ++open_[{body.queue, body.device}];
  }
  void Fold(const exchange::LegCompleted& body) {
    if (open_[{body.queue, body.device}] == 0) return;  // Sent twice for one answer.
    --open_[{body.queue, body.device}];
    ++agents[body.device].completed;
  }
  void Fold(const exchange::MemberPaused& body) {
    bool& paused = paused_[{body.queue, body.device}];
    if (body.paused && !paused) ++agents[body.device].pauses;
    paused = body.paused;
  }
  void Fold(const exchange::SwitchSnapshot& body) {
    ++snapshot_count;
    std::map<std::string, std::string> waiting;
    for (const auto& item : body.waiting) waiting.emplace(item.leg, item.queue);
    for (const auto& [leg, queue] : waiting) {
      if (!waiting_.contains(leg)) ++queues[queue].offered;
    }
    waiting_ = std::move(waiting);
  }

  std::map<std::string, std::string> waiting_;  // Leg, queue.
  std::set<std::string> unknown_;               // Legs that left for an unknown cause.
  std::map<std::string, std::string> offers_;   // Connection, device.
  std::set<std::string> no_answer_;
  std::map<std::pair<std::string, std::string>, int> open_;
  std::map<std::pair<std::string, std::string>, bool> paused_;
};

}  // namespace jackfield::test
