#pragma once

#include <cstdint>
#include <string>

namespace jackfield {

// Unpredictable bits, for names, tokens and keys. The exchange is given them; it never asks.
//
// Thread safety: thread-safe.
class Random {
 public:
  virtual ~Random() = default;

  virtual std::uint64_t Bits() = 0;

  // `bytes` unpredictable bytes.
  virtual std::string Bytes(std::size_t bytes) = 0;
};

}  // namespace jackfield
