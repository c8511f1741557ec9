#pragma once

#include <cstdint>

namespace jackfield::app {

// Tells when an amount becomes worrying, and when it is well again. Between the two levels it stays
// what it was, so that an amount that trembles about one of them does not fill the log.
//
// Thread safety: none; one per amount.
class LevelAlarm {
 public:
  struct Levels {
    std::int64_t raise_at = 0;  // Included. Above `clear_at`: too much is bad; below: too little.
    std::int64_t clear_at = 0;  // Included.
  };
  enum class Turn { kNone, kRaised, kCleared };

  explicit LevelAlarm(const Levels& levels) : levels_(levels) {}

  Turn Note(std::int64_t amount);

  bool raised() const { return raised_; }

 private:
  const Levels levels_;
  bool raised_ = false;
};

}  // namespace jackfield::app
