#pragma once

#include <algorithm>

#include "server/base/archive.h"
#include "server/base/time.h"

namespace jackfield::exchange {

// When something happened: by the engine always, and by the source's own clock where it says so.
//
// Thread safety: immutable value.
struct Moment {
  Instant at{};            // Engine time.
  WallTime wall{};         // The source's time if `by_source`, else the engine's wall time.
  bool by_source = false;  // `wall` was given by the source.

  bool operator==(const Moment&) const = default;
  JACKFIELD_FIELDS(at, wall, by_source)
};

// How long from `from` to `to`: by the source's times when both have them, else by engine time.
// Never negative: a source's clock may step back.
inline Duration Elapsed(const Moment& from, const Moment& to) {
  const Duration span = from.by_source && to.by_source ? to.wall - from.wall : to.at - from.at;
  return std::max(span, Duration{0});
}

}  // namespace jackfield::exchange
