#pragma once

#include <cstdint>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"

// Who says which devices are members of a queue at the switch, and which of them are paused. Plain
// data; the rules are in commands/member_rules.h.
namespace jackfield::exchange {

// Stored: values never change their meaning.
enum class MemberControl : std::uint8_t {
  kSwitch = 0,      // The switch; desks follow.
  kPause = 1,       // Desks, of pauses; and the switch.
  kMembership = 2,  // Desks, of pauses and memberships; and the switch.
};

enum class MemberWish : std::uint8_t { kPause = 0, kUnpause = 1, kAdd = 2, kRemove = 3 };

// What the switch was asked for, and may tell back yet.
struct MemberAsk {
  CommandId command;
  MemberWish wish = MemberWish::kPause;
  Instant until{};  // By the engine's clock.

  bool operator==(const MemberAsk&) const = default;
  JACKFIELD_FIELDS(command, wish, until)
};

// What the switch was last told of an agent in a queue; at first, what it had told.
struct Followed {
  bool member = false;
  bool paused = false;
  std::vector<MemberAsk> asks;  // Oldest first; at most kMemberAsksMax.

  bool operator==(const Followed&) const = default;
  JACKFIELD_FIELDS(member, paused, asks)
};

constexpr std::size_t kMemberAsksMax = 16;  // Beyond it the oldest is forgotten.

}  // namespace jackfield::exchange
