#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/app/whatif/arrival.h"
#include "server/app/whatif/outcome.h"
#include "server/app/whatif/patience.h"
#include "server/base/time.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::whatif {

// A stay in the queue, as it was.
struct PastStay {
  enum class End : std::uint8_t {
    kAnswered,
    kAbandoned,
    kLeft,    // In another way, which is `cause`.
    kUnseen,  // It still lasts, or nobody knows how it ended.
  };

  WallTime entered{};
  Duration wait{0};
  End end = End::kUnseen;
  exchange::DequeueCause cause = exchange::DequeueCause::kUnknown;  // Of kLeft.
  std::optional<Duration> handling;  // Talk and hold. nullopt: not answered, or not known.
  Duration after_call_work{0};
  CallerClass caller_class;

  bool operator==(const PastStay&) const = default;
};

// Callers for simulations from those who were there.
//
// Rules:
//  D1. What is known of a caller stays: when they came, how long their call took, after how long
//      they gave up or left otherwise.
//  D2. What is not known is drawn: the time of a call that never was from those that were; the
//      patience of who was answered from the curve, beyond the wait that it is known to have stood.
//      Who was lost sight of is taken as one who was answered.
//  D3. Each caller's draws are of their own: what is drawn for one does not depend on what is known
//      of another.
//
// Thread safety: immutable value.
class CallerSource {
 public:
  // In any order.
  explicit CallerSource(std::vector<PastStay> stays);

  // The same seed gives the same callers.
  std::vector<Arrival> Draw(std::uint64_t seed) const;

  // How much of it had to be guessed.
  std::size_t unknown_handling() const { return unknown_handling_; }

 private:
  struct Worked {
    Duration handling{0};
    Duration after_call_work{0};
  };

  Arrival Draw(const PastStay& stay, simulate::Prng& prng) const;

  std::vector<PastStay> stays_;  // By time of entry.
  PatienceCurve patience_;
  std::vector<Worked> worked_;
  std::size_t unknown_handling_ = 0;
};

}  // namespace jackfield::whatif
