#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "server/exchange/exchange.h"

namespace jackfield::sim {

// Mistakes that a routing is prone to, made around the exchange on purpose: an oracle that does not
// notice them proves nothing.
enum class RoutingFault : std::uint8_t {
  kNone,
  kLateTimers,            // Deadlines are noticed some seconds late.
  kForgottenStrategy,     // The longest idle gets everything.
  kForgottenTiers,        // Customers' value raises nobody.
  kStoppedAgeing,         // Waiting counts for nearly nothing.
  kLateRings,             // What is asked of agents relaxes too late.
  kIgnoredSkills,         // Nothing is asked of agents.
  kKeptTooLong,           // For the preferred agent.
  kUncountedPasses,       // Who lets offers pass stays Ready.
  kForgivenRings,         // The same of rings of observed queues.
  kEverybodyRings,        // One caller is many agents' at a time.
  kEndlessShifts,         // Agents work at any time.
  kIgnoredCapacity,       // An agent may have one ticket more.
  kForgottenReservation,  // A restart forgets whom an agent is reserved for.
  kForgottenPlace,        // A restart forgets since when callers wait.
  kForgottenPasses,       // A restart forgets who let what pass.
  kUntoldEnd,             // The end of a reservation is not told.
  kTwiceToldEnd,
  kForgottenHours,  // Customers are called at any time.
  kLongLease,       // An agent may have a callback for too long.
  kShortPause,      // What did not reach them is tried again too early.
  kOneMoreAttempt,
  kUnheardStanding,    // A customer's value and complaint stay what they were.
  kUnheardBan,         // Who is not to be called any more is called.
  kBroadBan,           // Somebody else is not called either.
  kUnmadeCallback,     // Who leaves by a key is not called back.
  kForgottenCustomer,  // A restart forgets who is on the line.
  kForgottenLease,     // A restart forgets that an agent has a callback.
  kForgottenOverflow,  // Nobody is sent on.
  kLateOverflow,
  kReversedOverflow,  // The last rule that holds counts.
  kSlowGoals,         // Tickets may take twice their time.
  kSleeplessGoals,    // Their clocks run at night.
  kForgottenWarning,  // A restart forgets that a ticket was late.
  kUntoldBreach,
  kTwiceToldBreach,
};

std::string_view NameOf(RoutingFault fault);

// The exchange, with the planted mistake.
//
// Thread safety: none; one per simulation.
class FaultyExchange {
 public:
  explicit FaultyExchange(RoutingFault fault) : fault_(fault) {}

  Result<exchange::Effects> Apply(Sequence sequence, const exchange::Input& input);
  std::optional<Instant> NextTimer() const;

  // The process ended, and began again. Errors: kDataLoss when the bytes cannot be restored.
  Status Restart();

  const exchange::State& state() const { return exchange_.state(); }
  std::string Save() const { return exchange_.Save(); }

 private:
  exchange::Configuration Falsify(exchange::Configuration configuration) const;
  Status Become(const exchange::State& state);
  void Falsify(exchange::Input& input) const;
  void Falsify(exchange::Effects& effects) const;
  void Falsify(exchange::State& state) const;
  void FalsifyCallbacks(exchange::State& state) const;
  // Takes back that somebody let a ring pass who was not reserved for it.
  Status Forgive(const exchange::State& before, const exchange::Effects& effects);

  const RoutingFault fault_;
  exchange::Exchange exchange_;
};

}  // namespace jackfield::sim
