#pragma once

#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/database.h"

namespace jackfield::sqlite {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kKeyedHashBytes = 16;

// The secret `name` of this installation, kSecretBytes random bytes; made when it is first asked
// for. The same again gives the same. Errors: as Database::Write().
Result<std::string> SecretOf(Database& database, Random& random, std::string_view name);

// The first 16 bytes of the keyed BLAKE2b of `text`: finds it again without saying what it is.
//
// Thread safety: pure function.
std::string KeyedHash(const std::string& secret, std::string_view text);

}  // namespace jackfield::sqlite
