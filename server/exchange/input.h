#pragma once

#include <cstdint>
#include <variant>

#include "server/base/archive.h"
#include "server/base/time.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/exchange/configuration.h"
#include "server/exchange/desk_command.h"
#include "server/exchange/telephony_event.h"
#include "server/exchange/tickets/ticket_command.h"

namespace jackfield::exchange {

// At `now`, timers are due: Exchange::NextTimer() had named a time that has come.
struct TimersDue {
  bool operator==(const TimersDue&) const = default;
  JACKFIELD_FIELDS()
};

// 128 random bits, drawn outside, from which the calls that an input creates get their names.
struct NameSeed {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  bool operator==(const NameSeed&) const = default;
  JACKFIELD_FIELDS(high, low)
};

// Everything that can happen to the exchange. A journal entry is one of these.
//
// Thread safety: immutable value.
struct Input {
  Instant now{};
  WallTime wall{};
  NameSeed names;
  std::variant<TelephonyEvent, DeskCommand, Configuration, TimersDue, TicketCommand,
               CallbackCommand>
      body;

  bool operator==(const Input&) const = default;
  JACKFIELD_FIELDS(now, wall, names, body)
};

}  // namespace jackfield::exchange
