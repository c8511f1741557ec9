#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "server/base/archive.h"

namespace jackfield::exchange {

// A text that belongs to a person: a number, a name, a note, what a caller typed.
//
// Adapters make it in the clear (`key` 0). Intake seals it with the key of the customer, or of the
// number, before it may enter the journal; from then on `bytes` are ciphertext that the exchange
// carries and never reads. Erasing a person drops the key. An empty text is never sealed.
//
// Thread safety: immutable value.
struct PersonalText {
  std::uint64_t key = 0;  // 0: in the clear.
  std::string bytes;

  PersonalText() = default;
  explicit PersonalText(std::string clear) : bytes(std::move(clear)) {}
  PersonalText(std::uint64_t sealing_key, std::string sealed)
      : key(sealing_key), bytes(std::move(sealed)) {}

  bool empty() const { return bytes.empty(); }
  bool in_the_clear() const { return key == 0 && !bytes.empty(); }

  bool operator==(const PersonalText&) const = default;
  JACKFIELD_FIELDS(key, bytes)
};

}  // namespace jackfield::exchange
