#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/callbacks/callback.h"

// Rows of callbacks that the engine's commits write and that lists read. Names of queues and agents
// stand in them, not ids: they outlive the configuration. Texts stay sealed.
namespace jackfield {

struct CallbackAttemptRow {
  std::string agent;  // Login.
  WallTime began{};   // When the agent took it.
  std::optional<WallTime> dialled;
  exchange::AttemptOutcome outcome = exchange::AttemptOutcome::kNone;
  std::string call;  // Name; empty: none came about.
  bool assumed = false;

  bool operator==(const CallbackAttemptRow&) const = default;
  JACKFIELD_FIELDS(agent, began, dialled, outcome, call, assumed)
};

// One callback as it is. Written again, whole, with each change.
struct CallbackRow {
  CallbackId callback;
  std::string name;  // Wire name: 32 hexadecimal digits.
  exchange::PersonalText number;
  CustomerId customer;  // None: not known. Readers tell who a merged customer is now.
  std::uint32_t value_tier = 0;
  std::string queue;  // Name.
  std::string queue_display_name;
  exchange::CallbackState state = exchange::CallbackState::kWaiting;
  exchange::CallbackOrigin origin = exchange::CallbackOrigin::kPromise;
  exchange::PersonalText note;
  std::string list;
  std::string call;       // Name of the call it came from; empty: none.
  std::string ticket;     // Wire name; empty: none.
  std::string preferred;  // Login; empty: anybody.
  std::string agent;      // Login; empty: nobody has it.
  WallTime wait_start{};
  std::optional<WallTime> earliest;
  std::optional<WallTime> next_attempt;  // Present while it is scheduled.
  std::optional<WallTime> lease_until;
  std::vector<CallbackAttemptRow> attempts;  // The first first.
  bool held = false;                         // The customer is calling, or called.
  exchange::CallbackEnd end = exchange::CallbackEnd::kNone;
  std::string ended_by;  // Login; empty: nobody by name.
  WallTime created{};
  std::optional<WallTime> ended;
  std::uint64_t revision = 0;  // How often it has changed.

  bool operator==(const CallbackRow&) const = default;
};

}  // namespace jackfield
