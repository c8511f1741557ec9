#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace jackfield::sqlite {

constexpr std::size_t kSubjectKeyBytes = 32;
constexpr std::size_t kNonceBytes = 24;

// A key of one person, and its name.
struct SubjectKey {
  std::uint64_t id = 0;
  std::string key;  // kSubjectKeyBytes; secret.
};

// XChaCha20-Poly1305: nonce, then ciphertext with tag. The key's id is authenticated along, so that
// a text cannot be moved under another key.
//
// `nonce` has kNonceBytes and is random: with 192 bits no two texts of a key have the same.
//
// Thread safety: pure functions.
std::string SealText(const SubjectKey& key, std::string_view nonce, std::string_view clear);

// Errors: kDataLoss (TEXT_DAMAGED) when the bytes were not sealed with this key.
Result<std::string> OpenText(const SubjectKey& key, std::string_view sealed);

}  // namespace jackfield::sqlite
