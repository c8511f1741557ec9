#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/base/result.h"

// The secrets that sessions and tokens are shown by: opaque, and stored only as a hash.
namespace jackfield::security {

inline constexpr std::size_t kSecretBytes = 32;           // 256 bits: cannot be guessed.
inline constexpr std::string_view kSecretPrefix = "jf_";  // So that scanners find leaked ones.

// "jf_" and 43 characters of base64url. Needs exactly kSecretBytes unpredictable bytes.
//
// Thread safety: pure function.
std::string SecretText(std::string_view random_bytes);

// The BLAKE2b-256 of a secret, 64 hexadecimal digits: what is stored and looked up. A plain fast
// hash is enough, because the secret has 256 bits of chance.
//
// Thread safety: pure function.
std::string SecretHash(std::string_view secret);

// The secret of an `authorization` header, "Bearer jf_…".
// Errors: kUnauthenticated (CREDENTIALS_INVALID).
//
// Thread safety: pure function.
Result<std::string_view> ParseBearer(std::string_view header);

}  // namespace jackfield::security
