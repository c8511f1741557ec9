#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/base/time.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::sim {

// What is expected, as lines of text by subject: "call a/boot1/c3", "queue support", "agent ana".
using Expectation = std::map<std::string, std::vector<std::string>>;

struct OracleOptions {
  std::map<std::string, std::string> agents;  // Device to login, of all agents.
  Duration threshold{20'000};                 // Of every queue.
  Duration short_abandon{5'000};
};

// The naive model: folds the true history of a switch, each event once, in order and with its true
// time, into what must ring where and what must be in the log. It shares the vocabulary of events
// with the exchange and nothing else: no states, no timers, no repair.
//
// Thread safety: none; one per simulated switch.
class Oracle {
 public:
  Oracle(OracleOptions options, std::string source);

  void Take(const exchange::TelephonyEvent& event);

  // Calls that live: connections with their state, who waits where, what rings at whom.
  Expectation Live() const;

  // Every call there ever was, with its legs, its offers and its end.
  Expectation Log(bool with_times) const;

  // Totals of each queue, by interval where times are told, over everything otherwise.
  Expectation Counts(bool with_times) const;

  // The connections that keep each agent busy, as "call connection".
  std::map<std::string, std::set<std::string>> Busy() const;

  // Open offers of each agent, as "call connection".
  std::map<std::string, std::set<std::string>> Ringing() const;

 private:
  struct Party {
    std::string device;
    std::string state = "up";
    WallTime held_since{};
    Duration held{0};
  };
  struct Leg {
    std::string queue;
    std::string connection;
    WallTime entered{};
    std::string outcome = "waiting";
    WallTime left{};
    std::string agent;
    std::string agent_connection;
    bool over = false;  // The agent's part.
    Duration talk{0};
    Duration hold{0};
    bool transferred = false;
  };
  struct Offer {
    std::string agent;
    std::string connection;
    std::string queue;
    std::string leg;
    WallTime started{};
    std::string state = "ringing";
    WallTime ended{};
    std::string winner;
  };
  struct Call {
    std::string end = "lives";
    std::map<std::string, Party> parties;
    std::vector<Leg> legs;
    std::vector<Offer> offers;
    std::set<std::string> refused;
  };

  void On(const exchange::Originated& event);
  void On(const exchange::Queued& event);
  void On(const exchange::Dequeued& event);
  void On(const exchange::QueueRefused& event);
  void On(const exchange::Delivered& event);
  void On(const exchange::Established& event);
  void On(const exchange::RingEnded& event);
  void On(const exchange::LegCompleted& event);
  void On(const exchange::Held& event);
  void On(const exchange::Retrieved& event);
  void On(const exchange::Transferred& event);
  void On(const exchange::Conferenced& event);
  void On(const exchange::LegMoved& event);
  void On(const exchange::ConnectionCleared& event);
  void On(const exchange::CallCleared& event);
  void On(const exchange::LinkUp& event);
  template <typename Other>
  void On(const Other&) {}

  Call& Find(const std::string& id) { return calls_[source_ + "/" + epoch_ + "/" + id]; }
  void Count(const std::string& queue, WallTime time, const std::string& what, std::int64_t by = 1);
  void CountWait(const Leg& leg);
  void CloseOffer(Offer& offer, const std::string& state, const std::string& winner);
  void CompleteLeg(Leg& leg, const Party& party, bool transferred);
  void MarkTransferred(Leg& leg);
  void CompleteLegsOf(const std::string& connection, const Party& party);
  const Party* FindParty(const std::string& connection) const;
  void EndCall(Call& call, const std::string& end, const std::string& leg_outcome);
  void Merge(const std::string& into, const std::string& from);
  std::string AgentOf(const std::string& device) const;

  OracleOptions options_;
  std::string source_;
  std::string epoch_ = "boot1";
  WallTime now_{};
  std::map<std::string, Call> calls_;  // By source, epoch and id.
  std::map<std::pair<std::string, WallTime>, std::map<std::string, std::int64_t>> counts_;
};

}  // namespace jackfield::sim
