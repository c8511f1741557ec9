#pragma once

#include <cstdint>

namespace jackfield::exchange {

// What the agent's desk shows of rings.
enum class PopMode : std::uint8_t {
  kOn = 0,
  kCardOnly = 1,  // As a card, whatever the queue's policy says.
  kOff = 2,       // Not at all.
};

}  // namespace jackfield::exchange
