#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/routing/router.h"
#include "server/exchange/staffing.h"
#include "server/exchange/state.h"

namespace jackfield::exchange {

// Calls and offers that one journal entry may begin; CallId, OfferId and AlertId are built from
// these.
constexpr std::uint64_t kCallsPerEntryMax = 4'096;
constexpr std::uint64_t kOffersPerEntryMax = 4'096;
constexpr std::uint64_t kAlertsPerEntryMax = std::uint64_t{1}
                                             << 20;  // More than there can be rules.

// One application of an input: the state it works on, when, and what it has changed so far. The
// rules (…_rules.h) are functions of a Step.
//
// Thread safety: none; lives for one Exchange::Apply().
struct Step {
  State& state;
  Sequence sequence;
  NameSeed names;
  Moment now;    // Of the event; for a timer: the moment it was set for.
  Moment entry;  // Of the input itself, also while timers fire.
  Moment clock;  // Of the input, by the engine alone.
  Staffing& staffing;
  Router& router;
  Source* source = nullptr;  // Whose event it is; null for commands and configuration.
  Effects effects;
  std::uint64_t calls_made = 0;
  std::uint64_t offers_made = 0;
  std::uint64_t alerts_made = 0;
  std::uint64_t reservations_made = 0;
  std::uint64_t commands_made = 0;
  std::uint64_t tickets_made = 0;
  std::uint64_t callbacks_made = 0;
  std::size_t settled = 0;    // Effects whose alerts were looked at; see SettleAlerts().
  std::size_t routed = 0;     // Effects that the router has taken over; see SettleWork().
  std::vector<CallId> ended;  // Calls that ended in this step: not forgotten before the next.

  void Tell(Effect effect) { effects.push_back(std::move(effect)); }
  void Note(Noted::Kind kind, std::string text) {
    Tell(Noted{kind, source != nullptr ? source->id : SourceId{}, std::move(text)});
  }
  void Ignore(IgnoreCause cause) {
    Tell(Noted{Noted::Kind::kIgnored, source != nullptr ? source->id : SourceId{}, {}, cause});
  }
};

}  // namespace jackfield::exchange
