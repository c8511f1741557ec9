#pragma once

#include <optional>

#include "agent-client/terminal/session/desk_mapping.h"

// How single values of the contract become ours. All are pure functions.
namespace jackfield::client {

// An enumerator of the contract as ours, whose numbers are the same; a newer one is `unknown`.
template <typename Ours>
Ours ToEnum(int theirs, Ours last, Ours unknown) {
  const bool known = theirs >= 0 && theirs <= static_cast<int>(last);
  return known ? static_cast<Ours>(theirs) : unknown;
}

template <typename Message>
std::optional<WallTime> TimeIf(bool there, const Message& time) {
  return there ? std::optional(ToWallTime(time)) : std::nullopt;
}

}  // namespace jackfield::client
